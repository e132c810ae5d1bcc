"""Databases are updated by ``observation_id``, whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.io.faults import raise_fault
from pipeline.io.stored import read_table
from pipeline.io.tables import csv_cells, to_row
from pipeline.io.writers import FORM_OF_ENDING, writing
from pipeline.schema import COLUMNS
from tests.builders import ARTICLE, three_figures, write
from tests.processes import Started

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.schema import Observation

LEVEL, CHANGE, TARGET = three_figures()
DATABASES = [".sqlite", ".db", ".duckdb"]
ROOT = Path(__file__).resolve().parents[2]


def add(path: Path, calls: Iterable[Sequence[Observation]]) -> None:
    with writing(FORM_OF_ENDING[path.suffix], str(path)) as writer:
        for rows in calls:
            writer.write(ARTICLE, rows)


def read(path: Path) -> list[Observation]:
    return list(read_table(str(path), on_fault=raise_fault))


@pytest.mark.parametrize("ending", DATABASES)
def test_a_second_run_of_the_same_leaves_the_same_rows(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"t{ending}"
    add(path, [[LEVEL, CHANGE], [TARGET]])
    before = read(path)
    add(path, [[LEVEL, CHANGE], [TARGET]])
    assert before == read(path) == [LEVEL, CHANGE, TARGET]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", DATABASES)
def test_a_better_model_updates_rows_and_adds_what_it_finds(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"t{ending}"
    add(path, [[LEVEL, CHANGE]])
    better = replace(LEVEL, model="better", value=Decimal("12.505"), inferred={})
    add(path, [[better, TARGET]])
    assert read(path) == [better, CHANGE, TARGET]


@pytest.mark.parametrize("ending", DATABASES)
def test_of_a_row_that_comes_twice_the_last_counts(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    later = replace(CHANGE, value=Decimal(9))
    add(path, [[CHANGE, LEVEL, later], [LEVEL]])
    assert read(path) == [LEVEL, later]


@pytest.mark.parametrize("ending", DATABASES)
def test_no_row_is_a_database_with_the_table(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    path.touch()
    add(path, [])
    assert read(path) == []


@pytest.mark.parametrize("ending", DATABASES)
def test_rows_come_out_by_article_and_place(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    others = [replace(LEVEL, article_id=n, observation_id=n) for n in "Đb"]
    add(path, [others, [CHANGE, LEVEL]])
    assert read(path) == [LEVEL, CHANGE, others[1], others[0]]


def test_sqlite_has_exact_text_and_a_view_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    long = replace(LEVEL, quantity=Decimal("12345678901234567890.125"))
    add(path, [[long, TARGET]])
    with sqlite3.connect(path) as database:
        stored = database.execute("SELECT * FROM observations").fetchone()
        numbers = database.execute(
            "SELECT value, quantity, value_max, strftime('%Y', period_last)"
            " FROM figures ORDER BY value DESC"
        ).fetchall()
    database.close()
    cells = dict(zip(COLUMNS, stored, strict=True))
    wanted = csv_cells(to_row(long))
    assert {n: "" if c is None else str(c) for n, c in cells.items()} == wanted
    assert cells["unit_mult"] == 3
    assert numbers == [
        (1250.5, 12345678901234567890.125, None, "2021"),
        (5.0, 5.0, 7.0, "2021"),
    ]


def test_duckdb_has_decimals_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    add(path, [[LEVEL, TARGET]])
    with duckdb.connect(str(path), read_only=True) as database:
        found = database.execute(
            "SELECT sum(quantity), max(period_last) FROM observations"
        ).fetchall()
        inferred = database.execute("SELECT inferred FROM observations").fetchall()
    assert found == [(Decimal("1250505.000000000"), date(2021, 12, 31))]
    assert inferred[0] == ('{"period": "year_of_article"}',)


def test_other_tables_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "t.db") as database:
        database.execute("CREATE TABLE notes (a)")
    database.close()
    with duckdb.connect(str(tmp_path / "t.duckdb")) as other:
        other.execute("CREATE TABLE notes AS SELECT 7 AS a")
    for name in ("t.db", "t.duckdb"):
        add(tmp_path / name, [[LEVEL]])
        assert read(tmp_path / name) == [LEVEL]
    with duckdb.connect(str(tmp_path / "t.duckdb")) as other:
        assert other.execute("SELECT * FROM notes").fetchall() == [(7,)]


class StopError(Exception):
    """Something goes wrong halfway."""


def stopping() -> Iterator[Sequence[Observation]]:
    yield [CHANGE, replace(LEVEL, model="new")]
    raise StopError


@pytest.mark.parametrize("ending", DATABASES)
@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_a_failed_run_leaves_what_was_there(
    ending: str, *, there: bool, tmp_path: Path
) -> None:
    path = tmp_path / f"t{ending}"
    if there:
        add(path, [[LEVEL]])
    with pytest.raises(StopError):
        add(path, stopping())
    assert list(tmp_path.iterdir()) == ([path] if there else [])
    assert not there or read(path) == [LEVEL]


KILLED: Final = """
import sys
from dataclasses import replace
from pipeline.io.writers import FORM_OF_ENDING, writing
from tests.builders import ARTICLE, three_figures
path, ending = sys.argv[1:]
rows = three_figures()
with writing(FORM_OF_ENDING[ending], path) as writer:
    for number in range(400):
        many = [replace(r, observation_id=f"{number}-{n}") for n, r in enumerate(rows)]
        writer.write(ARTICLE, [*many, replace(rows[0], model="new")] * 9)
    print("halfway", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("ending", [".sqlite", ".duckdb", ".parquet", ".csv", ".jsonl"])
def test_a_killed_run_leaves_what_was_there(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    add(path, [[LEVEL]])
    process = Started(
        [sys.executable, "-c", KILLED, str(path), ending],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "halfway\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert read(path) == [LEVEL]
    if ending in DATABASES:
        add(path, [[CHANGE]])
        assert read(path) == [LEVEL, CHANGE]


def older_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE observations (observation_id PRIMARY KEY)")
    database.close()


def older_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE observations (observation_id VARCHAR)")


@pytest.mark.parametrize("ending", DATABASES)
def test_a_table_of_another_version_is_not_written_to(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"t{ending}"
    (older_duckdb if ending == ".duckdb" else older_sqlite)(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="expected the columns of the table, got no"):
        add(path, stopping())  # refused before any row is asked for
    assert path.read_bytes() == before


@pytest.mark.parametrize("ending", DATABASES)
def test_what_is_no_database_is_not_written_over(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    write(path, "a letter to a friend\n" * 99)
    with pytest.raises(UsageError, match=r"expected an? (SQLite|DuckDB) database"):
        add(path, [[LEVEL]])
    assert path.read_text(encoding="utf-8").startswith("a letter")
    with pytest.raises(UsageError, match="expected a place that can be written"):
        add(tmp_path / "no" / f"t{ending}", [[LEVEL]])


def test_a_database_that_is_written_to_waits_or_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    add(path, [[LEVEL]])
    holding = Started(
        [
            sys.executable,
            "-c",
            (
                "import duckdb, sys; c = duckdb.connect(sys.argv[1]);"
                " print('open', flush=True); sys.stdin.read()"
            ),
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with holding:
        assert holding.stdout
        assert holding.stdout.readline() == "open\n"
        with pytest.raises(UsageError, match="close the program that has it open"):
            add(path, [[CHANGE]])
        holding.kill()
    assert read(path) == [LEVEL]
