"""Lays out the cells of a series as a chart: dots that can be clicked, and lines."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.series.facts import PERCENT
from pipeline.series.telling import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.series.ledger import Cell, Series, Vintage

WIDTH: Final = 720
HEIGHT: Final = 300
_LEFT: Final = 96
_RIGHT: Final = 16
_TOP: Final = 14
_BOTTOM: Final = 30
_STEPS: Final = 5
_MOST_YEARS: Final = 9
_FREQUENCIES: Final = ("A", "YTD", "S", "Q", "M", "D", "SPAN")


class Dot(NamedTuple):
    """A value on the chart: where, how it looks, and the figure it opens.

    ``latest`` is False for a vintage that another has replaced.
    """

    x: float
    y: float
    frequency: str
    aim: str
    latest: bool
    conflict: bool
    article: str
    figure: str
    said: str


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    said: str


class Chart(NamedTuple):
    """Series of one measure and unit, laid out; lines are points for SVG."""

    title: Series
    dots: Sequence[Dot]
    lines: Sequence[tuple[str, str]]
    across: Sequence[Tick]
    up: Sequence[Tick]
    frequencies: Sequence[str]
    aims: Sequence[str]
    conflicts: int


class _Scale(NamedTuple):
    first: int
    last: int
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        part = (day.toordinal() - self.first) / max(1, self.last - self.first)
        return round(_LEFT + part * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: Decimal) -> float:
        part = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - _BOTTOM - part * (HEIGHT - _TOP - _BOTTOM), 1)


def charts_of(cells: Sequence[Cell]) -> list[Chart]:
    """Lay out the cells of one subject, a chart for each measure, base, unit, prices.

    Levels come first, then the charts with most cells.
    """
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        series = cell.series
        key = series.measure, series.against, series.unit, series.price
        groups[key].append(cell)
    ordered = sorted(groups.values(), key=_rank)
    return [_chart(group) for group in ordered]


def _rank(cells: Sequence[Cell]) -> tuple[bool, int]:
    return cells[0].series.measure != "level", -len(cells)


def _chart(cells: Sequence[Cell]) -> Chart:
    scale = _scale(cells)
    unit = cells[0].series.unit
    dots = [dot for cell in cells for dot in _dots(cell, scale)]
    used = {cell.period.frequency for cell in cells}
    return Chart(
        title=cells[0].series,
        dots=sorted(dots, key=lambda dot: dot.latest),
        lines=list(_lines(cells, scale)),
        across=list(_years(scale)),
        up=list(_values(scale, unit)),
        frequencies=[name for name in _FREQUENCIES if name in used],
        aims=sorted({cell.series.aim for cell in cells}),
        conflicts=sum(any(one.conflict for one in cell.vintages) for cell in cells),
    )


def _scale(cells: Sequence[Cell]) -> _Scale:
    days = [cell.period.last.toordinal() for cell in cells]
    values = [one.span.point for cell in cells for one in cell.vintages]
    low, high = min(values), max(values)
    # A line of nothing is a base for levels; rates move around their own middle.
    low = min(low, Decimal(0)) if low >= 0 and low < high / 2 else low
    room = (high - low) / 20 or abs(high) / 10 or Decimal(1)
    bottom = low if low == 0 else low - room
    half = max(15, (max(days) - min(days)) // 40)
    return _Scale(min(days) - half, max(days) + half, bottom, high + room)


def _dots(cell: Cell, scale: _Scale) -> Iterator[Dot]:
    latest = cell.latest
    for one in cell.vintages:
        fact = one.facts[0]
        yield Dot(
            x=scale.x(cell.period.last),
            y=scale.y(one.span.point),
            frequency=cell.period.frequency,
            aim=cell.series.aim,
            latest=one is latest,
            conflict=one.conflict,
            article=fact.article,
            figure=fact.id,
            said=_said(cell, one),
        )


def _said(cell: Cell, one: Vintage) -> str:
    value = plain(one.span.point, cell.series.unit)
    told = f", {one.told}" if one.told else ""
    return f"{cell.period.iso}: {value} ({one.stage}{told})"


def _lines(cells: Sequence[Cell], scale: _Scale) -> Iterator[tuple[str, str]]:
    """Join the latest values of one frequency, aim and giver; days stay dots."""
    runs: Mapping[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        frequency = cell.period.frequency
        if frequency != "SPAN":
            # Nine months do not follow on six: each length is a line of its own.
            months = cell.period.months
            runs[cell.series.aim, cell.series.giver, frequency, months].append(cell)
    for (aim, *_), run in runs.items():
        ordered = sorted(run, key=lambda cell: cell.period.last)
        points = (
            f"{scale.x(cell.period.last)},{scale.y(cell.latest.span.point)}"
            for cell in ordered
        )
        if len(run) > 1:
            yield str(aim), " ".join(points)


def _years(scale: _Scale) -> Iterator[Tick]:
    """Mark the ends of years, where what is told of a whole year stands."""
    first = date.fromordinal(scale.first).year
    last = date.fromordinal(scale.last).year - 1
    for year in range(first, last + 1, max(1, math.ceil((last - first) / _MOST_YEARS))):
        yield Tick(scale.x(date(year, 12, 31)), f"12/{year}")


def _values(scale: _Scale, unit: str | None) -> Iterator[Tick]:
    # A unit in words stands in the caption and would not fit here.
    sign = unit if unit == PERCENT else None
    rough = (scale.high - scale.low) / _STEPS
    power = Decimal(10) ** rough.adjusted()
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= rough)
    value = (scale.low / step).to_integral_value(rounding="ROUND_CEILING") * step
    while value <= scale.high:
        yield Tick(scale.y(value), plain(value, sign))
        value += step
