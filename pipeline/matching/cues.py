"""Finds the cues of a text: predicates, hedges, words of status and comparison."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.lexicon.cues import HEAD, NOUN, cue_kinds, named_heads
from pipeline.text.phrases import PhraseFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.lexicon.additions import Additions


class CueFinder:
    """Finds cues, and with them names of indicators that hold together.

    Args:
        names: folded names and aliases of a catalogue; those that hold together are
            found as one head each, whatever cue is inside them.
        additions: names and cues that the model adds to those of the grammar.
    """

    def __init__(
        self, names: Iterable[str] = (), additions: Additions | None = None
    ) -> None:
        kinds = {**cue_kinds(), **named_heads(names)}
        if additions is not None:
            kinds |= dict.fromkeys(additions.names, HEAD | NOUN)
            for cue, bits in additions.cues.items():
                kinds[cue] = kinds.get(cue, 0) | bits
        self._finder = PhraseFinder(kinds)
        self._kinds = tuple(kinds.values())

    def find(self, folded: str) -> list[tuple[int, int, int]]:
        """Give (start, end, kinds as bits) of every cue, in order, not overlapping."""
        kinds = self._kinds
        return [(start, end, kinds[i]) for start, end, i in self._finder.find(folded)]


@lru_cache(maxsize=1)
def _grammar() -> CueFinder:
    return CueFinder()


def find_cues(folded: str) -> list[tuple[int, int, int]]:
    """Give the cues of the grammar alone, as ``CueFinder.find`` does."""
    return _grammar().find(folded)
