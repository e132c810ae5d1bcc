"""Names what a list tells in brackets: "chủ nợ gồm: A (72 tỷ), B (39 tỷ)"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.referents import is_content, is_nominal
from pipeline.linking.runs import named_runs, segment_start
from pipeline.linking.tokens import PLACE, start_of
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_STATES: Final = c.REACH | c.ABOUT | c.OVER | c.UNDER | c.ESTIMATE
_JOINS: Final = frozenset((",", ";", "và"))
_LONGEST: Final = 12
"""Tokens that the name before a bracket may have."""


def name_by_brackets(figures: Sequence[Figure]) -> None:
    """Give each item of a list its own name, and all of them the parent of the first.

    What has a name already keeps it: only a name taken over gives way to that which
    stands right before the bracket.
    """
    first: Figure | None = None
    for at, figure in enumerate(figures):
        item = _item(figure.head) if figure.depth else []
        if item and first is not None and _alike(first, figure):
            _name_item(figure, item, first)
        elif figure.depth and _bracket(figure.head) is not None:
            follows = any(_item(f.head) for f in figures[at + 1 : at + 3])
            first = figure if follows else None
            if first is not None:
                _name_first(first, _led(figures, at))
                _list_of(first, figures[at - 1] if at else None)
        elif not figure.depth:
            first = None


def _name_item(figure: Figure, item: list[Token], first: Figure) -> None:
    """Name one item by what stands before its bracket, and give it the whole."""
    listed = first.rules.get("metric") in ("phrase", "before_bracket")
    whole = first.parent
    if listed and not figure.own_metric:
        told = figure.metric
        _call(figure, stretch(item))
        if whole is None and figure.measure == "change" and told != first.metric:
            whole = told
    elif first.rules.get("parent") != "before_bracket" or figure.parent is not None:
        return
    if whole is not None:
        figure.parent = figure.evidence["parent"] = whole
        figure.rules["parent"] = first.rules.get("parent", "before_bracket")


def _name_first(first: Figure, led: list[Token]) -> None:
    """Read "các công trình như cầu X (3 tỷ)": named behind "như", part of the works."""
    end = _bracket(led)
    if first.own_metric or end is None:
        return
    marks = role_words("examples")
    at = next((i for i in range(end - 1, 0, -1) if led[i].word in marks), None)
    if at is None or not _is_item(led[at + 1 : end]):
        return
    whole = _before_marker(led[:at])
    named = is_nominal(whole) or (first.measure == "level" and len(whole) > 1)
    told = stretch(whole) if named else first.metric
    _call(first, stretch(led[at + 1 : end]))
    if told is not None:
        first.parent = first.evidence["parent"] = told
        first.rules["parent"] = "before_bracket"


def _before_marker(led: list[Token]) -> list[Token]:
    """Give "các dự án lớn" of "dành cho các dự án lớn | như"."""
    start = segment_start(led, len(led))
    ends = [i for i, t in enumerate(led) if i >= start and t.bits & c.END]
    runs = named_runs(led[ends[-1] + 1 if ends else start :])
    return runs[-1].words if runs else []


def _list_of(first: Figure, before: Figure | None) -> None:
    """Read "danh sách chủ nợ gồm 2 quỹ và 4 cá nhân, bao gồm: A (7 tỷ)": of the list.

    A sum is no part of persons or firms that are counted, but of what lists them.
    """
    if before is None or before.amount.kind != "count" or before.parent is None:
        return
    sums = first.amount.kind == "money" and first.parent == before.metric
    if sums and any(t.ref == ":" for t in first.head):
        first.parent = first.evidence["parent"] = before.parent


def _led(figures: Sequence[Figure], at: int) -> list[Token]:
    """Give all between the figure before and this one, whomever it was told of."""
    row = figures[at].row
    start = figures[at - 1].amount.unit_end if at else 0
    low = bisect_left(row, start, key=start_of)
    return row[low : bisect_left(row, figures[at].amount.start, key=start_of)]


def _call(figure: Figure, name: Stretch | None) -> None:
    figure.metric = name
    if name is not None:
        figure.evidence["metric"] = name
    figure.own_metric = True
    figure.rules["metric"] = "before_bracket"
    figure.inferred.pop("metric", None)


def _bracket(head: Sequence[Token]) -> int | None:
    """Give where the bracket opens that holds nothing before the figure."""
    for i in range(len(head) - 1, -1, -1):
        if head[i].ref == "(":
            return i
        if not head[i].bits & _STATES:
            return None
    return None


def _item(head: list[Token]) -> list[Token]:
    """Give "B" of "), B (", the name that one more bracket tells of."""
    end = _bracket(head)
    closed = [i for i, t in enumerate(head[:end]) if t.ref == ")"] if end else []
    if not closed:
        return []
    start = closed[-1] + 1
    while start < len(head) and head[start].word in _JOINS:
        start += 1
    item = head[start:end]
    return item if start > closed[-1] + 1 and _is_item(item) else []


def _is_item(item: Sequence[Token]) -> bool:
    """Tell a name: words alone, and more than a place."""
    if not 0 < len(item) <= _LONGEST or not all(map(is_content, item)):
        return False
    return any(t.type != PLACE for t in item)


def _alike(first: Figure, figure: Figure) -> bool:
    one, two = first.amount.unit, figure.amount.unit
    same = one is not None and two is not None and one.code == two.code
    return same and first.measure == figure.measure
