from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import InputError, UsageError
from pipeline.io.files import replacing
from pipeline.io.tables import (
    arrow_cells,
    arrow_schema,
    csv_cells,
    json_row,
    to_arrow,
    to_frame,
    to_row,
)
from pipeline.io.writers import ROWS_A_GROUP, Format, write_fitting, writing
from pipeline.schema import COLUMNS, Article
from tests.builders import ARTICLE, TEXT, place, three_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.schema import Observation

LEVEL, CHANGE, TARGET = three_figures()


def test_a_row_has_the_columns_of_the_contract() -> None:
    row = to_row(CHANGE)
    assert tuple(row) == COLUMNS
    derived = {
        "period": "2021-01/2021-09",
        "period_first": date(2021, 1, 1),
        "period_last": date(2021, 9, 30),
        "frequency": "YTD",
        "base": "2020-01/2020-09",
        "base_first": date(2020, 1, 1),
        "base_last": date(2020, 9, 30),
        "plan_period": None,
        "evidence": {"amount": list(place(TEXT, "7,25"))},
        "inferred": {},
    }
    assert {name: row[name] for name in derived} == derived
    others = set(COLUMNS) - set(derived)
    assert {name: row[name] for name in others} == {
        name: getattr(CHANGE, name) for name in others
    }


def test_a_base_without_days_and_no_period_leave_their_days_open() -> None:
    row = to_row(replace(TARGET, period=None))
    left = ("period", "period_first", "period_last", "frequency", "base_first")
    assert [row[name] for name in left] == [None] * 5
    assert (row["base"], row["plan_period"], row["plan_by"]) == (
        "plan",
        "2021",
        "local",
    )


def test_csv_cells_are_exact_text() -> None:
    cells = csv_cells(to_row(LEVEL))
    wanted = {
        "value": "1250.5",
        "value_max": "",
        "quantity": "1250500.0",
        "period_last": "2021-09-30",
        "unit_mult": "3",
        "confidence": "0.9",
        "inferred": '{"period": "year_of_article"}',
    }
    assert {name: cells[name] for name in wanted} == wanted
    assert json.loads(cells["evidence"])["area"] == list(place(TEXT, "Bình An"))
    assert csv_cells(to_row(replace(LEVEL, value=Decimal("1E+3"))))["value"] == "1000"


def test_a_json_row_is_strict_and_keeps_numbers() -> None:
    row = json.loads(json_row(to_row(LEVEL)), parse_float=Decimal)
    assert tuple(row) == COLUMNS
    assert (row["value"], row["quantity"]) == (Decimal("1250.5"), 1250500)
    assert (row["period_first"], row["value_max"]) == ("2021-01-01", None)
    assert row["inferred"] == {"period": "year_of_article"}
    with pytest.raises(ValueError, match="JSON compliant"):
        json_row(to_row(replace(LEVEL, confidence=float("nan"))))


def test_the_arrow_schema_covers_every_column() -> None:
    schema = arrow_schema()
    assert tuple(schema.names) == COLUMNS
    assert schema.field("quantity").type == pa.decimal128(38, 9)
    assert schema.field("base_last").type == pa.date32()
    assert schema.field("confidence").type == pa.float64()
    assert schema.field("plan_period").type == pa.string()


TOO_MUCH = {
    "too many decimals": ("1E-10", "value"),
    "too great": ("1E+29", "quantity"),
    "no number": ("NaN", "value_max"),
}


@pytest.mark.parametrize(("value", "column"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_decimal_beyond_the_table_is_told(value: str, column: str) -> None:
    changes: dict[str, Any] = {column: Decimal(value)}
    with pytest.raises(InputError) as raised:
        to_arrow([replace(LEVEL, **changes)])
    assert str(raised.value) == (
        f"a1:{LEVEL.amount_start}: expected {column!r} of {LEVEL.amount_text!r} within"
        f" 29 digits and 9 decimals, got {value}"
        " (write CSV, JSONL or SQLite, which keep every digit)"
    )


@pytest.mark.parametrize(
    "value",
    ["0.000000001", "0.1000000000000", "9E+28", "-12.5", "0", "0E+40", "9" * 29 + ".1"],
)
def test_what_the_table_can_hold_it_keeps(value: str) -> None:
    table = to_arrow([replace(LEVEL, value=Decimal(value))])
    assert table["value"][0].as_py() == Decimal(value)
    assert arrow_cells(to_row(LEVEL))["inferred"] == '{"period": "year_of_article"}'


def test_a_frame_is_what_pandas_reads_from_parquet(tmp_path: Path) -> None:
    name = str(tmp_path / "t.parquet")
    write_all("parquet", name, [(ARTICLE, (LEVEL, CHANGE, TARGET))])
    frame = to_frame([LEVEL, CHANGE, TARGET])
    pd.testing.assert_frame_equal(frame, pd.read_parquet(name))
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["value"]) == [Decimal("1250.5"), Decimal("7.25"), Decimal(5)]
    assert frame["period_first"][0] == date(2021, 1, 1)
    assert list(frame["base"].isna()) == [True, False, False]
    assert to_frame([]).dtypes.to_dict() == frame.head(0).dtypes.to_dict()


def write_all(
    form: Format,
    path: str | None,
    found: Iterable[tuple[Article, Sequence[Observation]]],
) -> None:
    with writing(form, path) as writer:
        for article, observations in found:
            writer.write(article, observations)


def read_back(form: Format, content: bytes) -> list[dict[str, Any]]:
    if form == "csv":
        text = content.decode("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))
    if form == "parquet":
        rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
        return rows
    return [json.loads(line) for line in content.decode("utf-8").splitlines()]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_every_format_holds_the_same_rows(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "out"
    empty = Article(id="a2", text="Không có số.")
    write_all(form, str(path), [(ARTICLE, (LEVEL, CHANGE)), (empty, ()), (ARTICLE, ())])
    rows = read_back(form, path.read_bytes())
    assert [tuple(row) for row in rows] == [COLUMNS] * 2
    for row, seen in zip(rows, (LEVEL, CHANGE), strict=True):
        assert Decimal(str(row["value"])) == seen.value
        assert row["metric_text"] == seen.metric_text
        assert row["sentence_text"] == seen.sentence_text
        assert str(row["period_last"]) == "2021-09-30"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_row_is_a_table_with_its_columns(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "out"
    write_all(form, str(path), [])
    if form == "csv":
        assert path.read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    else:
        assert pq.read_table(path).schema.equals(arrow_schema())


def test_parquet_goes_out_by_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    many = [LEVEL] * (ROWS_A_GROUP // 4)
    write_all("parquet", str(path), [(ARTICLE, many)] * 5)
    data = pq.ParquetFile(path).metadata
    groups = [data.row_group(n).num_rows for n in range(data.num_row_groups)]
    assert groups == [ROWS_A_GROUP, ROWS_A_GROUP // 4]


def test_an_article_that_parquet_cannot_hold_is_left_out_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    wrong = replace(CHANGE, value=Decimal("1E-20"))
    with writing("parquet", str(path)) as writer:
        with pytest.raises(InputError, match="keep every digit"):
            writer.write(ARTICLE, (LEVEL, wrong))
        writer.write(ARTICLE, (TARGET,))
    rows = read_back("parquet", path.read_bytes())
    assert [row["amount_text"] for row in rows] == ["5-7"]


def test_a_figure_that_parquet_cannot_hold_is_left_out_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    wrong = replace(CHANGE, value=Decimal("1E-20"))
    faults: list[InputError] = []
    with writing("parquet", str(path)) as writer:
        written = [
            write_fitting(ARTICLE, seen, writer, faults.append)
            for seen in [(LEVEL, wrong, TARGET), (wrong,), ()]
        ]
    rows = read_back("parquet", path.read_bytes())
    assert [row["amount_text"] for row in rows] == [
        LEVEL.amount_text,
        TARGET.amount_text,
    ]
    assert written == [2, 0, 0]
    assert [fault.source for fault in faults] == [f"a1:{CHANGE.amount_start}"] * 2


def test_annotations_have_a_line_for_an_article_without_figures(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_all("annotations", str(path), [(ARTICLE, ()), (ARTICLE, (LEVEL,))])
    lines = read_back("annotations", path.read_bytes())
    assert [len(line["observations"]) for line in lines] == [0, 1]


class StopError(Exception):
    """Something goes wrong halfway."""


def failing() -> Iterator[tuple[Article, Sequence[Observation]]]:
    yield ARTICLE, (LEVEL,)
    raise StopError


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "annotations"])
@pytest.mark.parametrize("before", [None, "old"])
def test_a_failed_run_leaves_what_was_there(
    form: Format, before: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    with pytest.raises(StopError):
        write_all(form, str(path), failing())
    left = {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()}
    assert left == ({} if before is None else {"out": before})


def test_a_link_is_written_through_and_rights_are_the_usual(tmp_path: Path) -> None:
    (tmp_path / "real").touch()
    usual = (tmp_path / "real").stat().st_mode
    (tmp_path / "link").symlink_to("real")
    with replacing(str(tmp_path / "link")) as part:
        part.write_text("new", encoding="utf-8")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "real").stat().st_mode == usual


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_all("csv", "/dev/null", [(ARTICLE, (LEVEL,))])
    assert Path("/dev/null").is_char_device()


NO_PLACE = {
    "a folder": ("", "expected a file to write, got a folder"),
    "no folder": (
        "no/out.csv",
        "expected a place that can be written, got: no such file or directory",
    ),
}


@pytest.mark.parametrize(("name", "message"), NO_PLACE.values(), ids=NO_PLACE)
def test_a_place_that_cannot_be_written_is_wrong_usage(
    name: str, message: str, tmp_path: Path
) -> None:
    path = str(tmp_path / name)
    with pytest.raises(UsageError) as raised, replacing(path):
        pass
    assert str(raised.value) == f"{path}: {message}"
