"""Writers of observations: files of every format, and the door to the databases."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Final, Literal, Protocol, TextIO, TypeAlias

from pipeline.errors import InputError
from pipeline.io.annotations import to_annotation
from pipeline.io.files import replacing
from pipeline.io.tables import arrow_cells, arrow_schema, csv_cells, json_row, to_row
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa
    import pyarrow.parquet as pq

    from pipeline.io.faults import FaultHandler
    from pipeline.io.tables import Row
    from pipeline.schema import Article, Observation

Format: TypeAlias = Literal[
    "csv", "jsonl", "xlsx", "parquet", "sqlite", "duckdb", "annotations"
]

FORM_OF_ENDING: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".duckdb": "duckdb",
}

BINARY: Final = frozenset({"xlsx", "parquet", "sqlite", "duckdb"})
"""The formats that are no text."""

ROWS_A_GROUP: Final = 10_000
"""Rows held in memory before Parquet writes them out as one row group."""
ROWS_A_BATCH: Final = 500
"""Rows held one by one; more are brought to columns, which take a tenth of the room."""


class Writer(Protocol):
    """Takes the articles in order, each with what was found in it."""

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write one article.

        Raises:
            InputError: the format cannot hold one of its values; nothing of this
                article is written then.
        """


def write_fitting(
    article: Article,
    observations: Sequence[Observation],
    writer: Writer,
    on_fault: FaultHandler,
) -> int:
    """Write an article; what the format cannot hold is told and left out alone.

    Returns:
        How many of the observations were written.
    """
    try:
        writer.write(article, observations)
    except InputError as fault:
        if len(observations) <= 1:
            on_fault(fault)
            return 0
        return sum(write_fitting(article, [o], writer, on_fault) for o in observations)
    return len(observations)


class CsvWriter:
    """Writes a header and one row per observation."""

    def __init__(self, stream: TextIO) -> None:
        self._rows = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        # Before Python 3.13 a lone carriage return is left bare, which none can read.
        self._quoted = csv.DictWriter(
            stream, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL
        )
        self._rows.writeheader()

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write the rows of one article."""
        del article
        for cells in [csv_cells(to_row(seen)) for seen in observations]:
            bare = any("\r" in cell for cell in cells.values())
            (self._quoted if bare else self._rows).writerow(cells)


class JsonlWriter:
    """Writes one JSON object per observation."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write the rows of one article."""
        del article
        self._stream.writelines(json_row(to_row(seen)) + "\n" for seen in observations)


class AnnotationWriter:
    """Writes one JSON object per article, in the annotation format."""

    def __init__(self, stream: TextIO, *, with_text: bool) -> None:
        self._stream = stream
        self._with_text = with_text

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write the line of one article, also when nothing was found in it."""
        line = to_annotation(article, observations, with_text=self._with_text)
        json.dump(line, self._stream, ensure_ascii=False, allow_nan=False)
        self._stream.write("\n")


class ParquetWriter:
    """Writes row groups of ``ROWS_A_GROUP`` with the one schema."""

    def __init__(self, file: pq.ParquetWriter, schema: pa.Schema) -> None:
        self._file = file
        self._schema = schema
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._held = 0

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Hold the rows of one article until a row group is full."""
        del article
        rows = [arrow_cells(to_row(seen)) for seen in observations]
        self._rows += rows
        self._held += len(rows)
        if self._held >= ROWS_A_GROUP:
            self.flush()
        elif len(self._rows) >= ROWS_A_BATCH:
            self._pack()

    def _pack(self) -> None:
        import pyarrow as pa

        self._batches.append(pa.RecordBatch.from_pylist(self._rows, self._schema))
        self._rows.clear()

    def flush(self) -> None:
        """Write the rows that are held."""
        import pyarrow as pa

        self._pack()
        self._file.write_table(pa.Table.from_batches(self._batches).combine_chunks())
        self._batches.clear()
        self._held = 0


@contextmanager
def writing(
    form: Format, path: str | None = None, *, with_text: bool = False
) -> Iterator[Writer]:
    """Open a writer to a file, which appears whole at the end, or to stdout.

    A database that is there is updated, by ``observation_id``.

    Args:
        form: what to write.
        path: the file; None is stdout.
        with_text: put the articles' texts into annotations instead of their hashes.

    Raises:
        UsageError: the file cannot be written.
    """
    if form in BINARY:
        with _binary(path) as target, _opened(form)(target) as table:
            yield table
        return
    with _text_stream(path) as stream:
        if form == "csv":
            yield CsvWriter(stream)
        elif form == "jsonl":
            yield JsonlWriter(stream)
        else:
            yield AnnotationWriter(stream, with_text=with_text)


def _opened(form: Format) -> Callable[[str], AbstractContextManager[Writer]]:
    """Give what opens a file that is not text; its library comes in only now."""
    if form == "xlsx":
        from pipeline.io.sheets import writing_workbook

        return writing_workbook
    if form == "sqlite":
        from pipeline.io.sqlite import writing_sqlite

        return writing_sqlite
    if form == "duckdb":
        from pipeline.io.duck import writing_duckdb

        return writing_duckdb
    return writing_parquet


@contextmanager
def _text_stream(path: str | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with (
        replacing(path) as part,
        part.open("w", encoding="utf-8", newline="") as stream,
    ):
        yield stream


@contextmanager
def _binary(path: str | None) -> Iterator[str]:
    """Give a file to write; without a path its content goes to stdout at the end."""
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "table"
        yield str(target)
        with target.open("rb") as stream:
            copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def writing_parquet(path: str) -> Iterator[ParquetWriter]:
    """Open a writer to one Parquet file, which appears whole at the end.

    Raises:
        UsageError: the file cannot be written.
    """
    import pyarrow.parquet as pq

    schema = arrow_schema()
    with replacing(path) as part, pq.ParquetWriter(part, schema) as file:
        writer = ParquetWriter(file, schema)
        yield writer
        writer.flush()
