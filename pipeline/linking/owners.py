"""Notes the project or zone that is told of, for the attributes to come."""

from __future__ import annotations

import re
from functools import lru_cache
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic

_LEAD: Final = 40
"""Characters in which a project follows "Theo đó, …" and the like."""
_OWNER_WORDS: Final = 20
_DESCRIBED: Final = 6
_HEAD_WORDS: Final = 4


def opens_with_owner(folded: str, start: int) -> bool:
    """Tell cheaply whether a sentence may begin with a project or zone."""
    return _zone().search(folded, start, start + _LEAD) is not None


@lru_cache(maxsize=1)
def _zone() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(table_words("zone_heads")))
    return re.compile(rf"(?<!\w)(?:{words})\b")


def note_owner(row: Sequence[Token], sentence: int, topic: Topic) -> None:
    """Remember the project or zone that a sentence names before its figures.

    The one that opens it goes first, else the last; "dự án (này)" that opens it stands
    for the one told before.
    """
    start = next((i for i, t in enumerate(row) if not _leads_in(t)), len(row))
    opened = _run(row, start)
    topic.numbered = None
    if opened and is_bare(opened):
        topic.owner_at = sentence if topic.owner else topic.owner_at
        return
    if names_zone(opened) or _is_described(opened):
        topic.owner, topic.owner_at = stretch(opened), sentence
    elif _is_numbered(opened):
        topic.numbered = stretch(opened)


def _is_described(words: Sequence[Token]) -> bool:
    """Tell "Dự án xây dựng khu nhà ở phục vụ công nhân": known by its purpose."""
    return len(words) >= _DESCRIBED and begins_with(words, "zone_heads", _HEAD_WORDS)


def _is_numbered(words: Sequence[Token]) -> bool:
    """Tell "Khu vực 1", "Giai đoạn 2", "Phân khu 3"."""
    return len(words) in (2, 3) and words[-1].word.isdigit()


def zone_in(row: Sequence[Token]) -> list[Token]:
    """Give the last project or zone with a name, but for one that only says where."""
    for i in range(len(row) - 1, -1, -1):
        where = i and (row[i - 1].bits & c.END or row[i - 1].word in role_words("is"))
        if not where and begins_with(row[i:], "zone_heads", _HEAD_WORDS):
            run = _run(row, i)
            if names_zone(run):
                return run
    return []


def is_bare(words: Sequence[Token]) -> bool:
    """Tell "dự án", "nhà máy này": a kind without a name, told before."""
    kept = [t for t in words if t.word not in role_words("this")]
    return opening(kept, len(kept)) in table_words("zone_heads")


def _leads_in(token: Token) -> bool:
    plain = token.bits & (c.ADVERB | c.LINK) and not token.bits & c.HEAD
    return bool(plain) or token.type in (TIME, SIGN)


def _run(row: Sequence[Token], start: int) -> list[Token]:
    """Give the words from ``start`` on that may be a name, with whose it is."""
    run: list[Token] = []
    for i, token in enumerate(row[start : start + _OWNER_WORDS], start):
        owned = token.word in role_words("of") and has_bits(
            row[i + 1 : i + 5], c.CAPITAL
        )
        stops = token.bits & (c.SAY | c.END | c.REACH | c.PART) and not owned
        if stops or token.type in (SIGN, TIME, AMOUNT):
            break
        run.append(token)
    named = [i for i, t in enumerate(run) if i and _names(t)]
    return run[: named[-1] + 1] if named else run


def _names(token: Token) -> bool:
    own = token.bits & c.CAPITAL or token.type == PLACE or token.word.isdigit()
    return bool(own) or token.word in role_words("this")
