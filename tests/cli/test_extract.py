from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from pipeline.schema import COLUMNS
from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

EXPORT = "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD, tăng 3,03%."
CROPS = "Diện tích cà phê của tỉnh Đắk Lắk đạt 213.336 ha.\r\n"
NO_FIGURE = "Hội nghị diễn ra trong không khí sôi nổi."


@pytest.fixture(autouse=True)
def _articles(solieu: Run) -> None:
    """Lay the articles out in the folder the commands run in."""
    del solieu
    write(Path("press/export.txt"), EXPORT)
    lines = [
        {"id": "crops", "text": CROPS, "published": "2024-05-06", "source": "mẫu"},
        {"id": "none", "text": NO_FIGURE},
    ]
    write(Path("press/two.jsonl"), "".join(json.dumps(a) + "\n" for a in lines))


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


AMOUNTS = [("export", "680"), ("export", "3,03"), ("crops", "213.336")]


def test_rows_of_all_inputs_go_to_stdout_and_talk_to_stderr(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "jsonl")
    assert (done.code, done.err) == (0, "3 figures in 3 articles\n")
    found = rows(done.out)
    assert [(row["article_id"], row["amount_text"]) for row in found] == AMOUNTS
    assert [tuple(row) for row in found] == [COLUMNS] * 3
    texts = {"export": EXPORT, "crops": CROPS}
    for row in found:
        text = texts[row["article_id"]]
        assert text[row["amount_start"] : row["amount_end"]] == row["amount_text"]
        assert text[row["sentence_start"] : row["sentence_end"]] == row["sentence_text"]
    assert [row["published"] for row in found] == [None, None, "2024-05-06"]


def test_the_format_follows_the_ending(solieu: Run) -> None:
    for name in ("o.csv", "o.jsonl", "o.parquet", "o.txt"):
        done = solieu("extract", "press", "-o", name)
        assert (done.code, done.out) == (0, "")
    amounts = [amount for _, amount in AMOUNTS]
    with Path("o.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["amount_text"] for row in csv.DictReader(stream)] == amounts
    found = rows(Path("o.jsonl").read_text(encoding="utf-8"))
    assert [row["amount_text"] for row in found] == amounts
    table = pq.read_table("o.parquet")
    assert table["amount_text"].to_pylist() == amounts
    text = Path("o.txt").read_text(encoding="utf-8")
    assert "[680] triệu USD, tăng [3,03]%" in text


def test_to_goes_before_the_ending(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "annotations", "-o", "pred.jsonl")
    found = rows(Path("pred.jsonl").read_text(encoding="utf-8"))
    assert done.code == 0
    counts = [(line["id"], len(line["observations"])) for line in found]
    assert counts == [("export", 2), ("crops", 1), ("none", 0)]
    assert ["text" in line for line in found] == [False] * 3


def test_annotations_may_carry_the_texts(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "annotations", "--with-text")
    assert [line["text"] for line in rows(done.out)] == [EXPORT, CROPS, NO_FIGURE]


def test_csv_and_a_dash_go_to_stdout(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "csv", "-o", "-")
    found = list(csv.DictReader(io.StringIO(done.out, newline="")))
    assert [row["amount_text"] for row in found] == [amount for _, amount in AMOUNTS]


@pytest.mark.parametrize(
    ("given", "article"),
    [(EXPORT, "stdin"), (json.dumps({"id": "x", "text": EXPORT}), "x")],
    ids=["text", "json"],
)
def test_stdin_is_read(solieu: Run, given: str, article: str) -> None:
    done = solieu("extract", "-", "--to", "jsonl", stdin=given)
    found = [(row["article_id"], row["amount_text"]) for row in rows(done.out)]
    assert found == [(article, "680"), (article, "3,03")]


def test_a_date_given_is_that_of_undated_articles_only(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "jsonl", "--published", "2024-02-03")
    published = [row["published"] for row in rows(done.out)]
    assert published == ["2024-02-03", "2024-02-03", "2024-05-06"]


def test_rows_below_the_confidence_are_left_out_and_counted(solieu: Run) -> None:
    done = solieu("extract", "press", "--to", "jsonl", "--min-confidence", "1")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "0 figures in 3 articles, 3 figures below the confidence left out\n"
    )


def test_colours_are_for_terminals_or_on_demand(solieu: Run) -> None:
    assert "\x1b[" not in solieu("extract", "press").out
    assert "\x1b[" in solieu("extract", "press", "--color").out
    assert "\x1b[" not in solieu("extract", "press", "--no-color").out


FAULTS = {
    "wrong file": (
        "a.pdf",
        b"x",
        "a.pdf: expected one of .txt, .jsonl, .json, .csv",
    ),
    "empty": (
        "a.txt",
        b"",
        "a.txt: expected the text of an article, got an empty file",
    ),
    "binary": ("a.txt", b"\x00", "a.txt: expected text, got binary data"),
    "malformed": (
        "a.jsonl",
        b"\n{,}\n",
        "a.jsonl:2: expected JSON, got a mistake in it",
    ),
    "no text": ("a.jsonl", b'{"id": "a"}', "a.jsonl:1: expected a key 'text', got: id"),
    "id twice": (
        "a.jsonl",
        b'{"id": "x", "text": "y"}\n{"id": "x", "text": "y"}\n',
        "a.jsonl:2: expected each id once, got 'x' again, as at a.jsonl:1",
    ),
    "date": (
        "a.jsonl",
        '{"id": "x", "text": "Đạt 5 tấn.", "published": "hôm qua"}'.encode(),
        "a.jsonl:1: expected a publication date",
    ),
}


@pytest.mark.parametrize(("name", "content", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_and_the_other_articles_are_extracted(
    solieu: Run, name: str, content: bytes, message: str
) -> None:
    write(Path(name), content)
    done = solieu(
        "extract", name, "press", "--to", "jsonl", "--quarantine", "faults.jsonl"
    )
    assert done.code == 1
    assert done.err.startswith(message)
    assert done.err.endswith(", 1 fault\n")
    assert [
        (row["article_id"], row["amount_text"]) for row in rows(done.out)
    ] == AMOUNTS
    (fault,) = rows(Path("faults.jsonl").read_text(encoding="utf-8"))
    told = f"{fault['source']}: {fault['message']} ({fault['hint']})\n"
    assert done.err.startswith(told)


def test_a_quarantine_without_faults_is_empty(solieu: Run) -> None:
    write(Path("faults.jsonl"), "old")
    solieu("extract", "press", "--quarantine", "faults.jsonl", "-o", "o.csv")
    assert Path("faults.jsonl").read_bytes() == b""


USAGE = {
    "nothing to read": (["extract"], "Missing argument"),
    "no such option": (["extract", "x", "--speed", "9"], "No such option: --speed"),
    "no such command": (["extrakt", "x"], "No such command 'extrakt'"),
    "no such format": (["extract", "x", "--to", "xml"], "Invalid value for '--to'"),
    "confidence": (["extract", "x", "--min-confidence", "2"], "Invalid value"),
    "ending": (
        ["extract", "x", "-o", "a.docx"],
        (
            "a.docx: expected a name that ends in .txt, .csv, .jsonl, .xlsx, .parquet,"
            " .sqlite, .db, .duckdb, got .docx; rename it or say the format by --to"
        ),
    ),
    "no ending": (["extract", "x", "-o", "a"], "a: expected a name that ends in"),
    "a folder": (
        ["extract", "x", "-o", "press", "--to", "csv"],
        "press: expected a file to write, got a folder",
    ),
    "no folder": (
        ["extract", "x", "-o", "no/a.csv"],
        "no/a.csv: expected a place that can be written, got: no such file",
    ),
    "date": (
        ["extract", "x", "--published", "hôm qua"],
        "--published: expected a publication date",
    ),
    "model": (["extract", "x", "--model", "no/model"], "no model 'no/model'"),
}


@pytest.mark.parametrize(("args", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2_and_writes_nothing(
    solieu: Run, args: list[str], message: str
) -> None:
    before = sorted(Path().rglob("*"))
    done = solieu(*args)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert sorted(Path().rglob("*")) == before


TABLE = f'key;body;day\nk;"{EXPORT}";2024-05-06\n'


def test_a_dump_may_say_its_columns_and_its_encoding(solieu: Run) -> None:
    Path("dump.csv").write_bytes(TABLE.encode("utf-16-le"))
    options = ("--map", "id=key,published=day", "--encoding", "utf-16")
    done = solieu("extract", "dump.csv", *options, "--to", "jsonl")
    assert (done.code, done.err) == (0, "2 figures in 1 article\n")
    found = rows(done.out)
    assert [(row["article_id"], row["published"]) for row in found] == [
        ("k", "2024-05-06")
    ] * 2
    assert [EXPORT[row["amount_start"] :][:3] for row in found] == ["680", "3,0"]


def test_a_guessed_encoding_is_told_and_is_no_fault(solieu: Run) -> None:
    Path("dump.csv").write_bytes(TABLE.encode("utf-16-le"))
    options = ("--to", "jsonl", "--quarantine", "faults.jsonl", "--map", "id=key")
    done = solieu("extract", "dump.csv", *options)
    assert done.code == 0
    assert done.err.startswith("dump.csv: expected UTF-8 text; taken as utf-16-le, 9")
    assert len(rows(Path("faults.jsonl").read_text(encoding="utf-8"))) == 1
    assert len(rows(done.out)) == 2


WRONG_READING = {
    "map": (("--map", "body=text"), "--map: expected FIELD=COLUMN"),
    "encoding": (("--encoding", "ebcdic"), "--encoding: expected one of utf-8"),
}


@pytest.mark.parametrize(
    ("options", "message"), WRONG_READING.values(), ids=WRONG_READING
)
def test_what_no_dump_can_be_is_wrong_usage(
    solieu: Run, options: tuple[str, str], message: str
) -> None:
    done = solieu("extract", "press", *options)
    assert done.code == 2
    assert message in done.err


def test_a_table_on_stdin_is_known_by_its_header(solieu: Run) -> None:
    done = solieu("extract", "-", "--to", "jsonl", stdin=f'id,text\nk,"{EXPORT}"\n')
    assert [row["article_id"] for row in rows(done.out)] == ["k", "k"]
