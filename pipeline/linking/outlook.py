"""What an article is speaking of while it is read: a plan, or what has been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.aims import tells_met
from pipeline.linking.telling import dating_set, dating_words
from pipeline.linking.tokens import TIME, Token
from pipeline.linking.words import has_bits, says

if TYPE_CHECKING:
    from pipeline.schema import Status
    from pipeline.values.times import TimeMention

_BY: Final = frozenset(("theo", "trong"))
_FOR: Final = frozenset(("nhằm",))
_SERVED: Final = 3
_BEYOND: Final = c.OVER | c.UNDER | c.VERSUS | c.COMPARED
_DONE: Final = c.REACH | c.ACTUAL | c.ESTIMATE


@dataclass(slots=True)
class Outlook:
    """What an article is speaking of while it is read: a plan, or what has been.

    ``foretold`` tells that the sentence before ended in a forecast, ``estimated`` that
    it began with an estimate.
    """

    status: Status | None = None
    paragraph: int = -1
    approved: bool = False
    listing: bool = False
    foretold: bool = False
    estimated: bool = False

    def enter(self, paragraph: int, *, runs_on: bool) -> None:
        """Forget a plan where its paragraph ends.

        It ``runs_on`` behind a semicolon: "trên 80% số xã đạt chuẩn;", the next item.
        """
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.foretold = self.estimated = False
            if not (self.approved or self.listing or runs_on):
                self.status = None

    def hear(self, row: list[Token], *, heads: bool) -> None:
        """Take up a plan from a sentence without figures: "Mục tiêu năm 2021 là:".

        What ``heads`` a list holds to the end of the list.
        """
        self.note_approval(row)
        self.listing = heads
        planned = self.listing and _plans(row, c.PLAN | c.TARGET)
        if tells_met(row):
            self.status = None
        elif _aims(row) or (planned and not has_bits(row, _DONE)):
            self.status = "target"
        elif says(row[:6], dating_set("past")):
            self.status = None

    def note_approval(self, row: list[Token]) -> None:
        """Remember that the article tells of a plan: "phê duyệt Quy hoạch chung"."""
        text = " ".join([t.word for t in row if t.word])
        if not _says_any(text, dating_set("approval")):
            return
        for approval in dating_words("approval").finditer(text):
            if dating_words("scheme").search(text, approval.end(), approval.end() + 24):
                self.approved = True
                if any(t.type == TIME and _ends_far(t) for t in row):
                    self.status = "target"


def _says_any(text: str, words: frozenset[str]) -> bool:
    for word in words:  # noqa: SIM110 - most sentences of an article come by here
        if word in text:
            return True
    return False


def _aims(row: list[Token]) -> bool:
    """Tell "Thành phố đặt mục tiêu sau:"; not "Theo kế hoạch, dự án sẽ khởi công"."""
    for i, token in enumerate(row):
        if token.bits & c.TARGET and token.bits & c.SAY:
            named = i > 0 and row[i - 1].word in _BY
            if not named and not _serves(row, i) and not _was_met(row, i):
                return True
    return False


def _was_met(row: list[Token], i: int) -> bool:
    """Tell "đã tất toán sớm hơn kế hoạch", "đã hoàn thành kế hoạch": one of before."""
    if not i or not row[i].bits & c.PLAN:
        return False
    if row[i - 1].bits & _BEYOND:
        return True
    met = row[i - 1].word in dating_set("exceeds")
    return met and says(row[:i], dating_set("past"))


def _plans(row: list[Token], bits: int) -> bool:
    """Tell a line that heads a list of aims, by a word of one of the kinds ``bits``."""
    return any(t.bits & bits and not _serves(row, i) for i, t in enumerate(row))


def _serves(row: list[Token], i: int) -> bool:
    """Tell an aim that something is done for: "nhằm thực hiện mục tiêu tăng trưởng"."""
    serving = dating_set("serving")
    near = row[max(0, i - _SERVED) : i]
    return says(near, serving) or says(row[i + 1 : i + 1 + _SERVED], _FOR)


def _ends_far(token: Token) -> bool:
    """Tell a horizon: "đến năm 2030", "thời kỳ 2021-2030"."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    return mention.kind == "span" or (
        mention.kind == "year" and "until" in mention.flags
    )
