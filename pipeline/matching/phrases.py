"""Many phrases at once: the longest that stand as whole words in a folded text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, Implementation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class PhraseFinder:
    """An automaton over folded phrases.

    Args:
        phrases: folded, none empty, none twice.

    Attributes:
        phrases: the same, in order; a hit tells its index.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self._automaton = AhoCorasick(
            self.phrases, implementation=Implementation.ContiguousNFA
        )

    def find(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Give start, end and index of each phrase found, in order.

        Of phrases that overlap, the first and then the longest is found; one that
        begins or ends inside a word is not, and hides no other.
        """
        last = 0
        for start, end, index in sorted(self._whole(folded), key=_first_longest):
            if start >= last:
                yield start, end, index
                last = end

    def _whole(self, folded: str) -> Iterator[tuple[int, int, int]]:
        find = self._automaton.find_matches_as_indexes
        try:
            hits = find(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates: one sign each, in no phrase
            hits = find(_SURROGATE.sub("\ufffd", folded), overlapping=True)
        size = len(folded)
        for index, start, end in hits:
            if start > 0 and folded[start - 1].isalnum():
                continue
            if end < size and folded[end].isalnum():
                continue
            yield start, end, index


def _first_longest(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[0], -hit[1]
