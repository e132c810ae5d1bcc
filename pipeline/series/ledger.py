"""The ledger: of each cell of a series all that was told of it, in the order of time.

A cell is one period of one series. What outlets tell of it are its vintages: a target,
a forecast, an estimate, the actual figure, a revised one; each with every article that
tells it. Targets and forecasts are cells of their own beside the outcome, never mixed
with it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from pipeline.errors import InputError
from pipeline.series.intervals import Interval
from pipeline.values.article_date import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pipeline.schema import Measure, Period, Status
    from pipeline.series.facts import Fact, Subject

Aim: TypeAlias = Literal["outcome", "target", "forecast"]
Stage: TypeAlias = Literal["target", "forecast", "estimate", "actual", "revised"]

REVISED: Final = Decimal("0.1")
"""What differs by no more, as a part of the greater, may have been revised."""
AIMS: Final[tuple[Aim, ...]] = ("outcome", "target", "forecast")
_AIM_OF: Final[dict[Status, Aim]] = {
    "actual": "outcome",
    "estimate": "outcome",
    "target": "target",
    "forecast": "forecast",
}
_RANKS: Final[dict[Stage, int]] = {
    "target": 0,
    "forecast": 0,
    "estimate": 1,
    "actual": 2,
    "revised": 2,
}


class Series(NamedTuple):
    """What the cells of one series have in common: they differ in period alone.

    ``against`` is what a change, ratio or share is against: "plan", "whole", "year
    before", "period before", or the base period itself; "" for a level. ``giver`` is
    who gave a target, where it is told.
    """

    subject: Subject
    measure: Measure
    against: str
    unit: str | None
    price: str | None
    aim: Aim
    giver: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """One value told of a cell, with all figures that tell it, the earliest first.

    ``span`` is the narrowest of theirs. ``told`` is the first day on which it was
    told, None where no article has a date. ``confirmations`` counts the independent
    outlets: the same sentence in another outlet is a copy and counts for nothing, and
    outlets that are not named count as one. ``conflict`` says that another vintage of
    the cell differs by more than a revision would.
    """

    stage: Stage
    facts: tuple[Fact, ...]
    span: Interval
    told: date | None
    confirmations: int
    conflict: bool

    @property
    def confidence(self) -> float:
        """Give the confidence of the surest of its figures."""
        return max(fact.confidence for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one series, with its vintages in the order of time."""

    series: Series
    period: Period
    vintages: tuple[Vintage, ...]

    @property
    def latest(self) -> Vintage:
        """Give the vintage to go by: what came true before what was estimated.

        Of several the latest; of such as contradict each other the one that more
        outlets confirm, then one whose area is named beside it, then the surer.
        """
        return max(self.vintages, key=_standing)


def cells_of(facts: Iterable[Fact], *, as_of: date | None = None) -> Iterator[Cell]:
    """Enter the figures of one subject into the ledger.

    Args:
        facts: its figures; those without a period, and repetitions within their
            article, are left out.
        as_of: leave out what was told after this day, or on a day not known.

    Yields:
        Cells in the order of series and periods.
    """
    cells: dict[tuple[Series, Period], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.period is not None and not fact.repeat and _known(fact, as_of):
            cells[series_of(fact), fact.period].append(fact)
    for series, period in sorted(cells, key=_order):
        yield Cell(series, period, _vintages(cells[series, period]))


def series_of(fact: Fact) -> Series:
    """Give the series that a figure belongs to."""
    aim = _AIM_OF[fact.status]
    giver = fact.plan_by if fact.hoped else None
    against = _against(fact)
    return Series(
        fact.subject, fact.measure, against, fact.unit, fact.price, aim, giver
    )


def signed(fact: Fact) -> Interval:
    """Give the span of a figure, below nothing for what fell."""
    if fact.measure == "change" and fact.down:
        low, point, high = fact.span
        return Interval(-high, -point, -low)
    return fact.span


@lru_cache(maxsize=1 << 14)
def told_on(published: str | None) -> date | None:
    """Give the day an article appeared; the last of a month or year; None if unknown.

    What is no date is as none: extraction has told it already.
    """
    if published is None:
        return None
    try:
        return parse_published(published).last
    except InputError:
        return None


def _known(fact: Fact, as_of: date | None) -> bool:
    if as_of is None:
        return True
    told = told_on(fact.published)
    return told is not None and told <= as_of


def _against(fact: Fact) -> str:
    base, period = fact.base, fact.period
    if base is None or period is None:
        return ""
    if base.period is None:
        return base.kind
    if base.period == period.shifted_years(-1):
        return "year before"
    if (period.first - base.period.last).days == 1:
        return "period before"
    return base.iso


def _order(key: tuple[Series, Period]) -> tuple[object, ...]:
    series, period = key
    words = (series.measure, series.against, series.unit or "", series.price or "")
    aim = AIMS.index(series.aim)
    return (*words, aim, series.giver or "", period.first, period.last)


def _vintages(facts: Sequence[Fact]) -> tuple[Vintage, ...]:
    groups: list[list[Fact]] = []
    for fact in sorted(facts, key=_when):
        for group in groups:
            alike = group[0].status == fact.status
            if alike and all(signed(one).meets(signed(fact)) for one in group):
                group.append(fact)
                break
        else:
            groups.append([fact])
    seen: set[int] = set()
    found = [_vintage(group, groups, seen) for group in groups]
    return tuple(sorted(found, key=_standing_in_time))


def _when(fact: Fact) -> tuple[str, str, int]:
    """What has no date comes first: it is never later than what has one."""
    told = told_on(fact.published)
    return (f"{told}" if told else "", fact.article, fact.start)


def _vintage(
    group: Sequence[Fact], groups: Sequence[Sequence[Fact]], seen: set[int]
) -> Vintage:
    span = _narrowest(group)
    others = [other for other in groups if other is not group]
    return Vintage(
        stage=_stage(group, span, others),
        facts=tuple(group),
        span=span,
        told=next((day for one in group if (day := told_on(one.published))), None),
        confirmations=_independent(group, seen),
        conflict=any(_clash(group, span, other) for other in others),
    )


def _narrowest(group: Sequence[Fact]) -> Interval:
    return min(map(signed, group), key=lambda span: span.high - span.low)


def _clash(group: Sequence[Fact], span: Interval, other: Sequence[Fact]) -> bool:
    """Differ by more than revisions do, or on the same day in the same stage."""
    gap = span.gap(_narrowest(other))
    if not gap:
        return False
    same = group[0].status == other[0].status and _day(group) == _day(other)
    return gap > REVISED or same


def _stage(
    group: Sequence[Fact], span: Interval, others: Sequence[Sequence[Fact]]
) -> Stage:
    if group[0].status != "actual":
        return group[0].status
    day = _day(group)
    for other in others:
        earlier = other[0].status == "actual" and _day(other) < day
        if earlier and 0 < span.gap(_narrowest(other)) <= REVISED:
            return "revised"
    return "actual"


def _day(group: Sequence[Fact]) -> str:
    return _when(group[0])[0]


def _independent(group: Sequence[Fact], seen: set[int]) -> int:
    outlets: set[str | None] = set()
    for fact in group:
        if fact.copy not in seen:
            outlets.add(fact.outlet)
        seen.add(fact.copy)
    return len(outlets)


def _standing(one: Vintage) -> tuple[object, ...]:
    # Words that name the area bear a figure out better than an area that is inferred.
    placed = any(fact.placed for fact in one.facts)
    sure = round(one.confidence, 1)
    borne_out = (one.confirmations, placed, sure) if one.conflict else (0, False, 0)
    day, first = f"{one.told or ''}", one.facts[0].id
    return (_RANKS[one.stage], borne_out, day, one.confidence, first)


def _standing_in_time(one: Vintage) -> tuple[str, int, str]:
    return (f"{one.told or ''}", _RANKS[one.stage], one.facts[0].id)
