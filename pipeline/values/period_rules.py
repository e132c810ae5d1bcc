"""One rule per kind of time mention: what it denotes in a context, or None."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period, month_end
from pipeline.values.period_calendar import (
    before,
    month_at,
    month_index,
    quarter_at,
    quarter_index,
)
from pipeline.values.period_context import Context, shift

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.values.time_mention import TimeMention

_MID_MONTH: Final = 15
_WEEK: Final = 7
_LAST_WEEK: Final = 5
_FISCAL_MONTH: Final = 10
"""Book years that bear two years ("niên độ 2019-2020") begin in October."""
_AHEAD: Final = timedelta(days=60)
_PAST_YEAR: Final = 6
"""Up to June "năm qua" is the calendar year before."""
_LATE: Final = 28
"""From this day on "tháng qua" is the month that is ending."""


def apply(mention: TimeMention, context: Context) -> Period | None:
    """Resolve a mention by the rule of its kind; None where nothing tells.

    Raises:
        ValueError: the calendar has no such day ("30/2").
    """
    if mention.until is not None and mention.kind in _RUNS:
        return _interval(mention, context)
    rule = _RULES.get(mention.kind)
    return rule(mention, context) if rule else None


def _interval(mention: TimeMention, context: Context) -> Period | None:
    """Resolve "A to B": B first, since the year mostly stands behind it."""
    until = mention.until
    last = None if until is None else apply(until, context)
    if until is None or last is None or _skips(mention, until):
        return None
    begin = replace(mention, until=None, flags=mention.flags - {"start", "end"})
    near = Context(context.anchor, last.last.year, until.month or context.month)
    first = apply(begin, near)
    if first is not None and first.first > last.last and mention.year is None:
        first = first.shifted_years(-1)
    if first is None or first.first > last.last:
        return None
    return Period(first.first, last.last)


def _skips(mention: TimeMention, until: TimeMention) -> bool:
    """Tell a list that is no stretch: "quý I và IV"."""
    if mention.count is None or mention.quarter is None or until.quarter is None:
        return False
    return until.quarter - mention.quarter + 1 != mention.count


def _date(mention: TimeMention, context: Context) -> Period | None:
    anchor = context.anchor
    if mention.day is None:
        if anchor is None or not anchor.is_day or mention.unit == "weekday":
            return None
        return Period.of_day(anchor.first + timedelta(days=shift(mention)))
    month = mention.month or context.month
    if month is None and anchor and anchor.first.month == anchor.last.month:
        month = anchor.last.month
    if month is None:
        return None
    told = mention.year is not None or context.year is not None
    if told or anchor is None:
        year = context.year_of(mention)
        return None if year is None else Period.of_day(date(year, month, mention.day))
    ahead = anchor.last + _AHEAD if anchor.is_day else anchor.last
    late = date(ahead.year, month, min(mention.day, _LATE)) > ahead
    year = ahead.year - late + shift(mention)
    return Period.of_day(date(year, month, mention.day))


def _month(mention: TimeMention, context: Context) -> Period | None:
    if mention.month is None:
        return _relative_month(mention, context)
    year = context.latest_year(mention, mention.month)
    if year is None:
        return None
    if {"middle", "until"} <= mention.flags:
        return Period.of_day(date(year, mention.month, _MID_MONTH))
    return _edge(mention, Period.of_months(year, mention.month, mention.month))


def _relative_month(mention: TimeMention, context: Context) -> Period | None:
    if context.year is not None and context.month is not None:
        return Period.of_months(context.year, context.month, context.month)
    if context.anchor is None:
        return None
    index = month_index(context.anchor.last) + shift(mention)
    ending = context.anchor.is_day and context.anchor.last.day >= _LATE
    return month_at(index - ("past" in mention.flags and not ending))


def _edge(mention: TimeMention, whole: Period) -> Period:
    return Period.of_day(whole.last) if "end" in mention.flags else whole


def _months(mention: TimeMention, context: Context) -> Period | None:
    until, count = mention.until, mention.count
    if mention.unit == "fiscal":
        return _fiscal_months(mention, context)
    if until is not None:
        return _run(mention, until, context)
    if count is None or not 1 <= count <= MONTHS_A_YEAR or "vague" in mention.flags:
        return None
    if "last" in mention.flags:
        year = context.closing_year(mention)
        first = MONTHS_A_YEAR + 1 - count
        return None if year is None else Period.of_months(year, first, MONTHS_A_YEAR)
    year = context.latest_year(mention, count)
    if year is None or ("past" in mention.flags and not _just_over(count, context)):
        return None
    return Period.of_months(year, 1, count)


def _just_over(count: int, context: Context) -> bool:
    """Tell "8 tháng qua" said in August or September: the year's months so far."""
    anchor = context.anchor
    return anchor is not None and anchor.last.month - count in (0, 1)


def _run(mention: TimeMention, until: TimeMention, context: Context) -> Period | None:
    first, last = mention.month or 1, until.month or MONTHS_A_YEAR
    year = context.latest_year(mention, last)
    gaps = mention.count is not None and last - first + 1 != mention.count
    if year is None or first > last or gaps:
        return None
    return Period.of_months(year, first, last)


def _fiscal_months(mention: TimeMention, context: Context) -> Period | None:
    """Count months of a book year from October; one with a single year is unknown."""
    del context
    if mention.year is None or mention.until is None or mention.count is None:
        return None
    first = date(mention.year, _FISCAL_MONTH, 1)
    return Period(first, month_at(month_index(first) + mention.count - 1).last)


def _quarters(mention: TimeMention, context: Context) -> Period | None:
    count = (mention.count or 0) * MONTHS_A_QUARTER
    return _months(replace(mention, kind="months", count=count), context)


def _quarter(mention: TimeMention, context: Context) -> Period | None:
    if mention.unit == "fiscal":
        return None
    if mention.quarter is None:
        if context.anchor is None:
            return None
        index = quarter_index(context.anchor.last) + shift(mention)
        return quarter_at(index - ("past" in mention.flags))
    begins = mention.quarter * MONTHS_A_QUARTER - 2
    year = context.latest_year(mention, begins)
    if year is None:
        return None
    return _edge(mention, Period.of_quarter(year, mention.quarter))


def _half(mention: TimeMention, context: Context) -> Period | None:
    second = "last" in mention.flags
    if mention.unit == "month":
        return _half_month(mention, context, second=second)
    year = context.closing_year(mention)
    if year is None:
        return None
    return Period.of_months(year, 7, 12) if second else Period.of_months(year, 1, 6)


def _half_month(
    mention: TimeMention, context: Context, *, second: bool
) -> Period | None:
    whole = _month(replace(mention, flags=mention.flags - {"end"}), context)
    if whole is None:
        return None
    middle = whole.first.replace(day=_MID_MONTH)
    if second:
        return Period(middle + timedelta(days=1), whole.last)
    return Period(whole.first, middle)


def _week(mention: TimeMention, context: Context) -> Period | None:
    """Resolve a week of a month: days 1 to 7, 8 to 14 …; other weeks are unknown."""
    if mention.count is None:
        return None
    month = _month(replace(mention, flags=mention.flags - {"end"}), context)
    if month is None:
        return None
    if mention.count == _LAST_WEEK:
        return Period(month.last - timedelta(days=_WEEK - 1), month.last)
    last = month.first + timedelta(days=_WEEK * mention.count - 1)
    return Period(last - timedelta(days=_WEEK - 1), last)


def _year(mention: TimeMention, context: Context) -> Period | None:
    if mention.year is None and "past" in mention.flags:
        year = context.closing_year(mention, until=_PAST_YEAR)
    elif "whole" in mention.flags:
        # "11 tháng năm 2020 đạt 9 tỷ, cả năm ước đạt 10 tỷ" goes on about 2020.
        year = context.year or context.closing_year(mention, until=1)
    else:
        year = context.year_of(mention)
    return None if year is None else _edge(mention, Period.of_year(year))


def _since_start(mention: TimeMention, context: Context) -> Period | None:
    year = context.year if mention.year is None else mention.year
    if mention.until is not None:
        near = Context(context.anchor, year, context.month)
        last = apply(mention.until, near)
    else:
        last = context.anchor.period if context.anchor else None
    if last is None:
        return None
    start = last.last.year if mention.year is None else mention.year
    if mention.until is None and mention.year is None and context.anchor:
        start = context.anchor.year
    if mention.until is None and start < last.last.year:
        return Period.of_year(start)
    return Period(date(start, 1, 1), last.last) if start <= last.last.year else None


def _span(mention: TimeMention, context: Context) -> Period | None:
    if mention.unit == "decade" and mention.year is not None:
        return Period.of_years(mention.year, mention.year + 9)
    if mention.year is None or mention.until is None:
        return None
    last = apply(mention.until, context)
    if last is None or last.last.year < mention.year:
        return None
    return Period(date(mention.year, 1, 1), last.last)


def _season(mention: TimeMention, context: Context) -> Period | None:
    last = mention.until.year if mention.until else None
    if mention.year is not None and last is not None:
        if mention.unit == "fiscal":
            first = date(mention.year, _FISCAL_MONTH, 1)
            return Period(first, month_end(last, _FISCAL_MONTH - 1))
        return Period.of_years(mention.year, last) if mention.year <= last else None
    year = context.year_of(mention)
    return None if year is None else Period.of_year(year)


def _now(mention: TimeMention, context: Context) -> Period | None:
    del mention
    return context.anchor.period if context.anchor else None


def _previous(mention: TimeMention, context: Context) -> Period | None:
    if mention.unit == "year" and context.year is not None:
        return Period.of_year(context.year - 1)
    if context.year is not None and context.month is not None:
        spoken = Period.of_months(context.year, context.month, context.month)
        return before(mention, spoken)
    return before(mention, context.anchor.period) if context.anchor else None


_RUNS: Final = frozenset(("date", "month", "quarter", "week", "year"))
"""Kinds whose ``until`` makes an interval of any two ends."""

_RULES: Final[Mapping[str, Callable[[TimeMention, Context], Period | None]]] = {
    "date": _date,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "quarters": _quarters,
    "half": _half,
    "week": _week,
    "year": _year,
    "since_start": _since_start,
    "span": _span,
    "season": _season,
    "now": _now,
    "previous": _previous,
}
