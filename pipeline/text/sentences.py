"""Sentences of an article, each with its line and what kind of line that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.text.boundaries import sentence_ends
from pipeline.text.folding import fold
from pipeline.text.paragraphs import Kind, Line, is_byline, is_credited, split_lines
from pipeline.text.wrapping import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BREAK: Final = re.compile(r"[^\S \xa0]")
"""A break inside a sentence, in lines that a crawl has wrapped."""

_LONGEST_CREDIT: Final = 120
_LONGEST: Final = 3_000
"""Characters of the longest sentence; the longest seen in 200,000 has 2,817.

What goes on without a stop is no sentence, and linking compares all figures of one.
"""

_BREAKS: Final = ("; ", ", ", " ")
"""Where a longer stretch is cut, the first of these that it has."""


class Sentence(NamedTuple):
    """A stretch that is read as one statement, trimmed of white space.

    ``paragraph`` numbers the lines of the text that are not blank, from 0.
    """

    start: int
    end: int
    paragraph: int
    kind: Kind


def split_sentences(text: str, folded: str | None = None) -> tuple[Sentence, ...]:
    """Split an NFC text into sentences, in order, without overlap.

    Lines are split first; a list of clauses with semicolons stays one sentence.
    Together the sentences hold every character that is not white space.

    Args:
        text: NFC text.
        folded: ``unwrapped(text, fold(text))``, where the caller has it already.
    """
    key = unwrapped(text, fold(text)) if folded is None else folded
    found: list[Sentence] = []
    for number, line in enumerate(split_lines(text, key)):
        pieces = list(_pieces(text, key, line.start, line.end))
        for start, end in pieces:
            last = len(pieces) > 1 and end == line.end
            kind = _kind(line, text[start:end], key[start:end], last=last)
            found.append(Sentence(start, end, number, kind))
    return tuple(found)


def _kind(line: Line, piece: str, folded: str, *, last: bool) -> Kind:
    """A credit or a writer's name may stand inside a line of text."""
    if line.kind not in {"body", "bullet"} or len(piece) > _LONGEST_CREDIT:
        return line.kind
    if folded.endswith("|") or is_credited(piece, folded):
        return "caption"
    return "byline" if last and is_byline(piece, folded) else line.kind


def _pieces(text: str, key: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = _BREAK.sub(" ", text[start:end])
    at = 0
    for cut in _short(line, (*sentence_ends(line, key[start:end]), len(line))):
        piece = line[at:cut].lstrip()
        if piece:
            begin = start + cut - len(piece)
            yield begin, begin + len(piece.rstrip())
        at = cut


def _short(line: str, cuts: Iterable[int]) -> Iterator[int]:
    """Give the cuts, and more where they would leave too much between them."""
    at = 0
    for cut in cuts:
        while cut - at > _LONGEST:
            limit = at + _LONGEST
            signs = ((line.rfind(sign, at + 1, limit), sign) for sign in _BREAKS)
            at = next((found + len(s) for found, s in signs if found > at), limit)
            yield at
        at = cut
        yield cut
