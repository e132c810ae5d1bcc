"""Finds the date that an article speaks from: metadata, header, dateline, text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.schema import MONTHS_A_YEAR, month_end
from pipeline.values.period_calendar import month_at, month_index
from pipeline.values.period_context import ArticleDate
from pipeline.values.time_dateline import (
    Times,
    compared_year,
    crawled_late,
    dateline,
    dateline_within,
    estimated,
    latest_day,
)
from pipeline.values.time_header import day_of, header_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.time_mention import TimeMention

_ISO: Final = re.compile(
    r"(?P<year>[12]\d{3})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?"
    r"(?:[T ].{0,40})?"
)
_COMPACT: Final = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?:[T ]?[0-9:]{0,12})?"
)
_LOCAL: Final = re.compile(
    r"(?:.{0,40}\D)?(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>[12]\d{3})"
    r"(?:\D.{0,40})?"
)
_MONTH: Final = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>[12]\d{3})(?P<day>(?!))?")
_LATE: Final = 4
"""Months that a crawl may date an article too late."""


def parse_published(value: str) -> ArticleDate:
    """Read a publication date as crawlers write it: a day, a month or a year.

    Forms: "2021-01-22" with or without a time, "20210122", "2021-01", "2021",
    "22/01/2021" among a time or a weekday, "01/2021", RFC 2822.

    Raises:
        InputError: the value is not a date in any of these forms.
    """
    text = value.strip()
    for pattern in (_COMPACT, _ISO, _LOCAL, _MONTH):
        match = pattern.fullmatch(text)
        found = _of_match(match) if match else None
        if found:
            return found
    try:
        day = parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        raise InputError(
            "expected a publication date such as 2021-01-22, 20210122, 2021-01 or"
            f" 22/01/2021 (got {value!r})",
            hint="fix the date, or leave it out and let the text tell",
        ) from None
    return ArticleDate(day, day, "published")


def find_article_date(
    text_folded: str, times: Sequence[TimeMention], *, published: str | None
) -> ArticleDate | None:
    """Give the date an article speaks from, as fine as known, or None.

    Metadata wins, then a header in the text; where either is a month or a year only,
    a dateline up to four months before its end makes it a day. Without them it is the
    dateline, if its year can be told, or what the figures and dates of the text imply.

    Raises:
        InputError: ``published`` is given and unreadable.
    """
    spoken = Times(text_folded, times)
    told = _told(text_folded, published)
    if told is not None:
        return told if told.is_day else _finer(told, spoken)
    day = dateline(spoken)
    if day is not None:
        return ArticleDate(day, day, "dateline")
    return estimated(spoken) or latest_day(spoken) or _implied_year(spoken)


def _told(folded: str, published: str | None) -> ArticleDate | None:
    if published is not None and published.strip():
        return parse_published(published)
    return header_date(folded)


def _finer(told: ArticleDate, spoken: Times) -> ArticleDate:
    """Make a month a day by a dateline in it, or shortly before for a late crawl."""
    first = month_at(month_index(told.first) - _LATE).first
    day = dateline_within(spoken, first, told.last)
    if day is not None:
        return ArticleDate(day, day, "dateline")
    return (
        replace(told, told_year=told.last.year - 1)
        if crawled_late(told, spoken)
        else told
    )


def _implied_year(spoken: Times) -> ArticleDate | None:
    """Read "cùng kỳ 2017" as said in 2018."""
    year = compared_year(spoken)
    if year is None:
        return None
    return ArticleDate(date(year, 1, 1), date(year, MONTHS_A_YEAR, 31), "text")


def _of_match(match: re.Match[str]) -> ArticleDate | None:
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month is None:
        return ArticleDate(date(year, 1, 1), date(year, MONTHS_A_YEAR, 31), "published")
    if not 1 <= int(month) <= MONTHS_A_YEAR:
        return None
    if day is None:
        first = date(year, int(month), 1)
        return ArticleDate(first, month_end(year, int(month)), "published")
    found = day_of(year, int(month), int(day))
    return ArticleDate(found, found, "published") if found else None
