from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.io.annotations import text_hash
from pipeline.models import MODELS_VARIABLE, open_model
from tests.builders import write
from tests.training.articles import JUDGING, RIGHT, WRONG, line, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

TEXT = "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with labelled articles, right and wrong, and own models."""
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path / "models"))
    write(tmp_path / "right.jsonl", lines(RIGHT))
    write(tmp_path / "wrong.jsonl", lines(WRONG))
    write(tmp_path / "annotations" / "own.jsonl", lines(JUDGING))
    return tmp_path / "models"


@pytest.fixture
def train(solieu: Run) -> Callable[..., Done]:
    def run(name: str, *args: str) -> Done:
        return solieu("train", *args, "--alone", "--name", name)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def decisions(home: Path) -> list[dict[str, Any]]:
    told = (home / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(one) for one in told]


def test_a_model_is_trained_and_can_be_used(
    solieu: Run, train: Run, home: Path
) -> None:
    done = train("july", "right.jsonl")
    assert (done.code, done.out) == (0, f"{home / 'july'}\n")
    assert f"right.jsonl: {len(RIGHT)} articles" in done.err
    model = open_model("july")
    told = model.manifest
    assert (model.name, told["seed"], told["parent"]["name"]) == ("july", 0, "default")
    assert told["scores"]["full"]["f1"] == 1
    assert len(told["data"]["taught"]) == len(RIGHT)
    assert model.table("indicators.tsv") == open_model("default").table(
        "indicators.tsv"
    )
    write(Path("x.txt"), TEXT)
    done = solieu("extract", "x.txt", "--model", "july", "--to", "jsonl")
    row = json.loads(done.out)
    assert (row["model"], row["confidence"] > 0.95) == ("july", True)


@pytest.mark.no_cover
def test_the_same_data_and_seed_give_the_same_bytes(train: Run) -> None:
    for home in ("one", "other"):
        assert train("july", "right.jsonl", "-o", home).code == 0
    assert contents(Path("one/july")) == contents(Path("other/july"))
    assert train("july", "right.jsonl", "-o", "third", "--seed", "1").code == 0
    assert contents(Path("one/july")) != contents(Path("third/july"))


def test_a_name_is_made_of_the_content(solieu: Run) -> None:
    args = "train", "right.jsonl", "--alone"
    one = solieu(*args, "-o", "one").out.strip()
    other = solieu(*args, "-o", "other").out.strip()
    assert Path(one).name == Path(other).name
    again = solieu(*args, "-o", "one")
    assert (again.code, again.out) == (2, "")
    assert "expected a name that is free" in again.err


def test_texts_may_stand_in_a_packed_dump(train: Run) -> None:
    bare = [
        {**one, "sha256": text_hash(one["text"]), "text": None} for one in RIGHT[:9]
    ]
    write(Path("bare.jsonl"), lines(bare))
    with gzip.open("dump.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(lines(JUDGING) + lines(RIGHT))
    done = train("july", "bare.jsonl", "--articles", "dump.jsonl.gz")
    assert (done.code, "bare.jsonl: 9 articles, 9" in done.err) == (0, True)


def test_single_verdicts_teach_nothing_about_confidence(train: Run) -> None:
    write(Path("some.jsonl"), lines([{**one, "complete": False} for one in WRONG]))
    done = train("july", "some.jsonl")
    assert done.code == 0
    assert "no whole article to rate the confidence by" in done.err
    default, july = open_model("default"), open_model("july")
    assert july.table("confidence.tsv") == default.table("confidence.tsv")


def test_what_taught_the_parent_and_is_not_at_hand_is_told(train: Run) -> None:
    done = train("july", "right.jsonl")
    assert "annotations/seeds.jsonl (" in done.err
    assert "what it alone taught is lost" in done.err


def test_a_stale_correction_is_told_and_the_others_teach(train: Run) -> None:
    stale = {**line(3), "id": "s", "sha256": "0" * 64, "complete": False}
    write(Path("stale.jsonl"), lines([stale]))
    done = train("july", "right.jsonl", "stale.jsonl")
    assert done.code == 1
    assert "s: expected the text that was labelled (sha256 000000000000…)" in done.err
    assert Path("models/july").is_dir()


USAGE = {
    "nothing to learn": (["no.jsonl"], "expected labelled articles that may teach"),
    "a name that is none": (["right.jsonl", "--name", "Tháng"], "expected a name of"),
    "the name of the one in use": (
        ["right.jsonl", "--name", "current"],
        "expected a name of",
    ),
    "no such parent": (["right.jsonl", "--parent", "x"], "no model 'x'"),
}


@pytest.mark.parametrize(("args", "message"), USAGE.values(), ids=USAGE)
def test_what_cannot_be_trained_is_told(
    solieu: Run, args: list[str], message: str, home: Path
) -> None:
    done = solieu("train", *args, "--alone")
    assert (done.code > 0, done.out) == (True, "")
    assert message in done.err
    assert not home.exists()


def test_no_model_is_made_of_what_cannot_be_read(solieu: Run, home: Path) -> None:
    done = solieu("train", "missing.jsonl")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(
        "expected labels of yours to learn from, got none; no model\n"
    )
    assert not home.exists()


def promoted(solieu: Run, name: str) -> Done:
    return solieu("models", "promote", name, "--annotations", "annotations")


def rows(solieu: Run) -> str:
    write(Path("x.txt"), TEXT)
    return solieu("extract", "x.txt", "--to", "jsonl").out


@pytest.mark.no_cover
def test_better_labels_are_promoted_and_corrupted_ones_refused(
    solieu: Run, train: Run, home: Path
) -> None:
    before = rows(solieu)
    assert train("good", "right.jsonl").code == 0
    assert train("bad", "wrong.jsonl").code == 0
    done = promoted(solieu, "bad")
    assert done.code == 1
    assert "confidence: its error rises from" in done.err
    assert "bad is refused; no gain is certain\n" in done.err
    assert rows(solieu) == before
    done = promoted(solieu, "good")
    assert done.code == 0
    assert "good is in use now; better, and not by chance: confidence\n" in done.err
    assert f"{len(JUDGING)} articles, {len(JUDGING)} figures" in done.out
    assert json.loads(rows(solieu))["model"] == "good"
    assert promoted(solieu, "bad").code == 1
    told = [(one["decision"], one["model"], one["in_use"]) for one in decisions(home)]
    assert told == [
        ("refused", "bad", "default"),
        ("promoted", "good", "default"),
        ("refused", "bad", "good"),
    ]
    assert decisions(home)[1]["judged"]["gains"] == ["confidence"]
    assert solieu("models", "rollback").code == 0
    assert rows(solieu) == before
    done = solieu("models", "rollback")
    assert (done.code, "expected a promoted model to go back from" in done.err) == (
        2,
        True,
    )


def test_a_model_that_is_in_use_stays_so(solieu: Run, train: Run) -> None:
    assert train("good", "right.jsonl").code == 0
    assert promoted(solieu, "good").code == 0
    assert promoted(solieu, "good").err == "good is in use already\n"


def test_going_back_needs_no_whole_model_to_go_back_from(
    solieu: Run, train: Run, home: Path
) -> None:
    assert train("good", "right.jsonl").code == 0
    assert promoted(solieu, "good").code == 0
    (home / "good" / "manifest.json").write_text("{}", encoding="utf-8")
    assert solieu("extract", "x.txt").code == 2
    assert solieu("models", "rollback").code == 0
    assert json.loads(rows(solieu))["model"] == "default"


def test_what_taught_a_model_does_not_judge_it(solieu: Run, train: Run) -> None:
    assert train("spoilt", "right.jsonl", "annotations/own.jsonl").code == 0
    done = promoted(solieu, "spoilt")
    assert done.code == 2
    assert "expected labelled articles to judge by, found none" in done.err


def test_a_floor_that_breaks_refuses_a_candidate(
    solieu: Run, train: Run, home: Path
) -> None:
    assert train("good", "right.jsonl").code == 0
    assert solieu("gate", "annotations", "--update").code == 0
    floors = json.loads(Path("annotations/floors.json").read_text(encoding="utf-8"))
    floors["sets"]["annotations/own.jsonl"]["floors"]["full"] = 1.01
    write(Path("annotations/floors.json"), json.dumps(floors))
    done = promoted(solieu, "good")
    assert done.code == 1
    assert "own.jsonl: full is 1.000, below its floor 1.010" in done.err
    assert decisions(home)[0]["decision"] == "refused"


@pytest.mark.parametrize("name", ["current", "a/b", "no"])
def test_what_cannot_be_promoted_is_told(solieu: Run, name: str) -> None:
    done = promoted(solieu, name)
    assert (done.code, done.out) == (2, "")


def test_models_are_listed_shown_and_told_apart(solieu: Run, train: Run) -> None:
    assert train("good", "right.jsonl").code == 0
    assert train("bad", "wrong.jsonl").code == 0
    listed = solieu("models", "list")
    assert [one.split()[:2] for one in listed.out.splitlines()] == [
        ["model", "articles"],
        ["bad", str(len(WRONG))],
        ["good", str(len(RIGHT))],
        ["*", "default"],
    ]
    shown = solieu("models", "show", "good", "--chart", "good.svg").out
    assert shown.startswith("good · parent default · seed 0\ntaught by right.jsonl: ")
    assert "expected error of the confidence: 0.0" in shown
    assert Path("good.svg").read_text(encoding="utf-8").startswith("<svg ")
    manifest = json.loads(solieu("models", "show", "good", "--json").out)
    assert manifest["name"] == "good"
    differ = solieu("models", "diff", "good", "bad", "--rows", "1").out
    assert differ.startswith("good → bad\n")
    assert "confidence.tsv: " in differ
    assert solieu("models", "diff", "good", "good").out == "good → good\n"


def test_a_damaged_model_is_told_in_the_list(
    solieu: Run, train: Run, home: Path
) -> None:
    assert train("good", "right.jsonl").code == 0
    (home / "good" / "rates.tsv").unlink()
    done = solieu("models", "list")
    assert done.code == 1
    assert "rates.tsv: expected this file of the model, found none" in done.err
    assert "default" in done.out


def test_a_model_that_was_never_calibrated_has_no_chart(
    solieu: Run, home: Path
) -> None:
    from tests.builders import model

    model(home, "bare")
    done = solieu("models", "show", "bare", "--chart", "bare.svg")
    assert (done.code, done.out) == (2, "")
    assert "this model was never calibrated" in done.err


@pytest.mark.slow
def test_corrupted_labels_of_the_project_are_refused(
    solieu: Run, train: Run, root: Path
) -> None:
    """The real thing: half of the fields of our own articles dealt out anew."""
    told = (root / "annotations" / "seeds.jsonl").read_text(encoding="utf-8")
    corrupted = [json.loads(one) for one in told.splitlines()]
    for article in corrupted:
        figures = article["observations"]
        moved = [figures[(at + 1) % len(figures)] for at in range(len(figures))]
        fields = [(one["metric"], one["period"], one["area"]) for one in moved]
        for figure, (metric, period, area) in zip(figures, fields, strict=True):
            figure |= {"metric": metric, "period": period, "area": area}
    write(Path("corrupted.jsonl"), lines(corrupted))
    texts = "--articles", str(root / "seeds")
    assert train("bad", "corrupted.jsonl", *texts).code == 0
    done = solieu("models", "promote", "bad")
    assert (done.code, "bad is refused" in done.err) == (1, True)
    assert solieu("train", "--name", "good").code == 0
    done = solieu("models", "promote", "good")
    assert (done.code, "good is in use now" in done.err) == (0, True)
