"""Finds where a tool's marks stand in a text: as told, moved with all others, or alone.

A mark is believed where its words stand at its place. Where they do not, the tool may
have counted in another form of the text (line ends, normal form, a byte order mark,
trimmed ends, UTF-16): that is taken if it explains every mark of the article, in one
way only. Else a mark alone is moved to its words where they stand once within reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.exchange.views import plain, plain_words, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.exchange.marks import Mark
    from pipeline.exchange.views import View

Place: TypeAlias = tuple[int, int]

REACH: Final = 32
"""How far from its place, in characters, the words of one mark are looked for."""
_INSIDE_NUMBERS: Final = ".,"


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where marks stand; None for one that stands nowhere for certain.

    ``moved`` counts those that did not stand where the tool says, ``why`` tells what
    they were counted in, where one cause explains them all.
    """

    places: tuple[Place | None, ...]
    moved: int = 0
    why: str | None = None


def anchored(text: str, marks: Sequence[Mark]) -> Anchored:
    """Find the marks of one article in the text that they were made in."""
    told = [_as_told(text, mark) for mark in marks]
    if None not in told:
        return Anchored(tuple(told))
    found = _of_one_view(text, marks)
    if found is None:
        view, alone = plain(text), zip(told, marks, strict=True)
        places = tuple(place or _nearby(text, view, mark) for place, mark in alone)
        found = Anchored(places)
    pairs = zip(found.places, marks, strict=True)
    moved = sum(place not in {None, (mark.start, mark.end)} for place, mark in pairs)
    return Anchored(found.places, moved, found.why)


def _as_told(text: str, mark: Mark) -> Place | None:
    """Believe a mark without words where it is within the text."""
    if not 0 <= mark.start < mark.end <= len(text):
        return None
    if mark.words is not None and text[mark.start : mark.end] != mark.words:
        return None
    return mark.start, mark.end


def _of_one_view(text: str, marks: Sequence[Mark]) -> Anchored | None:
    """Find what explains all marks; None where nothing does, or two things do."""
    found: dict[tuple[Place, ...], str] = {}
    for view in views(text):
        places = _in_view(text, view, marks)
        if places is not None:
            found.setdefault(places, view.change.told)
    if len(found) != 1:
        return None
    ((places, why),) = found.items()
    return Anchored(places, why=why)


def _in_view(text: str, view: View, marks: Sequence[Mark]) -> tuple[Place, ...] | None:
    places = []
    for mark in marks:
        place = view.to_given(mark.start, mark.end)
        if place is None:
            return None
        words = plain_words(text[place[0] : place[1]])
        if mark.words is not None and words != plain_words(mark.words):
            return None
        places.append(place)
    return tuple(places)


def _nearby(text: str, view: View, mark: Mark) -> Place | None:
    """Find the one place within reach where the words stand; None if there are more."""
    if not mark.words:
        return None
    words = plain_words(mark.words)
    low, high = mark.start - REACH, mark.start + REACH
    found, at = list[Place](), -1
    while (at := view.text.find(words, at + 1)) >= 0:
        place = view.to_given(at, at + len(words))
        if place and low <= place[0] <= high:
            found.append(place)
    if len(found) != 1 or _cuts_a_number(text, *found[0]):
        return None
    return found[0]


def _cuts_a_number(text: str, start: int, end: int) -> bool:
    """Stand in the midst of a longer number, which is then another one."""
    before, first = text[max(0, start - 2) : start], text[start : start + 1]
    after, last = text[end : end + 2], text[end - 1 : end]
    return (first.isdecimal() and _goes_on(before[::-1])) or (
        last.isdecimal() and _goes_on(after)
    )


def _goes_on(beside: str) -> bool:
    """Begin with a digit, or with a sign inside numbers and a digit behind it."""
    if beside[:1] in _INSIDE_NUMBERS:
        beside = beside[1:]
    return beside[:1].isdecimal()


def carried_over(
    marked: str, wanted: str, places: Sequence[Place | None]
) -> tuple[Place | None, ...] | None:
    """Give places of one text in another that says the same; None if it does not.

    Line ends, normal form, a byte order mark and white space at both ends may differ.
    """
    if marked == wanted:
        return tuple(places)
    here, there = plain(marked), plain(wanted)
    if here.text != there.text:
        return None
    return tuple(_between(here, there, place) for place in places)


def _between(here: View, there: View, place: Place | None) -> Place | None:
    inside = place and here.from_given(*place)
    return there.to_given(*inside) if inside else None
