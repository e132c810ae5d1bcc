"""The names of areas as one automaton: what may be an area, before looking around."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold
from pipeline.text.phrases import PhraseFinder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Level: TypeAlias = Literal[
    "country", "province", "district", "commune", "region", "foreign"
]
_LEVELS: Final[dict[str, Level]] = {
    "country": "country",
    "province": "province",
    "region": "region",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for.

    ``name`` is the canonical name; ``any_case`` says that it need not be capitalised,
    ``strict`` that a word of place must stand before it, ``within`` is the province
    of a district. An entry without a level is no area and hides the names inside it.
    """

    name: str
    level: Level | None
    code: str | None = None
    any_case: bool = False
    strict: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All entries and the automaton over their folded names."""

    named: dict[str, Entry]
    entries: tuple[Entry, ...]
    phrases: PhraseFinder
    districts: dict[str, Entry]

    def find(self, folded: str) -> Iterator[tuple[int, int, Entry]]:
        """Give the longest names in a folded text that stand as whole words."""
        for start, end, number in self.phrases.find(folded):
            yield start, end, self.entries[number]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Build the automaton from the tables, once."""
    named = dict(_named())
    for row in read_table("areas_not"):
        named[fold(row["name"])] = Entry(row["name"], None, any_case=True)
    districts = {fold(row["name"]): _district(row) for row in _districts()}
    alone = {fold(row["name"]) for row in _districts() if row["alone"]}
    for key in sorted(alone):
        named.setdefault(key, districts[key])
    return Gazetteer(named, tuple(named.values()), PhraseFinder(list(named)), districts)


def _districts() -> tuple[dict[str, str], ...]:
    return tuple(dict(row) for row in read_table("areas_districts"))


def _district(row: dict[str, str]) -> Entry:
    provinces = row["province"].split(";")
    within = provinces[0] if len(provinces) == 1 else None
    return Entry(row["name"], "district", within=within)


def _named() -> Iterator[tuple[str, Entry]]:
    level: dict[str, Level] = {}
    for row in read_table("areas"):
        level[row["name"]] = _LEVELS[row["level"]]
        any_case = row["name"][0].islower()
        code = row["code"] if row["level"] == "country" else None
        entry = Entry(row["name"], level[row["name"]], code, any_case)
        yield fold(row["name"]), entry
    for row in read_table("areas_spellings"):
        yield (
            fold(row["spelling"]),
            Entry(
                row["name"],
                level[row["name"]],
                "VN" if level[row["name"]] == "country" else None,
                any_case=row["case"] == "any",
                strict=row["guard"] == "strict",
            ),
        )
    for row in read_table("areas_foreign"):
        yield (
            fold(row["spelling"]),
            Entry(
                row["name"],
                "foreign",
                row["code"] or None,
                any_case=row["guard"] == "any",
                strict=row["guard"] == "strict",
            ),
        )


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[tuple[str, str, str], ...]]:
    units: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for row in read_table("areas"):
        unit = (row["since"], row["until"] or "9999", row["code"])
        units[row["name"]] = (*units.get(row["name"], ()), unit)
    return units


def area_code(name: str, on: date | None = None) -> str | None:
    """Give the official code of the unit of that name on a day.

    Provinces carry the codes of the General Statistics Office, which changed with the
    mergers of 1 July 2025 ("Gia Lai" was 64 and is 52). Without a day the code before
    the mergers is given, where there was one.

    Args:
        name: a canonical name, as in ``areas.tsv``.
        on: the day, mostly that of publication.
    """
    day = f"{on}" if on else "2024-12-31"
    units = _units().get(name, ())
    for since, until, code in units:
        if since <= day <= until:
            return code or None
    return (units[0][2] or None) if units and on is None else None
