"""Builds the grammar of figures from the tables: closed classes and alternations."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LETTER: Final = r"[^\W\d_]"
NOT_IN_WORD: Final = rf"(?!{LETTER})"
AFTER_WORD: Final = r"(?<![^\W_])"


def alternatives(surfaces: Iterable[str]) -> str:
    """Join phrases to a regex alternation, longest first, any spaces between words."""
    ordered = sorted(set(surfaces), key=lambda s: (-len(s), s))
    return "|".join(re.escape(s).replace(r"\ ", "[ ]{1,3}") for s in ordered)


def leaping(patterns: Iterable[str], wall: str) -> str:
    r"""Join patterns of words that stand behind no ``wall``, for a quick search.

    The search leaps from one of their first letters to the next and looks at the wall
    only there; with the wall in front it would stop at every character. Those of one
    letter keep their order.

    Args:
        patterns: regexes, each of which begins with one letter or escaped sign.
        wall: one set of characters: ``[^\W_]``.
    """
    by_letter: dict[str, list[str]] = {}
    for pattern in patterns:
        size = 1 + pattern.startswith("\\")
        by_letter.setdefault(pattern[:size], []).append(pattern[size:])
    letters = by_letter.items()
    parts = (f"{first}(?<!{wall}.)(?:{'|'.join(rest)})" for first, rest in letters)
    return f"(?:{'|'.join(parts)})"


@lru_cache(maxsize=1)
def _roles() -> Mapping[str, tuple[str, ...]]:
    roles: dict[str, list[str]] = defaultdict(list)
    for row in read_table("amount_words"):
        roles[row["role"]].append(row["surface"])
    return MappingProxyType({role: tuple(words) for role, words in roles.items()})


def words_of(role: str) -> tuple[str, ...]:
    """Give the words of one closed class of ``amount_words.tsv``.

    Raises:
        LexiconError: the table has no such class.
    """
    if role not in _roles():
        known = ", ".join(sorted(_roles()))
        raise LexiconError(
            f"amount_words.tsv: no role {role!r}; expected one of {known}"
        )
    return _roles()[role]


def any_of(role: str) -> str:
    """Give the words of one closed class as a regex group."""
    return f"(?:{alternatives(words_of(role))})"


@lru_cache(maxsize=1)
def scale_pattern() -> str:
    """Give the regex of one magnitude word, which begins no other word.

    "tỷ" is none in "tỷ lệ", nor "triệu" in "triệu phú".
    """
    scales = alternatives(row["surface"] for row in read_table("scales"))
    return rf"(?:{scales}){NOT_IN_WORD}(?!\s{any_of('not_scale')}{NOT_IN_WORD})"
