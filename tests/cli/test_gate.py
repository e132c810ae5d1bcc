from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

TEXT = "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD."
FLOORS = Path("annotations/floors.json")
SKIPPED = "../shared does not stand beside the checkout; its articles are skipped\n"


def gold(text: str = TEXT, **more: object) -> str:
    start = TEXT.index("680")
    label = {"start": start, "end": start + 3, "value": 680, "unit": "triệu USD"}
    right = {"metric": "xuất khẩu", "period": "2023", "area": "Gia Lai"}
    told = {"id": "x", "text": text, "observations": [{**label, **right, **more}]}
    return json.dumps(told, ensure_ascii=False) + "\n"


@pytest.fixture
def pinned(solieu: Run) -> None:
    """One labelled article that is read right, and floors under its scores."""
    write(Path("annotations/own.jsonl"), gold())
    assert solieu("gate", "--update").code == 0


def floors() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return told


@pytest.mark.usefixtures("pinned")
def test_the_gate_is_open_while_the_scores_hold(solieu: Run) -> None:
    done = solieu("gate")
    rungs = ("found", "quantity", "core", "dated", "full")
    line = "  ".join(f"{rung} 1.000 (0.990)" for rung in rungs)
    assert (done.code, done.err) == (0, SKIPPED)
    assert done.out == f"annotations/own.jsonl  {line}\n"


@pytest.mark.usefixtures("pinned")
def test_a_score_that_fell_closes_it(solieu: Run) -> None:
    told = floors()
    told["sets"]["annotations/own.jsonl"]["floors"]["full"] = 1.01
    write(FLOORS, json.dumps(told))
    done = solieu("gate")
    assert done.code == 1
    assert "own.jsonl: full is 1.000, below its floor 1.010; mend" in done.err


@pytest.mark.usefixtures("pinned")
def test_a_floor_falls_only_with_a_reason_which_is_kept(solieu: Run) -> None:
    write(Path("annotations/own.jsonl"), gold(status="target"))
    assert "the gold has changed" in solieu("gate").err
    before = floors()
    done = solieu("gate", "--update")
    assert (done.code, floors()) == (2, before)
    assert "full from 0.990 to 0.000" in done.err
    done = solieu("gate", "--update", "--lower", "--because", "the label was wrong")
    assert done.code == 0
    assert "floors of 1 set, 1 let down\n" in done.err
    (lowered,) = floors()["lowered"]
    assert (lowered["rung"], lowered["because"]) == ("full", "the label was wrong")
    assert solieu("gate").code == 0


def test_shared_articles_are_defended_where_they_stand(solieu: Run) -> None:
    write(Path("house/annotations/README.md"), "")
    bare = json.loads(gold())
    del bare["text"]
    write(Path("shared/annotations/seeds.jsonl"), json.dumps(bare))
    write(Path("shared/seeds/x.txt"), TEXT)
    done = solieu("gate", "house/annotations", "--update")
    assert (done.code, done.out[:35]) == (0, "../shared/annotations/seeds.jsonl  ")
    assert solieu("gate", "house/annotations").code == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            '{"id": "x", "observations": []}',
            "expected the text of this labelled article",
        ),
        ("[]", "expected a JSON object"),
    ],
    ids=["no text", "no article"],
)
def test_gold_at_fault_is_told(solieu: Run, content: str, fault: str) -> None:
    write(Path("annotations/own.jsonl"), content)
    done = solieu("gate")
    assert (done.code, done.out) == (1, "")
    assert fault in done.err


def test_nothing_to_defend_is_said(solieu: Run) -> None:
    write(Path("annotations/README.md"), "")
    done = solieu("gate")
    assert (done.code, done.out) == (0, "no labelled articles to defend\n")


USAGE = {
    "no folder": ((), "annotations: expected a folder of labelled articles"),
    "no reason": (("--update", "--lower"), "--lower: expected a reason"),
    "an empty reason": (("--lower", "--because", " "), "--lower: expected a reason"),
    "a reason for nothing": (("--because", "x"), "--because: expected --lower"),
    "nothing to update": (("--lower", "--because", "x"), "--lower: expected --update"),
}


@pytest.mark.parametrize(("args", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2(
    solieu: Run, args: tuple[str, ...], message: str
) -> None:
    done = solieu("gate", *args)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
