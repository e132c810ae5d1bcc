"""Many phrases at once: the longest that stand as whole words in a folded text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

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
            self.phrases,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def find(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Give start, end and index of each phrase found, in order.

        Of phrases that overlap, the first and then the longest is found; one that
        begins or ends inside a word is not.
        """
        try:
            hits = self._automaton.find_matches_as_indexes(folded)
        except UnicodeEncodeError:  # lone surrogates: one sign each, in no phrase
            plain = _SURROGATE.sub("\ufffd", folded)
            hits = self._automaton.find_matches_as_indexes(plain)
        for index, start, end in hits:
            if start > 0 and folded[start - 1].isalnum():
                continue
            if end < len(folded) and folded[end].isalnum():
                continue
            yield start, end, index
