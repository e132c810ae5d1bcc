"""What need not be proposed: what the vocabulary knows, and what was rejected."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.additions import PHRASE_KINDS, read_addition_rows
from pipeline.lexicon.cues import HEAD, cue_kinds
from pipeline.lexicon.indicators import read_catalogue
from pipeline.lexicon.tables import parse_table, read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.lexicon.indicators import Catalogue
    from pipeline.models import Model
    from pipeline.training.mining.sightings import Slot

REJECTED_TABLE: Final = "rejected.tsv"
"""The table of a model that remembers what a person rejected."""

_TABLES: Final = (
    *("units", "counted_nouns", "classifiers", "cues", "metric_heads", "value_heads"),
    *("attribute_heads", "stock_heads", "index_heads", "flow_heads", "flow_nouns"),
    *("flow_verbs", "bare_verbs", "indicator_leads", "whole_heads", "compounds"),
    *("unit_edges", "count_stops", "naming_words", "amount_words", "denominators"),
)
_COUNTED: Final = ("counted_nouns", "classifiers", "units")
_HEADS: Final = (
    *("value_heads", "attribute_heads", "stock_heads", "index_heads", "flow_heads"),
    "indicator_leads",
)


class Known:
    """The vocabulary of the package and of a model, as a miner asks for it.

    Raises:
        ModelError: a table of the model is damaged.
    """

    def __init__(self, model: Model) -> None:
        self.catalogue: Catalogue = read_catalogue(model)
        added = read_addition_rows(model)
        self._known = _surfaces(_TABLES) | self.catalogue.ids.keys()
        self._known |= {fold(row.phrase) for row in added}
        self._counted = _surfaces(_COUNTED)
        self._counted |= {
            fold(row.phrase) for row in added if row.kind in ("unit", "classifier")
        }
        heads = {word for word, bits in cue_kinds().items() if bits & HEAD}
        self._heads = (heads | _surfaces(_HEADS)) - self._counted
        self._rejected = rejected_phrases(model)

    def is_known(self, phrase: str) -> bool:
        """Tell a folded phrase that stands in some table, whatever its kind."""
        return phrase in self._known

    def is_rejected(self, phrase: str, kind: str) -> bool:
        """Tell a folded phrase that a person rejected as this kind."""
        return (kind, phrase) in self._rejected

    def begins_counted(self, phrase: str) -> bool:
        """Tell a phrase that begins with a known unit or counted noun."""
        return _begins(phrase, self._counted)

    def begins_named(self, phrase: str) -> bool:
        """Tell a phrase that begins with a known head of metric names, and goes on."""
        return _begins(phrase, self._heads) and phrase not in self._heads

    def is_stopped(self, phrase: str, slot: Slot) -> bool:
        """Tell a phrase that begins with, ends in or holds a stop of its slot."""
        padded = f" {phrase} "
        for stop, where, place in _stops():
            if where != slot or f" {stop} " not in padded:
                continue
            if (
                place == "any"
                or (place == "begin" and padded.startswith(f" {stop} "))
                or (place == "end" and padded.endswith(f" {stop} "))
            ):
                return True
        return False


def rejected_phrases(model: Model) -> frozenset[tuple[str, str]]:
    """Give kind and folded phrase of all that a model remembers as rejected."""
    place = model.place_of(REJECTED_TABLE)
    rows = parse_table(model.table(REJECTED_TABLE), name=place)
    return frozenset((row["kind"], fold(row["phrase"])) for row in rows)


def rejected_table(rejected: Mapping[tuple[str, str], str]) -> str:
    """Write the table of rejected phrases: kind and phrase with their source."""
    lines = [
        f"{phrase}\t{kind}\t{source}\n"
        for (kind, phrase), source in sorted(rejected.items(), key=_order)
    ]
    return "phrase\tkind\tsource\n" + "".join(lines)


def _order(item: tuple[tuple[str, str], str]) -> tuple[int, str]:
    kinds: tuple[str, ...] = PHRASE_KINDS
    return kinds.index(item[0][0]), item[0][1]


def _surfaces(tables: tuple[str, ...]) -> set[str]:
    return {fold(row["surface"]) for name in tables for row in read_table(name)}


@lru_cache(maxsize=1)
def _stops() -> tuple[tuple[str, str, str], ...]:
    rows = read_table("mining_stops")
    return tuple((row["surface"], row["slot"], row["place"]) for row in rows)


def _begins(phrase: str, words: set[str]) -> bool:
    parts = phrase.split(" ")
    return any(" ".join(parts[:size]) in words for size in range(1, len(parts) + 1))
