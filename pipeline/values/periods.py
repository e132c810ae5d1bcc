"""Resolves time mentions to reporting periods, against what the context tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_YEAR, Period
from pipeline.values.period_calendar import before, month_at, month_index
from pipeline.values.period_context import ArticleDate, Context
from pipeline.values.period_rules import apply

if TYPE_CHECKING:
    from pipeline.values.time_mention import TimeMention

__all__ = [
    "ArticleDate",
    "base_period",
    "cumulative",
    "resolve",
    "standing",
    "whole",
]

_MID_MONTH: Final = 15
_CALENDAR: Final = frozenset(("date", "month", "months", "quarter", "year", "half"))


def resolve(
    mention: TimeMention,
    *,
    anchor: ArticleDate | None,
    year: int | None = None,
    month: int | None = None,
) -> Period | None:
    """Give what a mention denotes as a reporting period, or None if nothing tells.

    ``year`` and ``month`` are what the context has established already; a year of
    the mention's own wins. A month, a quarter or n months without any year are the
    latest such that have begun by the anchor or, where that is a day, begin within two
    months after it. The end of a period ("cuối năm 2020", "hết tháng 8") is its last
    day; its start ("đầu năm 2012") and its middle are the whole of it. "đến nay",
    "hiện" are the anchor's days. Durations, clock times, "cùng kỳ" are None.
    """
    try:
        return apply(mention, Context(anchor, year, month))
    except ValueError:  # no calendar has the day: "30/2"
        return None


def base_period(
    mention: TimeMention, *, of: Period | None, anchor: ArticleDate | None
) -> Period | None:
    """Give what a base mention denotes for a figure whose period is ``of``.

    "cùng kỳ" is ``of`` a year back or in the year told, "tháng trước" the month before
    its last month, "năm trước" the year before. A month, quarter or date without a year
    is the latest before the end of ``of``; "đầu năm 2021" and "cuối năm" are the last
    day of a year. "một năm" ("sau một năm") is ``of`` a year back. None if untold.
    """
    if mention.kind in ("same_period", "duration"):
        return _back(mention, of) if of else None
    spoken = of or (anchor.period if anchor else None)
    if mention.kind == "previous" and spoken is not None:
        term = mention.unit == "term"
        return _term_before(spoken) if term else before(mention, spoken)
    if mention.kind == "date" and of is not None and "previous" in mention.flags:
        return _day_before(of) or resolve(mention, anchor=anchor)
    if of is not None and mention.kind == "season" and mention.year is None:
        # "so với vụ đông xuân (năm) trước", told of the season of 2022-2023.
        return _term_before(of) if of.frequency == "A" or _is_season(of) else None
    if spoken is None or mention.kind not in _CALENDAR:
        return _opening(mention, resolve(mention, anchor=anchor))
    year = spoken.last.year
    found = _opening(mention, resolve(mention, anchor=anchor, year=year))
    if found is None or mention.year is not None or _told(mention):
        return found
    within = found.last == spoken.last and found.first > spoken.first
    if found.last < spoken.last or (within and "end" not in mention.flags):
        return found
    return _opening(mention, resolve(mention, anchor=anchor, year=year - 1))


def _day_before(of: Period) -> Period | None:
    """Give the day that "hôm qua" is for what is told of one day."""
    single = of.first == of.last
    return Period.of_day(of.first - timedelta(days=1)) if single else None


def cumulative(period: Period) -> Period:
    """Give 1 January of its last day's year up to its last day."""
    return Period(date(period.last.year, 1, 1), period.last)


def standing(period: Period) -> Period:
    """Give its last day alone, as stocks and rates want it."""
    return Period.of_day(period.last)


def whole(mention: TimeMention) -> TimeMention:
    """Drop "cuối", "hết": a target for "đến hết năm 2025" is set for all of 2025."""
    return replace(mention, flags=mention.flags - {"end", "start", "middle"})


def _told(mention: TimeMention) -> bool:
    return bool(mention.flags & {"this", "previous", "next"})


def _opening(mention: TimeMention, found: Period | None) -> Period | None:
    """Read "đầu năm 2021" as a base: the day before it begins."""
    if found is None or "start" not in mention.flags or mention.until is not None:
        return found
    return Period.of_day(found.first - timedelta(days=1))


def _back(mention: TimeMention, of: Period) -> Period | None:
    if mention.kind == "same_period" and mention.year is not None:
        return of.in_year(mention.year)
    count = 1 if mention.count is None else mention.count
    if mention.unit == "month":
        return _months_back(of, count)
    if mention.kind == "duration" and (mention.unit != "year" or mention.count is None):
        return None
    return of.shifted_years(-count)


def _months_back(of: Period, count: int) -> Period:
    """Move by months, keeping days ("cùng kỳ tháng trước" of 1 to 15 May: April)."""
    first = month_at(month_index(of.first) - count)
    last = month_at(month_index(of.last) - count)
    if of.whole_months:
        return Period(first.first, last.last)
    start = first.first.replace(day=min(of.first.day, first.last.day))
    return Period(start, last.first.replace(day=min(of.last.day, last.last.day)))


def _half_before(of: Period) -> Period | None:
    """Give the half month before a half month, the terms that customs report by."""
    last = of.first - timedelta(days=1)
    if of.months > 1:
        return None
    if of.first.day == _MID_MONTH + 1 and (of.last + timedelta(days=1)).day == 1:
        return Period(of.first.replace(day=1), last)
    if (of.first.day, of.last.day) == (1, _MID_MONTH):
        return Period(last.replace(day=_MID_MONTH + 1), last)
    return None


def _is_season(of: Period) -> bool:
    """Tell two whole years side by side: "niên vụ 2022-2023"."""
    beside = of.first.year + 1 == of.last.year
    return beside and of.whole_months and of.months >= MONTHS_A_YEAR


def _term_before(of: Period) -> Period | None:
    """Give the term before: of a month the month before, of nine months last year's.

    Of a season of two years, "niên vụ 2022-2023", it is the season of a year earlier.
    """
    if _is_season(of):
        return of.shifted_years(-1)
    if of.whole_months and of.months < MONTHS_A_YEAR and of.frequency != "YTD":
        return _months_back(of, of.months)
    half = _half_before(of)
    if half is not None:
        return half
    return of.shifted_years(-1) if of.frequency in ("A", "YTD") else None
