"""Which key or column of a dump holds which field of an article."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.io.reading import FIELDS
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.io.reading import Reading

_SHAPES: Final = 256
"""Sets of keys whose columns are remembered; a dump has a few."""


class Columns:
    """Tells the columns of records by what the user said and by the common names."""

    def __init__(self, reading: Reading) -> None:
        self.named = dict(reading.columns)
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}

    def of(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Give field → key for those that are there.

        A field the user named is taken from that key alone. The others go by the table
        of common names, the likeliest first; no key fills two fields.
        """
        shape = tuple(keys)
        found = self._known.get(shape)
        if found is None:
            if len(self._known) >= _SHAPES:
                self._known.clear()
            found = self._known[shape] = self._told(shape)
        return found

    def strict(self, field: str, key: str) -> bool:
        """Tell whether a key was meant for the field, and not only guessed."""
        return key == field or self.named.get(field) == key

    def missing(self, keys: Iterable[str]) -> str | None:
        """Give a column that the user named and that is not among ``keys``, or None."""
        there = set(keys)
        return next((one for one in self.named.values() if one not in there), None)

    def _told(self, keys: tuple[str, ...]) -> dict[str, str]:
        found = {f: key for f, key in self.named.items() if key in keys}
        taken = set(self.named.values())
        by_name: dict[str, str] = {}
        for key in keys:
            if key not in taken:
                by_name.setdefault(folded(key), key)
        # An exact name goes before one that only folds to it.
        by_name.update({key: key for key in keys if key in FIELDS and key not in taken})
        for field, names in _common_names().items():
            if field in self.named:
                continue
            there = [by_name[name] for name in names if name in by_name]
            if there:
                found[field] = there[0]
        return found


@lru_cache(maxsize=1)
def list_names() -> frozenset[str]:
    """Give what the list of the articles may be called in an object around it."""
    rows = read_table("article_columns")
    return frozenset(row["column"] for row in rows if row["field"] == "articles")


@lru_cache(maxsize=1)
def _common_names() -> dict[str, tuple[str, ...]]:
    rows = read_table("article_columns")
    return {
        field: tuple(row["column"] for row in rows if row["field"] == field)
        for field in FIELDS
    }


def folded(name: str) -> str:
    """Give the small letters and digits of a name: "Nội dung" is "noidung"."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(one for one in letters if one.isascii() and one.isalnum())
