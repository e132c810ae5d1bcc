"""Returns to what is reported from a target or an earlier time told in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock, State
    from pipeline.linking.figure import Figure
    from pipeline.schema import Period

_BRACKETS: Final = ("(", "[")


def note_digression(
    figures: Sequence[Figure], clock: Clock, was: State, *, paragraph: int
) -> None:
    """Remember the time ``was`` that a sentence leaves for the target of its year.

    "9 tháng, xuất khẩu đạt 300 tỷ USD. Mục tiêu cả năm là 390 tỷ USD." is at nine
    months; a plan that is told for itself has nothing reported right before it.
    """
    last = figures[-1]
    if last.status in ("actual", "estimate"):
        clock.reported_in = paragraph
        return
    told = last.evidence.get("period")
    recent = paragraph - clock.reported_in <= 1
    if last.status == "target" and recent and told is not None and told == clock.span:
        clock.digressed = (was, told) if _within(was[0], clock.period) else None


def end_digression(figures: Sequence[Figure], clock: Clock, *, paragraph: int) -> None:
    """Go back where the next paragraph reports on: "Nhập khẩu đạt 290 tỷ USD"."""
    if clock.digressed is None or clock.paragraph == paragraph:
        return
    was, told = clock.digressed
    if told == clock.span and figures[0].status in ("actual", "estimate"):
        clock.go_back(was)
    clock.digressed = None


def looks_back_inside(figure: Figure, state: State, clock: Clock) -> bool:
    """Tell "tăng 5% (quý I năm trước 9 tỷ)": the bracket alone is of before.

    So too with a part of the time: "9 tháng đạt 5 tỷ USD (riêng tháng 9 đạt 1 tỷ)".
    """
    was, now, span = state[0], clock.period, clock.span
    if not figure.depth or was is None or now is None or span is None:
        return False
    opened = [t.start for t in figure.head if t.ref in _BRACKETS]
    if not opened or span[0] <= opened[-1]:
        return False
    return now.last < was.last or _ends(now, was)


def _ends(period: Period, whole: Period) -> bool:
    """Tell the last month of the nine that are told of."""
    return whole.first < period.first and period.last == whole.last


def _within(period: Period | None, whole: Period | None) -> bool:
    """Tell months of a year that runs on after them."""
    if period is None or whole is None:
        return False
    return whole.first <= period.first and period.last < whole.last
