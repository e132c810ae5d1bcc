"""Many phrases at once: the longest that stand as whole words in a folded text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, Implementation

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW: Final = 1000
_SURROGATE: Final = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")


class PhraseFinder:
    """An automaton over folded phrases.

    Args:
        phrases: folded, none empty, none twice.

    Attributes:
        phrases: the same, in order; a hit tells its index.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        few = len(self.phrases) < _FEW
        # Twice as quick, but for many phrases slow to build, and large.
        built = Implementation.DFA if few else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(self.phrases, implementation=built)

    def find(self, folded: str) -> list[tuple[int, int, int]]:
        """Give start, end and index of each phrase found, in order.

        Of phrases that overlap, the first and then the longest is found; one that
        begins or ends inside a word is not, and hides no other.
        """
        found: list[tuple[int, int, int]] = []
        # One step to the right, so that no place before the text counts from its end.
        padded = f" {folded} "
        for index, start, end in self._hits(folded):
            after, before = padded[end + 1], padded[start]
            if after != " " and after.isalnum():
                continue
            if before != " " and before.isalnum():
                continue
            # Hits come by their ends: this one takes in all that begin no earlier.
            kept = len(found)
            while kept and found[kept - 1][0] >= start:
                kept -= 1
            if kept and found[kept - 1][1] > start:
                continue
            if kept < len(found):
                del found[kept:]
            found.append((start, end, index))
        return found

    def _hits(self, folded: str) -> list[tuple[int, int, int]]:
        """Give (index, start, end) of each phrase, whole words or not, by its end."""
        find = self._automaton.find_matches_as_indexes
        try:
            return find(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates: one sign each, in no phrase
            return find(_SURROGATE.sub("\ufffd", folded), overlapping=True)
