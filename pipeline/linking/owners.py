"""Notes the project or zone that a sentence begins with, for the attributes to come."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.referents import can_own, names_entity
from pipeline.linking.tokens import TIME, Token
from pipeline.linking.words import role_words, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic

_OWNER_WORDS: Final = 16
_BARRIERS: Final = frozenset(",;:(")


def opens_with_owner(folded: str, start: int) -> bool:
    """Tell cheaply whether a sentence may begin with a project or zone."""
    return _owner_opening().match(folded, start) is not None


@lru_cache(maxsize=1)
def _owner_opening() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(table_words("sector_heads")))
    return re.compile(rf"\s{{0,3}}(?:{words})\b")


def note_owner(row: Sequence[Token], sentence: int, topic: Topic) -> None:
    """Remember the project or zone that a sentence begins with."""
    run = _opening_run(row)
    if not run:
        return
    pointing = run[-1].word in role_words("this")
    if pointing and topic.owner:
        topic.owner_at = sentence
        return
    named = pointing or any(t.bits & c.CAPITAL for t in run[1:])
    if named and can_own(run) and not names_entity(run):
        topic.owner, topic.owner_at = stretch(run), sentence


def _opening_run(row: Sequence[Token]) -> list[Token]:
    run: list[Token] = []
    for token in row[:_OWNER_WORDS]:
        plain = token.bits & (c.ADVERB | c.LINK) or token.type == TIME
        if not run and (plain or token.ref == ","):
            continue
        if token.bits & (c.SAY | c.END | c.REACH) or token.word in _BARRIERS:
            break
        run.append(token)
    return run
