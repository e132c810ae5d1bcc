"""Lines that a crawl has wrapped: breaks in the middle of sentences count as spaces.

Pages laid out by hand, or pasted from a document, break lines every 80 characters,
often with an empty line between: "Tổng giá trị đầu tư vào quý", "2/2025 giảm 44% so".
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST: Final = 4
"""Lines that go on in the next one, from which on a text is wrapped."""
_PART: Final = 4
"""One line in so many goes on in the next, at least, where a text is wrapped."""
_SHORTEST: Final = 40
_FULL: Final = 0.7
"""Part of the width of a text from which on a line is full."""
_STOPS: Final = frozenset(".!?…:;")
_CLOSING: Final = "\"'”’»)] "
_BULLETS: Final = frozenset("-+*•–—·▪●")

Line = tuple[int, int]


def unwrapped(text: str, folded: str) -> str:
    """Give the key with a space for every break inside a sentence, of equal length.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
    """
    if folded.count("\n") < _LEAST:
        return folded
    lines = _lines(folded)
    wrapped = [_goes_on(text, a, b) for a, b in pairwise(lines)]
    widths = [b - a for (a, b), on in zip(lines, wrapped, strict=False) if on]
    if len(widths) < max(_LEAST, len(wrapped) / _PART):
        return folded
    full = sorted(widths)[len(widths) // 2] * _FULL
    return _joined(text, folded, lines, full)


def _joined(text: str, folded: str, lines: Sequence[Line], full: float) -> str:
    parts: list[str] = []
    at = 0
    for before, after in pairwise(lines):
        long = before[1] - before[0] >= full and _is_open(text, before)
        if _goes_on(text, before, after) or (long and text[after[0]] not in _BULLETS):
            parts += [folded[at : before[1]], " " * (after[0] - before[1])]
            at = after[0]
    return "".join([*parts, folded[at:]])


def _lines(folded: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for line in folded.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            lines.append((start, start + len(stripped)))
        at += len(line) + 1
    return lines


def _goes_on(text: str, before: Line, after: Line) -> bool:
    """Tell a long line without a stop, and a next one that begins small."""
    long = before[1] - before[0] >= _SHORTEST
    return long and _is_open(text, before) and text[after[0]].islower()


def _is_open(text: str, line: Line) -> bool:
    said = text[line[0] : line[1]].rstrip(_CLOSING)
    return bool(said) and said[-1] not in _STOPS
