"""Vocabulary as data: reads the TSV tables beside this file.

A table begins with a header row; lines that begin with "# " are remarks. Every
table has a ``source`` column that says where a row was seen.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE_COLUMN = "source"


@lru_cache(maxsize=32)
def read_table(name: str) -> tuple[Mapping[str, str], ...]:
    """Read ``<name>.tsv`` of this package, one read-only mapping per row.

    Raises:
        LexiconError: a row has another number of cells than the header, is not NFC,
            or the table has no ``source`` column.
    """
    path = resources.files("pipeline.lexicon").joinpath(f"{name}.tsv")
    return parse_table(path.read_text(encoding="utf-8"), name=f"{name}.tsv")


def parse_table(text: str, *, name: str) -> tuple[Mapping[str, str], ...]:
    """Parse a TSV table; ``name`` is used in messages only."""
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("# ")
    ]
    if not lines:
        return ()
    header = lines[0][1].split("\t")
    if SOURCE_COLUMN not in header:
        raise LexiconError(f"{name}:{lines[0][0]}: the header needs a 'source' column")
    return tuple(_row(name, number, line, header) for number, line in lines[1:])


def _row(name: str, number: int, line: str, header: list[str]) -> Mapping[str, str]:
    cells = line.split("\t")
    if len(cells) != len(header):
        raise LexiconError(
            f"{name}:{number}: expected {len(header)} cells separated by tabs,"
            f" got {len(cells)}; fix the row {line!r}"
        )
    if not unicodedata.is_normalized("NFC", line):
        raise LexiconError(f"{name}:{number}: the row is not NFC; normalise it")
    return MappingProxyType(dict(zip(header, cells, strict=True)))
