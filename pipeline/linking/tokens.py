"""Lays a sentence out as one row of tokens: figures, times, cues, places, words, signs.

A figure, a time or a cue is one token however many words it has; what nothing
claims is split into words and signs, so that rules walk a single list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from pipeline.lexicon.cues import CAPITAL, cue_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.values.amounts import Amount
    from pipeline.values.times import TimeMention

AMOUNT: Final = "a"
TIME: Final = "t"
CUE: Final = "c"
PLACE: Final = "g"
WORD: Final = "w"
SIGN: Final = "p"

Cue: TypeAlias = "tuple[int, int, int]"

_LONGEST_WORD: Final = 24
_PIECE: Final = re.compile(r"[^\W_]+(?:[-&'/.][^\W_]+)*|[^\w\s]")


class Place(Protocol):
    """What the linker needs of an area mention."""

    @property
    def start(self) -> int:
        """Offset of the first character of the name."""

    @property
    def end(self) -> int:
        """Offset behind the last character of the name."""

    @property
    def level(self) -> str:
        """What it is: "country", "province", "district", "commune" or "foreign"."""


class Token(NamedTuple):
    """One step of the row. ``bits`` are the cue kinds, ``ref`` the thing itself."""

    start: int
    end: int
    type: str
    bits: int = 0
    ref: object = None

    @property
    def word(self) -> str:
        """The folded words of a cue, word or sign; empty for what is no text."""
        return self.ref if isinstance(self.ref, str) else ""


class Mentions(NamedTuple):
    """All that was found in one article, each kind ordered by position."""

    amounts: Sequence[Amount]
    times: Sequence[TimeMention]
    cues: Sequence[Cue]
    places: Sequence[Place]


def lay_out(
    text: str, folded: str, start: int, end: int, mentions: Mentions
) -> list[Token]:
    """Give the tokens of ``folded[start:end]``; ``mentions`` lie wholly inside it.

    Where two overlap the figure wins over the time, that over the cue, that over
    the place; what is left of the loser is split into words again.
    """
    row: list[Token] = []
    kinds = cue_kinds()
    position = start
    for token in _claims(text, folded, start, end, mentions):
        # Most mentions stand side by side, with nothing but a space to look at.
        if token.start - position > 1 or not folded[position : token.start].isspace():
            row += _pieces(text, folded, position, token.start, kinds)
        row.append(token)
        position = token.end
    row += _pieces(text, folded, position, end, kinds)
    return row


def _claims(
    text: str, folded: str, start: int, end: int, mentions: Mentions
) -> list[Token]:
    taken = bytearray(end - start)
    claims: list[Token] = []

    def claim(first: int, last: int, kind: str, bits: int, ref: object) -> None:
        low, high = first - start, last - start
        if taken.find(1, low, high) < 0:
            taken[low:high] = b"\x01" * (high - low)
            claims.append(Token(first, last, kind, bits, ref))

    for amount in mentions.amounts:
        first = max(amount.full_start, start)
        claim(first, min(amount.unit_end, end), AMOUNT, 0, amount)
    for time in mentions.times:
        claim(time.start, min(time.end, end), TIME, 0, time)
    for first, last, bits in mentions.cues:
        if first > start and _in_name(text, first, last):
            claim(first, last, WORD, CAPITAL, folded[first:last])
            continue
        plain = CAPITAL if text[first].isupper() else 0
        kind = CUE if bits else WORD
        claim(first, min(last, end), kind, bits or plain, folded[first:last])
    for place in mentions.places:
        claim(place.start, min(place.end, end), PLACE, 0, place)
    claims.sort()
    return claims


def _in_name(text: str, first: int, last: int) -> bool:
    """Tell a word that is part of a name from the cue: "Khu công nghiệp Hòa Thành"."""
    if not text[first].isupper() or " " in text[first:last] or text[last - 1].isupper():
        return False
    low = max(0, first - _LONGEST_WORD)
    before = text.rfind(" ", low, max(first - 1, 0)) + 1 or low
    return text[before].isupper() and text[before:first].strip().isalpha()


def _pieces(
    text: str, folded: str, start: int, end: int, kinds: Mapping[str, int]
) -> Iterator[Token]:
    """Split what no mention claims into words and signs."""
    for piece in _PIECE.finditer(folded, start, end):
        word = piece[0]
        at = piece.start()
        if not word[0].isalnum():
            yield Token(at, at + len(word), SIGN, 0, word)
        # A cue that something else claimed in part leaves its other words: "hiện | có".
        elif bits := kinds.get(word, 0):
            yield Token(at, at + len(word), CUE, bits, word)
        else:
            capital = CAPITAL if text[at].isupper() else 0
            yield Token(at, at + len(word), WORD, capital, word)


def text_of(folded: str, tokens: Sequence[Token]) -> str:
    """Give the folded text that a run of tokens stretches over."""
    return folded[tokens[0].start : tokens[-1].end] if tokens else ""
