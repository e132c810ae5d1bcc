"""The closed classes that naming knows, as sets, and the words of a run of tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.tokens import Token


@lru_cache(maxsize=32)
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


@lru_cache(maxsize=16)
def table_words(table: str) -> frozenset[str]:
    """Give all surfaces of a table as one set."""
    return frozenset(row["surface"] for row in read_table(table))


def opening(tokens: Sequence[Token], count: int) -> str:
    """Give the words of the first ``count`` tokens, one space between."""
    return " ".join(token.word for token in tokens[:count])


def begins_with(tokens: Sequence[Token], names: frozenset[str], longest: int) -> bool:
    """Tell whether the first words, at most ``longest``, are one of ``names``."""
    words = ""
    for syllable in opening(tokens, longest).split()[:longest]:
        words = f"{words} {syllable}" if words else syllable
        if words in names:
            return True
    return False


def has_bits(tokens: Sequence[Token], bits: int) -> bool:
    """Tell whether any token is of one of the kinds ``bits``."""
    # A loop: this is asked tens of times for every figure.
    for token in tokens:  # noqa: SIM110
        if token.bits & bits:
            return True
    return False
