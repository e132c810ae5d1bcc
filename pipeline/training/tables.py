"""Writes the tables of a model: the same rows give the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import SOURCE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DIGITS: Final = 4
TRAINING: Final = "training"
"""What stands in the ``source`` column of what was learnt."""

_BREAKING: Final = re.compile(r"[\t\r\n]")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table, its rows as they come; a ``source`` column is added.

    Numbers that are not whole get four decimals. Rows must come in an order that
    follows from their content.

    Raises:
        ValueError: a cell holds a tab or the end of a line.
    """
    lines = ["\t".join((*header, SOURCE_COLUMN))]
    lines += ["\t".join((*map(_cell, row), TRAINING)) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _cell(value: object) -> str:
    if isinstance(value, float):
        # Not "-0.0000": the sign of nothing differs from machine to machine.
        return f"{round(value, DIGITS) + 0.0:.{DIGITS}f}"
    text = str(value)
    if _BREAKING.search(text):
        message = f"a cell must hold no tab and no end of line (got {text!r})"
        raise ValueError(message)
    return text
