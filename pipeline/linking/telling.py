"""Tells which of the times in a sentence say when its figures were."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import AMOUNT, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, role_words, says
from pipeline.values.vocabulary import leaping

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_OPENING: Final = 2
_VISION: Final = 12
_VISION_TOKENS: Final = 6
_OPENING_WORDS: Final = 4
_AS_OF: Final = 16
"""Characters that the words before a time reach back."""
_SESSION: Final = 40
_SO_FAR: Final = 3
"""Words from a plan's "mới đạt" to what has been reached."""
_SAYS: Final = c.REACH | c.TO | c.UP | c.DOWN | c.ESTIMATE | c.FORECAST
_PLAN_NAME: Final = 8
"""Tokens of the name of a plan: "kế hoạch sản xuất - kinh doanh và đầu tư"."""
_CLAUSE_ENDS: Final = frozenset(",;:()")
_NO_PERIOD: Final = frozenset(("duration", "clock", "century", "week"))


def tells_period(row: list[Token], i: int, folded: str) -> bool:
    """Tell a time that can be a figure's period from names, starts and durations."""
    mention: TimeMention = row[i].ref  # type: ignore[assignment]
    if mention.kind in _NO_PERIOD or is_attribute(row, i):
        return False
    if mention.kind == "month" and i and row[i - 1].word in dating_set("delivery"):
        return False  # "giá dầu Brent giao tháng 2": what is traded, not when
    if mention.kind == "year" and (
        _is_of_prices(row[i], folded) or _is_of_round(row[i], folded)
    ):
        return False
    if "bare" in mention.flags and not _heads_entry(row, i):
        return False
    if "from" in mention.flags and mention.until is None:
        return False
    bracketed = folded[row[i].start - 1 : row[i].start] == "("
    named = not bracketed and _in_name(mention, row, i) and not _sees(row, i, folded)
    if named or _is_term(row, i, folded):
        return False
    if mention.kind == "date" and mention.until is None:
        near = "until" in mention.flags or _predicate_follows(row, i)
        return near or is_as_of(row[i], folded) or is_session(row[i], folded)
    return True


def names_level(head: list[Token]) -> bool:
    """Tell "gấp đôi|mức 9 tỷ đồng": all between two figures, the second of then."""
    return len(head) == 1 and head[0].word in dating_set("level_word")


def _heads_entry(row: list[Token], i: int) -> bool:
    """Tell "(2023: 5%; 2024: 7%)", "doanh thu 2023 đạt" from the number of a name."""
    if i and row[i - 1].bits & c.NOUN and has_bits(row[i + 1 : i + 2], _SAYS):
        return True
    opens = all(t.type == SIGN or t.bits & c.LINK for t in row[max(0, i - 1) : i])
    return opens and any(t.ref == ":" for t in row[i + 1 : i + 2])


def is_attribute(row: list[Token], i: int) -> bool:
    """Tell "thuộc các phường hiện nay; dân số …": what there is, not when."""
    mention: TimeMention = row[i].ref  # type: ignore[assignment]
    if not i or mention.kind != "now" or "until" in mention.flags:
        return False
    closes = any(t.ref == ";" for t in row[i + 1 : i + 2])
    return closes and row[i - 1].type == WORD


def _is_of_prices(token: Token, folded: str) -> bool:
    """Tell "giá so sánh năm 2010": the year that prices are of."""
    near = folded[max(0, token.start - _AS_OF) : token.start]
    return dating_words("price_basis", r"\s*\Z").search(near) is not None


def _is_of_round(token: Token, folded: str) -> bool:
    """Tell "đấu giá đợt 1 năm 2025": the year that an auction is named by."""
    near = folded[max(0, token.start - _AS_OF) : token.start]
    return dating_words("round", r"\s+(?:thứ\s+)?\w+\s*\Z").search(near) is not None


def names_year(start: int, folded: str) -> bool:
    """Tell "cổ tức năm 2024", "đại hội thường niên năm 2025": a year in a name."""
    near = folded[max(0, start - _AS_OF) : start]
    return dating_words("yearly", r"\s*\Z").search(near) is not None


def is_of_plan(head: list[Token]) -> bool:
    """Tell "kế hoạch vốn năm nay mới đạt 19%", how much of the plan has been done."""
    for i in range(len(head) - 1, -1, -1):
        token = head[i]
        if token.type == SIGN:
            return False
        if token.bits & c.PLAN:
            return says(head[i + 1 :][-_SO_FAR:], role_words("only_so_far"))
    return False


def last_move(head: list[Token]) -> Token | None:
    """Give the verb of change that a figure's own part of the sentence tells.

    "giúp tăng thu ngân sách, tỷ trọng giữ ở 40%": what has a name tells it itself.
    """
    named = False
    for token in reversed(head):
        if token.bits & (c.UP | c.DOWN):
            return token
        if token.type == SIGN and named and token.word in ",;":
            return None
        named = named or bool(token.bits & c.NOUN)
    return None


def is_as_of(token: Token, folded: str) -> bool:
    """Tell "tại thời điểm 1/10/2022", "tính đến tháng 10/2022"."""
    near = folded[max(0, token.start - _AS_OF) : token.start]
    return dating_words("as_of", r"\s*\Z").search(near) is not None


def is_session(token: Token, folded: str) -> bool:
    """Tell the day of trading: "trong phiên giao dịch ngày thứ Hai (20/11)"."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    if mention.kind != "date" or mention.day is None:
        return False
    if dating_words("session").match(folded, token.start):
        return True
    near = folded[max(0, token.start - _SESSION) : token.start + 1]
    return _session().search(near) is not None


def _sees(row: list[Token], i: int, folded: str) -> bool:
    """Tell "Tầm nhìn đến năm 2050, …", which opens a clause."""
    begin = max(0, row[i].start - _VISION)
    words = dating_words("vision").search(folded, begin, row[i].start)
    return i <= _OPENING and words is not None


def opens_with_day(row: list[Token], i: int, end: int, folded: str) -> bool:
    """Tell "Ngày 21/8, công ty mua lại …" from the day on which figures were told."""
    mention: TimeMention = row[i].ref  # type: ignore[assignment]
    bare = mention.until is None and not mention.flags & {"from", "until"}
    if mention.kind != "date" or not bare or i > _OPENING_WORDS:
        return False
    return dating_words("telling").search(folded, row[0].start, end) is None


def _in_name(mention: TimeMention, row: list[Token], i: int) -> bool:
    """Tell "Chương trình … giai đoạn 2021-2025": the time is part of a name.

    Before a predicate it is not: "dân số đến năm 2030 là".
    """
    horizon = mention.kind == "span" or (
        mention.kind == "year" and "until" in mention.flags
    )
    if not horizon or not i:
        return False
    if any(t.ref in dating_set("predicate") for t in row[i + 1 : i + 2]):
        return False
    before = row[i - 1]
    return before.type == WORD and not before.bits & c.HEAD


def _predicate_follows(row: list[Token], i: int) -> bool:
    after = row[i + 1 : i + 3]
    return bool(after) and any(t.bits & (c.REACH | c.ESTIMATE) for t in after)


def is_base(row: list[Token], i: int) -> bool:
    """Tell a time that a comparison word governs: "so với cùng kỳ năm 2020"."""
    if exceeds_time(row, i):
        return True
    for token in reversed(row[max(0, i - 8) : i]):
        if token.bits & c.VERSUS:
            return True
        if token.type == SIGN or (token.type == TIME and not _same_time(token)):
            return False
    return False


def is_times_of(figure: Figure, i: int) -> bool:
    """Tell "gấp 1,4 lần năm 2009", "bằng 60% mức quý I": the time behind a ratio.

    A per cent that is reached is told of its own time: "hoàn thành 60% quý I".
    """
    if i == 0 and figure.measure == "change" and figure.amount.kind == "times":
        return figure.status in ("actual", "estimate")  # "tăng gấp đôi năm 2020"
    if i > 1 or figure.measure != "ratio":
        return False
    if i and not _is_level(figure.tail[0], figure):
        return False
    if figure.amount.kind == "percent":
        return any(t.bits & c.RATIO and t.word.endswith("bằng") for t in figure.head)
    return figure.amount.kind in ("times", "fraction")


def _is_level(token: Token, figure: Figure) -> bool:
    """Tell "gấp 3 lần số thu |năm 2010": the same quantity then."""
    if token.ref in ("mức", "con số"):
        return True
    return figure.amount.kind == "times" and bool(token.bits & (c.NOUN | c.HEAD))


def is_more(token: Token) -> bool:
    """Tell "cao hơn", "thấp hơn": behind it stands what something is set against."""
    return bool(token.bits & (c.UP | c.DOWN)) and token.word.endswith(" hơn")


def exceeds_time(row: list[Token], i: int) -> bool:
    """Tell "cao hơn năm ngoái 18%", "hơn năm 2019 6%": right behind a comparative."""
    mention: TimeMention = row[i].ref  # type: ignore[assignment]
    told = i > 0 and row[i - 1].word.endswith("hơn")
    return told and mention.kind not in _NO_PERIOD


def _same_time(token: Token) -> bool:
    """Tell "so với cùng thời điểm" before "ngày hôm qua"."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    return mention.kind == "same_time"


def is_planned(row: list[Token], i: int) -> bool:
    """Tell "nhiệm vụ năm 2024", "kế hoạch phát triển kinh tế năm 2024"."""
    before = row[max(0, i - 6) : i]
    if has_bits(before, c.PLAN | c.TARGET | c.PLANDOC):
        return True
    return says(before, dating_set("task")) or _names_plan(row, i)


def _names_plan(row: list[Token], i: int) -> bool:
    """Tell "kế hoạch sản xuất - kinh doanh và đầu tư |năm 2025": nothing parts them."""
    for token in reversed(row[max(0, i - _PLAN_NAME) : i]):
        if token.type in (TIME, AMOUNT) or token.word in _CLAUSE_ENDS:
            return False
        if token.bits & c.PLANDOC:
            return True
    return False


def is_vision(row: list[Token], i: int, folded: str) -> bool:
    """Tell "đến năm 2030, tầm nhìn đến năm 2050", whose second year names a plan.

    A vision that opens a clause of its own tells the year of its figures.
    """
    token = row[i]
    begin = max(row[0].start, token.start - _VISION)
    if not dating_words("vision").search(folded, begin, token.end):
        return False
    return any(t.type == TIME for t in row[max(0, i - _VISION_TOKENS) : i])


def happened(folded: str, token: Token) -> bool:
    """Tell the time of an event, "khởi công từ quý 2/2021", from a reporting period."""
    near = folded[max(0, token.start - 48) : token.start]
    return dating_words("event", r"(?:\s+\w+){0,3}[\s,]*\Z").search(near) is not None


@lru_cache(maxsize=64)  # more than are asked for: one that falls out costs a table
def dating_words(role: str, after: str = "") -> re.Pattern[str]:
    """Compile the words of a role of ``dating_words.tsv``, followed by ``after``."""
    words = [r["surface"] for r in read_table("dating_words") if r["role"] == role]
    longest = sorted(words, key=len, reverse=True)
    return re.compile(leaping(map(re.escape, longest), r"\w") + r"(?!\w)" + after)


@lru_cache(maxsize=64)
def dating_set(role: str) -> frozenset[str]:
    """Give the words of a role of ``dating_words.tsv``."""
    return frozenset(
        r["surface"] for r in read_table("dating_words") if r["role"] == role
    )


@lru_cache(maxsize=1)
def _session() -> re.Pattern[str]:
    """Compile "phiên" and what stands between it and the first letter of its day."""
    words = "|".join(sorted(map(re.escape, dating_set("session_day"))))
    return dating_words("session", rf"(?:\s+(?:{words})){{0,5}}\s*\(?\w\Z")


def _is_term(row: list[Token], i: int, folded: str) -> bool:
    """Tell "khóa XVI, nhiệm kỳ 2021-2026", whose term of office names an assembly."""
    inside = i > _OPENING
    return inside and dating_words("term").match(folded, row[i].start) is not None
