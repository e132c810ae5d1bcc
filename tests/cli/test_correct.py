"""From a table to Excel and back: the corrections count, and only they."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.builders import model, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

TEXT = (
    "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD, tăng 3,03%."
    " Thu ngân sách đạt 5.200 tỷ đồng."
)


@pytest.fixture
def table(solieu: Run) -> None:
    """Three figures of one article, in a workbook."""
    write(Path("press/x.txt"), TEXT)
    assert solieu("extract", "press", "-o", "figures.xlsx").code == 0


def edit(*cells: tuple[int, str, object], name: str = "edited.xlsx") -> None:
    """Save the workbook with other cells: (row, column, value)."""
    book = load_workbook("figures.xlsx")
    sheet = book["figures"]
    columns = [head.value for head in sheet[1]]
    for row, column, value in cells:
        if column not in columns:
            columns.append(column)
            sheet.cell(1, len(columns)).value = column
        sheet.cell(row, columns.index(column) + 1).value = value
    book.save(name)


def rows(solieu: Run, *args: str) -> list[dict[str, str]]:
    done = solieu("extract", "press", "--to", "csv", *args)
    assert done.code == 0
    return list(csv.DictReader(done.out.splitlines()))


def test_an_edited_workbook_changes_exactly_its_rows(solieu: Run, table: None) -> None:
    del table
    edit((2, "status", "estimate"), (3, "verdict", "rejected"))
    done = solieu("correct", "edited.xlsx", "--by", "Lan")
    places = [TEXT.index(amount) for amount in ("680", "3,03")]
    assert (done.code, done.out) == (
        0,
        f"x:{places[0]} corrected: status: actual → estimate\nx:{places[1]} rejected\n",
    )
    assert (
        done.err == "corrections.jsonl: 1 corrected, 1 rejected, 0 added, 0 accepted\n"
    )
    before, after = rows(solieu), rows(solieu, "--corrections", "corrections.jsonl")
    assert after[1] == before[2]
    changed = {k for k in before[0] if before[0][k] != after[0][k]}
    assert changed == {"status", "inferred", "confidence"} | (
        {"evidence"} if "status" in json.loads(before[0]["evidence"]) else set()
    )
    assert after[0]["status"] == "estimate"
    assert len(after) == 2


def test_a_correction_survives_another_model(solieu: Run, table: None) -> None:
    del table
    mine = model(Path("models"), "mine")
    edit((2, "metric_text", "kim ngạch"), (4, "unit_text", "triệu đồng"))
    assert solieu("correct", "edited.xlsx").code == 0
    more = "--corrections", "corrections.jsonl", "--model", str(mine)
    after = rows(solieu, *more)
    assert {row["model"] for row in after} == {"mine"}
    assert after[0]["metric_text"] == "kim ngạch"
    assert (after[2]["unit_mult"], after[2]["quantity"]) == ("6", "5200000000")


def test_corrected_articles_are_evaluated(solieu: Run, table: None) -> None:
    del table
    edit((2, "status", "estimate"))
    assert solieu("correct", "edited.xlsx", "--complete").code == 0
    score = "evaluate", "corrections.jsonl", "--articles", "press", "--json"
    told = json.loads(solieu(*score).out)
    assert (told["gold"], told["ladder"]["full"]["tp"]) == (3, 2)
    told = json.loads(solieu(*score, "--corrections", "corrections.jsonl").out)
    assert told["ladder"]["full"]["tp"] == 3


def test_a_changed_text_makes_its_corrections_stale(solieu: Run, table: None) -> None:
    del table
    edit((2, "status", "estimate"))
    assert solieu("correct", "edited.xlsx").code == 0
    write(Path("press/x.txt"), TEXT + " ")
    done = solieu(
        "extract", "press", "--to", "csv", "--corrections", "corrections.jsonl"
    )
    assert done.code == 1
    assert "1 stale corrections not applied" in done.err
    assert ",estimate," not in done.out
    assert solieu("extract", "press", "-o", "figures.xlsx").code == 0
    edit((2, "status", "target"))
    done = solieu("correct", "edited.xlsx")
    assert (
        "corrections.jsonl: x: 1 stale correction of an older text taken out"
        in done.err
    )
    assert solieu("extract", "press", "--corrections", "corrections.jsonl").code == 0


def test_corrections_add_up_in_the_overlay(solieu: Run, table: None) -> None:
    del table
    edit((2, "status", "estimate"))
    assert solieu("correct", "edited.xlsx").code == 0
    edit((3, "verdict", "accepted"), name="more.xlsx")
    assert solieu("correct", "more.xlsx").code == 0
    (line,) = Path("corrections.jsonl").read_text(encoding="utf-8").splitlines()
    told: dict[str, Any] = json.loads(line)
    verdicts = [label["verdict"] for label in told["observations"]]
    assert (verdicts, told["complete"]) == (["corrected", "accepted"], False)


def test_a_missed_figure_is_added(solieu: Run, table: None) -> None:
    del table
    new = {"article_id": "x", "amount_text": "2023", "value": 1, "metric_text": "năm"}
    edit(*((5, column, value) for column, value in new.items()))
    done = solieu("correct", "edited.xlsx", "--articles", "press")
    assert done.out == "x:4 added: value: nothing → 1, metric_text: nothing → năm\n"
    after = rows(solieu, "--corrections", "corrections.jsonl")
    assert [row["amount_text"] for row in after] == ["2023", "680", "3,03", "5.200"]


def test_a_csv_needs_the_table_as_extracted(solieu: Run) -> None:
    write(Path("press/x.txt"), TEXT)
    assert solieu("extract", "press", "-o", "figures.csv").code == 0
    text = Path("figures.csv").read_text(encoding="utf-8")
    write(Path("edited.csv"), text.replace(",actual,", ",target,", 1))
    done = solieu("correct", "edited.csv")
    assert done.code == 2
    assert "name the table as extracted by --original" in done.err
    done = solieu("correct", "edited.csv", "--original", "figures.csv", "-o", "o.jsonl")
    assert (done.code, done.out[-24:]) == (0, "status: actual → target\n")
    assert Path("o.jsonl").is_file()


def test_a_fault_is_told_and_the_other_rows_are_taken(solieu: Run, table: None) -> None:
    del table
    edit((2, "period", "Sep-21"), (3, "status", "target"))
    done = solieu("correct", "edited.xlsx")
    assert done.code == 1
    assert "edited.xlsx: row 2: 'period': expected a period such as" in done.err
    assert "1 corrected" in done.err


def test_rows_at_fault_do_not_count_as_gone(solieu: Run, table: None) -> None:
    del table
    edit((2, "observation_id", "1E9"))
    done = solieu("correct", "edited.xlsx", "--reject-missing")
    assert (done.code, Path("corrections.jsonl").exists()) == (1, False)
    assert "nothing written" in done.err


def test_an_overlay_that_cannot_be_read_is_not_overwritten(
    solieu: Run, table: None
) -> None:
    del table
    write(Path("corrections.jsonl"), "[]")
    edit((2, "status", "target"))
    assert solieu("correct", "edited.xlsx").code == 1
    assert Path("corrections.jsonl").read_text(encoding="utf-8") == "[]"


def test_an_overlay_without_corrections_can_be_used(solieu: Run, table: None) -> None:
    del table
    for _ in range(2):
        assert solieu("correct", "figures.xlsx").code == 0
    assert Path("corrections.jsonl").read_bytes() == b""
    assert len(rows(solieu, "--corrections", "corrections.jsonl")) == 3


def test_predictions_are_scored_as_they_are(solieu: Run) -> None:
    done = solieu("evaluate", "g.jsonl", "p.jsonl", "--corrections", "c.jsonl")
    assert (done.code, done.out) == (2, "")
    assert "--corrections: expected no PRED beside it" in done.err
