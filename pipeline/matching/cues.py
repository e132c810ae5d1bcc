"""Finds the cues of a text: predicates, hedges, words of status and comparison."""

from __future__ import annotations

from functools import lru_cache

from pipeline.lexicon.cues import cue_kinds
from pipeline.matching.phrases import PhraseFinder


@lru_cache(maxsize=1)
def _finder() -> tuple[PhraseFinder, tuple[int, ...]]:
    kinds = cue_kinds()
    finder = PhraseFinder(kinds)
    return finder, tuple(kinds[p] for p in finder.phrases)


def find_cues(folded: str) -> list[tuple[int, int, int]]:
    """Give (start, end, kinds as bits) of every cue, in order, not overlapping."""
    finder, kinds = _finder()
    return [(start, end, kinds[i]) for start, end, i in finder.find(folded)]
