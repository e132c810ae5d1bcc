"""Sums the provinces of before a merger to the units of after it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.series.algebra import total
from pipeline.series.areas import ancestors, units
from pipeline.series.facts import RELATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.schema import Period
    from pipeline.series.areas import Unit
    from pipeline.series.ledger import Series
    from pipeline.series.points import Point


@dataclass(frozen=True, slots=True)
class Missing:
    """A sum that was not made: some parts of a unit tell nothing of a period."""

    series: Series
    period: Period
    unit: Unit
    lacking: tuple[Unit, ...]


def adds_up(series: Series) -> bool:
    """Tell whether a series of an additive indicator adds up over areas.

    Growths, ratios and shares of it do not, and a company's figures are of no area.
    """
    per_cent = series.unit in RELATIVE
    return series.measure == "level" and not per_cent and not series.subject.entity


def merged(
    points: Sequence[Point], wanted: Mapping[str, Unit], *, additive: bool
) -> Iterator[Point | Missing]:
    """Give the points of units as they are after a merger.

    What is told of a unit itself stands, and so does what is of no province. What was
    told of all its parts is added up, where it is additive; where a part is missing,
    that is told and nothing guessed.

    Args:
        points: of one indicator and breakdown, of all areas, one a cell.
        wanted: by id, the units to sum to.
        additive: whether the indicator adds up over areas; else nothing is summed.
    """
    known = units().by_id
    told: set[tuple[Series, Period]] = set()
    old: dict[tuple[Series, Period], dict[str, Point]] = defaultdict(dict)
    for point in points:
        area = known.get(point.series.subject.area or "")
        if area is None or not area.into or area.id in wanted:
            told.add((point.series, point.period))
            yield point
        elif additive and adds_up(point.series):
            home = _home(area, wanted)
            if home:
                key = (_of(point.series, home), point.period)
                old[key][area.id] = point
    for key, parts in old.items():
        if key not in told:
            yield from _sum(key, parts)


def _sum(
    key: tuple[Series, Period], parts: Mapping[str, Point]
) -> Iterator[Point | Missing]:
    series, period = key
    unit = units().by_id[series.subject.area or ""]
    whole = ancestors(unit)
    lacking = tuple(part for part in whole if part.id not in parts)
    if lacking:
        yield Missing(series, period, unit, lacking)
        return
    names = " + ".join(part.name for part in whole)
    yield total([parts[part.id] for part in whole], series, names)


def _home(area: Unit, wanted: Mapping[str, Unit]) -> Unit | None:
    """Follow a unit into what it is part of, to one of those wanted."""
    while area.into:
        area = units().by_id[area.into]
        if area.id in wanted:
            return area
    return None


def _of(series: Series, unit: Unit) -> Series:
    return series._replace(subject=series.subject._replace(area=unit.id))
