"""The same figures as the reference scorer that stands beside the checkout."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.evaluation.score import evaluate
from pipeline.io.annotations import read_annotations

if TYPE_CHECKING:
    from pipeline.evaluation.score import Score

SHARED = Path(__file__).resolve().parents[3] / "shared"
REFERENCE = SHARED / "tools" / "score.py"

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference scorer is not beside the checkout"
)


def perturbed(gold: Path, seed: int) -> list[dict[str, Any]]:
    """The gold with losses, inventions and a wrong field here and there."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    articles = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if chance.random() < 0.05:
            continue
        kept = [o for o in article["observations"] if chance.random() > 0.1]
        article["observations"] = [spoilt(o, chance) for o in kept]
        article["observations"] += [
            {**o, "start": o["start"] + 400, "end": o["end"] + 400}
            for o in kept
            if chance.random() < 0.1
        ]
        articles.append(article)
    return articles


def spoilt(label: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    changes: list[dict[str, Any]] = [
        {},
        {},
        {"value": label["value"] * 10},
        {"value": label["value"] + 1e-7},
        {"value_max": 7},
        {"unit": "nghìn " + (label["unit"] or "đồng")},
        {"unit": (label["unit"] or "dự án") + " mới"},
        {"unit": "tấn / ha"},
        {"unit": None},
        {"measure": "share"},
        {"direction": "down"},
        {"metric": " ".join((label["metric"] or "x").split()[1:]) or None},
        {"metric": label["parent"], "parent": label["metric"]},
        {"metric": None},
        {"parent": None},
        {"parent": "tổng sản phẩm"},
        {"period": None},
        {"period": "2021-Q3"},
        {"period": "2021-1/.."},
        {"base": "plan"},
        {"base": "2019"},
        {"base": None},
        {"status": "target"},
        {"bound": "about"},
        {"area": "tỉnh " + (label["area"] or "Huế")},
        {"area": "TP.HCM"},
        {"start": label["start"] + 1, "end": label["end"] + 3},
    ]
    return {**label, **chance.choice(changes)}


def reference_report(gold: Path, pred: Path) -> str:
    command = [sys.executable, str(REFERENCE), str(gold), str(pred)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return done.stdout


def ours(score: Score) -> dict[str, str]:
    """The lines of the reference that its report shares with ours."""

    def three(value: float | None) -> str:
        return f"{value or 0:.3f}"

    rungs = {
        rung: f"P {three(p.precision)}  R {three(p.recall)}  F1 {three(p.f1)}"
        for rung, p in score.ladder.items()
    }
    attributes = {k: f"{round(v.value or 0, 3)}" for k, v in score.attributes.items()}
    status = {
        f"F1 {k}": f"{round(v.f1 or 0, 3)}"
        for k, v in score.status.items()
        if v.tp + v.fn
    }
    return rungs | attributes | status


def theirs(report: str) -> dict[str, str]:
    rungs = dict(re.findall(r"^(\w+) +(P .*)$", report, re.MULTILINE))
    accuracy = re.search(r"^accuracy .*?(\{.*\})$", report, re.MULTILINE)
    status = re.search(r"^status F1: (\{.*\})$", report, re.MULTILINE)
    assert accuracy
    assert status
    pairs = r"'([\w ]+)': ([\d.]+)"
    found = {name: str(float(v)) for name, v in re.findall(pairs, accuracy[1])}
    of_status = re.findall(pairs, status[1])
    return rungs | found | {f"F1 {k}": str(float(v)) for k, v in of_status}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["seeds", "dev", "train"])
def test_figures_are_those_of_the_reference(
    name: str, seed: int, tmp_path: Path
) -> None:
    gold = SHARED / "annotations" / f"{name}.jsonl"
    pred = tmp_path / "pred.jsonl"
    lines = (json.dumps(a, ensure_ascii=False) for a in perturbed(gold, seed))
    pred.write_text("\n".join(lines), encoding="utf-8")
    labels = {one.id: one.labels for one in read_annotations(str(pred))}

    found = evaluate(read_annotations(str(gold)), labels)

    assert ours(found.score) == theirs(reference_report(gold, pred))
