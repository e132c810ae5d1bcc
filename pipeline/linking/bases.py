"""Finds what a change or ratio is against: a plan, a period, a whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.telling import (
    dating_set,
    exceeds_time,
    is_more,
    is_times_of,
    names_level,
)
from pipeline.linking.tokens import PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, says
from pipeline.schema import Base
from pipeline.values.periods import base_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure
    from pipeline.schema import Period
    from pipeline.values.times import TimeMention

_BASE_REACH: Final = 9
_FRAME: Final = 3
_KNOWN: Final = c.UP | c.DOWN | c.VERSUS | c.COMPARED | c.PLAN | c.FORECAST | c.TARGET
_THING: Final = 2
"""Syllables that name what a gap is against: "giá thành"."""
_CLAUSE_SIGNS: Final = frozenset(",;:")


def own_base(figure: Figure, clock: Clock, frame: Token | None) -> Base | None:
    """Give the base a figure's own words tell, or the ``frame`` of its sentence."""
    if figure.measure == "share":
        return Base("whole")
    if figure.measure not in ("change", "ratio"):
        return None
    row = [*figure.tail[:_BASE_REACH]]
    found = _base_in(figure, row, clock, behind=True)
    found = found or _base_in(figure, _last_part(figure.head), clock, behind=False)
    return found or (_period_base(figure, frame, clock) if frame else None)


def frame_of(head: list[Token]) -> Token | None:
    """Give the time that a sentence opens with to compare: "So với năm 2020, …"."""
    if not has_bits(head[:_FRAME], c.VERSUS):
        return None
    for token, after in pairwise(head):
        if token.type == SIGN:
            return None
        if token.type == TIME:
            return token if after.ref == "," else None
    return None


def _last_part(head: list[Token]) -> list[Token]:
    """Give the part of the head that a comparison may stand in.

    "so với cùng kỳ, tăng 5%" and "vượt kế hoạch 5%", but not what is compared in an
    earlier part of the sentence.
    """
    commas = [i for i, t in enumerate(head) if t.word in _CLAUSE_SIGNS]
    if not commas:
        return head
    last = commas[-1] + 1
    if has_bits(head[last:], c.NOUN):
        return head[last:]
    before = commas[-2] + 1 if len(commas) > 1 else 0
    versus = has_bits(head[before:last], c.VERSUS)
    return head[before:] if versus else head[last:]


def _base_in(
    figure: Figure, row: list[Token], clock: Clock, *, behind: bool
) -> Base | None:
    versus = False
    for i, token in enumerate(row):
        if behind and token.ref == ";":
            break
        if token.bits & c.VERSUS:
            versus = True
        elif token.bits & c.PLAN and (versus or behind or _exceeds(row)):
            figure.evidence["base"] = (token.start, token.end)
            return Base("plan")
        elif token.type == TIME and (
            versus
            or _names_base(token, figure)
            or (exceeds_time(row, i) and not _is_own(token, figure))
            or (behind and is_times_of(figure, i))
        ):
            base = _period_base(figure, token, clock)
            if base is not None:
                return base
    return None


def lend_behind(figures: Sequence[Figure], clock: Clock) -> None:
    """Read "tăng 25%, đạt 165 tỷ đồng so với năm 2020": growth told with its level."""
    for growth, level in pairwise(figures):
        if growth.base is not None or growth.measure != "change":
            continue
        if level.measure == "level" and not level.own_metric:
            tail = level.tail[:_BASE_REACH]
            if has_bits(tail[:1], c.VERSUS):
                growth.base = _base_in(growth, tail, clock, behind=True)


def _exceeds(row: list[Token]) -> bool:
    return says(row, dating_set("exceeds"))


def _names_base(token: Token, figure: Figure) -> bool:
    """Tell "tăng 5% cùng kỳ" from "(cùng kỳ tăng 5%)", the figure's own time."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    return mention.kind == "same_period" and not _is_own(token, figure)


def _is_own(token: Token, figure: Figure) -> bool:
    return figure.evidence.get("period") == (token.start, token.end)


def _period_base(figure: Figure, token: Token, clock: Clock) -> Base | None:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    period = base_period(mention, of=figure.period, anchor=clock.anchor)
    if period is None:
        return None
    figure.evidence["base"] = (token.start, token.end)
    return Base("period", period)


def share_bases(figures: Sequence[Figure]) -> None:
    """Let parallel changes share the base that stands once, behind or before them."""
    for before, figure in pairwise(figures):
        if before.base is None and _tells_base(before, figure):
            before.base = Base("period", figure.period)
            before.infer("base", "told_in_bracket")
    moving = [f for f in figures if f.measure in ("change", "ratio")]
    moving = [f for f in moving if not looks_back(f)]
    for rule, order in (("base_of_next", moving[::-1]), ("base_of_last", moving)):
        known: Figure | None = None
        for figure in order:
            if figure.base is not None:
                known = figure if figure.base.kind == "period" else known
            elif known is not None and figure.measure == "change":
                inherit_base(figure, known, rule)


def _tells_base(figure: Figure, within: Figure) -> bool:
    """Tell "tăng 9% (cùng kỳ tăng 5%)": the bracket is of the base period.

    So is what growth is set against: "giảm 9% so với mức 5 tỷ đồng của quý I", "gấp
    đôi mức 5 tỷ đồng của quý I".
    """
    times = figure.measure == "ratio" and figure.amount.kind == "times"
    if within.period is None or not (times or figure.measure == "change"):
        return False
    deeper = looks_back(within) and within.depth > figure.depth
    compared = _is_compared(within) or names_level(within.head)
    return deeper or (compared and _is_before(within, figure))


def _is_compared(figure: Figure) -> bool:
    told = "period" in figure.evidence and "period" not in figure.inferred
    return told and figure.inferred.get("measure") == "compared_figure"


def _is_before(figure: Figure, later: Figure) -> bool:
    if figure.period is None or later.period is None:
        return False
    return figure.period.last < later.period.first


def looks_back(figure: Figure) -> bool:
    """Tell "(cùng kỳ tăng 5%)": growth of the base period, with no base of its own."""
    return figure.rules.get("period") == "relative"


def inherit_base(figure: Figure, other: Figure, rule: str) -> None:
    """Give a figure the base of a parallel one, moved along with its own period."""
    if _exceeds_other(figure):
        return
    period = _moved_base(figure.period, other)
    if period is None:
        return
    figure.base = Base("period", period)
    if "base" in other.evidence:
        figure.evidence["base"] = other.evidence["base"]
    figure.infer("base", rule)


def _exceeds_other(figure: Figure) -> bool:
    """Tell "cao hơn Hà Nội 30%", "thấp hơn giá thành 5%": against another thing.

    Such a gap has no base of its own, and none of the growth told beside it.
    """
    head = figure.head
    at = next((i for i in range(len(head), 0, -1) if is_more(head[i - 1])), 0)
    if not at or figure.measure != "change":
        return False
    against = [*head[at:], *(figure.tail[:1] if at == len(head) else ())]
    if has_bits(against, _KNOWN) or any(t.type in (TIME, SIGN) for t in against):
        return False
    named = [t.word for t in against if t.type == WORD or t.bits & c.HEAD]
    return len(" ".join(named).split()) >= _THING or any(
        t.type == PLACE for t in against
    )


def _moved_base(own: Period | None, other: Figure) -> Period | None:
    base, period = other.base, other.period
    if base is None or base.period is None:
        return None
    if own is None or period is None or own == period:
        return base.period
    years = base.period.last.year - period.last.year
    if base.period == period.shifted_years(years):
        return own.shifted_years(years)
    return base.period if base.period.last < own.first else None
