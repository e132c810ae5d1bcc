"""Writers of marks on articles: one row per duplicate, as Parquet or CSV."""

from __future__ import annotations

import csv
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Row = tuple[str, str, float, str]

COLUMNS: Final = ("article_id", "duplicate_of", "similarity", "kind")
PARQUET: Final = ".parquet"
BATCH: Final = 10_000


def write_marks(rows: Iterable[Row], path: str | None) -> int:
    """Write rows of ``COLUMNS`` as they come; give how many they were.

    Args:
        rows: article_id, duplicate_of, similarity, kind.
        path: a file, Parquet if it ends so and else CSV; None is stdout, as CSV.

    Raises:
        UsageError: the file cannot be written.
    """
    opened = _parquet if path is not None and path.endswith(PARQUET) else _csv
    number = 0
    with opened(path or "") as write:
        for row in rows:
            write(row)
            number += 1
    return number


@contextmanager
def _csv(path: str) -> Iterator[Callable[[Row], object]]:
    if not path:
        lines = csv.writer(sys.stdout, lineterminator="\n")
        lines.writerow(COLUMNS)
        yield lines.writerow
        return
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        yield lines.writerow


@contextmanager
def _parquet(path: str) -> Iterator[Callable[[Row], object]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = (pa.string(), pa.string(), pa.float64(), pa.string())
    schema = pa.schema(list(zip(COLUMNS, types, strict=True)))
    held: list[dict[str, object]] = []

    def flush() -> None:
        file.write_table(pa.Table.from_pylist(held, schema=schema))
        held.clear()

    def write(row: Row) -> None:
        held.append(dict(zip(COLUMNS, row, strict=True)))
        if len(held) >= BATCH:
            flush()

    with replacing(path) as part, pq.ParquetWriter(part, schema) as file:
        yield write
        flush()
