"""JSON: a list of articles, an object that holds one, or one article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.io.faults import told
from pipeline.io.formats.lines import read_lines
from pipeline.io.jsonlines import BOM
from pipeline.io.jsonvalues import TooDeep, json_values
from pipeline.io.packing import BUFFER_BYTES, beginning
from pipeline.io.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.formats.given import Given, Record


def read_document(given: Given) -> Iterator[Record]:
    """Read a ``.json``; one that is JSON Lines in truth is read as such."""
    head, stream = beginning(given.stream, BUFFER_BYTES)
    begun = replace(given, stream=stream)
    return read_lines(begun) if _in_lines(head) else _read_values(begun)


def _in_lines(head: bytes) -> bool:
    """Tell whether a first line closes its object and the next begins another one."""
    one, _, rest = head.removeprefix(BOM).strip().partition(b"\n")
    whole = one.startswith(b"{") and one.rstrip().endswith(b"}")
    return whole and rest.lstrip().startswith(b"{")


def _read_values(given: Given) -> Iterator[Record]:
    records = Records(given.reading, given.on_fault)
    values = json_values(given.stream, name=given.name, limits=given.reading.limits)
    number = 0
    for number, value in enumerate(values, 1):
        place = f"{given.name}#{number}"
        if number <= given.first:
            continue
        if isinstance(value, dict):
            yield place, records.article(value, place)
            continue
        deep = isinstance(value, TooDeep)
        came = "one nested without end" if deep else told(value)
        message = f"expected an article as a JSON object, got {came}"
        given.on_fault(InputError(message, source=place, hint="mend the element"))
        yield place, None
    if number == 0:
        message = "expected JSON with articles, got none"
        hint = "remove the file or fill it"
        raise InputError(message, source=given.name, hint=hint)
