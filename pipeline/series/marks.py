"""What a chart shows of points: a mark for every vintage, its kind and its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.schema import MONTHS_A_YEAR
from pipeline.series.areas import units
from pipeline.series.ledger import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.schema import Period
    from pipeline.series.ledger import Series
    from pipeline.series.points import Point
    from pipeline.series.rows import Rows

Mark: TypeAlias = dict[str, object]

_KINDS: Final[Mapping[str, str]] = {
    "A": "year",
    "S": "second half",
    "Q": "quarter",
    "M": "month",
    "D": "day",
}
SCALES: Final = (
    (Decimal(10) ** 12, "thousand bn"),
    (Decimal(10) ** 9, "bn"),
    (Decimal(10) ** 6, "m"),
    (Decimal(10) ** 3, "thousand"),
)
DERIVED: Final = "derived"
ALL: Final = "all"
"""The series that is no part of another, where parts stand beside it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The marks of a chart: all of one unit, ``axis`` says which.

    ``left_out`` counts the values of other units. ``merger`` says whether series of
    before and after a merger of provinces stand in it.
    """

    marks: tuple[Mark, ...]
    axis: str
    names: tuple[str, ...]
    left_out: int
    merger: bool


def picture(points: Iterable[Point], rows: Rows) -> Picture:
    """Give the marks of points.

    Args:
        points: every vintage and, if wanted, what was derived; of a cell the vintage to
            go by is told from the others.
        rows: knows the names of indicators.
    """
    kept = list(points)
    if not kept:
        return Picture((), "", (), 0, merger=False)
    unit = _commonest(kept)
    shown = [point for point in kept if point.series.unit == unit]
    scale, sign = _scale(shown)
    standing = _standing(shown)
    names = tuple(dict.fromkeys(rows.name(p.series.subject.indicator) for p in shown))
    areas = {point.series.subject.area for point in shown}
    # What all series have alike stands in the title, not beside each.
    alike = (len(areas) == 1, len(names) == 1)
    marks = tuple(
        {**_mark(point, scale, standing), "name": _name(point.series, rows, alike)}
        for point in shown
    )
    axis = " ".join(part for part in (sign, unit or "") if part)
    return Picture(marks, axis, names, len(kept) - len(shown), merger=_merged(shown))


def _commonest(points: Sequence[Point]) -> str | None:
    return Counter(point.series.unit for point in points).most_common(1)[0][0]


def _scale(points: Sequence[Point]) -> tuple[Decimal, str]:
    highest = max(abs(point.span.point) for point in points)
    for scale, sign in SCALES:
        if highest >= scale:
            return scale, sign
    return Decimal(1), ""


def _standing(points: Sequence[Point]) -> set[int]:
    """Give the vintages that their cells go by, as identities of the points."""
    cells: dict[tuple[Series, Period], list[Point]] = {}
    for point in points:
        cells.setdefault((point.series, point.period), []).append(point)
    found = set()
    for (series, period), told in cells.items():
        vintages = tuple(point.vintage for point in told if point.vintage)
        latest = Cell(series, period, vintages).latest if vintages else None
        found |= {id(point) for point in told if point.vintage is latest}
    return found


def _mark(point: Point, scale: Decimal, standing: set[int]) -> Mark:
    series, period, span = point.series, point.period, point.span
    stage = DERIVED if point.sources else point.stage
    latest = id(point) in standing
    return {
        "area": _area(series),
        "kind": kind_of(period),
        "first": f"{period.first}",
        "last": f"{period.last}",
        "value": float(span.point / scale),
        "low": float(span.low / scale),
        "high": float(span.high / scale),
        "stage": stage,
        "aim": series.aim,
        "latest": latest,
        "conflict": point.conflict,
        "group": "|".join(str(part) for part in (*series.subject, *series[1:])),
    }


def _area(series: Series) -> str:
    return units().label_of(series.subject.area) or "no area"


def _name(series: Series, rows: Rows, alike: tuple[bool, bool]) -> str:
    one_area, one_name = alike
    subject = series.subject
    parts = (
        None if one_area else _area(series),
        *(subject.entity, subject.breakdown),
        None if one_name else rows.name(subject.indicator),
    )
    return ", ".join(part for part in parts if part) or ALL


def kind_of(period: Period) -> str:
    """Name what kind of period it is; only periods of one kind make a line."""
    frequency = period.frequency
    if frequency in _KINDS:
        return _KINDS[frequency]
    if frequency == "YTD" and period.whole_months:
        return f"{period.months} months from January"
    if period.months > MONTHS_A_YEAR:
        return "several years"
    return "other period"


def _merged(points: Sequence[Point]) -> bool:
    known = units().by_id
    areas = {known.get(point.series.subject.area or "") for point in points}
    return any(area is not None and units().breaks(area) for area in areas)
