"""Calendar arithmetic on months and quarters by number, and the unit before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.schema import MONTHS_A_YEAR, Period

if TYPE_CHECKING:
    from datetime import date

    from pipeline.values.time_mention import TimeMention


def month_at(index: int) -> Period:
    """Give a month by its number since the year 0: ``year * 12 + month - 1``."""
    year, month = divmod(index, MONTHS_A_YEAR)
    return Period.of_months(year, month + 1, month + 1)


def month_index(day: date) -> int:
    """Give the number of a day's month since the year 0."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def quarter_at(index: int) -> Period:
    """Give a quarter by its number since the year 0: ``year * 4 + quarter - 1``."""
    return Period.of_quarter(index // 4, index % 4 + 1)


def quarter_index(day: date) -> int:
    """Give the number of a day's quarter since the year 0."""
    return month_index(day) // 3


def ending_in(kind: str, of: Period) -> Period | None:
    """Give the "month", "quarter" or "year" that a period within one year ends in.

    None where the period is longer and does not build up to it: of a whole year no
    quarter or month is meant.
    """
    if of.first.year != of.last.year:
        return None
    if kind == "year":
        return Period.of_year(of.last.year)
    if of.frequency == "A":
        return None
    if kind == "quarter":
        return quarter_at(quarter_index(of.last))
    return month_at(month_index(of.last)) if kind == "month" else None


def before(mention: TimeMention, of: Period) -> Period | None:
    """Give the unit before a period: "tháng trước" is the month before its last."""
    if mention.unit == "year":
        return Period.of_year(of.last.year - 1)
    if mention.unit == "quarter":
        return quarter_at(quarter_index(of.last) - 1)
    if mention.unit == "month":
        return month_at(month_index(of.last) - 1)
    if mention.unit == "day" and of.first == of.last:
        return Period.of_day(of.first - timedelta(days=1))
    return None
