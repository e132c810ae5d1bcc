"""Resolves time mentions to reporting periods, against the article's date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period, month_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.values.time_mention import TimeMention

_EARLY: Final = 2
"""In January and February "6 tháng cuối năm" still means the year before."""
_MID_MONTH: Final = 15


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """When an article speaks: a day, a month or a year, as fine as known.

    ``source`` is "published", "header", "dateline" or "text".
    """

    first: date
    last: date
    source: str


@dataclass(frozen=True, slots=True)
class _Context:
    anchor: ArticleDate | None
    year: int | None
    month: int | None

    def default_year(self) -> int | None:
        if self.year is not None:
            return self.year
        return self.anchor.last.year if self.anchor else None


def resolve(
    mention: TimeMention,
    *,
    anchor: ArticleDate | None,
    year: int | None = None,
    month: int | None = None,
) -> Period | None:
    """Give what a mention denotes as a reporting period, or None if nothing tells.

    ``year`` and ``month`` are what the context has established already; a year of
    the mention's own wins. A month, a quarter or n months without a year are the
    latest such that have begun by the anchor (n months: whose last month has).
    The end or start of a period ("cuối năm 2020", "đầu năm 2021") is a day;
    "đầu năm" is the last day of the year before, as bases want it.
    """
    rule = _RULES.get(mention.kind)
    if rule is None:
        return None
    try:
        return rule(mention, _Context(anchor, year, month))
    except ValueError:  # a day that no calendar has: "30/2"
        return None


def base_period(
    mention: TimeMention, *, of: Period | None, anchor: ArticleDate | None
) -> Period | None:
    """Give what a base mention denotes for a figure whose period is ``of``.

    "cùng kỳ" is ``of`` a year back, "tháng trước" the month before its last month,
    "năm trước" the year before. None where it cannot be told.
    """
    if mention.kind == "same_period":
        return _same(mention, of)
    if mention.kind == "previous":
        return _before(mention, of or _anchor_period(anchor))
    return resolve(mention, anchor=anchor, year=of.last.year if of else None)


def cumulative(period: Period) -> Period:
    """Give 1 January of its last day's year up to its last day."""
    return Period(date(period.last.year, 1, 1), period.last)


def standing(period: Period) -> Period:
    """Give its last day alone, as stocks and rates want it."""
    return Period.of_day(period.last)


def _anchor_period(anchor: ArticleDate | None) -> Period | None:
    return Period(anchor.first, anchor.last) if anchor else None


def _same(mention: TimeMention, of: Period | None) -> Period | None:
    if of is None:
        return None
    if mention.unit == "month":
        return _months_back(of)
    if mention.year is not None:
        return of.in_year(mention.year)
    return of.shifted_years(-1)


def _months_back(of: Period) -> Period:
    index = of.first.year * MONTHS_A_YEAR + of.first.month - 2
    year, month = divmod(index, MONTHS_A_YEAR)
    if of.whole_months:
        return Period.of_months(year, month + 1, month + 1)
    end = month_end(year, month + 1)
    return Period(
        date(year, month + 1, min(of.first.day, end.day)),
        date(year, month + 1, min(of.last.day, end.day)),
    )


def _before(mention: TimeMention, of: Period | None) -> Period | None:
    if of is None:
        return None
    year, month = of.last.year, of.last.month
    if mention.unit == "year":
        return Period.of_year(year - 1)
    if mention.unit == "quarter":
        index = year * 4 + (month - 1) // MONTHS_A_QUARTER - 1
        return Period.of_quarter(index // 4, index % 4 + 1)
    if mention.unit == "month":
        index = year * MONTHS_A_YEAR + month - 2
        return Period.of_months(index // 12, index % 12 + 1, index % 12 + 1)
    if mention.unit == "term":
        return of.shifted_years(-1) if of.frequency in {"A", "YTD"} else None
    return None


def _shift(mention: TimeMention) -> int:
    return ("next" in mention.flags) - ("previous" in mention.flags)


def _year_of(mention: TimeMention, context: _Context) -> int | None:
    if mention.year is not None:
        return mention.year
    base = context.default_year()
    return None if base is None else base + _shift(mention)


def _latest(mention: TimeMention, context: _Context, month: int) -> int | None:
    """Give the year of the latest ``month`` begun by the anchor."""
    if mention.year is not None:
        return mention.year
    if context.year is not None:
        return context.year + _shift(mention)
    if context.anchor is None:
        return None
    last = context.anchor.last
    return last.year - (month > last.month) + _shift(mention)


def _edge(mention: TimeMention, whole: Period) -> Period:
    if "end" in mention.flags:
        return Period.of_day(whole.last)
    if "start" in mention.flags:
        return Period.of_day(whole.first - timedelta(days=1))
    return whole


def _interval(mention: TimeMention, context: _Context) -> Period | None:
    """Resolve "A to B": B first, since the year mostly stands behind it."""
    until = mention.until
    if until is None:
        return None
    last = resolve(
        until, anchor=context.anchor, year=context.year, month=context.month
    )
    if last is None:
        return None
    start = replace(mention, until=None, flags=mention.flags - {"start", "end"})
    first = resolve(start, anchor=context.anchor, year=last.last.year)
    if first is None:
        return None
    if first.first > last.last and mention.year is None:
        first = first.shifted_years(-1)
    return Period(first.first, last.last) if first.first <= last.last else None


def _date(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None:
        return _days(mention, context)
    anchor = context.anchor
    if mention.day is None:
        if anchor is None or anchor.first != anchor.last:
            return None
        return Period.of_day(anchor.first + timedelta(days=_shift(mention)))
    month = mention.month or context.month
    if month is None and anchor and anchor.first.month == anchor.last.month:
        month = anchor.last.month
    if month is None:
        return None
    year = _latest(mention, context, month)
    return None if year is None else Period.of_day(date(year, month, mention.day))


def _days(mention: TimeMention, context: _Context) -> Period | None:
    until = mention.until
    if mention.unit != "days" or until is None:
        return _interval(mention, context)
    last = _date(
        replace(until, month=until.month or mention.month, year=mention.year), context
    )
    if last is None or until.day is None or mention.day is None:
        return None
    return Period(last.last.replace(day=mention.day), last.last)


def _month(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None:
        return _interval(mention, context)
    month, anchor = mention.month, context.anchor
    if month is None:
        if anchor is None:
            return None
        index = anchor.last.year * MONTHS_A_YEAR + anchor.last.month - 1
        index += _shift(mention)
        month = index % MONTHS_A_YEAR + 1
        return Period.of_months(index // MONTHS_A_YEAR, month, month)
    year = _latest(mention, context, month)
    if year is None:
        return None
    whole = Period.of_months(year, month, month)
    if "middle" in mention.flags:
        return Period.of_day(date(year, month, _MID_MONTH))
    if "start" in mention.flags:
        return Period.of_day(whole.first)
    return _edge(mention, whole)


def _months(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None:
        year = _latest(mention, context, mention.until.month or MONTHS_A_YEAR)
        if year is None or not mention.month or not mention.until.month:
            return None
        return Period.of_months(year, mention.month, mention.until.month)
    if mention.count is None or not 1 <= mention.count <= MONTHS_A_YEAR:
        return None
    if "last" in mention.flags:
        year = _closing_year(mention, context)
        first = MONTHS_A_YEAR + 1 - mention.count
        return None if year is None else Period.of_months(year, first, MONTHS_A_YEAR)
    year = _latest(mention, context, mention.count)
    return None if year is None else Period.of_months(year, 1, mention.count)


def _closing_year(mention: TimeMention, context: _Context) -> int | None:
    """Give the year whose end is meant: in January it is still the last one."""
    if mention.year is not None or context.year is not None or not context.anchor:
        return _year_of(mention, context)
    last = context.anchor.last
    return last.year - (last.month <= _EARLY) + _shift(mention)


def _quarters(mention: TimeMention, context: _Context) -> Period | None:
    months = replace(mention, kind="months", count=(mention.count or 0) * 3)
    return _months(months, context)


def _quarter(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None:
        return _interval(mention, context)
    quarter, anchor = mention.quarter, context.anchor
    if quarter is None:
        if anchor is None:
            return None
        index = anchor.last.year * 4 + (anchor.last.month - 1) // MONTHS_A_QUARTER
        index += _shift(mention)
        return Period.of_quarter(index // 4, index % 4 + 1)
    year = _latest(mention, context, quarter * MONTHS_A_QUARTER - 2)
    if year is None:
        return None
    return _edge(mention, Period.of_quarter(year, quarter))


def _half(mention: TimeMention, context: _Context) -> Period | None:
    second = "last" in mention.flags
    if mention.unit == "month":
        whole = _month(replace(mention, flags=mention.flags - {"last"}), context)
        if whole is None:
            return None
        middle = whole.first.replace(day=_MID_MONTH)
        if second:
            return Period(middle + timedelta(days=1), whole.last)
        return Period(whole.first, middle)
    year = _closing_year(mention, context)
    if year is None:
        return None
    return Period.of_months(year, 7, 12) if second else Period.of_months(year, 1, 6)


def _year(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None:
        return _interval(mention, context)
    if mention.year is None and "past" in mention.flags:
        year = _closing_year(mention, context)
    else:
        year = _year_of(mention, context)
    if year is None:
        return None
    if "middle" in mention.flags:
        return Period.of_day(date(year, 6, 30))
    return _edge(mention, Period.of_year(year))


def _since_start(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is None:
        last = _anchor_period(context.anchor)
    else:
        year = context.year if mention.year is None else mention.year
        last = resolve(mention.until, anchor=context.anchor, year=year)
    if last is None:
        return None
    year = mention.year or last.last.year
    return Period(date(year, 1, 1), last.last) if year <= last.last.year else None


def _span(mention: TimeMention, context: _Context) -> Period | None:
    if mention.unit == "decade" and mention.year is not None:
        return Period.of_years(mention.year, mention.year + 9)
    return _interval(replace(mention, kind="year"), context)


def _season(mention: TimeMention, context: _Context) -> Period | None:
    if mention.until is not None and mention.until.year and mention.year:
        return Period.of_years(mention.year, mention.until.year)
    year = _year_of(mention, context)
    return None if year is None else Period.of_year(year)


def _now(mention: TimeMention, context: _Context) -> Period | None:
    del mention
    return _anchor_period(context.anchor)


def _previous(mention: TimeMention, context: _Context) -> Period | None:
    anchor = _anchor_period(context.anchor)
    if mention.unit == "year" and context.year is not None:
        return Period.of_year(context.year - 1)
    return _before(mention, anchor)


_RULES: Final[dict[str, Callable[[TimeMention, _Context], Period | None]]] = {
    "date": _date,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "quarters": _quarters,
    "half": _half,
    "year": _year,
    "since_start": _since_start,
    "span": _span,
    "season": _season,
    "now": _now,
    "previous": _previous,
}
