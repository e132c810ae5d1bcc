"""The closed classes that naming knows, as sets, and the words of a run of tokens.

What is asked of a run tens of times for every figure is a plain loop here: a generator
inside ``any`` takes twice as long.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from pipeline.linking.tokens import Token


@lru_cache(maxsize=256)  # more than there are roles: one that falls out costs a table
def role_words(role: str) -> frozenset[str]:
    """Give the words of one role of ``naming_words.tsv``.

    Raises:
        LexiconError: the table has no such role.
    """
    rows = read_table("naming_words")
    words = frozenset(row["surface"] for row in rows if row["role"] == role)
    if not words:
        known = ", ".join(sorted({row["role"] for row in rows}))
        raise LexiconError(
            f"naming_words.tsv: no role {role!r}; expected one of {known}"
        )
    return words


@lru_cache(maxsize=64)
def table_words(table: str) -> frozenset[str]:
    """Give all surfaces of a table as one set."""
    return frozenset(row["surface"] for row in read_table(table))


def opening(tokens: list[Token], count: int) -> str:
    """Give the words of the first ``count`` tokens, one space between."""
    return " ".join([token.word for token in tokens[:count]])


@lru_cache(maxsize=64)
def first_syllables(table: str) -> frozenset[str]:
    """Give the first syllable of each surface of a table."""
    return frozenset(name.partition(" ")[0] for name in table_words(table))


def begins_with(tokens: list[Token], table: str, longest: int) -> bool:
    """Tell whether the first words, at most ``longest``, are a surface of a table."""
    if tokens and begins_otherwise(tokens[0].word, first_syllables(table)):
        return False
    names = table_words(table)
    words = ""
    for syllable in opening(tokens, longest).split()[:longest]:
        words = f"{words} {syllable}" if words else syllable
        if words in names:
            return True
    return False


def begins_otherwise(word: str, firsts: frozenset[str]) -> bool:
    """Tell a word or a cue whose first syllable is none of ``firsts``."""
    if not word or word in firsts:
        return False
    return " " not in word or word.partition(" ")[0] not in firsts


def says(tokens: list[Token], words: frozenset[str]) -> bool:
    """Tell whether any token is one of ``words``."""
    for token in tokens:  # noqa: SIM110
        if token.word in words:
            return True
    return False


def bits_of(tokens: list[Token]) -> int:
    """Give the kinds of all tokens together."""
    bits = 0
    for token in tokens:
        bits |= token.bits
    return bits


def has_bits(tokens: list[Token], bits: int) -> bool:
    """Tell whether any token is of one of the kinds ``bits``."""
    for token in tokens:  # noqa: SIM110
        if token.bits & bits:
            return True
    return False
