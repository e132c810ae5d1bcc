"""One figure as audits and series see it: what, how exactly, for when, where, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.series.intervals import Interval, printed
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.schema import Bound, Measure, Observation, Period, Status

PERCENT: Final = "PERCENT"
POINTS: Final = "PERCENT_POINT"
TIMES: Final = "TIMES"
RELATIVE: Final = frozenset((PERCENT, TIMES))
HOPED: Final = frozenset(("target", "forecast"))


class Subject(NamedTuple):
    """What is measured, of whom and where: the figures of one subject are comparable.

    ``indicator`` is None for a name that the catalogue lacks; ``name`` are then its
    folded words, and ``article`` keeps it from meeting the like of other articles.
    """

    indicator: str | None
    breakdown: tuple[tuple[str, str], ...]
    area: str | None
    entity: str | None
    name: str = ""
    article: str = ""

    @property
    def common(self) -> bool:
        """Tell whether figures of several articles meet under it."""
        return not self.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A row of the table, read for its arithmetic.

    ``span`` are the quantities that its digits allow. ``name`` and ``parent`` are
    folded words. ``copy`` is the same for figures that repeat one sentence.
    """

    id: str
    article: str
    start: int
    sentence: int
    copy: str
    published: str | None
    outlet: str | None
    subject: Subject
    name: str
    parent: str
    measure: Measure
    status: Status
    span: Interval
    text: str
    unit: str | None
    down: bool
    price: str | None
    period: Period | None
    base: str | None
    base_period: Period | None
    plan: Period | None
    plan_by: str | None
    confidence: float
    repeat: bool

    @property
    def hoped(self) -> bool:
        """Tell whether it has not come true yet."""
        return self.status in HOPED


def fact_of(
    seen: Observation, breakdown: tuple[tuple[str, str], ...] = ()
) -> Fact | None:
    """Read an observation; None where there is nothing to reckon with (a rank)."""
    if seen.measure == "rank":
        return None
    name, parent = _folded(seen.metric_text), _folded(seen.parent_text)
    base = seen.base
    return Fact(
        id=seen.observation_id,
        article=seen.article_id,
        start=seen.amount_start,
        sentence=seen.sentence_start,
        copy=fold(seen.sentence_text),
        published=seen.published,
        outlet=seen.source,
        subject=subject_of(seen, breakdown, name, parent),
        name=name,
        parent=parent,
        measure=seen.measure,
        status=seen.status,
        span=_span(seen.value, seen.value_max, seen.bound, seen.unit_mult),
        text=f"{seen.amount_text} {seen.unit_text or ''}".strip(),
        unit=seen.unit,
        down=seen.direction == "down",
        price=seen.price_basis,
        period=seen.period,
        base=base.kind if base else None,
        base_period=base.period if base else None,
        plan=seen.plan_period,
        plan_by=seen.plan_by,
        confidence=seen.confidence,
        repeat=seen.repeat_of is not None,
    )


def subject_of(
    seen: Observation,
    breakdown: tuple[tuple[str, str], ...],
    name: str,
    parent: str,
) -> Subject:
    """Say under what a figure is told, so that no two firms or provinces meet."""
    area = seen.area_code or seen.area
    if seen.indicator is None or (area is None and seen.entity is None):
        words = f"{name} < {parent}" if parent else name
        return Subject(None, (), area, seen.entity, words, seen.article_id)
    return Subject(seen.indicator, breakdown, area, seen.entity)


@lru_cache(maxsize=1 << 14)
def _folded(words: str | None) -> str:
    return " ".join(fold(words).split()) if words else ""


@lru_cache(maxsize=1 << 14)
def _span(value: Decimal, top: Decimal | None, bound: Bound, power: int) -> Interval:
    return printed(value, top, bound, power)


def by_subject(facts: list[Fact]) -> Mapping[Subject, list[Fact]]:
    """Gather the figures of each subject, in the order given."""
    found: dict[Subject, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.subject, []).append(fact)
    return found
