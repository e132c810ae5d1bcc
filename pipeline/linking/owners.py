"""Notes the project or zone that is told of, for the attributes to come."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.referents import names_zone
from pipeline.linking.tokens import AMOUNT, PLACE, SIGN, TIME, Token
from pipeline.linking.words import (
    begins_with,
    has_bits,
    opening,
    role_words,
    table_words,
)
from pipeline.values.vocabulary import leaping

if TYPE_CHECKING:
    from pipeline.linking.clause import Topic

_LEAD: Final = 40
"""Characters in which a project follows "Theo đó, …" and the like."""
_OWNER_WORDS: Final = 20
_DESCRIBED: Final = 6
_HEAD_WORDS: Final = 4
_TWO_HEADS: Final = 2
_PLACED: Final = 3
_WHERE: Final = 4
_STOPS: Final = c.SAY | c.END | c.REACH | c.PART
_UNNAMED: Final = (SIGN, TIME, AMOUNT)
_LEADS: Final = (TIME, SIGN)


def opens_with_owner(folded: str, start: int) -> bool:
    """Tell cheaply whether a sentence may begin with a project or zone."""
    return _zone().search(folded, start, start + _LEAD) is not None


@lru_cache(maxsize=1)
def _zone() -> re.Pattern[str]:
    words = map(re.escape, sorted(table_words("zone_heads")))
    return re.compile(leaping(words, r"\w") + r"\b")


def note_owner(row: list[Token], sentence: int, topic: Topic) -> None:
    """Remember the project or zone that a sentence names before its figures.

    The one that opens it goes first, else the last; "dự án (này)" that opens it stands
    for the one told before.
    """
    start = 0
    while start < len(row) and _leads_in(row[start]):
        start += 1
    opened = _run(row, start)
    topic.numbered = None
    if opened and is_bare(opened):
        topic.owner_at = sentence if topic.owner else topic.owner_at
        return
    if (
        names_zone(opened)
        or _is_described(opened)
        or _is_placed(opened, row[start + len(opened) :])
    ):
        topic.owner, topic.owner_at = stretch(opened), sentence
    elif _is_numbered(opened):
        topic.numbered = stretch(opened)


def _is_described(words: list[Token]) -> bool:
    """Tell "Dự án xây dựng khu nhà ở phục vụ công nhân": known by its purpose."""
    return len(words) >= _DESCRIBED and begins_with(words, "zone_heads", _HEAD_WORDS)


def _is_placed(words: list[Token], after: list[Token]) -> bool:
    """Tell "Dự án nhà ở xã hội |tại phường Hòa An": known by where it is."""
    if len(words) < _PLACED or not begins_with(words, "zone_heads", _HEAD_WORDS):
        return False
    where = bool(after) and after[0].word == "tại"
    return where and any(_names(t) for t in after[1:_WHERE])


def _is_numbered(words: list[Token]) -> bool:
    """Tell "Khu vực 1", "Giai đoạn 2", "Phân khu 3"."""
    return len(words) in (2, 3) and words[-1].word.isdigit()


def zone_in(row: list[Token]) -> list[Token]:
    """Give the last project or zone with a name, but for one that only says where."""
    leads = _whereabouts()
    for i in range(len(row) - 1, -1, -1):
        where = i and (row[i - 1].bits & c.END or row[i - 1].word in leads)
        if not where and begins_with(row[i:], "zone_heads", _HEAD_WORDS):
            run = _run(row, i)
            if names_zone(run) and opening(run, 2) not in role_words("region"):
                return _outermost(row, i, run)
    return []


def _outermost(row: list[Token], at: int, run: list[Token]) -> list[Token]:
    """Give "Dự án giữ gìn, tôn tạo Khu A" for the "Khu A" in its name."""
    for i in range(max(0, at - _OWNER_WORDS), at - _TWO_HEADS):
        project = {row[i].word, opening(row[i : i + 2], 2)} & role_words("project")
        if project and _goes_on(row[i:at]):
            return row[i : at + len(run)]
    return run


def _goes_on(words: list[Token]) -> bool:
    """Tell a name with lower-case parts apart by commas from a list of names."""
    for before, token in pairwise(words):
        if token.type in (TIME, AMOUNT) or token.bits & _STOPS:
            return False
        if token.type == SIGN and token.ref != ",":
            return False
        if before.type == SIGN and token.bits & c.CAPITAL:
            return False
    return True


@lru_cache(maxsize=1)
def _whereabouts() -> frozenset[str]:
    """Give the words behind which a project only says where."""
    return (table_words("place_leads") | role_words("is")) - role_words("with")


def is_bare(words: list[Token]) -> bool:
    """Tell "dự án", "nhà máy này": a kind without a name, told before."""
    this = role_words("this")
    kept = [t.word for t in words if t.word not in this]
    return " ".join(kept) in table_words("zone_heads")


def _leads_in(token: Token) -> bool:
    plain = token.bits & (c.ADVERB | c.LINK) and not token.bits & c.HEAD
    return bool(plain) or token.type in _LEADS


def _run(row: list[Token], start: int) -> list[Token]:
    """Give the words from ``start`` on that may be a name, with whose it is."""
    run: list[Token] = []
    for i, token in enumerate(row[start : start + _OWNER_WORDS], start):
        if token.type in _UNNAMED:
            break
        if token.bits & _STOPS:
            owns = token.word in role_words("of")
            if not (owns and has_bits(row[i + 1 : i + 5], c.CAPITAL)):
                break
        run.append(token)
    for end in range(len(run), 1, -1):
        if _names(run[end - 1]) and not (end == _TWO_HEADS and _is_head(run[1])):
            return run[:end]
    return run


def _is_head(token: Token) -> bool:
    """Tell the kind in "Dự án Khu |nhà ở xã hội tại …", which is no name."""
    return token.word in table_words("zone_heads")


def _names(token: Token) -> bool:
    own = token.bits & c.CAPITAL or token.type == PLACE or token.word.isdigit()
    return bool(own) or token.word in role_words("this")
