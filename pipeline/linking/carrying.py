"""Dates a figure by what was told before it: carried on, planned, or standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.standing import is_price, is_specified, is_standing
from pipeline.linking.stocks import flow_or_stock, is_run
from pipeline.linking.telling import dating_words
from pipeline.linking.tokens import TIME
from pipeline.schema import Period
from pipeline.values.periods import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock, State
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.values.times import TimeMention

_THIS_MONTH: Final = 100
_A_MONTH: Final = 31
_OPENING: Final = 48
"""Characters that a sentence opens with: "Trong diễn biến khác, gần đây, …"."""
_YEAR_LEFT: Final = 60
"""Days left of a year from which on what is told of it has not been reported yet."""
_AIMS: Final = frozenset(("target", "forecast"))
_BESIDE: Final = frozenset(("chain", "bracket"))
"""A target told beside another is of its year, however long ago that was."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """The sentence that is being dated, and the clock it is dated by.

    ``begin`` is the offset of its first words; ``opening`` as well, but 0 where it goes
    on about the sentence before; ``moving`` has the levels that growth or ratios are
    told of. ``kept`` is the time the next sentence goes on from, ``aside`` the one that
    "tháng trước" interrupts, ``aside_depth`` how deep in brackets, ``year`` the year
    told last.
    """

    clock: Clock
    folded: str
    paragraph: int
    begin: int
    opening: int
    moving: frozenset[int]
    kept: State
    aside: State | None = None
    aside_depth: int = 0
    year: int | None = None


def carry_over(figure: Figure, reading: Reading) -> None:
    """Date a figure by the clock, by the plan spoken of, or by the article's date.

    It stays undated where the clock's time cannot be its own.
    """
    clock = reading.clock
    period, span = clock.period, clock.span
    if period is None or span is None:
        if figure.status == "target":
            _take_plan(figure, clock.plan)
        return
    if _is_ahead(period, figure, reading):
        return
    carried = not figure.head or span[0] < figure.head[0].start
    if carried and _by_plan(figure, reading, period, span):
        return
    if _is_foreseen(period, figure, reading, span):
        _stand(figure, clock)
    elif not (carried and _is_over(period, figure, reading)):
        _carry_or_stand(figure, reading, period, span)


def _carry_or_stand(
    figure: Figure, reading: Reading, period: Period, span: Stretch
) -> None:
    if _is_loose(figure, reading, span):
        figure.infer("period", "unknown_time")
    elif _is_horizon(figure, reading, span) or _stands(figure, reading, span):
        _stand(figure, reading.clock)
    else:
        _carry_on(figure, reading, period, span)


def _stand(figure: Figure, clock: Clock) -> None:
    figure.period = clock.anchor.period if clock.anchor else None
    figure.infer("period", "standing_fact")


def follow(figure: Figure, before: Sequence[Figure]) -> None:
    """Let a figure be of the days of the one it is told with.

    Growth and ratios follow their level, counts the counts beside them, flow or
    stock; what goes on behind a standing fact stands too.
    """
    last, told = before[-1], figure.evidence.get("period")
    if last.inferred.get("period") == "standing_fact":
        carried = figure.inferred.get("period") == "carried_on"
        moves = figure.measure in ("change", "ratio") and not figure.own_metric
        if carried and (moves or _alike(figure, last)):
            figure.period = last.period
            figure.infer("period", "standing_fact")
        return
    leader = _leader(figure, before)
    if leader is None or leader.inferred.get("period") == "plan_year":
        return
    at = leader.evidence.get("period")
    if at is not None and told in (None, at):
        figure.period, figure.evidence["period"] = leader.period, at


def _leader(figure: Figure, before: Sequence[Figure]) -> Figure | None:
    """Give the level that a growth is of, or the count that a count is told with."""
    if figure.measure in ("change", "ratio"):
        return None if figure.own_metric else before[-1]
    if figure.amount.kind == "money":
        last = before[-1]
        return last if _comes_with(figure, last) else None
    if figure.amount.kind != "count":
        return None
    return next((f for f in reversed(before) if _alike(f, figure)), None)


def _comes_with(figure: Figure, last: Figure) -> bool:
    """Tell "977 dự án với tổng vốn 4 tỷ USD": what the things counted have."""
    if figure.inferred.get("period") != "carried_on":
        return False
    if last.amount.kind == "money":
        return not figure.own_metric and figure.status == last.status
    if last.amount.kind != "count" or last.measure != "level":
        return False
    owned = figure.parent is not None and figure.parent == last.metric
    return owned or any(t.word == "với" for t in figure.head[:2])


def _alike(figure: Figure, other: Figure) -> bool:
    same = figure.amount.kind == other.amount.kind
    return same and figure.measure == other.measure


def _carry_on(figure: Figure, reading: Reading, period: Period, span: Stretch) -> None:
    figure.evidence["period"] = span
    if not figure.head or figure.head[0].start > span[0]:
        figure.infer("period", "carried_on")
    mention = reading.clock.mention
    if mention is not None:
        period = _as_told(figure, mention, period, reading)
    figure.period = period


def _as_told(
    figure: Figure, mention: TimeMention, period: Period, reading: Reading
) -> Period:
    """Let what goes on behind a stock stand too: "tính đến 30/6, tài sản 5 tỷ …"."""
    clock, folded = reading.clock, reading.folded
    dated = flow_or_stock(figure, mention, period, folded)
    if not mention.flags & {"until", "end"} or period.frequency not in ("D", "M"):
        return dated
    if "period" not in figure.inferred:
        clock.stood = clock.span if dated.first == dated.last else None
    elif clock.stood == clock.span and not is_run(figure, folded):
        return standing(period)
    return dated


def _is_foreseen(
    period: Period, figure: Figure, reading: Reading, span: Stretch
) -> bool:
    """Tell "quy mô dự kiến 90 ha" from what the horizon of a plan is to bring."""
    anchor = reading.clock.anchor
    if span[0] >= reading.begin or figure.amount.start in reading.moving:
        return False
    if anchor is not None and period.first > anchor.last:
        return False
    return figure.status == "forecast" and is_specified(figure, reading.folded)


def _is_ahead(period: Period, figure: Figure, reading: Reading) -> bool:
    """Keep a future period from actual figures of another paragraph.

    So too a running year that is far from over, where it was told of what is to come.
    """
    clock = reading.clock
    if clock.anchor is None or figure.status in _AIMS:
        return False
    if clock.paragraph == reading.paragraph:
        return False
    days = (period.first - clock.anchor.last).days
    ahead = days > (0 if _is_near_day(period, clock) else _THIS_MONTH)
    left = (period.last - clock.anchor.last).days
    return ahead or (clock.aimed == clock.span and left > _YEAR_LEFT)


def _is_near_day(period: Period, clock: Clock) -> bool:
    """Tell "tại kỳ họp tháng 12 tới", when a thing is to happen, from a plan's year.

    Only where the article has its day; "hết tháng 10" is the term of what is reported.
    """
    anchor, mention = clock.anchor, clock.mention
    if anchor is None or anchor.period.frequency != "D" or mention is None:
        return False
    through = mention.flags & {"until", "end"}
    return not through and (period.last - period.first).days <= _A_MONTH


def _by_plan(figure: Figure, reading: Reading, period: Period, span: Stretch) -> bool:
    """Date a target by the plan told after the clock, or by the clock's whole year."""
    if figure.status != "target":
        return False
    plan = reading.clock.plan
    if plan is not None and plan[1][0] > span[0] and plan[0].last >= period.last:
        return _take_plan(figure, plan)
    if _states_plan(figure, earlier=span[0] < reading.begin):
        return _take_plan(figure, (Period.of_year(period.last.year), span))
    return False


def _take_plan(figure: Figure, plan: tuple[Period, Stretch] | None) -> bool:
    if plan is None:
        return False
    figure.period, figure.evidence["period"] = plan
    figure.infer("period", "plan_year")
    return True


def _states_plan(figure: Figure, *, earlier: bool) -> bool:
    """Tell "(kế hoạch là 455 tỷ đồng)": a plan, which is set for the whole year."""
    if figure.measure != "level":
        return False
    told = figure.inferred.get("status") == "states_plan"
    return told or (not earlier and any(t.bits & c.PLAN for t in figure.head))


def _is_over(period: Period, figure: Figure, reading: Reading) -> bool:
    """Tell a target or forecast from a clock that has run out by the article's date.

    In the clock's own sentence, and behind "hiện nay", only what is well past is over.
    """
    clock = reading.clock
    if clock.anchor is None or clock.span is None or figure.status not in _AIMS:
        return False
    now = clock.mention is not None and clock.mention.kind == "now"
    if clock.span[0] < reading.begin and not now:
        return period.last <= clock.anchor.last
    if figure.status == "target" and figure.inferred.get("status") in _BESIDE:
        return False
    return period.last < clock.anchor.first


def _is_loose(figure: Figure, reading: Reading, span: Stretch) -> bool:
    """Tell "Sau đó, … nâng vốn lên 3 tỷ": a time that nothing tells."""
    if span[0] >= reading.begin or not figure.head:
        return False
    if figure.measure in ("change", "ratio"):
        return False
    begin = figure.head[0].start
    opening = min(begin + _OPENING, figure.amount.start)
    found = dating_words("loose").search(reading.folded, begin, opening)
    if found is None:
        return False
    return found.start() == begin or reading.folded.startswith(", ", found.start() - 2)


def _is_horizon(figure: Figure, reading: Reading, span: Stretch) -> bool:
    """Tell a plan's years told before, "giai đoạn 2021-2025", from when things were.

    Only what is aimed at goes on being of them.
    """
    clock = reading.clock
    if figure.status == "target" or span[0] >= reading.opening:
        return False
    years = clock.mention is not None and clock.mention.kind == "span"
    return years and clock.paragraph != reading.paragraph


def _stands(figure: Figure, reading: Reading, span: Stretch) -> bool:
    if span[0] >= reading.opening or (
        figure.amount.start in reading.moving and not is_price(figure, reading.folded)
    ):
        return False
    if figure.status != "target" and _is_yearly(figure):
        return True
    return is_standing(figure, reading.clock, reading.folded)


def _is_yearly(figure: Figure) -> bool:
    """Tell "hằng năm thu 5 tỷ đồng": what is told of no one year."""
    return any(t.type == TIME and "each" in t.ref.flags for t in figure.head)  # type: ignore[attr-defined]
