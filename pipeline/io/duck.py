"""The table in DuckDB: rows are updated or added by ``observation_id``.

Rows are first laid down as Parquet beside the database and then taken over in one
transaction. So memory is bounded, decimals and dates have the types of the one schema,
and a run that is killed leaves the database as it was.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, UsageError
from pipeline.io.cells import check_columns
from pipeline.io.files import replacing
from pipeline.io.parquet import ROWS_A_BATCH, check_arrow, count_rows, of_batches
from pipeline.io.sqlite import BY_PLACE, TABLE, is_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from pipeline.io.faults import FaultHandler
    from pipeline.io.writers import ParquetWriter
    from pipeline.schema import Observation

MEMORY: Final = "1GB"
"""What DuckDB may hold before it writes to disk."""

_CREATE: Final = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} AS SELECT * FROM read_parquet($rows) LIMIT 0"  # noqa: S608 - our own names
)
_FORGET: Final = (
    f"DELETE FROM {TABLE} WHERE observation_id IN"  # noqa: S608 - our own names
    " (SELECT observation_id FROM read_parquet($rows))"
)
_NUMBERED: Final = (
    "SELECT *, {'file': list_position($rows, filename), 'row': file_row_number} AS nth"
    " FROM read_parquet($rows, filename = true, file_row_number = true)"
)
_TAKE: Final = (
    # Of a row that came twice the last counts, as in SQLite.
    f"INSERT INTO {TABLE} BY NAME SELECT * EXCLUDE (filename, file_row_number, nth)"  # noqa: S608 - our own names
    f" FROM ({_NUMBERED}) WHERE nth IN"
    f" (SELECT max(nth) FROM ({_NUMBERED}) GROUP BY observation_id)"
)
_SELECT: Final = f"SELECT * FROM {TABLE} ORDER BY {BY_PLACE}"  # noqa: S608 - our own names
_COLUMNS: Final = (
    "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
    " AND database_name = current_database() AND schema_name = current_schema()"
)


@contextmanager
def writing_duckdb(path: str) -> Iterator[ParquetWriter]:
    """Open a writer to a database, made anew if there is none.

    A new file appears whole at the end; one that is there is changed at the end, in
    one transaction. Other tables in it are left alone.

    Raises:
        UsageError: it cannot be written, or has such a table with other columns.
    """
    from pipeline.io.writers import writing_parquet

    with _beside(path) as folder:
        if is_database(path):
            _refuse_others(path, folder)  # now, and not when all is done
        rows = str(Path(folder) / "rows.parquet")
        with writing_parquet(rows) as writer:
            yield writer
        _merge(path, [rows], folder)


def take_parquet(path: str, parts: Sequence[str]) -> int:
    """Bring Parquet tables of the one schema to a database; gives their rows.

    This goes by columns and is many times as quick as ``writing_duckdb``: the cells
    are taken as they are.

    Raises:
        UsageError: as in ``writing_duckdb``.
    """
    with _beside(path) as folder:
        _merge(path, parts, folder)
    return count_rows(parts)


@contextmanager
def _beside(path: str) -> Iterator[str]:
    """Give a folder beside a database: on the same disk, for rows on their way."""
    try:
        beside = tempfile.TemporaryDirectory(
            prefix=".solieu-", dir=Path(path).resolve().parent
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a place that can be written, got: {reason}"
        raise UsageError(message) from error
    with beside as folder:
        yield folder


def _opened(
    file: str, path: str, folder: str, *, read_only: bool
) -> duckdb.DuckDBPyConnection:
    import duckdb

    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(Path(folder) / "spilled"),
        "autoinstall_known_extensions": False,
    }
    try:
        return duckdb.connect(file, read_only=read_only, config=limits)
    except duckdb.Error as error:
        message = f"expected a DuckDB database, got: {error}"
        hint = "name another file, or close the program that has it open"
        fault = InputError(message, source=path, hint=hint)
        raise fault if read_only else UsageError(str(fault)) from error


def _refuse_others(path: str, folder: str) -> None:
    with _opened(path, path, folder, read_only=False) as database:
        try:
            if _names(database):
                _check(database, path)
        except InputError as error:
            raise UsageError(str(error)) from error


def _merge(path: str, parts: Sequence[str], folder: str) -> None:
    """Take Parquet files over, into a new database or one that is there."""
    if is_database(path):
        _take(path, path, parts, folder)
        return
    new = Path(folder) / "new.duckdb"
    _take(str(new), path, parts, folder)
    with replacing(path) as part:
        new.replace(part)


def _take(file: str, path: str, parts: Sequence[str], folder: str) -> None:
    import duckdb

    rows = {"rows": list(parts)}
    with _opened(file, path, folder, read_only=False) as database:
        try:
            database.execute("BEGIN")
            database.execute(_CREATE, rows)
            _check(database, path)
            database.execute(_FORGET, rows)
            database.execute(_TAKE, rows)
            database.execute("COMMIT")
        except duckdb.Error as error:
            message = f"{path}: expected a database that can be written, got: {error}"
            raise UsageError(f"{message}; nothing was changed in it") from error
        except InputError as error:
            raise UsageError(str(error)) from error


def _names(database: duckdb.DuckDBPyConnection) -> list[str]:
    found: list[tuple[str]] = database.execute(_COLUMNS, [TABLE]).fetchall()
    return [name for (name,) in found]


def _check(database: duckdb.DuckDBPyConnection, path: str) -> None:
    names = _names(database)
    if not names:
        message = f"expected a database with a table {TABLE!r}, got one without"
        hint = "name a database that solieu has written"
        raise InputError(message, source=path, hint=hint)
    check_columns(names, f"{path}, table {TABLE}")


def read_duckdb(path: str, *, on_fault: FaultHandler) -> Iterator[Observation]:
    """Give the rows of a database by article and place, a batch of them in memory.

    Raises:
        InputError: it cannot be read, or has no such table.
    """
    import duckdb

    with (
        tempfile.TemporaryDirectory(prefix="solieu-") as folder,
        _opened(path, path, folder, read_only=True) as database,
    ):
        try:
            _check(database, path)
            batches = database.execute(_SELECT).to_arrow_reader(ROWS_A_BATCH)
            check_arrow(batches.schema, f"{path}, table {TABLE}")
            yield from of_batches(batches, path, on_fault)
        except duckdb.Error as error:
            message = f"expected a DuckDB database that can be read, got: {error}"
            raise InputError(message, source=path, hint="write it anew") from error
