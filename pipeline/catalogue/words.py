"""Words of a name as they are compared: folded, without signs, abbreviations told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SIGNS: Final = ",;:.-"
_NO_WORDS: Final = re.compile(r"[\"'()*]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a name: as given, and folded for comparison; both equally many."""

    given: tuple[str, ...]
    folded: tuple[str, ...]

    def cut(self, start: int, end: int | None = None) -> Words:
        """Give a run of the words."""
        return Words(self.given[start:end], self.folded[start:end])

    def joined(self, other: Words) -> Words:
        """Give these words with others behind them."""
        return Words(self.given + other.given, self.folded + other.folded)


@lru_cache(maxsize=1024)
def words_of(name: str) -> Words:
    """Give the words of a name without signs; "XK" is told as "xuất khẩu"."""
    text = _NO_WORDS.sub(" ", unicodedata.normalize("NFC", name))
    given: list[str] = []
    folded: list[str] = []
    for word in text.split():
        bare = fold(word).strip(_SIGNS)
        if not bare:
            continue
        full = _abbreviations().get(bare)
        given += full or (word.strip(_SIGNS),)
        folded += full or (bare,)
    return Words(tuple(given), tuple(folded))


def key_of(name: str) -> str:
    """Give a name as it is looked up: its folded words with spaces between."""
    return " ".join(words_of(name).folded)


def longest_in(table: str, folded: Sequence[str], start: int) -> int:
    """Count the words of the longest surface of a table that begins at a word."""
    surfaces, longest = _surfaces(table)
    for size in range(min(longest, len(folded) - start), 0, -1):
        if " ".join(folded[start : start + size]) in surfaces:
            return size
    return 0


@lru_cache(maxsize=8)
def _surfaces(table: str) -> tuple[frozenset[str], int]:
    """Give the surfaces of a table of the lexicon and the most words one has."""
    keys = frozenset(key_of(row["surface"]) for row in read_table(table))
    return keys, max(len(key.split(" ")) for key in keys)


@lru_cache(maxsize=1)
def _abbreviations() -> Mapping[str, tuple[str, ...]]:
    rows = read_table("indicator_abbreviations")
    return {fold(row["surface"]): tuple(fold(row["full"]).split()) for row in rows}
