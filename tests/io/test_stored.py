"""Every format gives back what was written to it, and refuses what is no table."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings

from pipeline.errors import InputError
from pipeline.io.faults import raise_fault
from pipeline.io.stored import KNOWN, read_table
from pipeline.io.tables import arrow_schema, csv_cells, json_row, to_arrow, to_row
from pipeline.io.writers import FORM_OF_ENDING, writing
from pipeline.schema import COLUMNS
from tests.builders import ARTICLE, three_figures, write
from tests.strategies import ANY_LENGTH, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.schema import Observation

FIGURES = three_figures()
FORMS = (".parquet", ".csv", ".jsonl", ".sqlite", ".duckdb")
PAIRS = [(first, second) for first in FORMS for second in FORMS]


def stored(path: Path, rows: Sequence[Observation]) -> Path:
    with writing(FORM_OF_ENDING[path.suffix], str(path)) as writer:
        writer.write(ARTICLE, rows)
    return path


def read(path: Path) -> list[Observation]:
    return list(read_table(str(path), on_fault=raise_fault))


def by_place(rows: Sequence[Observation]) -> list[Observation]:
    """As a database gives them: by the bytes of the article's id, then by place."""

    def key(row: Observation) -> tuple[bytes, int, int, str]:
        article = row.article_id.encode()
        return article, row.amount_start, row.amount_end, row.observation_id

    return sorted(rows, key=key)


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=["".join(p) for p in PAIRS])
@settings(max_examples=4, phases=[Phase.generate])  # a fault is plain as it comes
@given(rows=tables())
def test_every_field_survives_every_pair(
    first: str, second: str, rows: list[Observation]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = read(stored(Path(folder) / f"1{first}", rows))
        twice = read(stored(Path(folder) / f"2{second}", once))
    assert by_place(twice) == by_place(rows)
    if {first, second} <= {".parquet", ".csv", ".jsonl"}:
        assert twice == rows


@pytest.mark.parametrize("form", [".csv", ".jsonl", ".sqlite"])
@settings(max_examples=25, phases=[Phase.generate])
@given(rows=tables(ANY_LENGTH))
def test_text_keeps_every_digit(form: str, rows: list[Observation]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        again = read(stored(Path(folder) / f"1{form}", rows))
    assert by_place(again) == by_place(rows)


@pytest.mark.parametrize("value", ["1234567890123456.789", "0.1", "1E+30", "-2.50"])
def test_a_json_number_is_never_rounded(value: str) -> None:
    line = json_row(to_row(replace(FIGURES[0], value=Decimal(value))))
    told = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    assert tuple(told) == COLUMNS
    assert told["value"] == Decimal(value)


def with_pandas(path: Path) -> None:
    to_arrow(FIGURES).to_pandas().to_parquet(path)


def with_duckdb_as_parquet(path: Path) -> None:
    stored(path.with_suffix(".duckdb"), FIGURES)
    with duckdb.connect(str(path.with_suffix(".duckdb"))) as database:
        database.execute(f"COPY observations TO '{path}' (FORMAT parquet)")


def with_pandas_as_csv(path: Path) -> None:
    text = io.StringIO("\n".join(map(json_row, map(to_row, FIGURES))))
    frame = pd.read_json(text, lines=True, dtype=False)
    for name in ("evidence", "inferred"):
        frame[name] = frame[name].map(json.dumps)
    frame[sorted(frame.columns)].to_csv(path, index=False, encoding="utf-8-sig")


def with_sqlite(path: Path) -> None:
    cells = [csv_cells(to_row(row)) for row in FIGURES]
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE observations ({', '.join(COLUMNS)})")
        places = ",".join("?" * len(COLUMNS))
        database.executemany(
            f"INSERT INTO observations VALUES ({places})",  # noqa: S608 - our own names
            [tuple(row.values()) for row in cells],
        )
    database.close()


OTHERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "pandas' Parquet": ("t.parquet", with_pandas),
    "DuckDB's Parquet": ("t.parquet", with_duckdb_as_parquet),
    "pandas' CSV, columns in another order, with a mark": ("t.csv", with_pandas_as_csv),
    "SQLite without types": ("t.db", with_sqlite),
}


@pytest.mark.parametrize(("name", "make"), OTHERS.values(), ids=OTHERS)
def test_a_table_of_another_tool_is_read(
    name: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(tmp_path / name)
    assert by_place(read(tmp_path / name)) == by_place(FIGURES)


def test_a_folder_gives_its_parts_in_order(tmp_path: Path) -> None:
    for number, row in enumerate(FIGURES):
        stored(tmp_path / f"part-{number:05}.parquet", [row])
    write(tmp_path / "manifest.json", "{}")
    stored(tmp_path / "other.parquet", [FIGURES[0]])
    assert read(tmp_path) == list(FIGURES)


def test_a_folder_without_parts_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"expected a folder with part-\*\.parquet"):
        read(tmp_path)


OLD = [name for name in COLUMNS if name != "price_basis"]
LINE = json_row(to_row(FIGURES[0]))


def old_parquet(path: Path) -> None:
    pq.write_table(to_arrow(FIGURES).select(OLD), path)


def float_parquet(path: Path) -> None:
    table = to_arrow(FIGURES)
    at = COLUMNS.index("value")
    pq.write_table(table.set_column(at, "value", table["value"].cast("double")), path)


def cut_parquet(path: Path) -> None:
    whole = stored(path, FIGURES).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def old_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE observations ({', '.join(OLD)})")
    database.close()


def other_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (a)")
    database.close()


def old_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        columns = ", ".join(f"{name} VARCHAR" for name in OLD)
        database.execute(f"CREATE TABLE observations ({columns})")


def text_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        columns = ", ".join(f"{name} VARCHAR" for name in COLUMNS)
        database.execute(f"CREATE TABLE observations ({columns})")


def text(content: str | bytes) -> Callable[[Path], None]:
    return lambda path: void(write(path, content))


def void(_: object) -> None:
    """Give nothing."""


HEADER = ",".join(COLUMNS)
WITHOUT = "expected the columns of the table, got no 'price_basis' (write the table"
NONE = "expected the columns that 'solieu extract' writes, got"
REFUSED: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "older Parquet": ("t.parquet", old_parquet, WITHOUT),
    "Parquet of floats": (
        "t.parquet",
        float_parquet,
        "expected the column 'value' to be decimal, got double",
    ),
    "half a Parquet": ("t.parquet", cut_parquet, "expected a whole Parquet file, got"),
    "no Parquet": ("t.parquet", text("a,b\n"), "expected a whole Parquet file, got"),
    "older SQLite": ("t.sqlite", old_sqlite, WITHOUT),
    "SQLite of another": (
        "t.sqlite",
        other_sqlite,
        "expected a database with a table 'observations', got one without",
    ),
    "no SQLite": (
        "t.sqlite",
        text("no database" * 99),
        "expected an SQLite database that can be read, got: file is not a database",
    ),
    "older DuckDB": ("t.duckdb", old_duckdb, WITHOUT),
    "DuckDB of texts": (
        "t.duckdb",
        text_duckdb,
        "expected the column 'amount_start' to be int, got string",
    ),
    "no DuckDB": ("t.duckdb", text("no database"), "expected a DuckDB database, got:"),
    "older CSV": ("t.csv", text(",".join(OLD)), WITHOUT),
    "newer CSV": (
        "t.csv",
        text(f"{HEADER},mood"),
        "expected the columns of the table, got 'mood', which it does not have",
    ),
    "a column twice": ("t.csv", text(f"{HEADER},unit"), "got 'unit' twice"),
    "CSV of another": ("t.csv", text("a,b\n1,2\n"), f"{NONE} 'a', 'b'"),
    "an empty CSV": ("t.csv", text(""), f"{NONE} none"),
    "CSV in UTF-16": (
        "t.csv",
        text(HEADER.encode("utf-16")),
        "expected UTF-8 text, got UTF-16",
    ),
    "CSV with an open quote": (
        "t.csv",
        text(f'{HEADER}\n"' + "x" * 200_000),
        "expected a CSV table, got a mistake in it: field larger",
    ),
    "articles": ("t.jsonl", text('{"id": "1", "text": "a"}\n'), f"{NONE} 'id', 'text'"),
    "an Excel workbook": ("t.xlsx", text("PK"), "expected a table (.parquet, .csv"),
    "no ending": ("table", text(""), "got no ending"),
    "nothing": ("t.csv", void, "expected a file or a folder, got a name of nothing"),
}


@pytest.mark.parametrize(("name", "make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_whole(
    name: str, make: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(InputError) as raised:
        read(path)
    assert str(path) in raised.value.source
    assert message in str(raised.value)


WRONG_CELLS = {
    "no number": ("value", "12,5", "expected 'value' to be a decimal number"),
    "no value": ("value", "", "expected 'value' to be a number, got ''"),
    "not a number": ("quantity", "NaN", "expected 'quantity' to be a decimal number"),
    "half an offset": ("amount_start", "1.5", "'amount_start' to be a whole number"),
    "no day": ("period_last", "2021-09-31", "'period_last' to be a day as 2021-09-30"),
    "no last day": ("period_last", "", "'period' to be told by period_first and"),
    "another period": ("period", "2020", "to be the days that stand beside it"),
    "another word": ("measure", "height", "to be one of level, change, ratio"),
    "no word": ("status", "", "to be one of actual, estimate, target, forecast"),
    "no direction": ("direction", "left", "to be one of up, down"),
    "no plan": ("plan_period", "soon", "to be a period as 2021, 2021-Q3 or 2021-09"),
    "no object": ("evidence", "[1, 2]", "expected 'evidence' to be a JSON object"),
    "no JSON": ("inferred", "{", "expected 'inferred' to be a JSON object"),
    "no names": ("inferred", '{"a": 1}', "expected 'inferred' to be an object of"),
    "no span": ("evidence", '{"a": [1]}', "expected 'a' to be [start, end]"),
    "no confidence": ("confidence", "high", "expected 'confidence' to be a number"),
}


@pytest.mark.parametrize(
    ("column", "cell", "said"), WRONG_CELLS.values(), ids=WRONG_CELLS
)
def test_a_row_at_fault_is_told_and_the_next_one_read(
    column: str, cell: str, said: str, tmp_path: Path
) -> None:
    cells = [csv_cells(to_row(row)) for row in FIGURES]
    cells[1][column] = cell
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, COLUMNS)
        rows.writeheader()
        rows.writerows(cells)
    told: list[InputError] = []
    kept = list(read_table(str(tmp_path / "t.csv"), on_fault=told.append))
    assert kept == [FIGURES[0], FIGURES[2]]
    assert [fault.source.split(":")[0] for fault in told] == [str(tmp_path / "t.csv")]
    assert said in told[0].message


def test_lines_at_fault_are_told_with_their_numbers(tmp_path: Path) -> None:
    older = json.dumps(dict.fromkeys(OLD))
    path = write(tmp_path / "t.jsonl", f"{LINE}\n{{\n{older}\n{LINE}\n")
    told: list[InputError] = []
    assert len(list(read_table(path, on_fault=told.append))) == 2
    assert [fault.source for fault in told] == [f"{path}:2", f"{path}:3"]
    path = write(tmp_path / "t.csv", f"{HEADER}\n1,2\n")
    assert list(read_table(path, on_fault=told.append)) == []
    assert told[2].message == f"expected {len(COLUMNS)} cells, got 2"


def test_a_rounded_or_endless_number_is_no_decimal(tmp_path: Path) -> None:
    row = json.loads(LINE)
    lines = [json.dumps({**row, "value": wrong}) for wrong in (True, "1E", [1])]
    path = write(tmp_path / "t.jsonl", "\n".join(lines))
    told: list[InputError] = []
    assert list(read_table(path, on_fault=told.append)) == []
    assert len(told) == 3


def test_an_empty_parquet_of_nulls_has_the_columns(tmp_path: Path) -> None:
    nulls = pa.table({name: pa.nulls(0) for name in COLUMNS})
    pq.write_table(nulls, tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet") == []
    assert set(KNOWN) >= set(FORMS)
    assert arrow_schema().names == list(COLUMNS)
