"""An article that ends its workers is found, left out and told; the others stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from tests.batch.driver import DIES, FAILS, HANGS, NEEDS_MEMORY, drive, poisoned_work
from tests.batch.dumps import text

if TYPE_CHECKING:
    from pathlib import Path

ENDED = "3 workers ended in this one:"
SLOW = pytest.mark.slow
LIMIT = 5
"""Seconds an article may take; a good one takes a few thousandths."""


def dump_with(path: Path, poison: dict[int, str]) -> Path:
    """Twelve good articles, and words that ask for trouble at the places told."""
    lines = [
        {"id": f"bai-{n}", "text": f"{poison.get(n, '')} {text(n)}"} for n in range(12)
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    return path


def figures(out: Path) -> list[tuple[str, str]]:
    return [
        (row["article_id"], row["amount_text"])
        for part in sorted(out.glob("part-*.parquet"))
        for row in pq.read_table(part).to_pylist()
    ]


def faults_of(out: Path) -> list[dict[str, str]]:
    lines = (out / "quarantine.jsonl").read_text("utf-8").splitlines()
    return [json.loads(one) for one in lines]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(DIES, f"{ENDED} the worker was ended by SIGKILL", id="dies"),
        pytest.param(HANGS, f"{ENDED} it took too long", id="hangs", marks=SLOW),
        pytest.param(
            NEEDS_MEMORY,
            f"{ENDED} there was not enough memory",
            id="memory",
            marks=SLOW,
        ),
        pytest.param(
            FAILS, "failed on this one: ZeroDivisionError in driver.py", id="fails"
        ),
    ],
)
def test_a_poisonous_article_is_left_out_alone(
    tmp_path: Path, words: str, told: str
) -> None:
    good = dump_with(tmp_path / "good.jsonl", {})
    drive(good, tmp_path / "calm", workers=1, cut=5)
    bad = dump_with(tmp_path / "bad.jsonl", {7: words})
    done = drive(
        bad, tmp_path / "out", workers=2, cut=5, seconds=LIMIT, entry=poisoned_work
    )
    calm = figures(tmp_path / "calm")
    expected = [one for one in calm if one[0] != "bai-7"]
    assert len(expected) < len(calm)
    assert figures(tmp_path / "out") == expected
    assert (done.articles, done.faults, done.parts) == (11, 1, 3)
    (fault,) = faults_of(tmp_path / "out")
    assert fault["source"] == f"{bad}:8"
    assert told in fault["message"]


@pytest.mark.slow
def test_several_poisonous_articles_of_a_shard_are_all_found(tmp_path: Path) -> None:
    poison = {0: DIES, 3: FAILS, 4: DIES, 11: DIES}
    bad = dump_with(tmp_path / "bad.jsonl", poison)
    out = tmp_path / "out"
    done = drive(bad, out, workers=2, cut=5, entry=poisoned_work)
    places = [f"{bad}:{n + 1}" for n in poison]
    assert [one["source"] for one in faults_of(out)] == places
    assert (done.articles, done.faults) == (8, 4)
