"""``solieu series`` as it is called."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.series.figures import EXPORT, Figure, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

FIGURES = [
    Figure(value="100", period="2021-Q1", told="2021-04-01"),
    Figure(value="250", period="2021-01/2021-06", told="2021-07-01"),
    Figure(value="1000", period="2021", status="target", told="2021-01-01"),
    Figure(value="70", period="2021-Q1", area="Bình Định", code="52"),
    Figure(value="40", period="2019-Q1"),
    Figure(value="30", period="2019-01/2019-06"),
]


@pytest.fixture
def figures(tmp_path: Path) -> str:
    return table(tmp_path, FIGURES)


def test_the_table_tells_series_with_what_they_rest_on(
    solieu: Run, figures: str
) -> None:
    done = solieu("series", figures, "--area", "Gia Lai", "--period", "2021")
    assert done.code == 0
    assert done.err == "3 values\n"
    assert [" ".join(line.split()) for line in done.out.splitlines() if line] == [
        "kim ngạch xuất khẩu hàng hóa, Gia Lai, USD [64]",
        "period value stage told outlets as printed notes",
        "2021-Q1 100 m actual 2021-04-01 1 100 triệu USD",
        "2021-01/2021-06 250 m actual 2021-07-01 1 250 triệu USD",
        "kim ngạch xuất khẩu hàng hóa, Gia Lai, USD, target [64]",
        "period value stage told outlets as printed notes",
        "2021 1 bn target 2021-01-01 1 1000 triệu USD",
    ]


def test_quarters_are_derived_and_what_falls_is_told(solieu: Run, figures: str) -> None:
    done = solieu(
        *("series", figures, "--area", "64", "--de-cumulate", "--frequency", "Q"),
        *("--to", "jsonl"),
    )
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["period"], row["value"], row["formula"]) for row in rows] == [
        ("2019-Q1", 40_000_000, None),
        ("2021-Q1", 100_000_000, None),
        ("2021-Q2", 150_000_000, "2021-01/2021-06 - 2021-Q1"),
    ]
    assert "1 period not derived: what is cumulative falls" in done.err


def test_provinces_are_summed_and_what_lacks_is_told(solieu: Run, figures: str) -> None:
    done = solieu("series", figures, "--units-of", "2025", "--to", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["area"], row["period"], row["value"]) for row in rows] == [
        ("52-2025", "2021-Q1", "170000000")
    ]
    assert f"{EXPORT} Gia Lai 2021-01/2021-06: no sum, nothing is told of Bình" in (
        done.err
    )


def test_as_of_a_day_the_later_is_not_known(solieu: Run, figures: str) -> None:
    done = solieu(
        *("series", figures, "--as-of", "2021-05-01", "--area", "64", "--to", "jsonl"),
    )
    assert [json.loads(line)["period"] for line in done.out.splitlines()] == [
        "2021-Q1",
        "2021",
    ]


def test_a_pivot_has_periods_across(solieu: Run, figures: str) -> None:
    done = solieu(
        *("series", figures, "--pivot", "period", "--frequency", "Q", "--to", "csv"),
    )
    head, *lines = csv.reader(io.StringIO(done.out))
    assert head[-2:] == ["2019-Q1", "2021-Q1"]
    assert [line[-2:] for line in lines] == [
        ["", "70000000"],
        ["40000000", "100000000"],
    ]
    assert "2021-Q1" in solieu("series", figures, "--pivot", "area").out


def test_files_are_of_the_kind_their_ending_says(
    solieu: Run, figures: str, tmp_path: Path
) -> None:
    for name in ("x.xlsx", "x.csv", "x.jsonl", "x.sdmx.csv", "x.txt"):
        assert solieu("series", figures, "-o", name).code == 0
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["series", "cells", "evidence"]
    assert (tmp_path / "x.csv").read_text().startswith("indicator,breakdown,area,")
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == len(FIGURES)
    assert (tmp_path / "x.sdmx.csv").read_text().startswith("STRUCTURE,STRUCTURE_ID")
    told = json.loads((tmp_path / "x.sdmx.json").read_text())
    assert told["data"]["dataStructures"][0]["id"] == "SERIES"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--indicator", "xuất khẩu mây"], 2, "expected the id or name of an"),
        (["--area", "Atlantis"], 2, "expected the name or code of a province"),
        (["--area", "Bình Định", "--units-of", "2025"], 2, "expected a unit of 2025"),
        (["--period", "quý I"], 2, "--period: expected a period such as 2021"),
        (["--as-of", "hôm qua"], 2, "--as-of: expected a publication date"),
        (["--vintages", "--de-cumulate"], 2, "--vintages: expected neither"),
        (["--to", "xlsx"], 2, "name a file with -o"),
        (["--to", "sdmx"], 2, "name a file with -o"),
        (["-o", "x.doc"], 2, "expected a name that ends in"),
        (["-o", "x.xlsx", "--pivot", "area"], 2, "--pivot: expected a table"),
        (["--frequency", "W"], 2, "--frequency"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_asked_wrongly_is_told(
    solieu: Run, figures: str, args: list[str], code: int, said: str
) -> None:
    done = solieu("series", figures, *args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_nothing_picked_is_nothing_written(solieu: Run, figures: str) -> None:
    done = solieu("series", figures, "--area", "Cà Mau", "--to", "csv")
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert done.err == "0 values\n"
