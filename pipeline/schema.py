"""The frozen nouns that every layer shares: article, span, period, base, observation.

Offsets are Unicode code points, half-open. Inside the pipeline they count in the
NFC text; an Observation that leaves the Extractor counts in the text as given.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

Measure: TypeAlias = Literal["level", "change", "ratio", "share", "rank"]
Direction: TypeAlias = Literal["up", "down"]
Bound: TypeAlias = Literal["exact", "about", "over", "under"]
Status: TypeAlias = Literal["actual", "estimate", "target", "forecast"]
Frequency: TypeAlias = Literal["A", "S", "Q", "M", "D", "YTD", "SPAN"]
BaseKind: TypeAlias = Literal["plan", "whole", "period"]
PlanGiver: TypeAlias = Literal["central", "local", "own"]

MONTHS_A_YEAR: Final = 12
MONTHS_A_QUARTER: Final = 3
_DAY: Final = timedelta(days=1)
_FEBRUARY: Final = 2
_LAST_DAYS: Final = {
    month: calendar.monthrange(2001, month)[1] for month in range(1, MONTHS_A_YEAR + 1)
}
"""The last day of each month of a common year."""
_WHOLE: Final[Mapping[tuple[int, int], Frequency]] = {
    (MONTHS_A_YEAR, 1): "A",
    (6, 7): "S",
    **{(MONTHS_A_QUARTER, month): "Q" for month in (1, 4, 7, 10)},
    **{(1, month): "M" for month in range(1, MONTHS_A_YEAR + 1)},
}
"""The spans of whole months that have a name, by their length and first month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One press article as it was given; ``text`` is never changed."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts."""
        if not 0 <= self.start <= self.end:
            msg = f"a span must be 0 <= start <= end (got {self.start}, {self.end})"
            raise ValueError(msg)

    def overlaps(self, other: Span) -> bool:
        """Share at least one character with ``other``."""
        return self.start < other.end and other.start < self.end


def month_end(year: int, month: int) -> date:
    """Give the last day of a month; a ValueError where there is no such month."""
    last = _LAST_DAYS.get(month, 0)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, last + 1 if leap and month == _FEBRUARY else last)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting span, both days included: "quý III/2024" is 1 July to 30 Sept."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            msg = f"a period must end on or after {self.first} (got {self.last})"
            raise ValueError(msg)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Give the calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_years(cls, first: int, last: int) -> Period:
        """Give the calendar years from ``first`` to ``last``, both whole."""
        return cls(date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Period:
        """Give the calendar quarter, 1 to 4."""
        month = quarter * MONTHS_A_QUARTER
        return cls(date(year, month - 2, 1), month_end(year, month))

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Period:
        """Give the months ``first`` to ``last`` of one year, both whole."""
        return cls(date(year, first, 1), month_end(year, last))

    @classmethod
    def of_day(cls, day: date) -> Period:
        """Give a single day."""
        return cls(day, day)

    @property
    def whole_months(self) -> bool:
        """Begin on a first of the month and end on a last."""
        return self.first.day == 1 and (self.last + _DAY).day == 1

    @property
    def months(self) -> int:
        """Count the calendar months touched."""
        years = self.last.year - self.first.year
        return years * MONTHS_A_YEAR + self.last.month - self.first.month + 1

    @property
    def frequency(self) -> Frequency:
        """Name the span as SDMX does; ``YTD`` is cumulative from January."""
        if self.first == self.last:
            return "D"
        first = self.first
        if self.whole_months and (named := _WHOLE.get((self.months, first.month))):
            return named
        from_january = first.year == self.last.year and first.month == first.day == 1
        return "YTD" if from_january else "SPAN"

    @property
    def iso(self) -> str:
        """Write the period as the annotation format does, as short as is exact."""
        simple = {"D": f"{self.first}", "A": f"{self.first.year:04d}"}
        simple["M"] = f"{self.first:%Y-%m}"
        quarter = (self.first.month + 2) // MONTHS_A_QUARTER
        simple["Q"] = f"{self.first.year:04d}-Q{quarter}"
        if self.frequency in simple:
            return simple[self.frequency]
        if not self.whole_months:
            return f"{self.first}/{self.last}"
        if (self.first.month, self.last.month) == (1, MONTHS_A_YEAR):
            return f"{self.first.year:04d}/{self.last.year:04d}"
        return f"{self.first:%Y-%m}/{self.last:%Y-%m}"

    def in_year(self, year: int) -> Period:
        """Move to another year, keeping months and days ("cùng kỳ năm 2020").

        A span of several years keeps its length and ends in ``year``.
        """
        return self.shifted_years(year - self.last.year)

    def shifted_years(self, years: int) -> Period:
        """Move by whole years; 29 February becomes the 28th, a month end stays one."""
        return Period(_move(self.first, years), _move_end(self.last, years))


def _move(day: date, years: int) -> date:
    last = month_end(day.year + years, day.month).day
    return date(day.year + years, day.month, min(day.day, last))


def _move_end(day: date, years: int) -> date:
    if day == month_end(day.year, day.month):
        return month_end(day.year + years, day.month)
    return _move(day, years)


@dataclass(frozen=True, slots=True)
class Base:
    """What a change, ratio, gap or share is against.

    ``period`` is set exactly when ``kind`` is ``"period"``.
    """

    kind: BaseKind
    period: Period | None = None

    def __post_init__(self) -> None:
        """Keep kind and period consistent."""
        if (self.kind == "period") != (self.period is not None):
            msg = f"a base has days exactly when it is a period (got {self!r})"
            raise ValueError(msg)

    @property
    def iso(self) -> str:
        """Write the base as the annotation format does."""
        return self.period.iso if self.period else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure a text states about one indicator: a row of the table (C3).

    ``amount_*``, ``sentence_*`` and ``evidence`` offsets count in the text as given.
    ``value`` is the number as written; ``quantity`` is ``value * 10**unit_mult``.
    ``evidence`` maps a field to its half-open span; ``inferred`` maps a field that
    no words state to the name of the rule that supplied it.
    """

    observation_id: str
    article_id: str
    text_sha256: str
    published: str | None
    source: str | None
    url: str | None
    model: str
    amount_start: int
    amount_end: int
    amount_text: str
    value: Decimal
    value_max: Decimal | None
    unit_text: str | None
    unit: str | None
    unit_mult: int
    quantity: Decimal
    bound: Bound
    measure: Measure
    direction: Direction | None
    metric_text: str | None
    parent_text: str | None
    entity: str | None
    indicator: str | None
    price_basis: str | None
    period: Period | None
    base: Base | None
    base_text: str | None
    plan_period: Period | None
    plan_by: PlanGiver | None
    status: Status
    area: str | None
    area_code: str | None
    evidence: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    inferred: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    repeat_of: str | None = None
    sentence_start: int = 0
    sentence_end: int = 0
    sentence_text: str = ""


COLUMNS: Final[tuple[str, ...]] = (
    "observation_id",
    "article_id",
    "text_sha256",
    "published",
    "source",
    "url",
    "model",
    "amount_start",
    "amount_end",
    "amount_text",
    "value",
    "value_max",
    "unit_text",
    "unit",
    "unit_mult",
    "quantity",
    "bound",
    "measure",
    "direction",
    "metric_text",
    "parent_text",
    "entity",
    "indicator",
    "price_basis",
    "period",
    "period_first",
    "period_last",
    "frequency",
    "base",
    "base_text",
    "base_first",
    "base_last",
    "plan_period",
    "plan_by",
    "status",
    "area",
    "area_code",
    "evidence",
    "inferred",
    "confidence",
    "repeat_of",
    "sentence_start",
    "sentence_end",
    "sentence_text",
)
"""The columns of the one table, in order (C3)."""
