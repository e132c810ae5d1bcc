"""The clock of an article: the time it is at while it is read front to back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.linking.telling import (
    dating_words,
    happened,
    is_as_of,
    is_base,
    is_planned,
    is_session,
    is_vision,
    tells_period,
)
from pipeline.linking.tokens import TIME, Token
from pipeline.values.period_calendar import ending_in
from pipeline.values.periods import resolve

if TYPE_CHECKING:
    from pipeline.schema import Period
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

_LEAD: Final = 8
_LEAD_TRADING: Final = 3
"""Words that lead away from a trading day: no "tuần trước, lạm phát tháng 10 giảm"."""
_REPORT: Final = 48
"""Characters that the name of a report reaches back from its term."""
_MAIN_KINDS: Final = frozenset(
    ("year", "months", "month", "quarter", "quarters", "half", "since_start", "span")
)

State: TypeAlias = "tuple[Period | None, tuple[int, int] | None, TimeMention | None]"

Moved: TypeAlias = "tuple[Period | None, Period | None, int]"
"""When a metric was at both ends of "từ … lên …", and in which sentence."""


@dataclass(slots=True)
class Clock:
    """The time an article is at while it is read from front to back."""

    anchor: ArticleDate | None
    period: Period | None = None
    span: tuple[int, int] | None = None
    mention: TimeMention | None = None
    year: int | None = None
    paragraph: int = -1
    plan: tuple[Period, tuple[int, int]] | None = None
    spoken: State | None = None
    spoken_in: int = -1
    flowing: State | None = None
    survey: tuple[int, int] | None = None
    aimed: tuple[int, int] | None = None
    prospect: tuple[Period, tuple[int, int], int] | None = None
    stood: tuple[int, int] | None = None
    reported_in: int = -1
    compared: Token | None = None
    moved: Moved | None = None
    digressed: tuple[State, tuple[int, int] | None] | None = None

    def read(
        self, mention: TimeMention, *, sentence_year: int | None, moves: bool = False
    ) -> Period | None:
        """Resolve a mention in this context; growth ``moves`` through whole years."""
        year = sentence_year
        if year is None and self.anchor is None:
            year = self.year
        spoken = self._spoken(mention)
        if spoken is not None:
            return spoken
        if "start" in mention.flags or (
            moves and mention.kind == "year" and "end" in mention.flags
        ):
            mention = replace(mention, flags=mention.flags - {"start", "end"})
        return resolve(mention, anchor=self.anchor, year=year)

    def _spoken(self, mention: TimeMention) -> Period | None:
        """Give what the article is at for "trong quý", "trong tháng qua"."""
        period = self.period
        if period is None or not mention.flags & {"past", "spoken"}:
            return None
        within = ending_in(mention.kind, period)
        return within if "spoken" in mention.flags or within == period else None

    def state(self) -> State:
        """Give what ``go_back`` takes."""
        return self.period, self.span, self.mention

    def go_back(self, state: State) -> None:
        """Return to an earlier time."""
        self.period, self.span, self.mention = state

    def move(self, token: Token, period: Period) -> None:
        """Be at the period that a time token tells."""
        self.mention = token.ref  # type: ignore[assignment]
        self.period, self.span = period, (token.start, token.end)
        if self.mention is not None and self.mention.year is not None:
            self.year = self.mention.year

    def note_plan(self, row: list[Token], folded: str) -> None:
        """Remember the year of a plan that is spoken of: "kế hoạch năm 2021"."""
        for i, token in enumerate(row):
            if token.type != TIME or not is_planned(row, i):
                continue
            if is_vision(row, i, folded):
                continue
            mention: TimeMention = token.ref  # type: ignore[assignment]
            if mention.kind in ("year", "span") and mention.year is not None:
                period = self.read(mention, sentence_year=None)
                if period is not None:
                    self.plan = period, (token.start, token.end)

    def tells_past(self, head: list[Token], folded: str) -> bool:
        """Tell words that lead to a figure with a time that is over: no plan's year."""
        if self.anchor is None:
            return False
        for i, token in enumerate(head):
            if token.type != TIME or is_base(head, i) or is_planned(head, i):
                continue
            if not tells_period(head, i, folded):
                continue
            period = self.read(token.ref, sentence_year=None)  # type: ignore[arg-type]
            if period is not None and period.last <= self.anchor.last:
                return True
        return False

    def hear(self, row: list[Token], folded: str, *, heads: bool = False) -> bool:
        """Move on by the time that a stretch without figures leads with.

        Further inside, only an "as of" is taken up, the first time of an article, or
        that of what ``heads`` a list: "Các chỉ tiêu của năm 2025:".
        Tells whether it moved to what is over.
        """
        self.note_plan(row, folded)
        trading = self.survey == self.span and _is_day(self.mention)
        reach = _LEAD_TRADING if trading else _LEAD
        for i, token in enumerate(row):
            if token.type != TIME or is_base(row, i) or is_vision(row, i, folded):
                continue
            mention: TimeMention = token.ref  # type: ignore[assignment]
            begins = self.period is None and _of_report(token, mention, folded)
            planned = is_planned(row, i) and not heads
            if planned or (not begins and happened(folded, token)):
                continue
            leads = (heads or i < reach) and mention.kind in _MAIN_KINDS
            kinds = () if self.period else _MAIN_KINDS
            told = mention.year is not None and mention.kind in kinds
            surveyed = _as_of(token, mention, folded) or is_session(token, folded)
            heard = leads or told or surveyed or begins
            if not heard or not tells_period(row, i, folded):
                continue
            period = self.read(mention, sentence_year=None)
            if period is not None:
                self.move(token, period)
                self.survey = self.span if surveyed or heads else None
                return self.anchor is not None and period.last <= self.anchor.last
        return False


def _is_day(mention: TimeMention | None) -> bool:
    return mention is not None and mention.kind == "date"


def _of_report(token: Token, mention: TimeMention, folded: str) -> bool:
    """Tell "công bố kết quả kinh doanh 9 tháng", which opens a report on them."""
    if mention.kind not in _MAIN_KINDS:
        return False
    near = folded[max(0, token.start - _REPORT) : token.start]
    return dating_words("report", r"(?:\s+\w+){0,2}\s*\Z").search(near) is not None


def _as_of(token: Token, mention: TimeMention, folded: str) -> bool:
    """Tell "tại thời điểm tháng 10/2022", with its year and month."""
    day = mention.month is not None or mention.quarter is not None
    if mention.year is None or not day:
        return False
    return "strong" in mention.flags or is_as_of(token, folded)
