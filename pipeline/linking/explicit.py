"""Reads the times that a figure's own clause tells, before it and behind it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.measures import RELATIVE
from pipeline.linking.standing import is_timeless
from pipeline.linking.stocks import flow_or_stock
from pipeline.linking.telling import (
    dating_set,
    dating_words,
    exceeds_time,
    happened,
    is_base,
    is_times_of,
    is_vision,
    names_level,
    opens_with_day,
    tells_period,
)
from pipeline.linking.tokens import SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, role_words, says
from pipeline.schema import Period
from pipeline.values.periods import base_period

if TYPE_CHECKING:
    from pipeline.linking.carrying import Reading
    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_TAIL_REACH: Final = 10
_NOW_REACH: Final = 3
_OWNED: Final = 4
_COMPARED: Final = 4
_PLANNED: Final = 3
_RELATIVE: Final = frozenset(("same_period", "previous"))
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_STATES: Final = frozenset(("level", "change", "share"))


def read_head(figure: Figure, reading: Reading) -> None:
    """Move the clock by the times that lead to the figure."""
    head, clock = figure.head, reading.clock
    for i, token in enumerate(head):
        if token.type != TIME or not _leads(figure, i, reading.folded):
            continue
        if not (clock.period and _is_vague(figure, i)):
            _read(figure, i, token, reading)


def _read(figure: Figure, i: int, token: Token, reading: Reading) -> None:
    """Move the clock by one time, of a plan only as far as the plan has come."""
    clock = reading.clock
    mention: TimeMention = token.ref  # type: ignore[assignment]
    period = _relative(mention, clock)
    period = period or clock.read(mention, sentence_year=reading.year)
    if period is None:
        if mention.kind == "now" and clock.anchor is None:
            clock.go_back((None, None, None))
        return
    if _is_of_plan(figure, i):
        here = clock.span is not None and clock.span[0] >= figure.head[0].start
        if here or _within(clock.period, period):
            return
        period = _so_far(figure, i, period, clock)
    reading.year = mention.year or reading.year
    clock.move(token, period)
    if figure.status == "forecast":
        clock.aimed = clock.span


def tail_time(figure: Figure, folded: str) -> Token | None:
    """Give the time behind a figure that dates it: "44 tỷ USD năm 2021"."""
    for i, token in enumerate(figure.tail[:_TAIL_REACH]):
        if i == 0 and token.ref == ")":
            continue
        if token.type == TIME:
            own = _dates(figure.tail, i, folded) or _is_of_compared(figure, i)
            return token if own and not is_times_of(figure, i) else None
        if token.bits & c.PLAN:
            return _months_after_plan(figure, i)
        if token.type == SIGN or token.bits & c.VERSUS:
            return None
        if token.ref in dating_set("reason"):
            return None
    return None


def _months_after_plan(figure: Figure, i: int) -> Token | None:
    """Read "75% kế hoạch cả năm sau 9 tháng": what it took, not what it is for."""
    tail = figure.tail[i + 1 : i + _PLANNED + 2]
    for word, time in pairwise(tail if figure.measure == "ratio" else ()):
        if time.type == TIME and word.word in dating_set("after"):
            mention: TimeMention = time.ref  # type: ignore[assignment]
            return time if mention.kind in ("months", "quarters") else None
    return None


def apply_tail(figure: Figure, token: Token, reading: Reading) -> bool:
    """Date a figure by the time behind it; False where that cannot be resolved."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    moves = figure.measure == "change"
    compared = _is_compared(figure)
    period = _relative(mention, reading.clock) if compared else None
    period = period or reading.clock.read(
        mention, sentence_year=reading.year, moves=moves
    )
    if period is None or _names_fund(figure, token, period, reading):
        return False
    figure.period = flow_or_stock(figure, mention, period, reading.folded)
    figure.evidence["period"] = (token.start, token.end)
    begin = max(0, token.start - _OWNED)
    owned = dating_words("of").match(reading.folded, begin) is not None
    if not owned and not compared:
        reading.clock.move(token, period)
    return True


def _names_fund(figure: Figure, token: Token, period: Period, reading: Reading) -> bool:
    """Tell "hết tháng 8, giải ngân 50% vốn đầu tư công năm 2020": the year of funds.

    The sentence has told the months of that year that the figure is of.
    """
    clock = reading.clock
    part = figure.amount.kind == "percent" and figure.measure != "change"
    if not part or figure.status != "actual":
        return False
    if token is figure.tail[0] or clock.span is None or clock.span[0] < reading.begin:
        return False
    named = any(t.bits & c.HEAD or t.type == WORD for t in figure.tail[:2])
    return named and period.frequency == "A" and _within(clock.period, period)


def _leads(figure: Figure, i: int, folded: str) -> bool:
    head = figure.head
    if _opens_aside(figure, i):
        return True
    if is_base(head, i) or is_vision(head, i, folded):
        return False
    if is_timeless(figure, folded) and _is_aside(figure, i, folded):
        return False
    return tells_period(head, i, folded) or opens_with_day(
        head, i, figure.amount.start, folded
    )


def _opens_aside(figure: Figure, i: int) -> bool:
    """Tell "cao hơn quý II (4%)": what was then stands in the bracket behind it.

    So too "tăng so với cùng kỳ (11 tỷ đồng)".
    """
    head = figure.head
    if i != len(head) - 2 or head[-1].word != "(":
        return False
    level = figure.measure == "level" and figure.amount.kind not in RELATIVE
    return exceeds_time(head, i) or (level and has_bits(head[i - 1 : i], c.VERSUS))


def _is_of_compared(figure: Figure, i: int) -> bool:
    """Tell "so với mức 9 tỷ đồng (đạt được trong) cùng kỳ": a level of then."""
    mention: TimeMention = figure.tail[i].ref  # type: ignore[assignment]
    if mention.kind not in _RELATIVE or figure.measure not in _STATES:
        return False
    owned = dating_set("of") | dating_set("reached")
    near = all(t.word in owned for t in figure.tail[:i])
    return near and _is_compared(figure)


def _is_compared(figure: Figure) -> bool:
    """Tell "so với mức 9 tỷ đồng", "cao hơn tốc độ tăng 4%", "gấp đôi mức 9 tỷ"."""
    last = figure.head[-_COMPARED:]
    if names_level(last) or has_bits(last, c.COMPARED | c.VERSUS):
        return True
    for at, token in enumerate(last):
        if token.word.endswith("hơn") and token.bits & (c.UP | c.DOWN):
            # "cao hơn gần 4% cùng kỳ" is by how much, as "tăng 4% cùng kỳ" is.
            gap = all(t.bits & _HEDGES for t in last[at + 1 :])
            return not (gap and figure.measure == "change")
    return False


def _is_of_plan(figure: Figure, i: int) -> bool:
    """Tell "kế hoạch vốn năm 2025 giải ngân được 3%": the year is that of the plan.

    What was done of it is of the time that the article is at within that year.
    """
    if figure.status not in ("actual", "estimate") or figure.measure == "change":
        return False
    for token in reversed(figure.head[max(0, i - _PLANNED) : i]):
        if token.bits & c.PLAN or token.type == SIGN:
            return bool(token.bits & c.PLAN)
    return False


def _so_far(figure: Figure, i: int, period: Period, clock: Clock) -> Period:
    """Give the part of a plan's year that is over, where something was done of it."""
    if clock.anchor is None or not period.first < clock.anchor.last < period.last:
        return period
    done = dating_set("done") | dating_set("paying_out") | role_words("only_so_far")
    if not says(figure.head[i + 1 :], done):
        return period
    return Period(period.first, clock.anchor.last)


def _within(period: Period | None, whole: Period) -> bool:
    """Tell months of a year that is not over: they have its first day, or a later."""
    if period is None:
        return False
    return whole.first <= period.first and period.last < whole.last


def _is_aside(figure: Figure, i: int, folded: str) -> bool:
    """Tell "Khởi công tháng 3/2021, cầu dài 2 km": the day of works dates no length.

    A sum may be of the day it was paid in: "thành lập năm 2010 với vốn 5 tỷ đồng".
    """
    head = figure.head
    mention: TimeMention = head[i].ref  # type: ignore[assignment]
    ends = any(t.ref == "," for t in head[i + 1 : i + 2])
    if mention.kind == "now" or (figure.amount.kind == "money" and not ends):
        return False
    return happened(folded, head[i])


def _is_vague(figure: Figure, i: int) -> bool:
    """Tell a "hiện" that dates no growth, and a share only right before it."""
    mention: TimeMention = figure.head[i].ref  # type: ignore[assignment]
    if mention.kind != "now" or "until" in mention.flags:
        return False
    near = figure.measure == "share" and i >= len(figure.head) - _NOW_REACH
    return figure.measure != "level" and not near


def _relative(mention: TimeMention, clock: Clock) -> Period | None:
    """Resolve "cùng kỳ", "tháng trước" as a period of its own, against the clock."""
    if mention.kind in _RELATIVE:
        return base_period(mention, of=clock.period, anchor=clock.anchor)
    return None


def _dates(tail: list[Token], i: int, folded: str) -> bool:
    """Tell whether a time behind a figure is its own: no base, no day of a deed."""
    mention: TimeMention = tail[i].ref  # type: ignore[assignment]
    if mention.kind == "date" and _at_day(tail[:i], folded):
        return True
    if mention.kind in ("same_period", "previous", "date"):
        bounded = mention.until is not None or "until" in mention.flags
        return bounded and tells_period(tail, i, folded)
    return tells_period(tail, i, folded)


def _at_day(between: list[Token], folded: str) -> bool:
    """Tell "giảm 7% trong phiên giao dịch ngày 18/3": nothing else before the day."""
    if not between:
        return True
    text = folded[between[0].start : between[-1].end]
    return not dating_words("at_day").sub("", text).strip()
