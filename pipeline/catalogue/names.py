"""Finds names of indicators among words: at their beginning, or anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.catalogue.words import key_of, longest_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.catalogue.words import Words
    from pipeline.lexicon.indicators import Catalogue

_LEADS: Final = "indicator_leads"
_MOST_LEADS: Final = 3
_WEAK: Final = 2
"""So many syllables, at most, a name for linking has that says little by itself."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name among words: the ids it may stand for, and where it begins and ends.

    ``weak`` are those of the ids that it is a name for linking of, and too short to
    say much by itself; ``lead`` is the number of words of the lead before it.
    """

    ids: tuple[str, ...]
    weak: frozenset[str]
    start: int
    end: int
    lead: int = 0


class NameIndex:
    """The names, aliases and names for linking of a catalogue, each with its ids.

    A name for linking may stand for several indicators, which unit and measure tell
    apart; a name or alias stands before it.

    Args:
        catalogue: as ``read_catalogue`` gives it; an empty one names nothing.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        found: dict[str, dict[str, bool]] = {}
        for name, one in catalogue.ids.items():
            found.setdefault(key_of(name), {})[one] = False
        for indicator in catalogue.indicators.values():
            for name in indicator.also:
                key = key_of(name)
                weak = key.count(" ") < _WEAK
                found.setdefault(key, {}).setdefault(indicator.id, weak)
        self._ids = {name: tuple(ids) for name, ids in found.items()}
        self._weak = {
            name: frozenset(one for one, weak in ids.items() if weak)
            for name, ids in found.items()
        }
        self._longest: dict[str, int] = {}
        for name in self._ids:
            first, *rest = name.split(" ")
            size = 1 + len(rest)
            self._longest[first] = max(self._longest.get(first, 0), size)

    def ids_of(self, key: str) -> tuple[str, ...]:
        """Give the ids that a whole name stands for."""
        return self._ids.get(key, ())

    def beginning(self, words: Words) -> Iterator[Match]:
        """Give the names that words begin with, those without leads first.

        Small words ("tổng", "tốc độ tăng") before a name are set aside; of names that
        begin with one word the longest comes first. A name of one syllable must be all
        that is left, unless it is an abbreviation.
        """
        folded, start, lead = words.folded, 0, 0
        for _ in range(_MOST_LEADS + 1):
            yield from self._at(folded, start, lead)
            lead = longest_in(_LEADS, folded, start)
            if not lead:
                return
            start += lead

    def within(self, words: Words) -> Iterator[Match]:
        """Give the names of two syllables or more anywhere among words."""
        for start in range(len(words.folded)):
            for match in self._at(words.folded, start):
                if match.end - match.start > 1:
                    yield match
                    break

    def _at(self, folded: Sequence[str], start: int, lead: int = 0) -> Iterator[Match]:
        if start >= len(folded):
            return
        left = len(folded) - start
        for size in range(min(self._longest.get(folded[start], 0), left), 0, -1):
            name = " ".join(folded[start : start + size])
            ids = self._ids.get(name)
            if ids and (size > 1 or name.isascii() or left == 1):
                yield Match(ids, self._weak[name], start, start + size, lead)


def without_leads(words: Words) -> Words:
    """Give words without the small words they begin with, as long as any are left."""
    start = 0
    while size := longest_in(_LEADS, words.folded, start):
        if start + size >= len(words.folded):
            break
        start += size
    return words.cut(start)
