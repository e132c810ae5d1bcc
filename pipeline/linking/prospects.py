"""Dates what is aimed at or foreseen by the year of the aims told before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.carrying import Reading
    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure

_AIMS: Final = frozenset(("target", "forecast"))
_RIGHT_BEFORE: Final = 160
"""Characters from the year of a plan to the sentence that tells what is planned."""
_UNDATED: Final = "unknown_time"


def follow_aims(figures: Sequence[Figure], reading: Reading) -> None:
    """Date targets and forecasts that no time is told of.

    "Công ty trình kế hoạch năm 2025. Theo đó, doanh thu dự kiến đạt 5 tỷ đồng. Lợi
    nhuận dự kiến đạt 1 tỷ đồng.": both are of the plan's year.
    """
    if any(f.evidence.get("period", (-1, 0))[0] >= reading.begin for f in figures):
        return  # the sentence has a time of its own
    for figure in figures:
        known = figure.period is not None or figure.inferred.get("period") == _UNDATED
        if figure.status in _AIMS and not known:
            _follow(figure, reading)


def _follow(figure: Figure, reading: Reading) -> None:
    clock = reading.clock
    if clock.prospect is not None and clock.prospect[2] == reading.paragraph:
        figure.period, figure.evidence["period"], _ = clock.prospect
        figure.infer("period", "aimed_before")
    elif clock.plan is not None and figure.status == "forecast":
        period, span = clock.plan
        near = 0 <= reading.begin - span[1] < _RIGHT_BEFORE
        near = near and "\n" not in reading.folded[span[1] : reading.begin]
        over = clock.anchor is not None and period.last <= clock.anchor.last
        if near and not over:
            figure.period, figure.evidence["period"] = period, span
            figure.infer("period", "plan_year")


def note_aims(figures: Sequence[Figure], clock: Clock, paragraph: int) -> None:
    """Remember the years of the last aim of a sentence, where they are still to end."""
    for figure in reversed(figures):
        span = figure.evidence.get("period")
        if figure.status not in _AIMS or figure.period is None or span is None:
            continue
        ahead = clock.anchor is None or figure.period.last > clock.anchor.last
        if ahead and figure.period.frequency == "A":
            clock.prospect = figure.period, span, paragraph
            return
