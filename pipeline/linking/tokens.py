"""Lays a sentence out as one row of tokens: figures, times, cues, places, words, signs.

A figure, a time or a cue is one token however many words it has; what nothing
claims is split into words and signs, so that rules walk a single list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from pipeline.lexicon.cues import CAPITAL, cue_kinds
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_SIGNS: Final = frozenset(",;:().-%")
"""Signs that mostly stand alone between two mentions."""
_NAME_DIGITS: Final = 2
_NAME_REACH: Final = 32
_NAME_AFTER: Final = re.compile(r" [^\W\d_]")
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


@dataclass(slots=True, eq=False)
class Token:
    """One step of the row; like none but itself.

    ``bits`` are the cue kinds, ``ref`` is the thing itself, ``word`` the folded words
    of a cue, word or sign; empty for what is no text.
    """

    start: int
    end: int
    type: str
    bits: int = 0
    ref: object = None
    word: str = ""


@dataclass(slots=True, eq=False)
class Mentions:
    """All that was found in one article, each kind ordered by position."""

    amounts: Sequence[Amount]
    times: Sequence[TimeMention]
    cues: Sequence[Cue]
    places: Sequence[Place]


def start_of(token: Token) -> int:
    """Give where a token starts; rows are in this order."""
    return token.start


def lay_out(
    text: str, folded: str, start: int, end: int, mentions: Mentions
) -> list[Token]:
    """Give the tokens of ``folded[start:end]``; ``mentions`` lie wholly inside it.

    Where two overlap the figure wins over the time, that over the cue, that over
    the place; what is left of the loser is split into words again.
    """
    row: list[Token] = []
    position = start
    for token in _claims(text, folded, start, end, mentions):
        # Most mentions stand side by side, with nothing but a space to look at.
        gap = token.start - position
        if gap > 1 or (gap == 1 and folded[position] != " "):
            row += _pieces(text, folded, position, token.start)
        row.append(token)
        position = token.end
    if position < end:
        row += _pieces(text, folded, position, end)
    return row


def _claims(
    text: str, folded: str, start: int, end: int, mentions: Mentions
) -> list[Token]:
    """Give what was found as tokens, in order, without what another has claimed."""
    claims: list[Token] = []
    behind = start
    for amount in mentions.amounts:
        first = max(amount.full_start, start)
        if amount.kind == "bare" and _ends_name(text, folded, amount, start):
            continue
        if first >= behind:
            behind = min(amount.unit_end, end)
            claims.append(Token(first, behind, AMOUNT, 0, amount, ""))
    if mentions.times:
        times = [
            Token(t.start, min(t.end, end), TIME, 0, t, "") for t in mentions.times
        ]
        claims = _with(claims, times)
    claims = _with(claims, _cues(text, folded, (start, end), mentions.cues, claims))
    if mentions.places:
        places = [
            Token(p.start, min(p.end, end), PLACE, 0, p, "") for p in mentions.places
        ]
        claims = _with(claims, places)
    return claims


def _ends_name(text: str, folded: str, amount: Amount, start: int) -> bool:
    """Tell the number of a name that goes on: "Khu công nghiệp Nam Sơn 2 có 40 ha"."""
    first, last = amount.start, amount.end
    if last - first > _NAME_DIGITS or not folded[first:last].isdecimal():
        return False
    before = text[max(start, first - _NAME_REACH) : first]
    words = before.split()[-2:]
    named = len(words) > 1 and all(w.isalpha() and w[0].isupper() for w in words)
    return named and before[-1] == " " and _NAME_AFTER.match(folded, last) is not None


def _with(claims: list[Token], found: list[Token]) -> list[Token]:
    """Add what was found where neither a claim nor one found before it stands.

    Both are in order, and so is what is given.
    """
    merged: list[Token] = []
    at, many, behind = 0, len(claims), 0
    for token in found:
        while at < many and claims[at].end <= token.start:
            behind = claims[at].end
            merged.append(claims[at])
            at += 1
        free = at == many or token.end <= claims[at].start
        if free and token.start >= behind:
            behind = token.end
            merged.append(token)
    merged += claims[at:]
    return merged


def _cues(
    text: str,
    folded: str,
    span: tuple[int, int],
    found: Sequence[Cue],
    claims: list[Token],
) -> list[Token]:
    """Give the cues that touch none of the ordered ``claims``."""
    start, end = span
    cues: list[Token] = []
    walls = iter(claims)
    wall = next(walls, None)
    for first, behind, kinds in found:
        while wall is not None and wall.end <= first:
            wall = next(walls, None)
        if wall is not None and wall.start < behind:
            continue
        last = min(behind, end)
        word = folded[first:last]
        kind, bits = CUE if kinds else WORD, kinds
        if text[first] != word[0] and text[first].isupper():
            if not kinds and _holds_name(text, first, last):
                continue
            kind, bits = _capital_cue(text, (first, last), kinds, start)
        cues.append(Token(first, last, kind, bits, word, word))
    return cues


def _capital_cue(
    text: str, span: tuple[int, int], bits: int, start: int
) -> tuple[str, int]:
    """Give type and kinds of a cue with a capital, which may be part of a name."""
    if span[0] != start and _in_name(text, *span):
        return WORD, CAPITAL
    if not bits and span[0] == start and "," in text[span[0] : span[1]]:
        return WORD, 0  # "Chế biến, chế tạo" opens a sentence, and is nobody's name
    return (CUE if bits else WORD), bits or CAPITAL


def _in_name(text: str, first: int, last: int) -> bool:
    """Tell a word that is part of a name from the cue: "Khu công nghiệp Hòa Thành".

    Of longer cues only what follows the head of an office is: "Sở Kế hoạch và Đầu tư".
    """
    if text[last - 1].isupper():
        return False
    word = _word_before(text, first)
    if " " in text[first:last]:
        return word.lower() in role_words("office")
    return word[:1].isupper() and word.isalpha()


def _holds_name(text: str, first: int, last: int) -> bool:
    """Tell "Hòa Phát | đạt": the name ends within what is one word elsewhere."""
    _, _, behind = text[first:last].partition(" ")
    word = _word_before(text, first)
    return behind[:1].islower() and word[:1].isupper() and word.isalpha()


def _word_before(text: str, first: int) -> str:
    low = max(0, first - _LONGEST_WORD)
    before = text.rfind(" ", low, max(first - 1, 0)) + 1 or low
    return text[before:first].strip()


def _pieces(text: str, folded: str, start: int, end: int) -> list[Token]:
    """Split what no mention claims into words and signs."""
    kinds = cue_kinds()
    pieces: list[Token] = []
    first, gap = start, folded[start:end]
    capitals = text[start:end] != gap
    for chunk in gap.split(" "):
        last = first + len(chunk)
        if chunk.isalnum():
            # What something else claimed in part leaves other cues: "hiện | có".
            kind, bits = WORD, kinds.get(chunk, 0)
            if bits:
                kind = CUE
            elif capitals and text[first].isupper():
                bits = CAPITAL
            pieces.append(Token(first, last, kind, bits, chunk, chunk))
        elif chunk in _SIGNS:
            pieces.append(Token(first, last, SIGN, 0, chunk, chunk))
        elif chunk:
            pieces += _mixed(text, folded, first, last)
        first = last + 1
    return pieces


def _mixed(text: str, folded: str, start: int, end: int) -> list[Token]:
    """Split a chunk of letters and signs: "(gdp),", "ô-tô/xe"."""
    kinds = cue_kinds()
    pieces: list[Token] = []
    for piece in _PIECE.finditer(folded, start, end):
        word = piece[0]
        first, last = piece.span()
        if not word[0].isalnum():
            kind, bits = SIGN, 0
        elif bits := kinds.get(word, 0):
            kind = CUE
        else:
            kind, bits = WORD, CAPITAL if text[first].isupper() else 0
        pieces.append(Token(first, last, kind, bits, word, word))
    return pieces
