"""The same text in the forms that tools count in, each with a map to the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form: TypeAlias = Literal["NFC", "NFD"]
Lines: TypeAlias = Literal["\n", "\r\n"]

BOM: Final = "\ufeff"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a tool's text differs from the text as given; by default in nothing.

    Args:
        form: the normal form it is in.
        lines: its line ends.
        mark: a byte order mark counts before it, or the text's own does not.
        trimmed: white space at both ends is gone.
        units: characters beyond U+FFFF count twice, as they do in UTF-16.
    """

    form: Form | None = None
    lines: Lines | None = None
    mark: bool = False
    trimmed: bool = False
    units: bool = False

    @property
    def told(self) -> str:
        """Say what is different."""
        ends = {"\n": "with line feeds", "\r\n": "with two signs at line ends"}
        said = (
            self.form and f"in {self.form}",
            self.lines and ends[self.lines],
            "with another byte order mark" if self.mark else None,
            "without the white space at its ends" if self.trimmed else None,
            "in units of UTF-16" if self.units else None,
        )
        return ", ".join(filter(None, said)) or "as given"


@dataclass(frozen=True, slots=True)
class View:
    """A text in another form: what each of its characters stands for in the original.

    ``starts`` and ``ends`` have one entry a character and never fall.
    """

    change: Change
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def to_given(self, start: int, end: int) -> tuple[int, int] | None:
        """Map a half-open stretch to the original; None where it has no character."""
        if not 0 <= start < end <= len(self.starts):
            return None
        found = self.starts[start], self.ends[end - 1]
        return found if found[0] < found[1] else None

    def from_given(self, start: int, end: int) -> tuple[int, int] | None:
        """Map a half-open stretch of the original to this view."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else None


def viewed(text: str, change: Change) -> View:
    """Give a text as it is after a change."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    if change.mark and not text.startswith(BOM):
        pieces.append(BOM)
        starts.append(0)
        ends.append(0)
    for start, end in _clusters(text, *_kept(text, change)):
        piece = _changed(text[start:end], change)
        same = len(piece) == end - start and not change.units
        width = len(piece.encode("utf-16-le")) // 2 if change.units else len(piece)
        pieces.append(piece)
        starts.extend(range(start, end) if same else [start] * width)
        ends.extend(range(start + 1, end + 1) if same else [end] * width)
    return View(change, "".join(pieces), starts, ends)


def _kept(text: str, change: Change) -> tuple[int, int]:
    first = len(BOM) if change.mark and text.startswith(BOM) else 0
    if not change.trimmed:
        return first, len(text)
    return len(text) - len(text[first:].lstrip()), len(text.rstrip())


def _clusters(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut a text into what changes as one: a line end, or a letter with its marks."""
    at = start
    while at < stop:
        end = at + 1
        if text[at] == "\r" and text[end : end + 1] == "\n":
            end += 1
        else:
            while end < stop and unicodedata.combining(text[end]):
                end += 1
        yield at, min(end, stop)
        at = end


def _changed(piece: str, change: Change) -> str:
    if change.lines and _LINE_END.fullmatch(piece):
        return change.lines
    return unicodedata.normalize(change.form, piece) if change.form else piece


def views(text: str) -> Iterator[View]:
    """Give a text in every form that differs from it, the likeliest first."""
    forms: list[Form | None] = [None]
    forms += [f for f in ("NFC", "NFD") if not unicodedata.is_normalized(f, text)]
    found = set(_LINE_END.findall(text))
    lines: list[Lines | None] = [None]
    lines += [one for one in ("\n", "\r\n") if found - {one}]
    trims = (False, True) if text.strip() != text.removeprefix(BOM) else (False,)
    units = (False, True) if _ASTRAL.search(text) else (False,)
    for mark, trimmed, unit, line, form in product(
        (False, True), trims, units, lines, forms
    ):
        change = Change(form=form, lines=line, mark=mark, trimmed=trimmed, units=unit)
        if change != Change():
            yield viewed(text, change)


def plain(text: str) -> View:
    """Give the form in which texts that differ in no more than a change are alike."""
    marked = text.startswith(BOM)
    return viewed(text, Change(form="NFC", lines="\n", mark=marked, trimmed=True))


def plain_words(words: str) -> str:
    """Give words in NFC with line feeds, to compare them."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", words))
