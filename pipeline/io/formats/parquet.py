"""Parquet: one article per row, read a few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import InputError
from pipeline.io.archives import seekable
from pipeline.io.packing import BUFFER_BYTES
from pipeline.io.records import Records, check_columns, listed, no_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.io.formats.given import Given, Record

_ROWS: Final = 64
"""Rows that are in memory at a time."""


def read_parquet(given: Given) -> Iterator[Record]:
    """Read a ``.parquet``; only the columns that fill a field are read."""
    import pyarrow as pa

    records = Records(given.reading, given.on_fault)
    limits = given.reading.limits
    stream = seekable(given.stream, given.name, limits, given.stack)
    try:
        file = _opened(stream, given)
        names = file.schema_arrow.names
        check_columns(records.columns, names, given.name)
        fields = records.columns.of(names)
        _check_text(file.schema_arrow, fields["text"], given.name)
        if not given.first and "id" not in fields:
            given.on_fault(no_ids(given.name))
        for number, row in _rows(file, fields, given.first):
            place = f"{given.name}#{number}"
            yield place, records.article(row, place, lone_ids=False)
    except (pa.ArrowException, OSError, EOFError, ValueError) as error:
        said = " ".join(str(error).split())
        message = f"expected a whole Parquet file, got a broken one: {said:.120}"
        hint = "fetch it anew"
        raise InputError(message, source=given.name, hint=hint) from error


def _opened(stream: object, given: Given) -> Any:  # noqa: ANN401 - pyarrow is untyped
    import pyarrow.parquet as pq

    # Without a buffer of its own a column of a whole group would be read at once.
    file = pq.ParquetFile(stream, buffer_size=BUFFER_BYTES, pre_buffer=False)
    given.stack.callback(file.close)
    return file


def _rows(
    file: Any,  # noqa: ANN401
    fields: Mapping[str, str],
    first: int,
) -> Iterator[tuple[int, dict[str, object]]]:
    """Give rows with their number, from 1; groups before ``first`` are not read."""
    groups: list[int] = []
    passed = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if not groups and passed + rows <= first:
            passed += rows
        else:
            groups.append(group)
    batches = file.iter_batches(_ROWS, row_groups=groups, columns=[*fields.values()])
    for batch in batches:
        start = min(max(first - passed, 0), batch.num_rows)
        for offset, row in enumerate(_as_bytes(batch.slice(start)), start):
            yield passed + offset + 1, row
        passed += batch.num_rows


def _as_bytes(batch: Any) -> list[dict[str, object]]:  # noqa: ANN401
    """Give rows with text as bytes, so that one bad text is the fault of its row."""
    import pyarrow as pa

    columns = []
    for column in batch.columns:
        plain = (
            column.dictionary_decode()
            if pa.types.is_dictionary(column.type)
            else column
        )
        wide = pa.types.is_large_string(plain.type)
        narrow = pa.types.is_string(plain.type) or pa.types.is_string_view(plain.type)
        kind = pa.large_binary() if wide else pa.binary() if narrow else plain.type
        columns.append(plain.cast(kind))
    rows: list[dict[str, object]] = pa.table(columns, batch.schema.names).to_pylist()
    return rows


def _check_text(schema: Any, column: str, name: str) -> None:  # noqa: ANN401
    """Refuse a column of numbers for the text once, and not row by row."""
    import pyarrow.types as kinds

    kind = schema.field(column).type
    if kinds.is_dictionary(kind):
        kind = kind.value_type
    texts = (kinds.is_string, kinds.is_large_string, kinds.is_string_view)
    raw = (kinds.is_binary, kinds.is_large_binary, kinds.is_binary_view)
    if any(is_kind(kind) for is_kind in (*texts, *raw)):
        return
    message = f"expected text in the column {column!r}, got {kind}; the columns are:"
    hint = "name the one that holds the article: --map text=NAME"
    raise InputError(f"{message} {listed(schema.names)}", source=name, hint=hint)
