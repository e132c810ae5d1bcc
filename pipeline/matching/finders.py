"""The pure finders behind the spaCy components, all of one shape.

A finder takes an NFC text and its folding key and gives labelled stretches of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.cues import BITS
from pipeline.matching.areas import find_areas
from pipeline.matching.cues import find_cues
from pipeline.matching.organisations import find_organisations
from pipeline.values.amounts import find_amounts
from pipeline.values.times import find_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Finder = Callable[[str, str], Iterable["Stretch"]]

_NO_CUE: Final = BITS["head"] | BITS["noun"] | BITS["capital"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open offsets, what kind of mention stands there, and its id if it has one.

    For an area the id is its official code.
    """

    start: int
    end: int
    label: str
    id: str = ""


def area_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give areas, labelled with their level."""
    for area in find_areas(text, folded):
        yield Stretch(area.start, area.end, area.level, area.code or "")


def organisation_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give organisations, labelled with their kind."""
    for organisation in find_organisations(text, folded):
        yield Stretch(organisation.start, organisation.end, organisation.kind)


def time_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give times, labelled with their kind."""
    del text
    for time in find_times(folded):
        yield Stretch(time.start, time.end, time.kind)


def amount_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give numbers alone, labelled with the kind of their unit."""
    del text
    for amount in find_amounts(folded, find_times(folded)):
        yield Stretch(amount.start, amount.end, amount.kind)


def unit_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give units with their magnitudes, labelled with their code."""
    del text
    for amount in find_amounts(folded, find_times(folded)):
        if amount.unit is not None:
            unit = amount.unit
            yield Stretch(unit.start, unit.end, unit.kind, unit.code or "")


def cue_stretches(text: str, folded: str) -> Iterator[Stretch]:
    """Give predicates, hedges and words of status, labelled with all they can be."""
    del text
    for start, end, bits in find_cues(folded):
        kinds = [kind for kind, bit in BITS.items() if bits & bit & ~_NO_CUE]
        if kinds:
            yield Stretch(start, end, "|".join(kinds))


def no_stretches(text: str, folded: str) -> tuple[Stretch, ...]:
    """Give nothing: what a component finds before it is filled."""
    del text, folded
    return ()


FINDERS: Final[Mapping[str, Finder]] = {
    "time": time_stretches,
    "amount": amount_stretches,
    "unit": unit_stretches,
    "cue": cue_stretches,
    "organisation": organisation_stretches,
    "area": area_stretches,
    "metric": no_stretches,
}
"""The finder of each kind of mention; that of metrics comes from above."""
