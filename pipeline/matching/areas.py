"""Areas that a text names: provinces, districts, regions, Việt Nam, other countries."""

from __future__ import annotations

from dataclasses import replace
from sys import maxsize
from typing import TYPE_CHECKING, Final

from pipeline.matching.announced import find_announced
from pipeline.matching.bare_districts import find_bare
from pipeline.matching.chains import chained
from pipeline.matching.gazetteer import Entry, Level, area_code, gazetteer
from pipeline.matching.mention import (
    AreaMention,
    Relation,
    is_market,
    prefix_before,
    relation_of,
    roles_of,
    says_where,
    word_before,
)
from pipeline.matching.organisations import OrgMention, find_organisations
from pipeline.matching.routes import names_route
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_LOOSE: Final = frozenset(("near", "clause"))
_NAMED: Final = frozenset({"company", "bank", "project", "zone", "other"})
_DASHES: Final = frozenset("-–")
_OFFICES: Final = frozenset({"office", "ministry", "association"})


def find_areas(
    text: str,
    folded: str,
    *,
    on: date | None = None,
    organisations: Sequence[OrgMention] | None = None,
) -> tuple[AreaMention, ...]:
    """Find the areas in an NFC text, in order, the longest, none overlapping.

    A name inside that of a company, bank, project or zone ("Công ty Thái Bình") is
    none; inside that of an office ("Sở Công Thương Gia Lai") it is.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        on: the day of publication, which decides the codes of provinces.
        organisations: what ``find_organisations`` gave, where it has been called.
    """
    if organisations is None:
        organisations = find_organisations(text, folded)
    found = list(find_announced(text, folded))
    walls = _Cover([(m.start, m.end) for m in found])
    for start, end, entry in gazetteer().find(folded):
        if not walls.covers(start, end) and _stands(text, folded, start, end, entry):
            found.append(_mention(folded, start, end, entry, on))
    found.sort(key=lambda m: m.start)
    if bare := find_bare(text, folded, found):
        found = sorted([*found, *_apart(bare, found)], key=lambda m: m.start)
    return tuple(_placed(tuple(chained(folded, found)), organisations))


def _apart(
    bare: Sequence[AreaMention], found: Sequence[AreaMention]
) -> Iterator[AreaMention]:
    walls = _Cover([(m.span_start, m.end) for m in found])
    return (m for m in bare if not walls.covers(m.start, m.end))


class _Cover:
    """Ordered stretches, asked from left to right whether they touch another."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._rest = iter(stretches)
        self._start = self._end = 0
        self._step()

    def _step(self) -> None:
        self._start, self._end = next(self._rest, (maxsize, maxsize))

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a stretch touches [start, end); starts must not fall."""
        while self._end <= start:
            self._step()
        return self._start < end


def _placed(
    found: Sequence[AreaMention], organisations: Sequence[OrgMention]
) -> Iterator[AreaMention]:
    """Drop the names that are part of a company's, mark those of an office."""
    named = [(o.start, o.end) for o in organisations if o.kind in _NAMED]
    offices = [(o.start, o.end) for o in organisations if o.kind in _OFFICES]
    in_name, in_office = _Cover(named), _Cover(offices)
    for mention in found:
        if in_office.covers(mention.start, mention.end):
            yield replace(mention, office=True)
        elif not in_name.covers(mention.start, mention.end):
            yield mention


def _mention(
    folded: str, start: int, end: int, entry: Entry, on: date | None
) -> AreaMention:
    level: Level = entry.level or "foreign"
    code = entry.code or area_code(entry.name, on)
    prefix = prefix_before(folded, start)
    span_start = start if prefix is None else prefix
    if level == "region" and prefix is None:
        word = word_before(folded, start)
        named = word is not None and "region" in roles_of(word[0])
        span_start = word[1] if word is not None and named else start
    traded = is_market(folded, start, end)
    return AreaMention(
        start=start,
        end=end,
        name=entry.name,
        code=code,
        level=level,
        span_start=span_start,
        within=entry.within,
        relation=_relation(folded, span_start, end, traded=traded),
    )


def _relation(folded: str, start: int, end: int, *, traded: bool) -> Relation:
    if traded:
        return "market"
    told = relation_of(folded, start)
    if told in _LOOSE and says_where(folded, start, end):
        return "aside"
    return told


def _stands(text: str, folded: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a name stands for the area, by its letters and the word before."""
    if entry.level is None:
        return False
    if not entry.any_case and not _capitalised(text[start:end], entry.name):
        return False
    prefix = prefix_before(folded, start)
    opened = start if prefix is None else prefix
    if _is_stop_of_route(text, opened, end) or names_route(text, folded, opened, end):
        return False
    return _is_meant(text, folded, (start, end), prefix, entry)


def _is_meant(
    text: str, folded: str, span: tuple[int, int], prefix: int | None, entry: Entry
) -> bool:
    """Tell whether a name that is no stop of a road stands for the area itself."""
    start, end = span
    if entry.level == "province" and prefix is not None:
        return True
    if _is_english(text, start, end, entry):
        return False
    before = word_before(folded, start)
    if before is None:
        return not entry.strict or _in_list(folded, start)
    word, at = before
    roles = roles_of(word)
    if text[at].isupper():
        return "surname" not in roles and not entry.strict
    if entry.strict:
        return "place" in roles
    return not ({"person", "thing"} & roles)


def _is_english(text: str, start: int, end: int, entry: Entry) -> bool:
    """Tell "Hanoi Partners Limited": spelt without signs, in a name of more words."""
    if not text[start:end].isascii() or entry.name.isascii():
        return False
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _is_stop_of_route(text: str, start: int, end: int) -> bool:
    """Tell "Quảng Ngãi-Vĩnh Hảo", "Long Thành-Dầu Giây": a road from here to there."""
    behind = text[end : end + 2]
    if behind[:1] in _DASHES and behind[1:].isupper():
        return True
    ahead = text[max(0, start - 2) : start]
    return ahead[1:] in _DASHES and ahead[:1].isalpha()


def _capitalised(told: str, name: str) -> bool:
    """Every word of the name begins with a capital letter, or as the table has it.

    "Đồng bằng sông Hồng" has two that do not.
    """
    words, spelt = told.split(), name.split()
    if fold(told) != fold(name):
        spelt = ["" for _ in words]
    return all(
        w[0].isupper() or w[0] in "-–" or s[:1].islower()
        for w, s in zip(words, spelt, strict=True)
    )


def _in_list(folded: str, start: int) -> bool:
    return folded[max(0, start - 2) : start] in {", ", "; "}


def spellings(text: str, areas: Sequence[AreaMention]) -> dict[str, str]:
    """Give the areas that a text never spells as the tables do: "Thanh Hoá"."""
    spelt: dict[str, str] = {}
    for area in areas:
        words = text[area.start : area.end]
        if words != area.name and area.name not in spelt and words.istitle():
            alike = fold(words) == fold(area.name)
            if alike and area.name not in text:
                spelt[area.name] = words
    return spelt
