"""What series are written to, read back: SDMX by pysdmx, workbooks, CSV, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pysdmx.io import get_datasets
from pysdmx.model import Codelist, Schema

from pipeline.io.iso import read_period
from pipeline.schema import Period
from pipeline.series.picking import Pick, Reckoning
from pipeline.series.rows import COLUMNS, pivoted
from pipeline.series.sdmx import time_period, write_sdmx
from pipeline.series.sdmx_structure import ATTRIBUTES, DIMENSIONS, Codes
from pipeline.series.study import opened_study
from pipeline.series.workbook import write_workbook
from pipeline.series.writing import write_csv, write_jsonl
from tests.series.figures import Figure, plan_base, table, with_

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.series.rows import Row

FIGURES = [
    Figure(value="100", period="2021-Q1", outlet="báo A"),
    Figure(value="100", period="2021-Q1", outlet="báo B"),
    Figure(value="250.5", period="2021-01/2021-06", status="estimate"),
    Figure(value="900", period="2020"),
    Figure(value="0.9", period="2020", told="2021-11-01"),
    Figure(value="1000", period="2021", status="target", more=with_(plan_by="local")),
    Figure(value="1100", period="2022", status="forecast"),
    Figure(value="12", period="2019-05-07"),
    Figure(value="13", period="2019-07/2019-12"),
    Figure(value="14", period="2019-05-01/2019-05-15", area="Chư Sê", code=None),
    Figure(value="15", period="2016/2020", more=with_(price_basis="constant:2010")),
    Figure(value="16", period="2025", area="Gia Lai", code="52", told="2026-01-01"),
    Figure(value="17", period="2025-02", more=with_(entity='Công ty Mẫu & Bạn; "A"')),
    Figure(
        value="95.5",
        period="2021-01/2021-09",
        more=with_(measure="ratio", base=plan_base(), unit="PERCENT", unit_mult=0),
    ),
    Figure(value="2", period="2018", more=with_(unit="VND/PERSON/YEAR", bound="over")),
]
PICK = Pick(measures=())


def written(folder: Path, reckoning: Reckoning) -> tuple[list[Row], Path]:
    path = folder / "x.sdmx.csv"
    with opened_study([table(folder, FIGURES)], "default") as study:
        points = list(study.points(PICK, reckoning))
        write_sdmx(
            points, study.rows(reckoning), str(path), vintages=reckoning.vintages
        )
        rows = study.rows(reckoning)
        return [rows.row(point) for point in points], path


def read_back(path: Path) -> list[Row]:
    """Read SDMX as pysdmx does, and give its codes and texts the shape of rows."""
    structure = path.with_name("x.sdmx.json")
    (data,) = get_datasets(path, structure)
    assert isinstance(data.structure, Schema)
    listed: dict[str, dict[str, str | None]] = {}
    for one in data.structure.components.dimensions:
        if isinstance(one.local_codes, Codelist):
            codes = one.local_codes.items
            listed[one.id] = {code.id: code.description for code in codes}
    made = []
    for told in data.data.to_dict("records"):
        row: Row = {}
        for name, (_, column) in DIMENSIONS.items():
            value = listed[name][told[name]]
            row[column] = None if value == "_Z" else value
        for name, (_, _, filled) in ATTRIBUTES.items():
            if filled:
                row[filled] = None if told[name] == "" else told[name]
        power = int(told["UNIT_MULT"])
        for name, column in (("OBS_VALUE", "value"), ("LOW", "low"), ("HIGH", "high")):
            row[column] = Decimal(str(told[name])).scaleb(power)
        row["time"] = told["TIME_PERIOD"]
        made.append(row)
    return made


_NOT_WRITTEN = {"period", "vintages", "area_name"}
"""The period is TIME_PERIOD; names stand in the structure; vintages are counted."""


def as_text(row: Row) -> Row:
    """Give a row as it can be read back: numbers are equal, all else is text."""
    made: Row = {}
    for name, value in row.items():
        if name in _NOT_WRITTEN:
            continue
        if value is None or value is False:
            made[name] = None
        elif isinstance(value, bool):
            made[name] = "true"
        elif isinstance(value, (Decimal, int, float)) and name != "vintage":
            made[name] = Decimal(str(value))
        else:
            made[name] = str(value)
    return made


def numbered(row: Row) -> Row:
    """Read the numbers of a row that was read back."""
    numbers = ("unit_mult", "decimals", "confirmations", "confidence")
    return {
        name: Decimal(str(value)) if name in numbers and value is not None else value
        for name, value in row.items()
    }


@pytest.mark.parametrize(
    "reckoning",
    [Reckoning(), Reckoning(decumulate=True), Reckoning(vintages=True)],
    ids=["latest", "derived", "vintages"],
)
def test_pysdmx_reads_all_of_it_back(tmp_path: Path, reckoning: Reckoning) -> None:
    rows, path = written(tmp_path, reckoning)
    expected = []
    for row in rows:
        told = as_text(row)
        number = row["vintage"]
        told["vintage"] = f"V{number}" if reckoning.vintages else "LATEST"
        period = read_period(str(row["period"]))
        assert period is not None
        told["time"] = time_period(period)
        expected.append(told)
    got = [numbered(row) for row in read_back(path)]
    assert got == expected
    assert len(got) >= len(FIGURES) - 2


def test_no_key_stands_twice(tmp_path: Path) -> None:
    _, path = written(tmp_path, Reckoning(vintages=True))
    (data,) = get_datasets(path, path.with_name("x.sdmx.json"))
    keys = data.data[[*DIMENSIONS, "TIME_PERIOD"]]
    assert not keys.duplicated().any()


def test_targets_are_no_forecasts(tmp_path: Path) -> None:
    _, path = written(tmp_path, Reckoning())
    (data,) = get_datasets(path, path.with_name("x.sdmx.json"))
    told = data.data[["AIM", "OBS_STATUS", "STAGE"]].drop_duplicates()
    statuses = {tuple(row) for row in told.itertuples(index=False)}
    assert ("target", "A", "target") in statuses
    assert ("forecast", "F", "forecast") in statuses
    assert ("outcome", "E", "estimate") in statuses
    assert ("outcome", "U", "actual") in statuses


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2021", "2021"),
        ("2021-Q3", "2021-Q3"),
        ("2021-09", "2021-09"),
        ("2021-07/2021-12", "2021-S2"),
        ("2021-01/2021-06", "2021-01-01/P6M"),
        ("2021-01/2021-09", "2021-01-01/P9M"),
        ("2016/2020", "2016-01-01/P60M"),
        ("2021-05-01/2021-05-15", "2021-05-01/P15D"),
        ("2021-05-07", "2021-05-07"),
    ],
)
def test_periods_as_sdmx_writes_them(period: str, told: str) -> None:
    days = read_period(period)
    assert days is not None
    assert time_period(days) == told


DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=2, max_size=20))
def test_two_periods_are_never_written_alike(days: list[tuple[date, date]]) -> None:
    periods = {Period(min(pair), max(pair)) for pair in days}
    assert len({(one.frequency, time_period(one)) for one in periods}) == len(periods)


@given(st.lists(st.text(min_size=1), max_size=30))
def test_every_word_has_a_code_of_its_own(words: list[str]) -> None:
    codes = Codes()
    made = {word: codes.of(word, word) for word in words}
    assert len(set(made.values())) == len(set(words))
    told = {one["id"]: one["description"] for one in codes.listed()}
    assert all(told[code] == word for word, code in made.items())
    assert all(re.fullmatch(r"[A-Za-z0-9_@$-]+", code) for code in made.values())


def test_codes_keep_the_zeros_of_provinces() -> None:
    assert Codes().of("01", "Hà Nội") == "GSO01"
    assert Codes().of("52-2025", "Gia Lai") == "GSO52-2025"
    assert Codes().of("cà phê Đắk Lắk", "") == "ca_phe_Dak_Lak"


def test_every_cell_of_the_workbook_leads_to_its_sentences(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    reckoning = Reckoning(decumulate=True)
    with opened_study([table(tmp_path, FIGURES)], "default") as study:
        points = list(study.points(PICK, reckoning))
        rows = study.rows(reckoning)
        made = write_workbook(points, rows, study.store.evidence, str(path))
    book = load_workbook(path)
    assert book.sheetnames == ["series", "cells", "evidence"]
    assert made == len(points) == book["cells"].max_row - 1
    for number, point in enumerate(points, 2):
        cell = book["cells"].cell(number, COLUMNS.index("value") + 1)
        assert cell.value == pytest.approx(float(point.span.point))
        first = int(cell.hyperlink.location.removeprefix("'evidence'!A"))
        figures = [fact.id for fact in point.facts()]
        lines = [
            [one.value for one in line]
            for line in book["evidence"].iter_rows(first, first + len(figures) - 1)
        ]
        assert [line[0] for line in lines] == [number] * len(figures)
        assert [line[1] for line in lines] == figures
        assert all("triệu USD" in line[-1] for line in lines)


def test_the_sheet_to_read_leads_there_too(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with opened_study([table(tmp_path, FIGURES[:3])], "default") as study:
        points = list(study.points(PICK, Reckoning()))
        write_workbook(points, study.rows(Reckoning()), study.store.evidence, str(path))
    book = load_workbook(path)
    head, *lines = book["series"].iter_rows()
    places = {str(cell.value): number for number, cell in enumerate(head)}
    (line,) = (x for x in lines if x[places["2021-Q1"]].value is not None)
    cell = line[places["2021-Q1"]]
    assert cell.value == 100_000_000
    evidence = book["evidence"][cell.hyperlink.location.split("!")[1].replace("A", "I")]
    assert evidence.value.startswith("Xuất khẩu đạt 100 triệu USD")


def made_rows(folder: Path) -> list[Row]:
    with opened_study([table(folder, FIGURES)], "default") as study:
        return study.table(PICK, Reckoning())


def test_csv_and_json_lines_hold_all_columns(tmp_path: Path) -> None:
    rows = made_rows(tmp_path)
    sheet, lines = io.StringIO(), io.StringIO()
    write_csv(COLUMNS, rows, sheet)
    write_jsonl(rows, lines)
    read = list(csv.DictReader(io.StringIO(sheet.getvalue())))
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [tuple(one) for one in (read[0], told[0], rows[0])] == [COLUMNS] * 3
    assert [one["value"] for one in told] == [row["value"] for row in rows]
    assert [Decimal(one["low"]) for one in read] == [row["low"] for row in rows]
    assert {one["conflict"] for one in read} == {"true", "false"}


def test_a_pivot_lays_periods_across_in_time(tmp_path: Path) -> None:
    columns, laid = pivoted(made_rows(tmp_path), "period")
    across = [name for name in columns if name[:1].isdigit()]
    ends: list[Any] = [read_period(name) for name in across]
    assert [one.last for one in ends] == sorted(one.last for one in ends)
    told = [row[name] for row in laid for name in across if row[name] is not None]
    assert len(told) == len(made_rows(tmp_path))
    assert all(set(row) == set(columns) for row in laid)
