"""Tells the places that a road is called by: "cao tốc Khánh Hòa - Buôn Ma Thuột"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.lexicon.tables import read_table
from pipeline.values.vocabulary import alternatives

_REACH: Final = 60
"""Characters between a word for a road and the places that it is called by."""
_DASH: Final = " - "
_NUMBERED: Final = tuple(f"{n} " for n in range(10))


def names_route(text: str, folded: str, start: int, end: int) -> bool:
    """Tell a place that a spaced dash joins to another behind a word for a road.

    "đường Vành đai 4 TP.HCM" is called by one place alone, told behind its number.
    """
    before = folded[max(0, start - _REACH) : start]
    joined = _joins(text, folded, start, end)
    if not joined and not before.endswith(_NUMBERED):
        return False
    return (_route() if joined else _ring()).search(before) is not None


def _joins(text: str, folded: str, start: int, end: int) -> bool:
    behind = end + len(_DASH)
    if folded.startswith(_DASH, end) and text[behind : behind + 1].isupper():
        return True
    return start > len(_DASH) and folded.startswith(_DASH, start - len(_DASH))


@lru_cache(maxsize=1)
def _route() -> re.Pattern[str]:
    """Match a word for a road, and no word behind it that says where it is."""
    ends = alternatives(_role("end"))
    roads = alternatives(_role("route"))
    word = rf"(?!(?:{ends})\b)[^\s.;:,()]{{1,15}}"
    return re.compile(rf"\b(?:{roads})(?: {word}){{0,12}} \Z")


@lru_cache(maxsize=1)
def _ring() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(_role('ring'))}) \d \Z")


def _role(role: str) -> list[str]:
    rows = read_table("areas_routes")
    return [row["word"] for row in rows if row["role"] == role]
