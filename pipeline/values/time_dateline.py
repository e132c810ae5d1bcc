"""The days an article's own text speaks from: datelines, its figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_QUARTER, MONTHS_A_YEAR, month_end
from pipeline.values.period_calendar import month_index
from pipeline.values.period_context import ArticleDate
from pipeline.values.time_forms import piece
from pipeline.values.time_header import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.values.time_mention import TimeMention

_OPENING: Final = 800
"""Characters within which an article tells when its event was."""
_SENTENCE: Final = 160
_PARAGRAPH: Final = 320
_REPORTING: Final = 3
"""Months at most from the last month reported on to the report."""
_EARLY: Final = 6
_CRAWLED: Final = 2
"""Up to this month the articles of a crawl may be of the year before."""
_OFTEN: Final = 2
_VERSUS: Final = 8
_NOT_A_DATELINE: Final = frozenset(("until", "from", "end", "start", "since"))


@dataclass(frozen=True, slots=True)
class Times:
    """A folded text with its time mentions."""

    folded: str
    mentions: Sequence[TimeMention]

    def sentence_before(self, mention: TimeMention) -> tuple[int, int]:
        """Give the stretch from the sentence's begin to the mention."""
        low = max(0, mention.start - _SENTENCE)
        stop = self.folded.rfind(". ", low, mention.start)
        line = self.folded.rfind("\n", low, mention.start)
        return max(low, stop + 1, line + 1), mention.start

    def says(self, name: str, mention: TimeMention) -> bool:
        """Tell whether the sentence says a piece before the mention."""
        low, high = self.sentence_before(mention)
        return piece(name).search(self.folded, low, high) is not None


def dateline_within(times: Times, first: date, last: date) -> date | None:
    """Give the latest dateline that lies in ``first`` to ``last``."""
    found: list[date] = []
    for mention in _datelines(times):
        years = (last.year, last.year - 1) if mention.year is None else (mention.year,)
        days = (day_of(year, mention.month, mention.day) for year in years)
        found += [day for day in days if day and first <= day <= last]
    return max(found, default=None)


def dateline(times: Times) -> date | None:
    """Give the latest dateline, its year told by itself or by the months reported."""
    lines = list(_datelines(times))
    months = {m.month for m in lines if m.year is None and m.month is not None}
    reported = sorted(set(_months_reported(times)), reverse=True) if months else []
    years = {month: _year_of_dateline(times, month, reported) for month in months}
    days = (day_of(m.year or years.get(m.month or 0), m.month, m.day) for m in lines)
    return max((day for day in days if day), default=None)


def _datelines(times: Times) -> Iterable[TimeMention]:
    """Give the days an event is told of: near the top, or with a part of the day."""
    for mention in times.mentions:
        if mention.kind != "date" or mention.month is None or mention.unit:
            continue
        if mention.day is None or mention.until or mention.flags & _NOT_A_DATELINE:
            continue
        led = piece("event_day").match(times.folded, mention.start)
        if mention.start > _OPENING and not led and not _in_lead(times, mention):
            continue
        low = max(0, mention.start - _SENTENCE)
        kinds = ("of_document",) if led else ("of_document", "set_day")
        other = any(piece(k).search(times.folded, low, mention.start) for k in kinds)
        if not other and not times.says("to_come", mention):
            yield mention


def _in_lead(times: Times, mention: TimeMention) -> bool:
    """Tell a day in the lead that a crawl has put last: "(ABC) - Ngày 24/11, …"."""
    low = max(0, mention.start - _SENTENCE)
    line = times.folded.rfind("\n", low, mention.start) + 1
    return bool(line) and piece("lead_mark").match(times.folded, line) is not None


def _year_of_dateline(times: Times, month: int, reported: Sequence[int]) -> int | None:
    """Infer the year of a dateline in ``month`` from what the text reports on."""
    named = _year_named(times, month)
    if named is not None:
        return named
    for index in reported:
        year = index // MONTHS_A_YEAR + (month - 1 < index % MONTHS_A_YEAR)
        if year * MONTHS_A_YEAR + month - 1 - index <= _REPORTING:
            return year
    return None if reported else spoken_year(times, month)


def _months_reported(times: Times) -> Iterable[int]:
    """Give the last months, as numbers, of the past stretches with a year told."""
    for mention in times.mentions:
        end = _end_of(mention.until if mention.until is not None else mention)
        if end is not None and not times.says("to_come", mention):
            yield month_index(end)


def _end_of(mention: TimeMention) -> date | None:
    if mention.year is None or mention.flags & {"last", "vague", "bare"}:
        return None
    ends = {
        "month": mention.month,
        "date": mention.month,
        "months": mention.count,
        "quarter": (mention.quarter or 0) * MONTHS_A_QUARTER,
    }
    month = ends.get(mention.kind)
    return date(mention.year, month, 1) if month and month <= MONTHS_A_YEAR else None


def _year_named(times: Times, month: int) -> int | None:
    """Read "năm 2017 này" as said in 2017, "năm 2016 vừa qua" as early in 2017."""
    for mention in times.mentions:
        if mention.kind == "year" and mention.year is not None:
            if "this" in mention.flags:
                return mention.year
            if "past" in mention.flags:
                return mention.year + (month <= _EARLY)
    return None


def compared_year(times: Times) -> int | None:
    """Read "cùng kỳ 2017", "so với cuối năm 2017" as said of 2018: the latest."""
    years = [m.year for m in times.mentions if m.year and _is_compared(times, m)]
    return max(years) + 1 if years else None


def _is_compared(times: Times, mention: TimeMention) -> bool:
    if mention.kind == "same_period":
        return True
    if mention.kind != "year" or mention.flags != {"end"}:
        return False
    low = max(0, mention.start - _VERSUS)
    return piece("versus").search(times.folded, low, mention.start) is not None


def crawled_late(told: ArticleDate, times: Times) -> bool:
    """Tell a crawl early in a year that dates an article of the year before.

    It compares with the year before that, or tells of no day or month since the turn.
    """
    if told.first.year != told.last.year or told.last.month > _CRAWLED:
        return False
    year = told.last.year
    compared = compared_year(times)
    if compared is not None:
        return compared == year - 1
    named = Counter(m.year for m in times.mentions if not times.says("planned", m))
    return not named[year] and named[year - 1] >= _OFTEN


def spoken_year(times: Times, month: int) -> int | None:
    """Infer the year an article of ``month`` speaks from, by the years it names."""
    compared = compared_year(times)
    if compared is not None:
        return compared
    found: list[int] = []
    latest, often = _latest_year(times)
    for mention in times.mentions:
        if mention.year is None or mention.until is not None:
            continue
        if mention.kind in ("half", "months"):
            found.append(mention.year)
        elif mention.kind == "year" and not mention.flags:
            turned = _year_told(times, mention, month)
            if often or turned != mention.year:
                found.append(turned)
    year = max(found, default=None)
    return None if year is None or latest - year > 1 else year


def _latest_year(times: Times) -> tuple[int, bool]:
    """Give the latest year told as past, and whether it is told more than once."""
    years = Counter(
        m.year
        for m in times.mentions
        if m.year is not None and not times.says("to_come", m)
    )
    latest = max(years, default=0)
    return latest, years[latest] >= _OFTEN


def _year_told(times: Times, mention: TimeMention, month: int) -> int:
    """Read a year's report in January as the year after, a plan in December before."""
    year = mention.year or 0
    if month == MONTHS_A_YEAR and times.says("planned", mention):
        return year - 1
    return year + (month == 1 and times.says("looked_back", mention))


def estimated(times: Times) -> ArticleDate | None:
    """Give the latest stretch whose figures are still estimates, as fine as told."""
    best: ArticleDate | None = None
    horizon = _horizon(times)
    for mention in times.mentions:
        if mention.year is None or mention.until or mention.kind == "same_period":
            continue
        if mention.year > horizon or mention.flags & {"until", "end"}:
            continue
        near = times.folded[mention.end : mention.end + _PARAGRAPH].partition("\n")[0]
        if not piece("estimated").search(near):
            continue
        found = _stretch(mention)
        if found and (best is None or found.last > best.last):
            best = found
    return best


def _horizon(times: Times) -> int:
    """Give the last year that can be the article's: one past what it mostly names.

    A vision ("đến năm 2030") is told in an article of a much earlier year.
    """
    years = Counter(m.year for m in times.mentions if m.year is not None)
    often = max(years.values(), default=0)
    return min((y for y, n in years.items() if n == often), default=0) + 1


def _stretch(mention: TimeMention) -> ArticleDate | None:
    end = _end_of(mention)
    if end is not None:
        last = month_end(end.year, end.month)
        return ArticleDate(end, last, "text")
    if mention.kind == "year" and mention.year is not None and not mention.flags:
        first, last = date(mention.year, 1, 1), date(mention.year, MONTHS_A_YEAR, 31)
        return ArticleDate(first, last, "text")
    return None


def latest_day(times: Times) -> ArticleDate | None:
    """Give the month of the latest full date told as past, if nothing is later."""
    days: list[date] = []
    for mention in times.mentions:
        day = day_of(mention.year, mention.month, mention.day)
        if day is None or mention.kind != "date" or "until" in mention.flags:
            continue
        low = max(0, mention.start - _SENTENCE)
        legal = piece("of_document").search(times.folded, low, mention.start)
        if legal is None and not times.says("to_come", mention):
            days.append(day)
    latest = max(days, default=None)
    if latest is None or month_index(latest) < max(_months_reported(times), default=0):
        return None
    first = latest.replace(day=1)
    return ArticleDate(first, month_end(first.year, first.month), "text")
