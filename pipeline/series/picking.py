"""Picks series out of a table of figures and reckons them as asked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.series.algebra import derived, falls
from pipeline.series.areas import ancestors, units, units_of
from pipeline.series.ledger import AIMS, cells_of
from pipeline.series.merging import Missing, merged
from pipeline.series.points import Point, all_points, latest_point
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.lexicon.indicators import Indicator
    from pipeline.schema import Period
    from pipeline.series.facts import Fact
    from pipeline.series.ledger import Series
    from pipeline.series.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Which series and periods are wanted; an empty field wants all there are.

    ``indicators`` are ids of the catalogue, ``areas`` ids of units (``areas.py``) or
    names of other places. A period is wanted that lies within ``within``. ``breakdown``
    and ``entity`` are words that must stand in it.
    """

    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ("level",)
    frequencies: tuple[str, ...] = ()
    within: Period | None = None
    breakdown: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How the series are to be reckoned.

    Args:
        as_of: only by what had been told on this day.
        vintages: every vintage of a cell instead of the latest; nothing is derived of
            these.
        decumulate: derive months, quarters and so on that follow from what is told.
        units_of: sum provinces to the units of this year.
    """

    as_of: date | None = None
    vintages: bool = False
    decumulate: bool = False
    units_of: int | None = None


def points_of(
    store: Store,
    indicators: Mapping[str, Indicator],
    pick: Pick,
    reckoning: Reckoning,
    on_missing: Callable[[Missing | Point], None],
) -> Iterator[Point]:
    """Give the points of all series picked, by indicator, breakdown, area and period.

    Holds those of one indicator and breakdown at a time.

    Args:
        store: the table, linked.
        indicators: those of the catalogue by id: flows add up over time, what is
            additive over areas.
        pick: which series.
        reckoning: how.
        on_missing: is given each sum that lacks a part, and each derived point that is
            left out since it is below nothing.
    """
    subjects = store.subjects(pick.indicators, _needed(pick, reckoning))
    for _, some in groupby(subjects, _name_of):
        told = [[fact for fact in one if _wanted(fact, pick)] for one in some]
        facts = [one for one in told if one]
        if not facts:
            continue
        indicator = indicators.get(facts[0][0].subject.indicator or "")
        for point in _reckoned(facts, indicator, pick, reckoning):
            if isinstance(point, Missing) or falls(point):
                on_missing(point)
            elif _shown(point, pick):
                yield point


def _needed(pick: Pick, reckoning: Reckoning) -> tuple[str, ...]:
    """Give the areas to read: what is summed needs its parts."""
    if reckoning.units_of is None:
        return pick.areas
    known = units().by_id
    chosen = [known[area] for area in pick.areas if area in known]
    parts = (part.id for unit in chosen for part in ancestors(unit))
    return tuple(dict.fromkeys((*pick.areas, *parts)))


def _name_of(facts: Sequence[Fact]) -> tuple[str | None, str]:
    subject = facts[0].subject
    return subject.indicator, subject.breakdown


def _wanted(fact: Fact, pick: Pick) -> bool:
    return (
        (not pick.measures or fact.measure in pick.measures)
        and _stands(pick.breakdown, fact.subject.breakdown)
        and _stands(pick.entity, fact.subject.entity)
    )


def _stands(words: str | None, text: str | None) -> bool:
    return words is None or fold(words) in fold(text or "")


def _reckoned(
    facts: Sequence[Sequence[Fact]],
    indicator: Indicator | None,
    pick: Pick,
    reckoning: Reckoning,
) -> Iterator[Point | Missing]:
    points: list[Point | Missing] = []
    for told in facts:
        cells = cells_of(told, as_of=reckoning.as_of)
        if reckoning.vintages:
            points.extend(point for cell in cells for point in all_points(cell))
            continue
        stated = [latest_point(cell) for cell in cells]
        points.extend(stated)
        if reckoning.decumulate:
            points.extend(_derived(stated, indicator, pick))
    if reckoning.units_of is not None and not reckoning.vintages:
        additive = indicator is not None and indicator.additive
        wanted = {unit.id: unit for unit in units_of(reckoning.units_of)}
        only = [point for point in points if isinstance(point, Point)]
        points = list(merged(only, wanted, additive=additive))
    yield from sorted(points, key=_order)


def _derived(
    stated: Sequence[Point], indicator: Indicator | None, pick: Pick
) -> Iterator[Point]:
    by_series: dict[Series, list[Point]] = {}
    for point in stated:
        by_series.setdefault(point.series, []).append(point)
    nature = indicator.nature if indicator else None
    to_date = "YTD" in pick.frequencies
    for points in by_series.values():
        yield from derived(points, nature, to_date=to_date)


def _order(point: Point | Missing) -> tuple[object, ...]:
    series, period = point.series, point.period
    subject = series.subject
    who = (subject.area or "", subject.entity or "", AIMS.index(series.aim))
    what = (series.measure, series.against, series.unit or "", series.price or "")
    number = point.number if isinstance(point, Point) else 0
    return (*who, *what, series.giver or "", period.last, period.first, number)


def _shown(point: Point, pick: Pick) -> bool:
    area, period = point.series.subject.area, point.period
    return (
        (not pick.areas or area in pick.areas)
        and (not pick.frequencies or period.frequency in pick.frequencies)
        and (pick.within is None or _within(period, pick.within))
    )


def _within(period: Period, whole: Period) -> bool:
    return whole.first <= period.first and period.last <= whole.last
