"""The date that a crawler or the page left at the top of a text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_YEAR, month_end
from pipeline.values.period_context import ArticleDate
from pipeline.values.time_forms import piece

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_HEAD: Final = 1500


def header_date(folded: str) -> ArticleDate | None:
    """Read a date that the crawler or the page left at the top of the text."""
    return next((date for date, _ in _headers(folded)), None)


def header_span(folded: str) -> tuple[int, int]:
    """Give where the header with the date stands, an empty span without one."""
    return next((span for _, span in _headers(folded)), (0, 0))


def _headers(folded: str) -> Iterator[tuple[ArticleDate, tuple[int, int]]]:
    for name in ("header_mark", "header_line"):
        match = _on_a_line(piece(name), folded)
        found = _of_match(match) if match else None
        if match and found:
            yield found, match.span()


def _on_a_line(mark: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """Match where a line begins; a search would try every character."""
    at = 0
    while 0 <= at < _HEAD:
        if (match := mark.match(folded, at, _HEAD)) is not None:
            return match
        at = folded.find("\n", at + 1, _HEAD)
    return None


def _of_match(match: re.Match[str]) -> ArticleDate | None:
    year, month = int(match["year"]), int(match["month"])
    if not 1 <= month <= MONTHS_A_YEAR:
        return None
    if match["day"] is None:
        return ArticleDate(date(year, month, 1), month_end(year, month), "header")
    day = day_of(year, month, int(match["day"]))
    return ArticleDate(day, day, "header") if day else None


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """Give the day, or None where a part is missing or no calendar has it."""
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
