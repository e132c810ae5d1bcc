"""Dates levels of before: of the base of a growth, and of what has moved since."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.bases import frame_of, lend_behind, own_base, share_bases
from pipeline.linking.telling import dating_set
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.linking.words import has_bits
from pipeline.schema import Base
from pipeline.values.periods import base_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock, Moved
    from pipeline.linking.figure import Figure
    from pipeline.schema import Period

_BEHIND: Final = 2
_HEDGE: Final = c.ABOUT | c.OVER | c.UNDER
_PLAIN: Final = c.REACH | c.ADVERB | c.ABOUT | c.OVER | c.UNDER


def part_from_to(figures: Sequence[Figure], clock: Clock) -> None:
    """Undate what has been: "giảm từ 3 tỷ USD xuống còn 2 tỷ USD", 3 at a time before.

    Of what is still to come, the first is what there is now. Two years told of one
    metric hold for the next: "từ 6 tỷ năm 2007 lên 9 tỷ năm 2013. Lãi từ 1 lên 2 tỷ".
    """
    for figure, after in pairwise(figures):
        if not _moves_on(figure, after) or _was_then(figure, after, clock):
            continue
        if _has_own_time(figure):
            years = figure.period, after.period, figure.sentence
            clock.moved = years if _has_own_time(after) else None
        elif clock.moved and _goes_along(figure, after, clock.moved):
            clock.moved = figure.period, after.period, figure.sentence
        elif after.status in ("target", "forecast"):
            _is_now(figure, clock)
        elif figure.period == after.period:
            figure.period = None
            figure.evidence.pop("period", None)
            figure.infer("period", "level_before")


def _was_then(figure: Figure, after: Figure, clock: Clock) -> bool:
    """Date "từ 5 tỷ đồng |của cùng kỳ| xuống còn 4 tỷ đồng" by what it has moved to."""
    for token in figure.tail[:_BEHIND]:
        if token.type != TIME or token.ref.kind != "same_period":  # type: ignore[attr-defined]
            continue
        then = base_period(token.ref, of=after.period, anchor=clock.anchor)  # type: ignore[arg-type]
        if then is not None:
            figure.period, figure.evidence["period"] = then, (token.start, token.end)
            figure.inferred.pop("period", None)
            figure.rules["period"] = "relative"
            return True
    return False


def _goes_along(figure: Figure, after: Figure, moved: Moved) -> bool:
    """Date both by the years of the last from-to, where neither has a time told."""
    first, last, at = moved
    if figure.sentence - at != 1 or "period" not in after.inferred:
        return False
    for one, period in ((figure, first), (after, last)):
        one.period = period
        one.evidence.pop("period", None)
        one.infer("period", "moved_before")
    return True


def _is_now(figure: Figure, clock: Clock) -> None:
    """Take "vốn sẽ tăng từ 4 tỷ đồng" for what there is; a plan's years are its own."""
    if figure.period is None or figure.status == "forecast":
        figure.status = "actual"
        figure.infer("status", "level_before")
    if figure.period is None and clock.anchor is not None:
        figure.period = clock.anchor.period
        figure.infer("period", "article_date")


def _moves_on(figure: Figure, after: Figure) -> bool:
    """Tell "từ hơn 3 tỷ USD" before "xuống còn 2 tỷ USD"."""
    if figure.measure != after.measure or figure.measure not in ("level", "share"):
        return False
    words = [t.word for t in figure.head[-3:] if not t.bits & _HEDGE]
    leaves = bool(words) and words[-1].endswith(("từ", "từ mức"))
    begins = after.head[:1]
    return (
        leaves
        and bool(begins)
        and begins[0].word.partition(" ")[0] in dating_set("towards")
    )


def _has_own_time(figure: Figure) -> bool:
    at = figure.evidence.get("period")
    return at is not None and at[0] > figure.amount.start


def _restates_base(figure: Figure, before: Figure) -> bool:
    """Tell "giảm 7% so với năm 2016 (đạt 6.396 tỷ đồng)": the level of the base."""
    at = before.evidence.get("base")
    if before.base is None or before.base.period is None or at is None:
        return False
    if figure.depth <= before.depth and any(
        t.word in dating_set("attains") for t in figure.head
    ):
        return False
    if figure.measure != "level" or figure.own_metric or "base" in before.inferred:
        return False
    near = at[1] >= figure.head[0].start - 2
    words = (t for t in figure.head if t.type != SIGN)
    plain = all(t.bits & _PLAIN for t in words)
    return near and plain and not any(_opens_clause(t) for t in figure.head)


def _opens_clause(token: Token) -> bool:
    conjoins = token.bits & c.LINK and token.bits & c.ADVERB
    return token.ref in (",", ";") or bool(conjoins)


def find_bases(figures: Sequence[Figure], clock: Clock, *, onward: bool) -> None:
    """Fill the bases of a sentence, and the time of a level that restates one."""
    frame = _take_frame(figures, clock, onward=onward)
    for i, figure in enumerate(figures):
        figure.base = own_base(figure, clock, frame)
        if i and figure.head and _restates_base(figure, figures[i - 1]):
            base = figures[i - 1].base
            figure.period = base.period if base else None
            figure.evidence["period"] = figures[i - 1].evidence["base"]
    lend_behind(figures, clock)
    share_bases(figures)


def base_then(figures: Sequence[Figure]) -> None:
    """Read "tăng 4% so với cuối năm 2022 (cùng kỳ tăng 9%)": 9 since the end of 2021.

    Growth over a year and its like a year before tell no base of the latter.
    """
    for before, figure in pairwise(figures):
        base, own = before.base, figure.period
        if figure.base is not None or own is None or before.period is None:
            continue
        told = figure.rules.get("period") == "relative" and figure.measure == "change"
        if told and base is not None and base.period is not None:
            ends_year = base.period.first == base.period.last
            years = own.last.year - before.period.last.year
            if ends_year and years:
                figure.base = Base("period", base.period.shifted_years(years))
                figure.infer("base", "base_then")


def accrue(figure: Figure, before: Sequence[Figure]) -> None:
    """Read "đến 30/9 đạt 47% kế hoạch (cùng kỳ đạt 51%)": both from 1 January.

    What a bracket adds is of as long a time: "hết quý II lãi 9 tỷ (cùng kỳ lãi 5 tỷ)".
    """
    period = figure.period
    if not before or period is None:
        return
    beside, inside = before[-1].period, figure.depth > before[-1].depth
    if beside is None or not (inside or _begins_year(beside)):
        return
    if figure.own_metric and not inside:
        return
    then = beside.in_year(period.last.year)
    if period.first == period.last == then.last:
        figure.period = then


def _begins_year(period: Period) -> bool:
    return period.first.month == 1 and period.first.day == 1


def _take_frame(
    figures: Sequence[Figure], clock: Clock, *, onward: bool
) -> Token | None:
    """Give what a sentence compares with; "So với năm 2020, … giảm. Cụ thể, …" told it.

    So does a count: "38 tỉnh có số vụ giảm so với cùng kỳ, trong đó 16 tỉnh giảm 20%".
    """
    first = figures[0].head
    frame = frame_of(first) or _compared_list(first) or _compared_count(figures)
    if frame is None and onward and figures[0].head:
        frame = clock.compared
    clock.compared = None
    return frame


def _compared_list(head: list[Token]) -> Token | None:
    """Read "nhiều mặt hàng tăng so với cùng kỳ, như: chè 4 tấn, tăng 5%; …"."""
    colon = next((i for i, t in enumerate(head) if t.ref == ":"), 0)
    versus = next((i for i, t in enumerate(head[:colon]) if t.bits & c.VERSUS), colon)
    if not has_bits(head[:versus], c.UP | c.DOWN):
        return None
    return next((t for t in head[versus:colon] if t.type == TIME), None)


def _compared_count(figures: Sequence[Figure]) -> Token | None:
    first, behind = figures[0], figures[1:2]
    if first.amount.kind != "count" or first.measure != "level":
        return None
    versus = False
    row = [*first.tail, *(t for f in behind for t in f.head)]
    for token in row:
        if token.type == TIME and versus:
            return token
        versus = versus or bool(token.bits & c.VERSUS)
    return None
