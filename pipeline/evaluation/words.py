"""How scoring reads a unit, an area and a phrase: spelling apart, meaning kept."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import parse_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w+")
_AROUND_SLASH: Final = re.compile(r"\s*/\s*")
_EDGES: Final = " .,;:()“”\"'"
_CACHED: Final = 50_000


@lru_cache(maxsize=_CACHED)
def fold(text: str | None) -> str:
    """Give the scoring key of a phrase: NFC, no case, one space, no edge signs."""
    composed = unicodedata.normalize("NFC", text or "").casefold()
    return _SPACES.sub(" ", composed).strip(_EDGES)


@lru_cache(maxsize=_CACHED)
def words(text: str | None) -> frozenset[str]:
    """Give the set of words of a phrase; none for None."""
    return frozenset(_WORD.findall(fold(text)))


def overlap(one: str | None, other: str | None) -> float:
    """Give the share of words that two phrases have in common, 0 to 1."""
    left, right = words(one), words(other)
    return len(left & right) / len(left | right) if left and right else 0.0


@lru_cache(maxsize=_CACHED)
def read_unit(unit: str | None) -> tuple[Decimal, str]:
    """Part a unit into its magnitude and what is counted: "tỷ đồng" is 1E9 of VND."""
    scale, left = Decimal(1), fold(unit).split()
    scales, names = _meanings("scale"), _meanings("unit")
    while left and left[0] in scales:
        scale *= Decimal(scales[left.pop(0)])
    counted, _, per = " ".join(left).partition("/")
    counted, per = counted.strip(), _AROUND_SLASH.sub("/", per.strip())
    name = names.get(counted, counted)
    return scale, f"{name}/{per}" if per else name


def is_physical(unit: str) -> bool:
    """Be a unit of measure, whose name is exact, and no counted noun."""
    return unit in _meanings("physical")


@lru_cache(maxsize=_CACHED)
def read_area(area: str | None) -> str:
    """Give the one name of an area, without its rank; none for None."""
    name = _area_prefix().sub("", fold(area))
    return _meanings("area").get(name, name)


@lru_cache(maxsize=1)
def _area_prefix() -> re.Pattern[str]:
    prefixes = "|".join(re.escape(prefix) for prefix in _meanings("area_prefix"))
    return re.compile(rf"^(?:{prefixes})\s{{0,9}}")


def surfaces(*kinds: str) -> list[str]:
    """Give the spellings of scales, units, area prefixes …, the longest first."""
    found = {surface for kind in kinds for surface in _meanings(kind)}
    return sorted(found, key=lambda surface: (-len(surface), surface))


@lru_cache(maxsize=8)
def _meanings(kind: str) -> Mapping[str, str]:
    return {row["surface"]: row["meaning"] for row in _table() if row["kind"] == kind}


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, str], ...]:
    path = resources.files("pipeline.evaluation").joinpath("words.tsv")
    return parse_table(path.read_text(encoding="utf-8"), name="words.tsv")
