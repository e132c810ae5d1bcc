"""Where in a text a time form may begin, and which of the forms may begin there.

``time_triggers.tsv`` is a cheap net: an automaton finds the first words of its heads,
a search its digits, and only then is looked at what stands ahead of them. How the text
begins at such a place rules out most forms before any is tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined,unused-ignore] # reads patterns
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.text.phrases import PhraseFinder
from pipeline.values.time_forms import expand, load_forms, pieces, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.values.time_forms import Form

_WALL: Final = r"[\w/%]"
EDGE: Final = re.compile(
    rf"(?<!{_WALL})(?:(?<![.,])|(?<=[^\W\d][.,])(?=[^\W\d]))"
    r"(?<!\d:)(?:(?<!\d-)|(?<=\d{4}-))"
)
"""No form begins inside a word, a number, a range or behind the "/" of a unit.

A stop without a space divides words: "Trung Quốc.Năm 2006", but not "TP.10", "3.12".
"""
_NAMED: Final = re.compile(r"\(\?P<\w+>")
_DIGIT: Final = "#"
_DIGITS: Final = "0123456789"
_LEAD: Final = re.compile(r"\d{1,4}|[^\W\d_]{1,8}")
_SIGNS: Final = frozenset(" /.-")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzđ")

_Node: TypeAlias = "tuple[str, Any]"
"""A step of a pattern: its kind and what is in it."""


@dataclass(frozen=True, slots=True)
class _Net:
    """The heads of the table: words with what must be ahead of them, and digits.

    ``digits`` finds those with the right things ahead, or right behind one of the
    ``letters``, with or without a stop between.
    """

    words: PhraseFinder
    ahead: tuple[re.Pattern[str], ...]
    letters: frozenset[str]
    digits: re.Pattern[str]


def places(folded: str) -> list[int]:
    """Give where a form may begin, in order."""
    net = _net()
    found = [_behind_letter(folded, one.start()) for one in net.digits.finditer(folded)]
    for start, end, number in net.words.find(folded):
        if net.ahead[number].match(folded, end) is not None:
            found.append(start)
    found.sort()
    return [start for start in found if EDGE.match(folded, start) is not None]


def _behind_letter(folded: str, digit: int) -> int:
    """Give where "q1", "t.9" begin; else the place of the digit."""
    before = folded[max(0, digit - 2) : digit]
    if before[-1:] in _net().letters:
        return digit - 1
    stopped = before[-1:] == "." and before[:1] in _net().letters
    return digit - 2 if stopped else digit


def forms_at(folded: str, start: int) -> Sequence[Form]:
    """Give the forms that may begin at one of the ``places``, in order of priority."""
    lead = _LEAD.match(folded, start)
    if lead is None:
        return load_forms()
    word = lead[0]
    begins = _DIGIT * len(word) if word.isdecimal() else word
    ahead = folded[lead.end() : lead.end() + 2]
    if ahead[:1] in _SIGNS:
        begins += ahead[0]
        if ahead[1:].isdecimal():
            begins += _DIGIT
        elif ahead[1:] in _LETTERS:
            begins += ahead[1]
    return _beginning(begins)


@lru_cache(maxsize=1)
def _net() -> _Net:
    """Build the net from the table; heads of one letter are found by their digits."""
    ahead: dict[str, list[str]] = {}
    for row in read_table("time_triggers"):
        for head in row["heads"].split("|"):
            for word in words_of(head):
                first, _, more = word.partition(" ")
                rest = "{s}" + more.replace(" ", "{s}") if more else ""
                ahead.setdefault(first, []).append(
                    expand(rest + row["ahead"], pieces())
                )
    words = {first: rests for first, rests in ahead.items() if len(first) > 1}
    letters = "".join(ahead.keys() - words.keys() - {_DIGIT})
    free = rf"(?<!{_WALL}\d)(?={'|'.join(ahead[_DIGIT])})"
    return _Net(
        PhraseFinder(words),
        tuple(re.compile("|".join(rests)) for rests in words.values()),
        frozenset(letters),
        # What is inside a number is ruled out at once.
        re.compile(rf"\d(?<!\d\d)(?:{free}|(?<=[{letters}]\d)|(?<=[{letters}]\.\d))"),
    )


@lru_cache(maxsize=4096)
def _beginning(begins: str) -> tuple[Form, ...]:
    """Give the forms that may match a text that begins so; "#" is any digit.

    The places are few words and digits, so that there are not many such beginnings.
    """
    outlines = zip(load_forms(), _outlines(), strict=True)
    return tuple(form for form, nodes in outlines if _read(nodes, begins, {0}))


@lru_cache(maxsize=1)
def _outlines() -> tuple[list[_Node], ...]:
    """Give the patterns of the forms as nodes, without what may not follow."""
    known = {**pieces(), "unit_next": ""}
    patterns = (expand(form.pattern, known) for form in load_forms())
    return tuple(
        _nodes(_parser.parse(_NAMED.sub("(?:", pattern))) for pattern in patterns
    )


def _nodes(parsed: Iterable[Any]) -> list[_Node]:
    """Give what a pattern was parsed to as lists, which are quick to walk."""
    return [(kind.name, _given(kind.name, given)) for kind, given in parsed]


def _given(kind: str, given: Any) -> Any:  # noqa: ANN401
    match kind:
        case "LITERAL":
            return [(kind, given)]
        case "IN":
            return [(item.name, held) for item, held in given]
        case "SUBPATTERN":
            return _nodes(given[-1])
        case "BRANCH":
            return [_nodes(one) for one in given[1]]
        case "MAX_REPEAT":
            return given[0], int(given[1]), _nodes(given[2])
    return None


def _read(nodes: list[_Node], begins: str, ends: set[int]) -> set[int]:
    """Give where reading may stand behind some nodes; at most at the end of ``begins``.

    What looks around is taken to hold, so that a form is never ruled out wrongly.
    """
    for kind, given in nodes:
        now = {at for at in ends if at == len(begins)}
        for at in ends - now:
            now |= _step(kind, given, begins, at)
        if not now:
            return now
        ends = now
    return ends


def _step(kind: str, given: Any, begins: str, at: int) -> set[int]:  # noqa: ANN401
    match kind:
        case "LITERAL" | "IN":
            return {at + 1} if _holds(given, begins[at]) else set()
        case "SUBPATTERN":
            return _read(given, begins, {at})
        case "BRANCH":
            return {end for nodes in given for end in _read(nodes, begins, {at})}
        case "MAX_REPEAT":
            return _repeated(given, begins, at)
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return {at}
    return {len(begins)}


def _repeated(given: Any, begins: str, at: int) -> set[int]:  # noqa: ANN401
    least, most, nodes = given
    ends = {at}
    found = {at} if least == 0 else set()
    for times in range(1, min(most, len(begins)) + 1):
        ends = _read(nodes, begins, ends)
        if times >= least:
            found |= ends
    return found


def _holds(items: list[_Node], sign: str) -> bool:
    """Tell whether a set of characters may hold a sign of a beginning."""
    signs = _DIGITS if sign == _DIGIT else sign
    for kind, given in items:
        match kind:
            case "LITERAL":
                held = chr(given) in signs
            case "RANGE":
                held = any(given[0] <= ord(one) <= given[1] for one in signs)
            case "CATEGORY" if given.name == "CATEGORY_DIGIT":
                held = sign == _DIGIT
            case _:
                held = True
        if held:
            return True
    return False
