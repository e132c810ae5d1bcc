"""Period algebra: what follows for other periods from what is told of some.

The months of a year are a line from 0 to 12, and a figure joins two places on it: that
of nine months 0 and 9, that of the second quarter 3 and 6. Whatever two places are
joined by some way, forward or back, follows by adding and taking away: Q2 is six months
less Q1, December the year less eleven months, the year its four quarters.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from pipeline.errors import UsageError
from pipeline.schema import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period
from pipeline.series.intervals import NOTHING
from pipeline.series.points import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from pipeline.series.ledger import Series, Stage

FLOW: Final = "flow"
_HALF: Final = 6
_NINE: Final = 9
_WEAKEST: Final[tuple[Stage, ...]] = (
    *("target", "forecast", "estimate", "revised", "actual"),
)
"""The stages, what is least sure first."""

_Step = tuple[Point, bool]
"""A point that is passed, and whether forward."""


def named_periods(year: int, *, to_date: bool = False) -> Iterator[Period]:
    """Give the periods of a year that have a name.

    Months, quarters, halves, nine months and the year; with ``to_date`` the other
    months from January, too.
    """
    for month in range(1, MONTHS_A_YEAR + 1):
        yield Period.of_months(year, month, month)
    for quarter in range(1, MONTHS_A_YEAR // MONTHS_A_QUARTER + 1):
        yield Period.of_quarter(year, quarter)
    ends: Iterable[int] = (_HALF, _NINE, MONTHS_A_YEAR)
    if to_date:
        ends = (m for m in range(2, MONTHS_A_YEAR + 1) if m != MONTHS_A_QUARTER)
    for end in ends:
        yield Period.of_months(year, 1, end)
    yield Period.of_months(year, _HALF + 1, MONTHS_A_YEAR)


def derivable(series: Series, nature: str | None) -> bool:
    """Tell whether the periods of a series add up.

    Only what flows does: never stocks, indices, rates and prices, never a growth, ratio
    or share; and of it only what came about: what is left of a year's plan is nobody's
    plan for the last quarter.
    """
    return nature == FLOW and series.measure == "level" and series.aim == "outcome"


def derived(
    points: Sequence[Point], nature: str | None, *, to_date: bool = False
) -> Iterator[Point]:
    """Give the points of a series' named periods that follow from those told.

    Args:
        points: of one series, one a period.
        nature: of its indicator; only a flow is reckoned with.
        to_date: give all periods from January, not only six and nine months.

    Raises:
        UsageError: the points are not of one series: of two price bases, say.
    """
    _check_one(points)
    if not points or not derivable(points[0].series, nature):
        return
    years: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        if _within_a_year(point.period):
            years[point.period.first.year].append(point)
    for year in sorted(years):
        told = {point.period for point in years[year]}
        lines = _lines(years[year])
        for period in named_periods(year, to_date=to_date):
            if period not in told and (way := _way(lines, period)):
                yield _along(way, period)


def total(points: Sequence[Point], series: Series, formula: str) -> Point:
    """Add up points of one period, as one of ``series``.

    Raises:
        UsageError: they differ in period, unit, price basis or measure.
    """
    first = points[0]
    kinds = {(p.period, p.series[1:]) for p in points}
    if len(kinds) > 1:
        raise UsageError(
            "expected figures of one period, unit and price basis to add up, got"
            f" {len(kinds)} kinds; pick one of them"
        )
    span = NOTHING
    for point in points:
        span = span.plus(point.span)
    return Point(
        series=series,
        period=first.period,
        span=span,
        stage=_weakest(points),
        conflict=any(point.conflict for point in points),
        formula=formula,
        sources=tuple(points),
    )


def falls(point: Point) -> bool:
    """Tell whether a derived flow is below nothing: what was told cannot all be so."""
    rising = all(source.span.point >= 0 for source in point.sources)
    return bool(point.sources) and rising and point.span.high < 0


def _check_one(points: Sequence[Point]) -> None:
    kinds = {point.series for point in points}
    if len(kinds) <= 1:
        return
    prices = sorted({f"{series.price or 'unstated'}" for series in kinds})
    told = f"price bases {', '.join(prices)}" if len(prices) > 1 else "several series"
    raise UsageError(f"expected points of one series, got {told}; pick one of them")


def _within_a_year(period: Period) -> bool:
    return period.whole_months and period.first.year == period.last.year


def _lines(points: Sequence[Point]) -> Mapping[int, list[tuple[int, _Step]]]:
    lines: dict[int, list[tuple[int, _Step]]] = defaultdict(list)
    for point in points:
        start, end = _ends(point.period)
        lines[start].append((end, (point, True)))
        lines[end].append((start, (point, False)))
    return lines


def _ends(period: Period) -> tuple[int, int]:
    return period.first.month - 1, period.last.month


def _way(
    lines: Mapping[int, list[tuple[int, _Step]]], period: Period
) -> tuple[_Step, ...]:
    """Find the way over the fewest figures, then over the most exact; () if none."""
    start, end = _ends(period)
    waiting: list[tuple[int, Decimal, int, int, tuple[_Step, ...]]] = []
    heappush(waiting, (0, NOTHING.low, 0, start, ()))
    passed: set[int] = set()
    pushed = 0
    while waiting:
        steps, width, _, place, way = heappop(waiting)
        if place == end:
            return way
        if place in passed:
            continue
        passed.add(place)
        for there, (point, forward) in lines.get(place, ()):
            pushed += 1
            wider = width + point.span.high - point.span.low
            entry = (*way, (point, forward))
            heappush(waiting, (steps + 1, wider, pushed, there, entry))
    return ()


def _along(way: tuple[_Step, ...], period: Period) -> Point:
    # What is added stands first: "2021-01/2021-06 - 2021-Q1", not "- 2021-Q1 + ...".
    steps = sorted(way, key=lambda step: not step[1])
    span = NOTHING
    formula = ""
    for point, forward in steps:
        span = span.plus(point.span) if forward else span.minus(point.span)
        sign = "+" if forward else "-"
        formula += f" {sign} {point.period.iso}" if formula else point.period.iso
    points = tuple(point for point, _ in steps)
    return Point(
        series=points[0].series,
        period=period,
        span=span,
        stage=_weakest(points),
        conflict=any(point.conflict for point in points),
        formula=formula,
        sources=points,
    )


def _weakest(points: Sequence[Point]) -> Stage:
    return min((point.stage for point in points), key=_WEAKEST.index)
