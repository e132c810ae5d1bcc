"""Ordered stretches of text that hold no figure."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Spans:
    """Ordered, disjoint, half-open stretches: the time expressions of a text."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        pairs = tuple(spans)
        self._starts = [start for start, _ in pairs]
        self._ends = [end for _, end in pairs]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether the stretch from ``start`` to ``end`` overlaps one of them."""
        at = bisect_right(self._ends, start)
        return at < len(self._ends) and self._starts[at] < end
