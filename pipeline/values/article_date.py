"""Finds the date that an article speaks from: metadata, header, dateline, text."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.schema import month_end
from pipeline.values.periods import ArticleDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.time_mention import TimeMention

_ISO: Final = re.compile(
    r"(?P<year>[12][0-9]{3})(?:[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?)?"
    r"(?:[T ].{0,40})?"
)
_COMPACT: Final = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?:[T ]?[0-9:]{0,12})?"
)
_LOCAL: Final = re.compile(
    r"(?:.{0,40}[^0-9])?(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[12][0-9]{3})(?:[^0-9].{0,40})?"
)
_HEADER: Final = re.compile(
    r"\A\s{0,9}date (?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"
    r"(?![0-9])"
)


def parse_published(value: str) -> ArticleDate:
    """Read a publication date as crawlers write it, as fine as it is.

    Raises:
        InputError: the value is not a date in any known form.
    """
    text = value.strip()
    for pattern in (_COMPACT, _ISO, _LOCAL):
        match = pattern.fullmatch(text)
        found = _of_match(match, "published") if match else None
        if found:
            return found
    try:
        day = parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        raise InputError(
            f"expected a publication date such as 2021-01-22, 20210122, 2021-01 or"
            f" 22/01/2021 (got {value!r})",
            hint="fix the date, or leave it out to let the text tell",
        ) from None
    return ArticleDate(day, day, "published")


def find_article_date(
    text_folded: str, times: Sequence[TimeMention], *, published: str | None
) -> ArticleDate | None:
    """Give the date an article speaks from, as fine as known, or None.

    Raises:
        InputError: ``published`` is given and unreadable.
    """
    if published is not None and published.strip():
        return parse_published(published)
    match = _HEADER.match(text_folded)
    if match:
        return _of_match(match, "header")
    full = [t for t in times if t.kind == "date" and t.year and t.month and t.day]
    if full:
        latest = max(full, key=lambda t: (t.year, t.month, t.day))
        day = _day(latest.year, latest.month, latest.day)
        return ArticleDate(day, day, "text") if day else None
    return None


def _of_match(match: re.Match[str], source: str) -> ArticleDate | None:
    year = int(match["year"])
    if match["month"] is None:
        return ArticleDate(date(year, 1, 1), date(year, 12, 31), source)
    month = int(match["month"])
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    if match["day"] is None:
        return ArticleDate(date(year, month, 1), month_end(year, month), source)
    day = _day(year, month, int(match["day"]))
    return ArticleDate(day, day, source) if day else None


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
