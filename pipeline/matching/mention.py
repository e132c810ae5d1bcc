"""An area named in a text, and what the words before it make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from pipeline.matching.gazetteer import Level

_BEFORE: Final = re.compile(r"([^\W_]{1,16})[ ]{1,3}\Z")
_LOOK_BACK: Final = 48
_LONGEST_PREFIX: Final = 12
_CLAUSE_SIGNS: Final = frozenset("(,;:-")

Relation: TypeAlias = Literal[
    "start",  # opens a sentence or a line: "Gia Lai hiện có", "Tại Gia Lai,"
    "clause",  # opens a clause: "; Gia Lai 5 dự án"
    "bracket",  # stands in brackets: "dưa hấu (Quảng Ngãi)"
    "at",  # "tại Gia Lai"
    "of",  # "của Gia Lai", "kinh tế Gia Lai"
    "aside",  # "so với Gia Lai", "sang Gia Lai"
    "near",  # anything else
]


@dataclass(frozen=True, slots=True)
class AreaMention:
    """An area named in a text.

    ``start`` and ``end`` cover the name alone, ``span_start`` the words that announce
    it too ("tỉnh ", "TP. "). ``name`` is the one name that the area has in the tables
    ("Hồ Chí Minh" for "TP.HCM"), ``within`` the province of a district where the
    tables know it. ``office`` says that it stands in the name of an office, and
    ``relation`` how it hangs on the words before it.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: Level
    span_start: int
    within: str | None = None
    office: bool = False
    relation: Relation = "near"


def relation_of(folded: str, start: int) -> Relation:
    """Tell how a name hangs on what stands right before it."""
    low = max(0, start - _LOOK_BACK)
    if _opening().search(folded, low, start):
        return "start"
    sign = folded[low:start].rstrip(" ")[-1:]
    if sign in _CLAUSE_SIGNS:
        return "bracket" if sign == "(" else "clause"
    word = word_before(folded, start)
    roles = roles_of(word[1]) if word else frozenset()
    found: Relation
    for found in ("aside", "at", "of"):
        if found in roles:
            return found
    return "near"


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """Match the beginning of a sentence with the small words that may open it."""
    words: dict[str, list[str]] = {"lead": [], "at": []}
    for row in read_table("areas_context"):
        words.setdefault(row["role"], []).append(re.escape(row["word"]))
    lead, at = "|".join(words["lead"]), "|".join(words["at"])
    return re.compile(
        rf'(?:\A|[.!?…\n])[ "]{{0,3}}(?:(?:{lead}),?[ ])?(?:(?:{at})[ ])?\Z'
    )


def word_before(folded: str, start: int) -> re.Match[str] | None:
    """Match the word right before a place in the text, only space between."""
    return _BEFORE.search(folded, max(0, start - _LOOK_BACK), start)


@lru_cache(maxsize=512)
def roles_of(word: str) -> frozenset[str]:
    """Give the roles of a word before a name, as in ``areas_context.tsv``."""
    return frozenset(
        r["role"] for r in read_table("areas_context") if r["word"] == word
    )


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """Give the words that announce an area ("huyện"), with the level they tell."""
    return {row["prefix"]: row["level"] for row in read_table("areas_prefixes")}


@lru_cache(maxsize=1)
def _prefix_pattern() -> re.Pattern[str]:
    telling = [prefix for prefix, level in prefixes().items() if level != "none"]
    words = "|".join(sorted(map(re.escape, telling), key=len, reverse=True))
    return re.compile(rf"\b(?:{words}) ?\Z")


def prefix_before(folded: str, start: int) -> re.Match[str] | None:
    """Match the word that announces the name at ``start``, if one does."""
    return _prefix_pattern().search(folded, max(0, start - _LONGEST_PREFIX), start)
