"""Reads the table back from Parquet: a file, or the parts a large run has written."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import InputError
from pipeline.io.cells import REWRITE, check_columns, to_observation
from pipeline.io.inputs import unreadable
from pipeline.io.tables import DECIMAL_DIGITS, KINDS, arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Observation

PARTS: Final = "part-*.parquet"
"""What the parts of one table are called, by us and by Spark."""

ROWS_A_BATCH: Final = 2_000
_UNROUNDED: Final = Context(prec=DECIMAL_DIGITS)


def parts_of(folder: str) -> list[str]:
    """Name the parts of a table that is a folder, in the order of their names.

    Raises:
        InputError: there are none.
    """
    parts = sorted(str(path) for path in Path(folder).glob(PARTS))
    if not parts:
        message = f"expected a folder with {PARTS}, got one without"
        hint = "name a folder that 'solieu extract -o FOLDER/' has written, or a file"
        raise InputError(message, source=folder, hint=hint)
    return parts


def read_parquet(path: str, *, on_fault: FaultHandler) -> Iterator[Observation]:
    """Give the rows of one Parquet file, in order, a batch of them in memory.

    Raises:
        InputError: it cannot be read to its end, or has other columns.
    """
    with _opened(path) as file:
        batches = file.iter_batches(batch_size=ROWS_A_BATCH)
        yield from of_batches(batches, path, on_fault)


def has_the_schema(path: str) -> bool:
    """Say whether a file is Parquet with the one schema, as it stands."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if Path(path).suffix.lower() != ".parquet":
        return False
    try:
        return bool(pq.read_schema(path).equals(arrow_schema()))
    except (pa.ArrowException, OSError):
        return False


def count_rows(paths: Iterable[str]) -> int:
    """Count the rows of whole Parquet files."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in paths)


@contextmanager
def _opened(path: str) -> Iterator[pq.ParquetFile]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            check_arrow(file.schema_arrow, path)
            yield file
    except pa.ArrowException as error:
        message = f"expected a whole Parquet file, got a broken one: {error}"
        raise InputError(message, source=path, hint="write it anew") from error
    except OSError as error:
        raise unreadable(error, path) from error


def check_arrow(schema: pa.Schema, place: str) -> None:
    """Refuse a table whose columns are not those of C3 in name and kind.

    Raises:
        InputError: they are not.
    """
    import pyarrow as pa

    check_columns(schema.names, place)
    fits = {
        "decimal": pa.types.is_decimal,
        "date": pa.types.is_date32,
        "int": pa.types.is_integer,
        "float": pa.types.is_floating,
    }
    kinds = {name: kind for kind, names in KINDS.items() for name in names}
    for field in schema:
        kind = kinds.get(field.name, "text")
        if pa.types.is_null(field.type) or fits.get(kind, _is_text)(field.type):
            continue
        message = f"expected the column {field.name!r} to be {kind}, got {field.type}"
        raise InputError(message, source=place, hint=REWRITE)


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(fits(plain) for fits in text)


def of_batches(
    batches: Iterable[pa.RecordBatch], name: str, on_fault: FaultHandler
) -> Iterator[Observation]:
    """Give the rows of Arrow batches; a row at fault is told and left out."""
    number = 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            try:
                yield to_observation(shortened(row), f"{name}: row {number}")
            except InputError as fault:
                on_fault(fault)


def shortened(row: dict[str, Any]) -> dict[str, object]:
    """Take the idle zeros off that the column's scale has put behind the digits."""
    for name in KINDS["decimal"]:
        if row[name] is not None:
            row[name] = row[name].normalize(_UNROUNDED)
    return row
