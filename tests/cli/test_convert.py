from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from pipeline.io.annotations import read_annotations, text_hash, to_label
from pipeline.io.faults import raise_fault
from pipeline.io.stored import read_table
from pipeline.io.tables import json_row, to_frame, to_row
from pipeline.schema import COLUMNS
from tests.builders import ARTICLE, TEXT, observation, three_figures, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.schema import Observation
    from tests.cli.conftest import Done

    Run = Callable[..., Done]

FIGURES = three_figures()
OTHER = replace(observation(ARTICLE, "5-7"), article_id="a2", observation_id="a2-1")
SOME = [*FIGURES, OTHER]


@pytest.fixture(autouse=True)
def _table(solieu: Run) -> None:
    """Lay a table out in the folder the commands run in."""
    del solieu
    write(Path("t.jsonl"), lines(SOME))


def lines(rows: Sequence[Observation]) -> str:
    return "".join(json_row(to_row(row)) + "\n" for row in rows)


def read(name: str) -> list[Observation]:
    return list(read_table(name, on_fault=raise_fault))


@pytest.mark.parametrize(
    "name", ["o.parquet", "o.csv", "o.jsonl", "o.sqlite", "o.db", "o.duckdb"]
)
def test_the_format_follows_the_ending(solieu: Run, name: str) -> None:
    done = solieu("convert", "t.jsonl", "-o", name)
    assert (done.code, done.out, done.err) == (0, "", "4 figures\n")
    assert read(name) == SOME
    assert solieu("convert", name, "--to", "jsonl").out == lines(SOME)


def test_several_tables_and_parts_become_one(solieu: Run) -> None:
    write(Path("first.jsonl"), lines(FIGURES[:1]))
    write(Path("second.jsonl"), lines(FIGURES[1:]))
    solieu("convert", "first.jsonl", "-o", "run/part-00000.parquet")
    Path("run").mkdir()
    for number, name in enumerate(("first.jsonl", "second.jsonl")):
        solieu("convert", name, "-o", f"run/part-0000{number}.parquet")
    write(Path("other.jsonl"), lines([OTHER]))
    done = solieu("convert", "run", "other.jsonl", "-o", "all.csv")
    assert (done.code, done.err) == (0, "4 figures\n")
    assert read("all.csv") == SOME


def test_a_database_is_updated(solieu: Run) -> None:
    solieu("convert", "t.jsonl", "-o", "o.sqlite")
    better = replace(FIGURES[1], value=Decimal("7.5"), model="better")
    write(Path("better.jsonl"), lines([better]))
    done = solieu("convert", "better.jsonl", "-o", "o.sqlite")
    assert (done.code, done.err) == (0, "1 figure\n")
    assert read("o.sqlite") == [FIGURES[0], better, FIGURES[2], OTHER]


def test_parquet_goes_to_duckdb_at_once_and_the_later_row_counts(solieu: Run) -> None:
    later = replace(FIGURES[1], value=Decimal("7.5"), model="later")
    Path("run").mkdir()
    write(Path("first.jsonl"), lines([*FIGURES, OTHER]))
    write(Path("later.jsonl"), lines([later]))
    solieu("convert", "first.jsonl", "-o", "z.parquet")
    solieu("convert", "later.jsonl", "-o", "run/part-000000.parquet")
    for _ in range(2):
        done = solieu("convert", "z.parquet", "run", "-o", "o.duckdb")
        assert (done.code, done.err) == (0, "5 figures\n")
        assert read("o.duckdb") == [FIGURES[0], later, FIGURES[2], OTHER]
    solieu("convert", "run", "z.parquet", "-o", "o.duckdb")
    assert read("o.duckdb") == SOME
    assert {path.name for path in Path().iterdir() if path.name[0] == "."} == set()


def test_parquet_of_another_schema_goes_to_duckdb_by_rows(solieu: Run) -> None:
    to_frame(FIGURES).to_parquet("pandas.parquet")
    done = solieu("convert", "pandas.parquet", "-o", "o.duckdb")
    assert (done.code, done.err) == (0, "3 figures\n")
    assert read("o.duckdb") == list(FIGURES)
    write(Path("broken.parquet"), "PAR1")
    done = solieu("convert", "broken.parquet", "-o", "o.duckdb")
    assert (done.code, read("o.duckdb")) == (1, list(FIGURES))
    assert "broken.parquet: expected a whole Parquet file, got" in done.err


def test_annotations_have_a_line_for_each_article(solieu: Run) -> None:
    done = solieu("convert", "t.jsonl", "--to", "annotations", "-o", "a.jsonl")
    assert (done.code, done.err) == (0, "4 figures\n")
    first, second = read_annotations("a.jsonl")
    assert first.labels == tuple(map(to_label, FIGURES))
    assert (first.id, first.sha256, first.url) == ("a1", text_hash(TEXT), ARTICLE.url)
    assert (second.id, second.labels) == ("a2", (to_label(OTHER),))


def test_annotations_of_scattered_rows_are_told_and_a_database_sorts_them(
    solieu: Run,
) -> None:
    write(Path("s.jsonl"), lines([FIGURES[0], OTHER, *FIGURES[1:]]))
    done = solieu("convert", "s.jsonl", "--to", "annotations")
    assert done.code == 1
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a1", "a2"]
    assert done.err == (
        "article a1: expected the figures of an article together, got 2 figures of"
        " 'a1' apart from the others, or of another text (convert to .sqlite first,"
        " which sorts them, or remove the older text's)\n2 figures, 1 fault\n"
    )
    solieu("convert", "s.jsonl", "-o", "s.sqlite")
    assert solieu("convert", "s.sqlite", "--to", "annotations").code == 0


def test_a_workbook_has_every_row(solieu: Run) -> None:
    assert solieu("convert", "t.jsonl", "-o", "o.xlsx").code == 0
    book = load_workbook("o.xlsx", read_only=True)
    header, *rows = book["figures"].iter_rows(values_only=True)
    book.close()
    assert header == COLUMNS
    assert [row[0] for row in rows] == [row.observation_id for row in SOME]


def test_rows_at_fault_are_left_out_and_kept_apart(solieu: Run) -> None:
    long = replace(FIGURES[1], value=Decimal("1E-20"))
    write(Path("t.jsonl"), lines([FIGURES[0], long]) + "{}\n" + lines([FIGURES[2]]))
    done = solieu("convert", "t.jsonl", "-o", "o.parquet", "--quarantine", "q.jsonl")
    assert (done.code, read("o.parquet")) == (1, [FIGURES[0], FIGURES[2]])
    told = [json.loads(line) for line in Path("q.jsonl").read_text().splitlines()]
    assert [fault["source"] for fault in told] == [
        "t.jsonl:3",
        f"a1:{FIGURES[1].amount_start}",
    ]
    assert done.err.endswith("2 figures, 2 faults\n")


WRONG = {
    "no output": (
        ["t.jsonl"],
        2,
        "expected a file to write (-o) or a format (--to), got neither\n",
    ),
    "another ending": (
        ["t.jsonl", "-o", "o.txt"],
        2,
        (
            "o.txt: expected a name that ends in .csv, .jsonl, .xlsx, .parquet,"
            " .sqlite, .db, .duckdb, got .txt; rename it or say the format by --to\n"
        ),
    ),
    "itself": (
        ["./t.jsonl", "-o", "t.jsonl"],
        2,
        "./t.jsonl: expected another file to write to, got the same\n",
    ),
    "nothing": (
        ["no.csv", "-o", "o.csv"],
        1,
        "no.csv: expected a file or a folder, got a name of nothing (check the path)\n",
    ),
    "another table": (
        ["t.jsonl", "other.csv", "-o", "o.csv"],
        1,
        (
            "other.csv: expected the columns that 'solieu extract' writes, got 'a', 'b'"
            " (name a table of figures)\n"
        ),
    ),
}


@pytest.mark.parametrize(("args", "code", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_leaves_nothing_behind(
    solieu: Run, args: list[str], code: int, said: str
) -> None:
    write(Path("other.csv"), "a,b\n1,2\n")
    before = sorted(Path().iterdir())
    done = solieu("convert", *args)
    assert (done.code, done.out, done.err) == (code, "", said)
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("name", ["o.sqlite", "o.duckdb"])
def test_extract_writes_databases_and_updates_them(solieu: Run, name: str) -> None:
    write(Path("press/export.txt"), "Năm 2023, xuất khẩu đạt 680 triệu USD, tăng 3%.")
    for _ in range(2):
        done = solieu("extract", "press", "-o", name)
        assert (done.code, done.err) == (0, "2 figures in 1 article\n")
    assert [row.amount_text for row in read(name)] == ["680", "3"]
    table = solieu("extract", "press", "--to", "jsonl").out
    assert solieu("convert", name, "--to", "jsonl").out == table
