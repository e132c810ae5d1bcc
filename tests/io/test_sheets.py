from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.errors import InputError
from pipeline.io.sheets import (
    FIGURES,
    SheetRow,
    read_sheet,
    writing_workbook,
)
from pipeline.io.tables import csv_cells, to_row
from pipeline.schema import COLUMNS
from tests.builders import ARTICLE, three_figures, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.schema import Observation

FOUND = three_figures()


def workbook(path: Path, *rows: Observation) -> str:
    with writing_workbook(str(path)) as writer:
        writer.write(ARTICLE, rows)
    return str(path)


def test_a_workbook_keeps_every_cell_and_knows_how_it_was_written(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "f.xlsx", *FOUND)
    sheet = read_sheet(path)
    assert sheet.columns == COLUMNS
    assert sheet.before == sheet.rows
    for row, seen in zip(sheet.rows, FOUND, strict=True):
        same = {k: v for k, v in csv_cells(to_row(seen)).items() if k != "quantity"}
        assert {k: v for k, v in row.cells.items() if k != "quantity"} == same
    assert [row.place for row in sheet.rows] == [f"{path}: row {n}" for n in (2, 3, 4)]


def test_what_excel_would_change_is_written_as_text(tmp_path: Path) -> None:
    odd = replace(FOUND[0], metric_text="=1+1", sentence_text="a\x07b" + "x" * 40_000)
    path = workbook(tmp_path / "f.xlsx", odd)
    book = load_workbook(path)
    assert [sheet.sheet_state for sheet in book] == ["visible", "hidden"]
    figures = book[FIGURES]
    cells = {
        head.value: cell for head, cell in zip(figures[1], figures[2], strict=True)
    }
    assert (cells["metric_text"].value, cells["metric_text"].data_type) == ("=1+1", "s")
    assert cells["period"].number_format == "@"
    assert cells["value"].value == 1250.5
    assert cells["area_code"].value is None
    assert cells["sentence_text"].value[:3] == "a\ufffdb"
    assert len(cells["sentence_text"].value) == 32_767


def test_a_workbook_of_ones_own_has_no_rows_as_written(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Trang 1"
    book.active.append(["a", "b", None, "c"])
    book.active.append([5.0, 2.5, "x", datetime(2021, 9, 1)])  # noqa: DTZ001 - as Excel
    book.active.append([None, "  ", None, None])
    book.active.append([date(2021, 9, 1), True, None, datetime(2021, 9, 1, 8)])  # noqa: DTZ001
    book.save(tmp_path / "own.xlsx")
    path = str(tmp_path / "own.xlsx")
    sheet = read_sheet(path)
    assert sheet.before is None
    assert sheet.rows == (
        SheetRow(f"{path}: row 2", {"a": "5", "b": "2.5", "c": "2021-09-01"}),
        SheetRow(
            f"{path}: row 4",
            {"a": "2021-09-01", "b": "True", "c": "2021-09-01 08:00:00"},
        ),
    )


CSV = {
    "commas": ("a,b\n1,2.5\n", False),
    "semicolons": ("\ufeffa;b\r\n1;2.5\r\n", True),
    "tabs": ("a\tb\n1\t2.5", False),
}


@pytest.mark.parametrize(("text", "comma"), CSV.values(), ids=CSV)
def test_csv_comes_with_any_delimiter(
    text: str, tmp_path: Path, *, comma: bool
) -> None:
    path = write(tmp_path / "t.csv", text)
    sheet = read_sheet(path)
    assert sheet.rows == (SheetRow(f"{path}: row 2", {"a": "1", "b": "2.5"}),)
    assert sheet.decimal_comma is comma


def test_a_quoted_cell_may_hold_lines_and_signs(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'a,b\n"một,\nhai ""ba""",x\n')
    assert read_sheet(path).rows[0].cells == {"a": 'một,\nhai "ba"', "b": "x"}


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "ending": ("t.ods", b"", "expected a .csv or .xlsx table, got .ods"),
    "no ending": ("t", b"", "got no ending"),
    "empty": ("t.csv", b"", "expected a first row that names each column once"),
    "twice": ("t.csv", b"a,a\n", "expected a first row that names each column once"),
    "binary": ("t.csv", b"a\0", "expected text, got binary"),
    "no workbook": ("t.xlsx", b"PK", "expected an Excel workbook"),
    "huge field": ("t.csv", b"a\n" + b"x" * 200_000, "expected a CSV table"),
    "no sheets": ("t.xlsx", b"", "expected an Excel workbook"),
}


@pytest.mark.parametrize(("name", "content", "fault"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_table_is_told(
    name: str, content: bytes, fault: str, tmp_path: Path
) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(InputError, match=fault):
        read_sheet(path)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected a file that can be read"):
        read_sheet(str(tmp_path / "none.csv"))
