"""The catalogue of indicators: names and aliases with an id, read from a model folder.

Open vocabulary is the rule and the catalogue a help: a model without one extracts the
same figures, with a null ``indicator``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError, ModelError
from pipeline.lexicon.additions import VOCABULARY, read_additions
from pipeline.lexicon.tables import parse_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.models import Model

INDICATORS: Final = "indicators.tsv"
NATURES: Final = ("stock", "flow", "rate", "growth", "index", "price")
COLUMNS: Final = (
    "id",
    "name",
    "english",
    "aliases",
    "sector",
    "nature",
    "units",
    "measures",
    "parent",
    "official_code",
    "source",
)
OPTIONAL: Final = ("additive", "also")
"""Columns that a catalogue may leave out, as those of older models do."""

_ADDITIVE: Final = ("yes", "no")
_COUNTED: Final = "count"
_ID: Final = re.compile(r"[a-z]{2}(?:\.[a-z][a-z0-9_]{0,30}){2,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of the catalogue.

    ``name`` is the preferred name, ``aliases`` what else the press calls it; ``units``
    and ``measures`` are what its figures come in; ``parent`` is the id of the
    indicator that it is a part of; ``official_code`` the code in the published annex
    of the national indicator system, where it was copied from there. ``additive``
    tells that parts (areas, branches, commodities) add up to a whole: sums and counts
    do, rates, indices and prices do not; a stock adds up over areas, not over time.
    ``also`` are names for linking alone: they do not bound a metric, and several
    indicators may have one, which units tell apart.
    """

    id: str
    name: str
    english: str
    aliases: tuple[str, ...]
    sector: str
    nature: str
    units: tuple[str, ...]
    measures: tuple[str, ...]
    parent: str | None
    official_code: str | None
    source: str
    additive: bool = False
    also: tuple[str, ...] = ()

    def surfaces(self) -> Iterator[str]:
        """Give the name and the aliases, folded."""
        yield fold(self.name)
        yield from map(fold, self.aliases)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indicators by id, and the id of every folded name and alias."""

    indicators: Mapping[str, Indicator]
    ids: Mapping[str, str]

    def measured_names(self) -> Iterator[str]:
        """Give the folded names and aliases, without those of things that are counted.

        What is counted ("dự án điện gió") is named behind the number and need not
        hold together.
        """
        for surface, indicator_id in self.ids.items():
            if self.indicators[indicator_id].units[:1] != (_COUNTED,):
                yield surface


def read_catalogue(model: Model) -> Catalogue:
    """Read the catalogue of a model; an empty one where the model has none.

    Aliases of the model's vocabulary (``vocabulary.tsv``) are in it.

    Raises:
        ModelError: the table lacks a column, or has a row with an unknown nature or
            parent, or with an id or name that another row has; or the vocabulary has
            an alias of no indicator, or of two.
    """
    text = model.table(INDICATORS)
    name = model.place_of(INDICATORS)
    try:
        rows = parse_table(text, name=name)
    except LexiconError as error:
        raise ModelError(str(error)) from error
    for column in COLUMNS:
        if rows and column not in rows[0]:
            raise ModelError(f"{name}: the header needs a column {column!r}")
    indicators: dict[str, Indicator] = {}
    for row in rows:
        indicator = _indicator(row)
        _check(name, row, indicator, indicators)
        indicators[indicator.id] = indicator
    _check_parents(name, indicators)
    ids = _ids(name, indicators)
    _add_aliases(model, indicators, ids)
    return Catalogue(MappingProxyType(indicators), MappingProxyType(ids))


def _add_aliases(
    model: Model, indicators: Mapping[str, Indicator], ids: dict[str, str]
) -> None:
    """Add the aliases of the model's vocabulary to those of its catalogue."""
    place = model.place_of(VOCABULARY)
    for alias, indicator in read_additions(model).aliases.items():
        if indicator not in indicators:
            raise ModelError(
                f"{place}: alias {alias!r} is of {indicator!r}, which is no id of"
                f" {INDICATORS}"
            )
        if ids.setdefault(alias, indicator) != indicator:
            raise ModelError(
                f"{place}: {alias!r} names {ids[alias]} and {indicator}; a name"
                " belongs to one indicator"
            )


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        name=row["name"],
        english=row["english"],
        aliases=_parts(row["aliases"], ";"),
        sector=row["sector"],
        nature=row["nature"],
        units=_parts(row["units"], ","),
        measures=_parts(row["measures"], ","),
        parent=row["parent"] or None,
        official_code=row["official_code"] or None,
        source=row["source"],
        additive=row.get("additive") == "yes",
        also=_parts(row.get("also", ""), ";"),
    )


def _parts(cell: str, sign: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(sign) if part.strip())


def _check(
    table: str,
    row: Mapping[str, str],
    indicator: Indicator,
    before: Mapping[str, Indicator],
) -> None:
    if not _ID.fullmatch(indicator.id):
        raise ModelError(
            f"{table}: id {indicator.id!r} must be like 'vn.trade.export': a country"
            " and small words, with dots between"
        )
    if indicator.id in before:
        raise ModelError(f"{table}: id {indicator.id!r} stands twice; keep one row")
    if indicator.nature not in NATURES:
        raise ModelError(
            f"{table}: nature {indicator.nature!r} of {indicator.id} is unknown;"
            f" expected one of {', '.join(NATURES)}"
        )
    if row.get("additive", "no") not in _ADDITIVE:
        raise ModelError(
            f"{table}: additive {row['additive']!r} of {indicator.id} is unknown;"
            f" expected one of {', '.join(_ADDITIVE)}"
        )
    if not indicator.name or not indicator.source:
        raise ModelError(f"{table}: {indicator.id} needs a name and a source")


def _check_parents(table: str, indicators: Mapping[str, Indicator]) -> None:
    for indicator in indicators.values():
        if indicator.parent is not None and indicator.parent not in indicators:
            raise ModelError(
                f"{table}: parent {indicator.parent!r} of {indicator.id} is no id here"
            )


def _ids(table: str, indicators: Mapping[str, Indicator]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for indicator in indicators.values():
        for surface in indicator.surfaces():
            if surface in ids:
                raise ModelError(
                    f"{table}: {surface!r} names {ids[surface]} and {indicator.id};"
                    " a name belongs to one indicator"
                )
            ids[surface] = indicator.id
    return ids
