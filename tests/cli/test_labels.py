from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.io.annotations import read_annotations, text_hash, write_annotations
from tests.builders import TEXT, write
from tests.exchange.test_round_trips import ONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

WHERE = {"label-studio": "t.json", "brat": "t", "spacy": "t.spacy"}
PLAIN = replace(ONE, id="a1")


@pytest.fixture(autouse=True)
def _gold(solieu: Run) -> None:
    """Lay labels out in the folder the commands run in, and their text apart."""
    del solieu
    write_annotations("gold.jsonl", [PLAIN])
    write_annotations("h.jsonl", [replace(PLAIN, text=None, sha256=text_hash(TEXT))])
    write(Path("press/a1.txt"), TEXT)


@pytest.mark.parametrize(("tool", "file"), WHERE.items(), ids=WHERE)
def test_labels_go_to_a_tool_and_come_back(solieu: Run, tool: str, file: str) -> None:
    out = solieu("labels", "export", "gold.jsonl", "--to", tool, "-o", file)
    assert (out.code, out.out) == (0, "")
    assert out.err.endswith(f"{file}: 1 article\n")
    of = ["--of", "gold.jsonl"] if tool == "brat" else []
    back = solieu("labels", "import", file, "--from", tool, *of, "-o", "b.jsonl")
    assert (back.code, back.out) == (0, "")
    assert back.err.endswith("b.jsonl: 1 article, 2 figures\n")
    assert list(read_annotations("b.jsonl")) == [PLAIN]


@pytest.mark.parametrize(("tool", "file"), WHERE.items(), ids=WHERE)
def test_texts_that_stand_apart_are_named(solieu: Run, tool: str, file: str) -> None:
    texts = ["--articles", "press"]
    out = solieu("labels", "export", "h.jsonl", *texts, "--to", tool, "-o", file)
    assert (out.code, f"{file}: 1 article\n" in out.err) == (0, True)
    of = ["--of", "h.jsonl", *texts]
    back = solieu("labels", "import", file, "--from", tool, *of, "-o", "b.jsonl")
    assert back.code == 0
    assert list(read_annotations("b.jsonl")) == [PLAIN]


def test_without_its_text_an_article_is_left_out_and_told(solieu: Run) -> None:
    out = solieu("labels", "export", "h.jsonl", "--to", "spacy", "-o", "t.spacy")
    assert out.code == 1
    assert "article a1: expected the text of the article" in out.err
    assert out.err.endswith("t.spacy: 0 articles\n")


def test_label_studio_gets_its_configuration_and_brat_is_told_its_limits(
    solieu: Run,
) -> None:
    export = ["labels", "export", "gold.jsonl", "--to"]
    out = solieu(*export, "label-studio", "-o", "t.json")
    assert "t.xml: the labelling configuration of the project\n" in out.err
    assert Path("t.xml").read_text(encoding="utf-8").startswith("<View>")
    out = solieu(*export, "brat", "-o", "b")
    assert "no place for what is known of an article (published, url," in out.err


def test_proposals_are_taken_only_when_asked_for(solieu: Run) -> None:
    to = ["--to", "label-studio", "--as", "predictions", "-o", "t.json"]
    assert solieu("labels", "export", "gold.jsonl", *to).code == 0
    back = ["labels", "import", "t.json", "--from", "label-studio", "-o", "b.jsonl"]
    out = solieu(*back)
    assert (out.code, Path("b.jsonl").read_bytes()) == (0, b"")
    assert "no annotations in this task; left out" in out.err
    assert solieu(*back, "--take", "predictions").code == 0
    assert list(read_annotations("b.jsonl")) == [PLAIN]


@pytest.mark.parametrize("said", ["--complete", "--incomplete"])
def test_people_say_whether_every_figure_was_judged(solieu: Run, said: str) -> None:
    solieu("labels", "export", "gold.jsonl", "--to", "spacy", "-o", "t.spacy")
    back = ["labels", "import", "t.spacy", "--from", "spacy", "-o", "b.jsonl"]
    assert solieu(*back, said).code == 0
    (found,) = read_annotations("b.jsonl")
    assert found.complete is (said == "--complete")


def test_a_figure_at_fault_is_quarantined_and_its_article_never_complete(
    solieu: Run,
) -> None:
    solieu("labels", "export", "gold.jsonl", "--to", "label-studio", "-o", "t.json")
    told = Path("t.json").read_text(encoding="utf-8")
    write(Path("t.json"), told.replace('"text": "7,25"', '"text": "9,25"'))
    back = ["labels", "import", "t.json", "--from", "label-studio", "-o", "b.jsonl"]
    out = solieu(*back, "--complete", "--quarantine", "q.jsonl")
    assert out.code == 1
    assert out.err.endswith("b.jsonl: 1 article, 1 figure, 1 fault\n")
    (found,) = read_annotations("b.jsonl")
    assert (found.complete, found.labels) == (False, PLAIN.labels[:1])
    (fault,) = Path("q.jsonl").read_text(encoding="utf-8").splitlines()
    assert "expected '9,25' at" in json.loads(fault)["message"]


WRONG = {
    "predictions for brat": (
        ["export", "gold.jsonl", "--to", "brat", "--as", "predictions", "-o", "b"],
        "--as predictions: expected --to label-studio, got brat\n",
    ),
    "a person in brat": (
        ["import", "b", "--from", "brat", "--by", "Lan", "-o", "b.jsonl"],
        "--by and --take: expected --from label-studio, got brat\n",
    ),
    "a folder in use": (
        ["export", "gold.jsonl", "--to", "brat", "-o", "press"],
        "press: expected a new or empty folder, got one in use\n",
    ),
}


@pytest.mark.parametrize(("args", "said"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told(solieu: Run, args: list[str], said: str) -> None:
    out = solieu("labels", *args)
    assert out.code == 2
    assert out.err.endswith(said)
    assert sorted(path.name for path in Path().iterdir()) == [
        *("gold.jsonl", "h.jsonl", "press")
    ]
