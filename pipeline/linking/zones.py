"""Divides a sentence among its figures: what leads to each and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.figure import Figure
from pipeline.linking.tokens import AMOUNT, CUE, SIGN, TIME, Token
from pipeline.linking.whats import says_what, tells_part
from pipeline.linking.words import bits_of

if TYPE_CHECKING:
    from pipeline.values.amounts import Amount

_BREAKS: Final = frozenset(",;:()[]–|!?")
_ITEM_SIGNS: Final = (".", ")")
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_JOINTS: Final = frozenset((",", "và"))
_CLAUSE: Final = c.LINK | c.PART
"""What opens a clause of its own."""


def figures_of(row: list[Token], sentence: int) -> list[Figure]:
    """Give one figure per amount of a sentence, with its head and tail tokens."""
    places = [i for i, t in enumerate(row) if t.type == AMOUNT]
    if places and places[0] == 0 and _numbers_item(row):
        places.pop(0)
    figures: list[Figure] = []
    depth, begin = 0, 0
    for place in places:
        gap = row[begin:place]
        depth += _nesting(gap)
        length = _divided(figures[-1], gap) if figures else 0
        split = begin + (length or 0)
        amount: Amount = row[place].ref  # type: ignore[assignment]
        head = list(row[split:place])
        figure = Figure(
            amount=amount,
            sentence=sentence,
            depth=max(depth, 0),
            head=head,
            tail=[],
            head_bits=bits_of(head),
            row=row,
        )
        if figures:
            # With nothing between them, what follows one leads to the other.
            figures[-1].tail = list(row[begin : place if length is None else split])
        figures.append(figure)
        begin = place + 1
    if figures:
        figures[-1].tail = list(row[begin:])
        _share_plans(figures)
    return figures


def _share_plans(figures: list[Figure]) -> None:
    """Let "lần lượt đạt 23% và 19% dự toán năm" both be of the plan told once."""
    for at in range(len(figures) - 1, 0, -1):
        before, figure = figures[at - 1], figures[at]
        if not before.amount.kind == figure.amount.kind == "percent":
            continue
        if not figure.tail or not figure.tail[0].bits & c.PLAN:
            continue
        if all(t.word in _JOINTS for t in (*before.tail, *figure.head)):
            before.tail = figure.tail


def _numbers_item(row: list[Token]) -> bool:
    """Tell the number of an item or a section: "4. Doanh nghiệp", "2) Thu hút …"."""
    return row[1].ref in _ITEM_SIGNS if len(row) > 1 else False


def without_asides(row: list[Token]) -> list[Token]:
    """Leave out brackets that hold no figure: "(giá so sánh 2010)", "(IIP)"."""
    kept: list[Token] = []
    opened: list[int] = []
    for token in row:
        kept.append(token)
        if token.type != SIGN:
            if token.type == AMOUNT:
                opened.clear()
        elif token.word in _OPENING:
            opened.append(len(kept) - 1)
        elif opened and token.word in _CLOSING:
            del kept[opened.pop() :]
    return kept


def _nesting(row: list[Token]) -> int:
    """Count how many brackets open and do not close."""
    depth = 0
    for token in row:
        if token.type == SIGN:
            depth += (token.word in _OPENING) - (token.word in _CLOSING)
    return depth


def _divided(before: Figure, gap: list[Token]) -> int | None:
    """Count the tokens of a gap that belong to the figure before it, as below.

    Of "60% là hàng dệt may và 40% …" the words up to the next connective do.
    """
    if says_what(before.amount, before.head, gap):
        length = _tail_length(gap[1:])
        return None if length is None else length + 1
    if tells_part(before.head, gap) and (length := _tail_length(gap[1:])):
        return length + 1
    return _tail_length(gap)


def _tail_length(row: list[Token]) -> int | None:
    """Count the tokens of a gap that belong to the figure before it.

    None where nothing divides the gap: it speaks of both figures.
    """
    after_versus = False
    for i, token in enumerate(row):
        if token.type == SIGN:
            if token.word in _BREAKS and not (i == 0 and _compares_behind(row)):
                return i
        elif token.type == TIME:
            after_versus = False
        elif token.type == CUE:
            if token.bits & c.VERSUS:
                after_versus = True
            elif token.bits & _CLAUSE and not (token.bits & c.HEAD or after_versus):
                return i
    return _without_separator(row)


def _compares_behind(row: list[Token]) -> bool:
    """Tell "(tương ứng tăng 2 tỷ USD) so với cùng kỳ": the bracket is compared too."""
    after = row[1:2]
    return row[0].word == ")" and bool(after) and bool(after[0].bits & c.VERSUS)


def _without_separator(row: list[Token]) -> int | None:
    """With no sign or connective: up to the last time or plan word, else undivided."""
    for i in range(len(row) - 1, -1, -1):
        if row[i].type == TIME or row[i].bits & c.PLAN:
            return i + 1
    return None if row else 0
