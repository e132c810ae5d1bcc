"""From raw articles to a model that knows their phrasing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.training.mining.proposals import COLUMNS
from tests.builders import write
from tests.training.mining.corpus import articles, write_dump

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

FRAMES = (
    "{province} {other} {number} bàn thắng {behind}.",
    "Tại {province}, mật độ xây dựng là {number}%. Ở đó mật độ xây dựng đạt 45%.",
)


@pytest.fixture(autouse=True)
def _own_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOLIEU_MODELS", str(tmp_path / "models"))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def judged(path: str, verdicts: dict[str, str]) -> str:
    """Write verdicts into a table of proposals."""
    table = rows(Path(path).read_text(encoding="utf-8"))
    lines = [COLUMNS, *([*r.values()] for r in table)]
    text = []
    for line in lines:
        cells = list(line)
        cells[COLUMNS.index("verdict")] = verdicts.get(
            cells[0], "verdict" if cells[0] == "phrase" else ""
        )
        text.append("\t".join(cells))
    return write(Path("reviewed.tsv"), "\n".join(text) + "\n")


def test_the_loop_from_a_dump_to_a_model_and_back(solieu: Run) -> None:
    write_dump(Path("dump.jsonl"), articles(*FRAMES))
    done = solieu("mine", "dump.jsonl", "-o", "proposals.tsv")
    assert done.code == 0
    table = rows(Path("proposals.tsv").read_text(encoding="utf-8"))
    kinds = {row["phrase"]: row["kind"] for row in table}
    assert kinds["bàn thắng"] == "classifier"
    assert kinds["mật độ xây dựng"] == "alias"
    assert "proposals.tsv: " in done.err
    reviewed = judged(
        "proposals.tsv", {"bàn thắng": "rejected", "mật độ xây dựng": "accepted"}
    )
    accepted = solieu("mine", "--accept", reviewed, "--name", "august")
    assert (accepted.code, Path(accepted.out.strip()).name) == (0, "august")
    again = solieu("mine", "dump.jsonl", "--model", "august")
    left = {row["phrase"] for row in rows(again.out)}
    assert not left & {"bàn thắng", "mật độ xây dựng"}


def test_an_accepted_alias_fills_the_indicator(solieu: Run) -> None:
    phrase = "kim ngạch bán ra ngoài"
    write(
        Path("reviewed.tsv"),
        f"phrase\tkind\tproposed\tverdict\n{phrase}\talias\tvn.trade.export\taccepted\n",
    )
    assert solieu("mine", "--accept", "reviewed.tsv", "--name", "august").code == 0
    write(Path("a.txt"), f"Năm 2023, {phrase} của Gia Lai đạt 680 triệu USD.")
    plain = solieu("extract", "a.txt", "--to", "csv")
    taught = solieu("extract", "a.txt", "--to", "csv", "--model", "august")
    indicators = [
        next(csv.DictReader(done.out.splitlines()))["indicator"]
        for done in (plain, taught)
    ]
    assert indicators == ["", "vn.trade.export"]


def test_the_seeds_are_mined(solieu: Run, root: Path) -> None:
    done = solieu("mine", str(root / "seeds"))
    assert done.code == 0
    assert done.out.splitlines()[0].split("\t") == list(COLUMNS)
    assert "reading them again" in done.err


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no-input": (("mine",), "expected files or folders"),
    "stdin": (("mine", "-"), "they are read twice"),
    "name-alone": (("mine", "x.txt", "--name", "y"), "expected --accept beside it"),
    "accept-with-more": (("mine", "x.txt", "--accept", "y.tsv"), "table alone"),
    "no-table": (("mine", "--accept", "y.tsv"), "expected a table of proposals"),
    "no-model": (("mine", "x.txt", "--model", "no"), "no model 'no'"),
}


@pytest.mark.parametrize(("args", "message"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told(solieu: Run, args: tuple[str, ...], message: str) -> None:
    done = solieu(*args)
    assert done.code != 0
    assert message in done.err


def test_a_table_without_verdicts_makes_no_model(solieu: Run) -> None:
    write(Path("p.tsv"), "phrase\tkind\tproposed\tverdict\na b\tclassifier\t\t\n")
    done = solieu("mine", "--accept", "p.tsv")
    assert (done.code, done.out) == (2, "")
    assert not Path("models").exists()


def test_a_name_that_is_taken_is_refused(solieu: Run) -> None:
    row = "a b\tclassifier\t\taccepted"
    write(Path("p.tsv"), f"phrase\tkind\tproposed\tverdict\n{row}\n")
    codes = [solieu("mine", "--accept", "p.tsv", "--name", "m").code for _ in range(2)]
    assert codes[0] == 0
    assert codes[1] != 0


def test_the_help_shows_examples(solieu: Run) -> None:
    done = solieu("mine", "--help")
    assert "solieu mine dump.jsonl.gz -o proposals.tsv" in done.out
