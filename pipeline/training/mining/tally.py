"""Counts sightings in bounded memory, phrase by phrase."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.training.mining.sightings import Sighting, Slot

_EXAMPLES: Final = 5
_NEIGHBOURS: Final = 40


@dataclass(slots=True)
class Evidence:
    """What was seen of one phrase in one slot.

    ``left``, ``right`` and ``heads`` hold at most 40 words each, with those that come
    later under "": enough to tell few neighbours from many. ``examples`` are ids of
    articles with offsets in the NFC text, one an article.
    """

    figures: int = 0
    articles: int = 0
    decimals: int = 0
    unsure: int = 0
    bits: int = 0
    last: str = ""
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    amounts: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, article: str, sighting: Sighting) -> None:
        """Count a sighting; those of one article must come together."""
        self.figures += 1
        self.decimals += sighting.decimal
        self.unsure += sighting.unsure
        self.bits |= sighting.bits
        self.amounts[sighting.amount] += 1
        _count(self.left, sighting.left)
        _count(self.right, sighting.right)
        if sighting.head:
            _count(self.heads, sighting.head)
        if article != self.last:
            self.last = article
            self.articles += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append((article, sighting.start, sighting.end))


class Tally:
    """The evidence of all phrases, of which the rare are forgotten when they are many.

    When ``most`` phrases are held, those seen in one article are let go, then those in
    two, until half are left: lossy counting (Manku and Motwani, 2002), which can lose
    a phrase only while it is rare.
    """

    def __init__(self, most: int = 400_000) -> None:
        self.most = most
        self.found: dict[tuple[Slot, str], Evidence] = {}

    def add(self, article: str, sighting: Sighting) -> None:
        """Count a sighting of an article; those of one must come together."""
        key = (sighting.slot, sighting.phrase)
        evidence = self.found.get(key)
        if evidence is None:
            if len(self.found) >= self.most:
                self._forget()
            evidence = self.found[key] = Evidence()
        evidence.add(article, sighting)

    def often(self, slot: Slot, least: int) -> Iterator[tuple[str, Evidence]]:
        """Give the phrases of a slot that ``least`` articles have, in order."""
        for (where, phrase), evidence in sorted(self.found.items(), key=_key):
            if where == slot and evidence.articles >= least:
                yield phrase, evidence

    def _forget(self) -> None:
        floor = 1
        while len(self.found) > self.most // 2:
            self.found = {k: e for k, e in self.found.items() if e.articles > floor}
            floor += 1


def _key(item: tuple[tuple[Slot, str], Evidence]) -> tuple[Slot, str]:
    return item[0]


def _count(words: Counter[str], word: str) -> None:
    words[word if word in words or len(words) < _NEIGHBOURS else ""] += 1
