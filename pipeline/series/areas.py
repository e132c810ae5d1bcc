"""Provinces as units in time: what a name meant on a day, and what merged into what.

A unit is a territory under one code. "Gia Lai" is unit 64 until 30 June 2025 and, with
Bình Định in it, unit 52 since; 52 was Bình Định's own before. So neither name nor code
alone says which territory a figure is of: the id of a later unit carries its year
("52-2025").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.errors import UsageError
from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PROVINCE: Final = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A country, province or region under one code.

    ``since`` and ``until`` are its first and last day, None where it is older or still
    there; ``into`` is the id of the unit it became part of.
    """

    id: str
    name: str
    code: str
    level: str
    since: date | None
    until: date | None
    into: str | None

    def valid(self, day: date) -> bool:
        """Tell whether the unit was there on a day."""
        began = self.since is None or self.since <= day
        return began and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Units:
    """All units by id, and the parts of those that others merged into."""

    by_id: Mapping[str, Unit]
    parts: Mapping[str, tuple[Unit, ...]]

    def named(self, words: str) -> tuple[Unit, ...]:
        """Give the units of a name, code or id, whatever case it is written in.

        Raises:
            UsageError: no unit is called so.
        """
        key = fold(words.strip())
        found = tuple(
            unit
            for unit in self.by_id.values()
            if key in (fold(unit.name), fold(unit.code), fold(unit.id))
        )
        if key and found:
            return found
        raise UsageError(
            f"expected the name or code of a province, region or country, got {words!r}"
        )

    def name_of(self, area: str | None) -> str | None:
        """Give the name of a unit by its id; an area that is no unit is its name."""
        unit = self.by_id.get(area or "")
        return unit.name if unit else area

    def label_of(self, area: str | None) -> str | None:
        """Give the name, and of a later unit its year: "Gia Lai (2025)"."""
        unit = self.by_id.get(area or "")
        if unit is None or unit.since is None or self.renamed(unit):
            return self.name_of(area)
        return f"{unit.name} ({unit.since.year})"

    def renamed(self, unit: Unit) -> bool:
        """Tell whether a unit is one older unit under another name: no break."""
        return len(self.parts.get(unit.id, ())) == 1

    def breaks(self, unit: Unit) -> bool:
        """Tell whether the unit begins with a merger: its series breaks there."""
        return len(self.parts.get(unit.id, ())) > 1


@lru_cache(maxsize=1)
def units() -> Units:
    """Read the units of the lexicon."""
    rows = read_table("areas")
    latest = {row["name"]: _id(row) for row in rows}
    found = [
        Unit(
            id=_id(row),
            name=row["name"],
            code=row["code"],
            level=row["level"],
            since=_day(row["since"]),
            until=_day(row["until"]),
            into=latest[row["into"]] if row["into"] else None,
        )
        for row in rows
    ]
    parts: dict[str, list[Unit]] = {}
    for unit in found:
        if unit.into:
            parts.setdefault(unit.into, []).append(unit)
    return Units(
        MappingProxyType({unit.id: unit for unit in found}),
        MappingProxyType({into: tuple(some) for into, some in parts.items()}),
    )


def units_of(year: int) -> tuple[Unit, ...]:
    """Give the provinces there were at the end of a year, in the order of their ids."""
    day = date(year, 12, 31)
    provinces = (one for one in units().by_id.values() if one.level == PROVINCE)
    return tuple(sorted((p for p in provinces if p.valid(day)), key=lambda p: p.id))


def ancestors(unit: Unit) -> tuple[Unit, ...]:
    """Give the units that make a unit up before any merger; itself if none did."""
    parts = units().parts.get(unit.id, ())
    if not parts:
        return (unit,)
    return tuple(old for part in parts for old in ancestors(part))


def _id(row: Mapping[str, str]) -> str:
    """Make the id: the code; with its year for a later unit; without one the name."""
    if not row["code"]:
        return row["name"]
    return f"{row['code']}-{row['since'][:4]}" if row["since"] else row["code"]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
