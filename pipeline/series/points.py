"""A point of a series: a value for a period, stated by a vintage or derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.schema import Period
    from pipeline.series.facts import Fact
    from pipeline.series.intervals import Interval
    from pipeline.series.ledger import Cell, Series, Stage, Vintage


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series.

    A stated point has a ``vintage``, the ``number`` of which counts its cell's from 1
    (``of`` in all). A derived one has ``sources`` instead, the points it was reckoned
    from, and the ``formula`` that says how.
    """

    series: Series
    period: Period
    span: Interval
    stage: Stage
    conflict: bool
    vintage: Vintage | None = None
    number: int = 1
    of: int = 1
    formula: str = ""
    sources: tuple[Point, ...] = ()

    def facts(self) -> Iterator[Fact]:
        """Give the figures it rests on, each once, in the order of the formula."""
        seen: set[str] = set()
        for fact in self._all_facts():
            if fact.id not in seen:
                seen.add(fact.id)
                yield fact

    def _all_facts(self) -> Iterator[Fact]:
        if self.vintage:
            yield from self.vintage.facts
        for source in self.sources:
            yield from source.facts()

    @property
    def confidence(self) -> float:
        """Give how sure its figures are; all those of a derived point must be right."""
        if self.vintage:
            return self.vintage.confidence
        product = 1.0
        for source in self.sources:
            product *= source.confidence
        return product

    @property
    def confirmations(self) -> int:
        """Give the independent outlets that tell it; the fewest of its sources."""
        if self.vintage:
            return self.vintage.confirmations
        return min(source.confirmations for source in self.sources)


def latest_point(cell: Cell) -> Point:
    """Give the value of a cell to go by."""
    return _point(cell, cell.vintages.index(cell.latest))


def all_points(cell: Cell) -> Iterator[Point]:
    """Give every vintage of a cell, in the order of time."""
    for place in range(len(cell.vintages)):
        yield _point(cell, place)


def _point(cell: Cell, place: int) -> Point:
    vintage = cell.vintages[place]
    return Point(
        series=cell.series,
        period=cell.period,
        span=vintage.span,
        stage=vintage.stage,
        conflict=vintage.conflict,
        vintage=vintage,
        number=place + 1,
        of=len(cell.vintages),
    )
