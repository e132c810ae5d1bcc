"""One figure as audits and series see it: what, how exactly, when, where, of whom."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from pipeline.io.iso import read_period
from pipeline.schema import Base, Period
from pipeline.series.intervals import Interval, printed
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from pipeline.schema import BaseKind, Bound, Measure, Status

PERCENT: Final = "PERCENT"
POINTS: Final = "PERCENT_POINT"
TIMES: Final = "TIMES"
RELATIVE: Final = frozenset((PERCENT, TIMES))
HOPED: Final = frozenset(("target", "forecast"))


class Row(NamedTuple):
    """What is read of a row of the table: its columns, in this order.

    ``indicator`` and ``breakdown`` are as linked to the catalogue when read;
    ``copy`` is the same number for figures that stand in the same words.
    """

    observation_id: str
    article_id: str
    amount_start: int
    sentence_start: int
    copy: int
    published: str | None
    source: str | None
    indicator: str | None
    breakdown: str
    area: str | None
    entity: str | None
    metric_text: str | None
    parent_text: str | None
    measure: str
    status: str
    value: Decimal
    value_max: Decimal | None
    bound: str
    unit_mult: int
    amount_text: str
    unit_text: str | None
    unit: str | None
    direction: str | None
    price_basis: str | None
    period_first: date | None
    period_last: date | None
    base: str | None
    base_first: date | None
    base_last: date | None
    plan_period: str | None
    plan_by: str | None
    confidence: float
    repeat_of: str | None
    placed: bool


class Subject(NamedTuple):
    """What is measured, of whom and where: the figures of one subject are comparable.

    ``indicator`` is None for a name that the catalogue lacks; ``name`` are then its
    folded words, and ``article`` keeps it from meeting the like of other articles.
    """

    indicator: str | None
    breakdown: str
    area: str | None
    entity: str | None
    name: str = ""
    article: str = ""


_MONEY: Final = frozenset(("VND", "USD"))
_FIRMS: Final = "vn.business."


class Fact(NamedTuple):
    """A row of the table, read for its arithmetic.

    ``span`` are the quantities that its digits allow; ``value`` is as written, before
    ``power`` tens. ``name`` and ``parent`` are folded words. ``hoped`` is what has not
    come true yet, ``placed`` what stands with words that name its area or its owner.
    """

    id: str
    article: str
    start: int
    sentence: int
    copy: int
    published: str | None
    outlet: str | None
    subject: Subject
    name: str
    parent: str
    measure: Measure
    status: Status
    hoped: bool
    span: Interval
    value: Decimal
    power: int
    bound: Bound
    text: str
    unit: str | None
    down: bool
    price: str | None
    period: Period | None
    base: Base | None
    plan: Period | None
    plan_by: str | None
    confidence: float
    repeat: bool
    placed: bool

    @property
    def local(self) -> bool:
        """Tell whether it is of a province or an owner, not of a country."""
        return bool(self.subject.entity) or (self.subject.area or "").isdigit()

    @property
    def clear(self) -> bool:
        """Tell whether it is surely of what it is filed under.

        A place that its sentence does not name may be another's.
        """
        return self.placed and self.distinct

    @property
    def distinct(self) -> bool:
        """Tell whether few other things can have its subject.

        A country's weight or count with no part told is one of the many goods that the
        country has, a revenue without an owner that of some firm; "hơn" says little.
        """
        subject, span = self.subject, self.span
        if subject.indicator is None or _is_firms(subject.indicator, subject.entity):
            return False
        a_part = self.unit in _MONEY or self.local or bool(subject.breakdown)
        return a_part and span.high - span.point <= span.point - span.low


def _is_firms(indicator: str, entity: str | None) -> bool:
    return indicator.startswith(_FIRMS) and not entity


def fact_of(row: Row) -> Fact:
    """Read a row of the table."""
    name, parent = _folded(row.metric_text), _folded(row.parent_text)
    return Fact(
        id=row.observation_id,
        article=row.article_id,
        start=row.amount_start,
        sentence=row.sentence_start,
        copy=row.copy,
        published=row.published,
        outlet=row.source,
        subject=_subject(row, name, parent),
        name=name,
        parent=parent,
        measure=cast("Measure", row.measure),
        status=cast("Status", row.status),
        hoped=row.status in HOPED,
        span=_span(row.value, row.value_max, row.bound, row.unit_mult),
        value=row.value,
        power=row.unit_mult,
        bound=cast("Bound", row.bound),
        text=f"{row.amount_text} {row.unit_text or ''}".strip(),
        unit=row.unit,
        down=row.direction == "down",
        price=row.price_basis,
        period=_period(row.period_first, row.period_last),
        base=_base(row.base, row.base_first, row.base_last),
        plan=_plan(row.plan_period),
        plan_by=row.plan_by,
        confidence=row.confidence,
        repeat=row.repeat_of is not None,
        placed=row.placed or row.entity is not None,
    )


def _subject(row: Row, name: str, parent: str) -> Subject:
    if row.indicator is None or (row.area is None and row.entity is None):
        words = f"{name} < {parent}" if parent else name
        return Subject(None, "", row.area, row.entity, words, row.article_id)
    return Subject(row.indicator, row.breakdown, row.area, row.entity)


_KEPT: Final = 1 << 14
"""Values that come again and again in a table are read once, within this bound."""


@lru_cache(maxsize=_KEPT)
def _folded(words: str | None) -> str:
    return " ".join(fold(words).split()) if words else ""


@lru_cache(maxsize=_KEPT)
def _span(value: Decimal, top: Decimal | None, bound: str, power: int) -> Interval:
    return printed(value, top, cast("Bound", bound), power)


@lru_cache(maxsize=_KEPT)
def _period(first: date | None, last: date | None) -> Period | None:
    return Period(first, last) if first and last else None


@lru_cache(maxsize=_KEPT)
def _base(told: str | None, first: date | None, last: date | None) -> Base | None:
    if told is None:
        return None
    period = _period(first, last)
    return Base("period", period) if period else Base(cast("BaseKind", told))


@lru_cache(maxsize=_KEPT)
def _plan(told: str | None) -> Period | None:
    return read_period(told)


def by_subject(facts: Iterable[Fact]) -> Mapping[Subject, list[Fact]]:
    """Gather the figures of each subject, in the order given."""
    found: dict[Subject, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.subject, []).append(fact)
    return found


def by_article(facts: Iterable[Fact]) -> Mapping[str, list[Fact]]:
    """Gather the figures of each article, in the order given."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.article, []).append(fact)
    return found
