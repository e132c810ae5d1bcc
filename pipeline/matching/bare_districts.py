"""Districts told by their name alone in a list of districts: "Chư Sê 5 tỷ, Ia Pa 3"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.matching.announced import known_at
from pipeline.matching.gazetteer import gazetteer
from pipeline.matching.mention import AreaMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPENS: Final = re.compile(r"(?:(?:[,;:.!?\n]|(?<!\w)(?:và|như)) ?)(?=[^\W\d_])")
_FIGURE: Final = re.compile(r" \(?(?:[^\W\d_]{1,8} ){0,4}\d")
"""What stands behind the name in a list: a few words at most, then its figure."""
_NEAR: Final = 120
"""Characters to the district beside it."""


def find_bare(
    text: str, folded: str, found: Sequence[AreaMention]
) -> list[AreaMention]:
    """Find known districts that no word announces, beside others of their province.

    A name alone may be that of a person or a firm: it must open a clause with a figure
    of its own, its province must be named, and another such district stand near.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        found: the areas that are found without this, in order.
    """
    provinces = {a.name for a in found if a.level == "province"}
    if not provinces:
        return []
    bare = list(_candidates(text, folded, provinces))
    if not bare:
        return []
    sure = [a for a in found if a.level == "district" and _FIGURE.match(folded, a.end)]
    beside = sorted([*bare, *sure], key=lambda a: a.start)
    near = {
        id(area)
        for one, other in pairwise(beside)
        if other.start - one.end <= _NEAR and one.name != other.name
        for area in (one, other)
    }
    return [area for area in bare if id(area) in near]


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """Give the first syllables of the districts whose names have more."""
    names = gazetteer().districts
    return frozenset(name.partition(" ")[0] for name in names if " " in name)


def _candidates(text: str, folded: str, provinces: set[str]) -> Iterator[AreaMention]:
    """Give the known districts that open a clause with a figure."""
    for opens in _OPENS.finditer(folded):
        start = opens.end()
        if not text[start].isupper():
            continue
        if folded[start : folded.find(" ", start)] not in _openings():
            continue
        known = known_at(text, folded, start)
        if known is None or known[1].within not in provinces:
            continue
        end, entry = known
        if not _FIGURE.match(folded, end) or " " not in entry.name:
            continue
        yield AreaMention(
            start=start,
            end=end,
            name=entry.name,
            code=None,
            level="district",
            span_start=start,
            within=entry.within,
            relation="clause",
        )
