"""What part of an indicator words tell: branch, commodity, partner, or an item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.catalogue.words import key_of, longest_in
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.catalogue.words import Words

Dimension: TypeAlias = Literal["branch", "commodity", "partner", "item"]
Breakdown: TypeAlias = tuple[tuple[Dimension, str], ...]

_TABLES: Final[Mapping[str, Dimension]] = {
    "indicator_branches": "branch",
    "indicator_commodities": "commodity",
    "indicator_partners": "partner",
}
_SMALL: Final = "indicator_tails"
_PART_LEADS: Final = "indicator_part_leads"


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind a name: its parts that tables know, and the words left.

    ``linked`` tells that a word such as "của" or "từ" ties it to the name, ``named``
    that the words left begin with a capital letter.
    """

    parts: Breakdown
    left: tuple[str, ...]
    linked: bool
    named: bool

    @property
    def breakdown(self) -> Breakdown:
        """Give all parts; the words left over are an item."""
        if not self.left:
            return self.parts
        return (*self.parts, ("item", " ".join(self.left)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that a table knows; a place and a small word have no dimension.

    ``cased`` tells that its first word must begin with a capital letter: "Áo" is a
    country, "áo" is clothing.
    """

    dimension: Dimension | None
    value: str
    cased: bool
    small: bool = False


def read_tail(words: Words) -> Tail:
    """Tell the parts in what stands behind a name; places and small words are none."""
    parts: dict[Dimension, str] = {}
    left: list[tuple[str, bool]] = []
    at = 0
    while at < len(words.folded):
        size, part = _part_at(words, at)
        given = words.given[at : at + size]
        if part is None or part.small:
            left += [(word, part is not None) for word in given]
        elif part.dimension is not None and part.dimension not in parts:
            parts[part.dimension] = part.value
        elif part.dimension is not None:
            left += [(word, False) for word in given]
        at += size
    linked = bool(words.folded) and words.folded[0] in _joints()
    item = _without_small(left)
    named = bool(item) and item[0][:1].isupper()
    return Tail(tuple(parts.items()), item, linked, named)


def _without_small(left: list[tuple[str, bool]]) -> tuple[str, ...]:
    """Give words without the small ones at either end."""
    start, end = 0, len(left)
    while start < end and left[start][1]:
        start += 1
    while start < end and left[end - 1][1]:
        end -= 1
    return tuple(word for word, _ in left[start:end])


def part_of(words: Words) -> tuple[Dimension, str] | None:
    """Tell which part the words as a whole are: "thị trường Mỹ" is partner Mỹ."""
    folded, start = words.folded, 0
    while start < len(folded):
        size, part = _part_at(words, start, alone=True)
        if part is not None and part.dimension and start + size == len(folded):
            return part.dimension, part.value
        lead = longest_in(_PART_LEADS, folded, start)
        if not lead:
            return None
        start += lead
    return None


def _part_at(words: Words, at: int, *, alone: bool = False) -> tuple[int, _Part | None]:
    """Give the longest part that begins at a word with its size; 1 where none does.

    A good of one small syllable ("tiêu", "đường") must not stand among other words,
    which it may be a word with ("tiêu thụ"), unless it is asked for ``alone``.
    """
    parts, longest = _parts()
    folded = words.folded
    most = min(longest.get(folded[at], 0), len(folded) - at)
    for size in range(most, 0, -1):
        part = parts.get(" ".join(folded[at : at + size]))
        if part is None or (part.cased and words.given[at][:1].islower()):
            continue
        if size > 1 or part.small or part.cased or alone or _is_apart(folded, at):
            return size, part
    return 1, None


def _is_apart(folded: tuple[str, ...], at: int) -> bool:
    """Tell whether both neighbours of a word are small words or none."""
    parts, _ = _parts()
    beside = (*folded[max(at - 1, 0) : at], *folded[at + 1 : at + 2])
    return all(word in parts and parts[word].small for word in beside)


@lru_cache(maxsize=1)
def _parts() -> tuple[Mapping[str, _Part], Mapping[str, int]]:
    """Give parts by their words, and the number of words of the longest by its first.

    A country is a partner: Vietnam and its provinces are places.
    """
    found: dict[str, _Part] = {}
    for row in read_table("areas"):
        found[key_of(row["name"])] = _Part(None, row["name"], cased=True)
    for row in read_table("areas_spellings"):
        cased = row["case"] != "any"
        found[key_of(row["spelling"])] = _Part(None, row["name"], cased=cased)
    for row in read_table("areas_foreign"):
        cased = row["guard"] != "any"
        found[key_of(row["spelling"])] = _Part("partner", row["name"], cased=cased)
    for row in read_table(_SMALL):
        found[key_of(row["surface"])] = _Part(None, "", cased=False, small=True)
    for table, dimension in _TABLES.items():
        for row in read_table(table):
            told = dimension if row["value"] else None
            found[key_of(row["surface"])] = _Part(told, row["value"], cased=False)
    longest: dict[str, int] = {}
    for key in found:
        first, *rest = key.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return found, longest


@lru_cache(maxsize=1)
def _joints() -> frozenset[str]:
    rows = read_table(_SMALL)
    return frozenset(key_of(row["surface"]) for row in rows if row["kind"] == "joint")
