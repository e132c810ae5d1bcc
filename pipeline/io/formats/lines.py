"""JSON Lines: one article per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.io.jsonlines import json_records, raw_lines
from pipeline.io.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.formats.given import Given, Record


def read_lines(given: Given) -> Iterator[Record]:
    """Read a ``.jsonl``: every line that is not blank is a record."""
    records = Records(given.reading, given.on_fault)
    lines = raw_lines(given.stream, given.reading.limits.line_bytes)
    read = json_records(
        lines, name=given.name, on_fault=given.on_fault, first=given.first
    )
    for line in read:
        if line is None:
            yield given.name, None
        else:
            yield line.place, records.article(line.value, line.place)
