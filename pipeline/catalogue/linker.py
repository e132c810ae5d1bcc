"""Links a figure to the catalogue: the likeliest indicator with a score, or none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.catalogue.breakdowns import part_of, read_tail
from pipeline.catalogue.counts import reached_by
from pipeline.catalogue.links import Linked, composed_of, renamed, sure, times
from pipeline.catalogue.names import NameIndex, without_leads
from pipeline.catalogue.scores import (
    BESIDE,
    DOUBT,
    INSIDE,
    ITEM,
    PART,
    UNDER,
    WEAK,
    WHOLE_ALONE,
    Asked,
    can_be_split,
    of_figure,
    of_lead,
    of_tail,
    of_weak,
    poor_heads,
)
from pipeline.catalogue.tree import Tree
from pipeline.catalogue.units import FITS, UNTOLD, kind_of
from pipeline.catalogue.words import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from pipeline.catalogue.breakdowns import Breakdown
    from pipeline.catalogue.names import Match
    from pipeline.lexicon.indicators import Catalogue
    from pipeline.schema import Observation

_REMEMBERED: Final = 4096
_NO_WORDS: Final = Words((), ())
_SHARE: Final = "share"
_ITEM_WORDS: Final = 6
_SURE: Final = 0.85

_WHOLES_OF_RATIOS: Final = ("vn.growth.gdp", "vn.growth.grdp")
"""What is told as per cent of these is seldom a part of them: debt, deficits."""


class IndicatorLinker:
    """Ranks the indicators that a figure may be of and takes the best, if good enough.

    Args:
        catalogue: as ``read_catalogue`` gives it; an empty one links nothing.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._indicators = catalogue.indicators
        self._names = NameIndex(catalogue)
        self._tree = Tree(catalogue)
        # The figures of a series share their words, in an article and in a dump.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._link)

    def link(
        self,
        metric: str | None,
        parent: str | None = None,
        unit: str | None = None,
        measure: str = "level",
        entity: str | None = None,
        quantity: Decimal | None = None,
    ) -> Linked | None:
        """Give the indicator of a figure, None where none is likely enough.

        The words of the metric tell it; where they are too poor ("kim ngạch") or tell
        a part alone ("cà phê", "Trung Quốc"), those of the parent do. Unit and measure
        must fit. Case, tone placement and normal form do not matter.

        Args:
            metric: the words of the metric, as ``metric_text`` has them.
            parent: those of its parent.
            unit: the canonical code of the unit, as the table has it.
            measure: level, change, ratio, share or rank.
            entity: the company or project that the figure is of; only indicators that
                such a one can have are given then.
            quantity: how many, of what is counted: an article that tells of three firms
                tells of these, and not how many firms there are.
        """
        if not metric:
            return None
        kind = kind_of(unit)
        counted = kind == "count" and measure == "level"
        reached = reached_by(quantity) if counted else None
        asked = Asked(kind, measure, bool(entity), reached)
        return self._remembered(metric, parent, asked)

    def link_row(self, row: Observation) -> Linked | None:
        """Give the indicator of a row of the table, as ``link``."""
        return self.link(
            row.metric_text,
            row.parent_text,
            row.unit,
            row.measure,
            row.entity,
            row.quantity,
        )

    def _link(self, metric: str, parent: str | None, asked: Asked) -> Linked | None:
        words, above = words_of(metric), words_of(parent or "")
        if not above.folded:
            return self._alone(words, asked)
        whole = self._whole(above, asked)
        found = self._best(
            (
                *self._in_doubt(words, above, whole, asked),
                *self._repeated(words, above, asked),
                *self._composed(words, above, asked),
                *self._parts(words, whole, asked),
                *self._under(words, whole),
                *self._inside(words, above, asked),
            )
        )
        found = sure(found) or self._as_item(words, whole, asked)
        return self._in_context(found, above, whole) if found else None

    def _alone(self, words: Words, asked: Asked) -> Linked | None:
        """Give the indicator of a metric without a parent."""
        found = sure(self._best(self._in_doubt(words, _NO_WORDS, None, asked)))
        return self._in_context(found, _NO_WORDS, None) if found else None

    def _whole(self, above: Words, asked: Asked) -> Linked | None:
        """Give the indicator of the parent; of a branch, that of which it is a part.

        Branches under one another in a list are told of the same whole.
        """
        whole = sure(self._best(self._named(above, asked)))
        if whole is None or (whole.rule == "weak" and whole.score < WEAK):
            return None
        if part_of(above) is None:
            return whole
        of = self._indicators[whole.indicator].parent
        return whole if of is None else renamed(whole, of)

    def _best(self, found: Iterator[Linked] | tuple[Linked, ...]) -> Linked | None:
        return max(found, key=lambda one: one.score, default=None)

    def _named(self, words: Words, asked: Asked) -> Iterator[Linked]:
        """Give the indicators whose names the words begin with."""
        yield from self._of_matches(words, self._names.beginning(words), asked, 0)

    def _of_matches(
        self, words: Words, matches: Iterator[Match], asked: Asked, least: int
    ) -> Iterator[Linked]:
        """Give the indicators of the longest name that fits the figure.

        Args:
            words: that the names were found in.
            matches: the names, those without leads first, the longer first.
            asked: what the figure is like.
            least: the word that a name must go beyond.
        """
        started = -1
        for match in matches:
            if match.start == started or match.end <= least:
                continue
            tail = read_tail(words.cut(match.end))
            before = words.cut(match.start - match.lead, match.start)
            for one in match.ids:
                indicator = self._indicators[one]
                fit = of_figure(indicator, asked)
                if fit >= UNTOLD:
                    started = match.start
                score = fit * of_tail(tail, indicator) * of_lead(before, indicator)
                if one in match.weak:
                    score *= of_weak(tail, indicator, asked)
                rule = "weak" if one in match.weak else "named"
                yield Linked(one, score, tail.breakdown, rule)

    def _in_doubt(
        self, words: Words, above: Words, whole: Linked | None, asked: Asked
    ) -> Iterator[Linked]:
        """Give what is named, less surely where a parent speaks of something else.

        "khai khoáng" is the index of mining, but under "số lao động" a branch. A share
        without a parent is one *of* what is named, and nobody knows what has it.
        """
        is_part = part_of(words) is not None
        for one in self._named(words, asked):
            if not above.folded:
                whole_alone = asked.measure == _SHARE and not self._tree.is_in_percent(
                    one.indicator
                )
                yield times(one, WHOLE_ALONE) if whole_alone else one
            elif self._is_of(one, whole):
                yield one
            elif is_part or one.rule == "weak" or self._has_share(one, whole, asked):
                yield times(one, DOUBT)
            else:
                yield times(one, BESIDE) if whole else one

    def _has_share(self, one: Linked, whole: Linked | None, asked: Asked) -> bool:
        """Tell whether what is named is counted and has a share of another sum.

        "doanh nghiệp FDI" with 70 % of exports tells of exports, not of firms.
        """
        if whole is None or asked.measure != _SHARE:
            return False
        return self._tree.is_counted(one.indicator) and not self._tree.is_counted(
            whole.indicator
        )

    def _is_of(self, one: Linked, whole: Linked | None) -> bool:
        return whole is not None and self._tree.is_part(one.indicator, whole.indicator)

    def _repeated(self, words: Words, above: Words, asked: Asked) -> Iterator[Linked]:
        """Give what a parent names whose first words the metric is."""
        if above.folded and above.folded[: len(words.folded)] == words.folded:
            yield from (times(one, PART) for one in self._named(above, asked))

    def _composed(self, words: Words, above: Words, asked: Asked) -> Iterator[Linked]:
        """Give what a poor metric is with the words of its parent."""
        alone = poor_heads().get(" ".join(words.folded))
        if alone is None or not above.folded:
            return
        for head in (words, without_leads(words)):
            for joined in (head.joined(above), head.joined(without_leads(above))):
                names = self._names.beginning(joined)
                found = self._of_matches(joined, names, asked, len(head.folded))
                yield from (composed_of(one) for one in found)
        if alone:
            for one in self._named(above, asked):
                if of_figure(self._indicators[one.indicator], asked) == FITS:
                    yield composed_of(one)

    def _parts(
        self, words: Words, whole: Linked | None, asked: Asked
    ) -> Iterator[Linked]:
        """Give the indicators that are named as parts of that of the parent."""
        if whole is None:
            return
        bare = " ".join(without_leads(words).folded)
        for name in self._tree.names_of(whole.indicator):
            for one in self._parts_among(f"{name} {bare}", whole.indicator):
                fit = of_figure(self._indicators[one], asked)
                yield Linked(one, PART * fit, whole.breakdown, "part")

    def _parts_among(self, name: str, whole: str) -> list[str]:
        """Give those a name stands for that are other than a whole, and not above."""
        above = self._indicators[whole].parent
        return [one for one in self._names.ids_of(name) if one not in (whole, above)]

    def _under(self, words: Words, whole: Linked | None) -> Iterator[Linked]:
        """Give the indicator of the parent, broken down by the part that words tell."""
        if whole is None or (part := part_of(words)) is None:
            return
        if can_be_split(self._indicators[whole.indicator], part[0]):
            told = (*(p for p in whole.breakdown if p[0] != part[0]), part)
            yield Linked(whole.indicator, whole.score * UNDER, told, "parent")

    def _inside(self, words: Words, above: Words, asked: Asked) -> Iterator[Linked]:
        """Give what the parent names further back, broken down by a known part."""
        if (part := part_of(words)) is None:
            return
        for match in self._names.within(above):
            for one in (one for one in match.ids if one not in match.weak):
                fits = of_figure(self._indicators[one], asked) == FITS
                if fits and not self._tree.is_counted(one):
                    yield Linked(one, INSIDE, (part,), "parent")

    def _as_item(
        self, words: Words, whole: Linked | None, asked: Asked
    ) -> Linked | None:
        """Give the indicator of a sum that anything has a share of, by that item."""
        if whole is None or asked.measure != _SHARE or whole.score < _SURE:
            return None
        if (
            self._tree.is_counted(whole.indicator)
            or whole.indicator in _WHOLES_OF_RATIOS
        ):
            return None
        if len(words.folded) > _ITEM_WORDS:
            return None
        told: Breakdown = (("item", " ".join(words.given)),)
        told = (*(part for part in whole.breakdown if part[0] != "item"), *told)
        return Linked(whole.indicator, whole.score * ITEM, told, "parent")

    def _in_context(self, found: Linked, above: Words, whole: Linked | None) -> Linked:
        """Add the parts that the parent tells, where it is no other indicator."""
        told = dict(found.breakdown)
        if whole is not None:
            if self._tree.is_part(found.indicator, whole.indicator):
                told = {**dict(whole.breakdown), **told}
        elif (part := part_of(above)) is not None:
            told = {part[0]: part[1], **told}
        order = sorted(told.items())
        return Linked(found.indicator, round(found.score, 3), tuple(order), found.rule)
