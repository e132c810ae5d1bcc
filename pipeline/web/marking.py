"""Cuts a text where its mentions begin and end, for showing them in place."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.schema import Observation

KINDS: Final = (*("amount", "unit", "metric", "time", "base", "area", "entity", "cue"),)
"""The kinds of mention; where several stand in one place, the first is shown."""

_KIND_OF: Final[Mapping[str, str]] = {
    "amount": "amount",
    "unit": "unit",
    "metric": "metric",
    "parent": "metric",
    "period": "time",
    "base": "base",
    "base_text": "base",
    "area": "area",
    "entity": "entity",
}
"""The kind of the words that a field comes from; every other is a cue."""

_PASSED: Final = frozenset(("amount", "base_text"))
"""Fields that are marked already: the amount itself, and the base by its own name."""

_UNSEEN: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x061C, 0x200E, 0x200F), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Characters that show nothing or turn text around, and what is shown instead."""


class Mark(NamedTuple):
    """Words of a kind; ``ref`` names the figure and field: "3.metric", or nothing."""

    start: int
    end: int
    kind: str
    ref: str = ""


class Piece(NamedTuple):
    """A stretch of text with everything that is said of it.

    ``kind`` is empty for plain text. ``refs`` are those of all marks on it.
    """

    start: int
    text: str
    kind: str
    refs: tuple[str, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures whose amount stands here."""
        ends = ".amount"
        return tuple(ref.removesuffix(ends) for ref in self.refs if ref.endswith(ends))


def marks_of(rows: Iterable[Observation]) -> Iterator[Mark]:
    """Give the words that the fields of figures come from; figures count from 0."""
    for number, row in enumerate(rows):
        place = row.amount_start, row.amount_end
        yield from marks_at(number, place, row.evidence)


def marks_at(
    number: int, place: tuple[int, int], evidence: Mapping[str, tuple[int, int]]
) -> Iterator[Mark]:
    """Give the words of one figure, by its number and the place of its amount."""
    yield Mark(*place, "amount", f"{number}.amount")
    for field, (start, end) in evidence.items():
        if field not in _PASSED and start < end:
            yield Mark(start, end, _KIND_OF.get(field, "cue"), f"{number}.{field}")


def pieces(text: str, marks: Iterable[Mark], *, offset: int = 0) -> list[Piece]:
    """Cut a text into pieces that each have the same marks from end to end.

    Together the pieces are the text, character by character; what would be unseen or
    turn the line around shows as a sign of its own.

    Args:
        text: the text, or a stretch of one.
        marks: half-open spans in any order; what lies outside is cut off.
        offset: where the stretch begins in the whole, as the marks count.
    """
    opening, closing = _edges(marks, offset, offset + len(text))
    cuts = sorted({*opening, *closing, offset, offset + len(text)})
    active: dict[Mark, None] = {}
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        for mark in closing.get(start, ()):
            active.pop(mark, None)
        active.update(dict.fromkeys(opening.get(start, ())))
        shown = text[start - offset : end - offset].translate(_UNSEEN)
        refs = tuple(dict.fromkeys(mark.ref for mark in active if mark.ref))
        found.append(Piece(start, shown, _first_kind(active), refs))
    return found


def visible(text: str) -> str:
    """Give a text with signs for what is unseen, as long as it was."""
    return text.translate(_UNSEEN)


def _edges(
    marks: Iterable[Mark], first: int, last: int
) -> tuple[Mapping[int, Sequence[Mark]], Mapping[int, Sequence[Mark]]]:
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        start, end = max(mark.start, first), min(mark.end, last)
        if start < end:
            opening[start].append(mark)
            closing[end].append(mark)
    return opening, closing


def _first_kind(marks: Iterable[Mark]) -> str:
    kinds = {mark.kind for mark in marks}
    return next((kind for kind in KINDS if kind in kinds), "")
