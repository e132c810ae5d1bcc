"""The door of the text: NFC inside, and the way back to the text as it was given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_RUN: Final = re.compile(r"\S+|\s+")
"""White space combines with nothing, so what stands between it can go by itself."""


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in NFC with a map of each of its offsets to the text as given.

    ``offsets`` is None when nothing had to change; otherwise it holds one entry per
    NFC character and one past the end, never falling.
    """

    given: str
    text: str
    offsets: Sequence[int] | None

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the NFC text to the text as given.

        A span that ends within a cluster of marks takes in the whole cluster.
        """
        if self.offsets is None:
            return start, end
        while start < end and self.offsets[end] == self.offsets[end - 1]:
            end += 1
        return self.offsets[start], self.offsets[end]


def normalise(given: str) -> NormalText:
    """Put a text into NFC; lone surrogates and control characters pass unchanged.

    A cluster is a starter with the marks behind it: normalising cluster by cluster
    equals normalising the whole, but for the rare starters that combine with each
    other (Hangul), which then stay apart. That keeps the map exact.
    """
    if unicodedata.is_normalized("NFC", given):
        return NormalText(given, given, None)
    pieces: list[str] = []
    offsets: list[int] = []
    kept = 0
    for run in _runs(given):
        pieces.append(given[kept : run.start()])
        offsets.extend(range(kept, run.start()))
        _normalise_run(given, run, pieces, offsets)
        kept = run.end()
    pieces.append(given[kept:])
    offsets.extend(range(kept, len(given)))
    offsets.append(len(given))
    return NormalText(given, "".join(pieces), offsets)


def _runs(given: str) -> Iterator[re.Match[str]]:
    """Give the words that are not NFC, of the lines that are not."""
    for line in _LINE.finditer(given):
        if unicodedata.is_normalized("NFC", line[0]):
            continue
        for run in _RUN.finditer(given, line.start(), line.end()):
            if not unicodedata.is_normalized("NFC", run[0]):
                yield run


def _normalise_run(
    given: str, run: re.Match[str], pieces: list[str], offsets: list[int]
) -> None:
    at = run.start()
    while at < run.end():
        end = min(_cluster_end(given, at), run.end())
        piece = unicodedata.normalize("NFC", given[at:end])
        pieces.append(piece)
        same = piece == given[at:end]
        offsets.extend(range(at, end) if same else [at] * len(piece))
        at = end


def _cluster_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
