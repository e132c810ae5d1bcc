"""Rows of series as CSV and JSON Lines."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.io.annotations import json_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from pipeline.series.rows import Row


def write_csv(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> None:
    """Write a header and the rows; nothing is an empty cell, numbers are in full."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(columns)
    for row in rows:
        lines.writerow([_cell(row[name]) for name in columns])


def write_jsonl(rows: Iterable[Row], stream: TextIO) -> None:
    """Write an object a line: numbers as numbers, what is not there as null."""
    for row in rows:
        told = {name: _json(value) for name, value in row.items()}
        stream.write(json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _json(value: object) -> object:
    return json_number(value) if isinstance(value, Decimal) else value
