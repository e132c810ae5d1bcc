"""The table in SQLite: rows are updated or added by ``observation_id``.

SQLite has neither decimals nor dates: a decimal is text with all its digits, a date is
ISO text, which its date functions read. The view ``figures`` has the same columns with
the decimals as numbers, for sums and sorting, as exact as a float is.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, UsageError
from pipeline.io.cells import check_columns, to_observation
from pipeline.io.files import replacing
from pipeline.io.tables import KINDS, plain_cells, to_row
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation

TABLE: Final = "observations"
VIEW: Final = "figures"
BY_PLACE: Final = "article_id, amount_start, amount_end, observation_id"
"""How the rows of a database come out, whatever the order they came in."""

_WAIT: Final = 30.0
"""Seconds to wait for another program that is writing to the same file."""

_STORED: Final = {"int": "INTEGER", "float": "REAL"}
_TYPES: Final = dict.fromkeys(COLUMNS, "TEXT") | {
    name: _STORED.get(kind, "TEXT") for kind, names in KINDS.items() for name in names
}


_DECIMALS: Final = frozenset(KINDS["decimal"])
_NUMBERS: Final = ", ".join(
    f"CAST({name} AS REAL) AS {name}" if name in _DECIMALS else name for name in COLUMNS
)
_CREATE: Final = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} ({COLUMNS[0]} TEXT PRIMARY KEY NOT NULL, "
    + ", ".join(f"{name} {_TYPES[name]}" for name in COLUMNS[1:])
    + ")"
)
_INDEX: Final = f"CREATE INDEX IF NOT EXISTS by_place ON {TABLE} ({BY_PLACE})"
_VIEW: Final = f"CREATE VIEW IF NOT EXISTS {VIEW} AS SELECT {_NUMBERS} FROM {TABLE}"  # noqa: S608 - our own names
_UPDATES: Final = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
_UPSERT: Final = (
    f"INSERT INTO {TABLE} ({', '.join(COLUMNS)})"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * len(COLUMNS))})"
    f" ON CONFLICT ({COLUMNS[0]}) DO UPDATE SET {_UPDATES}"
)
_SELECT: Final = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY {BY_PLACE}"  # noqa: S608 - our own names


class SqliteWriter:
    """Adds or updates one row per observation, in the transaction that is open."""

    def __init__(self, database: sqlite3.Connection, path: str) -> None:
        self._database = database
        self._path = path

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write the rows of one article."""
        del article
        rows = (tuple(plain_cells(to_row(seen)).values()) for seen in observations)
        try:
            self._database.executemany(_UPSERT, rows)
        except sqlite3.Error as error:
            raise _unwritable(error, self._path) from error


@contextmanager
def writing_sqlite(path: str) -> Iterator[SqliteWriter]:
    """Open a writer to a database, made anew if there is none.

    A new file appears whole at the end; in one that is there all rows are written in
    one transaction, so that a run that fails or is killed leaves it as it was. Other
    tables in it are left alone.

    Raises:
        UsageError: it cannot be written, or has such a table with other columns.
    """
    if is_database(path):
        with _transaction(path, path) as writer:
            yield writer
        return
    with replacing(path) as part, _transaction(str(part), path) as writer:
        yield writer


def is_database(path: str) -> bool:
    """Say whether a file is there that has something in it, to be kept."""
    there = Path(path)
    return there.is_file() and there.stat().st_size > 0


@contextmanager
def _transaction(file: str, path: str) -> Iterator[SqliteWriter]:
    try:
        database = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    except sqlite3.Error as error:
        raise _unwritable(error, path) from error
    with closing(database):
        try:
            database.execute("BEGIN IMMEDIATE")
            database.execute(_CREATE)
            _check(database, path)
            database.execute(_INDEX)
            database.execute(_VIEW)
        except sqlite3.Error as error:
            raise _unwritable(error, path) from error
        except InputError as error:
            raise UsageError(str(error)) from error
        yield SqliteWriter(database, path)
        try:
            database.execute("COMMIT")
        except sqlite3.Error as error:
            raise _unwritable(error, path) from error


def _check(database: sqlite3.Connection, path: str) -> None:
    columns = database.execute(f"PRAGMA table_info({TABLE})").fetchall()
    if not columns:
        message = f"expected a database with a table {TABLE!r}, got one without"
        hint = "name a database that solieu has written"
        raise InputError(message, source=path, hint=hint)
    check_columns([column[1] for column in columns], f"{path}, table {TABLE}")


def _unwritable(error: sqlite3.Error, path: str) -> UsageError:
    message = f"{path}: expected an SQLite database that can be written, got: {error}"
    return UsageError(f"{message}; nothing was changed in it")


def read_sqlite(path: str, *, on_fault: FaultHandler) -> Iterator[Observation]:
    """Give the rows of a database by article and place, one in memory at a time.

    Raises:
        InputError: it cannot be read, or has no such table.
    """
    # "rw", not "ro": what a killed writer left half done is taken back on opening.
    name = f"{Path(path).resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(name, timeout=_WAIT, uri=True)) as database:
            _check(database, path)
            for number, row in enumerate(database.execute(_SELECT), 1):
                cells = dict(zip(COLUMNS, row, strict=True))
                try:
                    yield to_observation(cells, f"{path}: row {number}")
                except InputError as fault:
                    on_fault(fault)
    except sqlite3.Error as error:
        message = f"expected an SQLite database that can be read, got: {error}"
        hint = "check the path and its rights, or write it anew"
        raise InputError(message, source=path, hint=hint) from error
