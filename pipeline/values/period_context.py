"""What is known when a mention is resolved: the article's date, a spoken year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.schema import Period

if TYPE_CHECKING:
    from datetime import date

    from pipeline.values.time_mention import TimeMention

_AHEAD: Final = 2
"""Months ahead of a known day that a bare month may still lie: "tháng 11 tới"."""
_CLOSING: Final = 2
"""Up to February "6 tháng cuối năm" is still the end of the year before."""


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """When an article speaks: a day, a month or a year, as fine as known.

    ``source`` is "published" (its data), "header" or "dateline" (its text says so) or
    "text" (inferred from the times it tells of). ``told_year`` is the year that "năm
    nay" means where its text speaks from an earlier one than its data.
    """

    first: date
    last: date
    source: str
    told_year: int | None = None

    @property
    def year(self) -> int:
        """Give the year that the article speaks from."""
        return self.last.year if self.told_year is None else self.told_year

    @property
    def is_day(self) -> bool:
        """Tell a day from a month or a year."""
        return self.first == self.last

    @property
    def period(self) -> Period:
        """Give the stretch of time as a period."""
        return Period(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Context:
    """The article's date, and a year and month that the text has told already."""

    anchor: ArticleDate | None
    year: int | None = None
    month: int | None = None

    def year_of(self, mention: TimeMention) -> int | None:
        """Give the mention's year: its own, or one counted from what is known.

        "năm ngoái" and "năm nay" count from the article's date, "năm trước" from the
        year spoken of.
        """
        if mention.year is not None:
            return mention.year
        known = self._spoken_year(mention)
        return None if known is None else known + shift(mention)

    def latest_year(self, mention: TimeMention, month: int) -> int | None:
        """Give the year of the latest such ``month`` that an article can speak of.

        That is the last that has begun, or one that begins soon after a known day.
        """
        told = mention.year is not None or self.year is not None
        named = "this" in mention.flags
        if told or named or self.anchor is None:
            return self.year_of(mention)
        ahead = _AHEAD if self.anchor.is_day else 0
        last = self.anchor.last
        passed = month > last.month + ahead
        return last.year - passed + shift(mention)

    def closing_year(
        self, mention: TimeMention, *, until: int = _CLOSING
    ) -> int | None:
        """Give the year whose end is meant; early in a year it is the one before."""
        told = mention.year is not None or self.year is not None
        if told or self.anchor is None:
            return self.year_of(mention)
        last = self.anchor.last
        return last.year - (last.month <= until) + shift(mention)

    def _spoken_year(self, mention: TimeMention) -> int | None:
        anchor = self.anchor
        if anchor is None or self.year is None:
            return anchor.year if anchor else self.year
        if "this" not in mention.flags:
            return self.year
        # A month that a crawler gave may be late: "2021-01" on an article of 2020.
        late = not anchor.is_day and anchor.last.month <= _CLOSING
        return self.year if late and self.year < anchor.year else anchor.year


def shift(mention: TimeMention) -> int:
    """Give -1 for "trước", 1 for "sau", else 0."""
    return ("next" in mention.flags) - ("previous" in mention.flags)
