"""CSV and TSV: a header, and one article per row."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.jsonlines import BOM, decode, raw_lines
from pipeline.io.packing import BUFFER_BYTES, beginning
from pipeline.io.records import Records, check_columns, no_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.formats.given import Given, Record

_DELIMITERS: Final = (b",", b";", b"\t", b"|")


class _Lines:
    """The lines of a table; one that cannot be read is raised, and the next follows.

    A generator would end with what it raises.
    """

    def __init__(self, given: Given) -> None:
        self._most = given.reading.limits.line_bytes
        self._raw = raw_lines(given.stream, self._most)
        self._name = given.name
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            raw = next(self._raw)
        except StopIteration:
            self.ended = True
            raise
        self.number += 1
        place = f"{self._name}:{self.number}"
        if raw is None:
            message = f"expected a line of at most {self._most:,} bytes, got more"
            raise InputError(message, source=place, hint="mend the line")
        return decode(raw.removeprefix(BOM) if self.number == 1 else raw, place)


class _Rows:
    """The rows of a table with the line each begins in; a fault is raised, as above."""

    def __init__(self, given: Given, delimiter: str) -> None:
        self._longest = given.reading.limits.line_bytes
        self._lines = _Lines(given)
        self._reader = csv.reader(self._lines, delimiter=delimiter)
        self._name = given.name
        self.place = given.name

    def next_row(self) -> list[str] | None:
        """Give the next row that is not blank; None at the end.

        Raises:
            InputError: the row cannot be read; the next call goes on after it.
        """
        row: list[str] = []
        while not any(row):
            self.place = f"{self._name}:{self._lines.number + 1}"
            try:
                row = self._next()
            except StopIteration:
                return None
            except csv.Error as error:
                message = f"expected a row of a table, got a mistake in it: {error}"
                hint = "look for a quotation mark that is not closed"
                raise InputError(message, source=self.place, hint=hint) from error
        return row

    def _next(self) -> list[str]:
        """Read a row; the limit of a cell is the whole module's, so it is put back."""
        before = csv.field_size_limit(self._longest)
        try:
            row = next(self._reader)
        finally:
            csv.field_size_limit(before)
        if self._lines.ended:
            # A row that is whole is given before its end is looked for.
            raise csv.Error("the file ends inside a cell")
        return row


def read_delimited(given: Given) -> Iterator[Record]:
    """Read a ``.csv``: commas, semicolons, tabs or bars, as its first line has them."""
    head, stream = beginning(given.stream, BUFFER_BYTES)
    header = head.removeprefix(BOM).lstrip().partition(b"\n")[0]
    return _read(replace(given, stream=stream), max(_DELIMITERS, key=header.count))


def read_tabbed(given: Given) -> Iterator[Record]:
    """Read a ``.tsv``: tabs and nothing else between its cells."""
    return _read(given, b"\t")


def _read(given: Given, delimiter: bytes) -> Iterator[Record]:
    records = Records(given.reading, given.on_fault)
    rows = _Rows(given, delimiter.decode())
    header = rows.next_row()
    if header is None:
        message = "expected a table with a header, got an empty file"
        hint = "remove the file or fill it"
        raise InputError(message, source=given.name, hint=hint)
    names = [one.strip() for one in header]
    check_columns(records.columns, names, given.name)
    if not given.first and "id" not in records.columns.of(names):
        given.on_fault(no_ids(given.name))
    for number, found in enumerate(_each(rows, names)):
        if number < given.first:
            continue
        if isinstance(found, InputError):
            given.on_fault(found)
            yield rows.place, None
        else:
            yield rows.place, records.article(found, rows.place, lone_ids=False)


def _each(rows: _Rows, names: list[str]) -> Iterator[dict[str, str] | InputError]:
    """Give each row as cells by column, or the fault that it is."""
    while True:
        try:
            row = rows.next_row()
            if row is None:
                return
            yield _cells(names, row, rows.place)
        except InputError as fault:
            yield fault


def _cells(names: list[str], row: list[str], place: str) -> dict[str, str]:
    if len(row) != len(names):
        message = f"expected {len(names)} cells, as the header has, got {len(row)}"
        raise InputError(message, source=place, hint="mend the row, or its quotes")
    return dict(zip(names, row, strict=True))
