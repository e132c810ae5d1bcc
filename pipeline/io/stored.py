"""Reads the one table back from every format it is written in."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.cells import check_columns, to_observation
from pipeline.io.inputs import unreadable
from pipeline.io.jsonlines import BOM, MAX_LINE_BYTES, decode, json_lines, raw_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Observation

KNOWN: Final = (".parquet", ".csv", ".jsonl", ".sqlite", ".db", ".duckdb")
"""The endings of tables that can be read back."""


def read_table(path: str, *, on_fault: FaultHandler) -> Iterator[Observation]:
    """Give every row of a stored table, in bounded memory.

    Files give their rows in their order, a folder those of its ``part-*.parquet`` one
    after the other, databases theirs by article and place. Excel workbooks and
    annotations hold less than the table and are not read.

    Args:
        path: a file with one of the endings ``KNOWN``, or a folder.
        on_fault: told of each row at fault, which is left out.

    Raises:
        InputError: the table as a whole cannot be read, or not to its end.
    """
    if Path(path).is_dir():
        from pipeline.io.parquet import parts_of

        for part in parts_of(path):
            yield from read_table(part, on_fault=on_fault)
        return
    ending = Path(path).suffix.lower()
    if ending not in KNOWN:
        message = f"expected a table ({', '.join(KNOWN)}) or a folder of Parquet parts"
        message += f", got {ending or 'no ending'}"
        raise InputError(message, source=path, hint="convert or rename it")
    if not Path(path).exists():
        message = "expected a file or a folder, got a name of nothing"
        raise InputError(message, source=path, hint="check the path")
    yield from _reader(ending)(path, on_fault)


def parquet_parts(paths: Iterable[str]) -> list[str] | None:
    """Name the Parquet files of tables, if all are such and have the one schema.

    Raises:
        InputError: a folder has no parts.
    """
    from pipeline.io.parquet import has_the_schema, parts_of

    found: list[str] = []
    for path in paths:
        found += parts_of(path) if Path(path).is_dir() else [path]
    return found if all(map(has_the_schema, found)) else None


def _reader(
    ending: str,
) -> Callable[[str, FaultHandler], Iterator[Observation]]:
    if ending == ".csv":
        return _read_csv
    if ending == ".jsonl":
        return _read_jsonl
    if ending == ".parquet":
        return _read_parquet
    return _read_duckdb if ending == ".duckdb" else _read_sqlite


def _read_parquet(path: str, on_fault: FaultHandler) -> Iterator[Observation]:
    from pipeline.io.parquet import read_parquet

    return read_parquet(path, on_fault=on_fault)


def _read_duckdb(path: str, on_fault: FaultHandler) -> Iterator[Observation]:
    from pipeline.io.duck import read_duckdb

    return read_duckdb(path, on_fault=on_fault)


def _read_sqlite(path: str, on_fault: FaultHandler) -> Iterator[Observation]:
    from pipeline.io.sqlite import read_sqlite

    return read_sqlite(path, on_fault=on_fault)


def _read_jsonl(path: str, on_fault: FaultHandler) -> Iterator[Observation]:
    try:
        if Path(path).stat().st_size == 0:  # a table without a row
            return
        with Path(path).open("rb") as stream:
            lines = json_lines(raw_lines(stream), name=path, on_fault=on_fault)
            for number, line in enumerate(lines):
                if number == 0:  # another file altogether is one fault, not a million
                    check_columns(line.value, line.place)
                try:
                    yield _observation(line.value, line.place)
                except InputError as fault:
                    on_fault(fault)
    except OSError as error:
        raise unreadable(error, path) from error


def _observation(row: Mapping[str, object], place: str) -> Observation:
    check_columns(row, place)
    return to_observation(row, place)


def _read_csv(path: str, on_fault: FaultHandler) -> Iterator[Observation]:
    try:
        with Path(path).open("rb") as stream:
            rows = csv.reader(_text_lines(raw_lines(stream), path), strict=True)
            header = next(rows, [])
            check_columns(header, path)
            for row in rows:
                place = f"{path}:{rows.line_num}"
                try:
                    yield to_observation(_cells(header, row, place), place)
                except InputError as fault:
                    on_fault(fault)
    except OSError as error:
        raise unreadable(error, path) from error
    except csv.Error as error:
        message = f"expected a CSV table, got a mistake in it: {error}"
        raise InputError(message, source=path, hint="write it anew") from error


def _text_lines(lines: Iterator[bytes | None], path: str) -> Iterator[str]:
    """Decode line by line: a row may span several, and no line end is changed."""
    for number, line in enumerate(lines, 1):
        place = f"{path}:{number}"
        if line is None:
            message = f"expected a line of at most {MAX_LINE_BYTES:,} bytes, got more"
            raise InputError(message, source=place, hint="write it anew")
        yield decode(line.removeprefix(BOM) if number == 1 else line, place)


def _cells(header: list[str], row: list[str], place: str) -> Mapping[str, object]:
    if len(row) == len(header):
        return dict(zip(header, row, strict=True))
    message = f"expected {len(header)} cells, got {len(row)}"
    raise InputError(message, source=place, hint="mend the row")
