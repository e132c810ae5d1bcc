"""The sentences of the experiment with new phrasing, and the experiment in small."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.cutting import PHRASING, Removed, pattern_of, read_removed
from bench.rounds import drawn
from pipeline.io.annotations import read_annotations
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from pathlib import Path

TAUGHT = 40


def test_ten_constructions_and_ten_indicators_are_taken_out() -> None:
    kinds = [one.kind for one in read_removed()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "construction": 10,
        "indicator": 10,
    }


@pytest.mark.parametrize("removed", read_removed(), ids=lambda one: one.name)
def test_each_phrase_stands_in_enough_sentences(root: Path, removed: Removed) -> None:
    found = pattern_of([removed])
    path = str(root / PHRASING / "sentences.jsonl")
    texts = [fold(one.text or "") for one in read_annotations(path)]
    assert sum(bool(found.search(text)) for text in texts) >= 6


DRAWS = {
    "evenly": (True, [{"a"}, {"a"}, {"a"}, {"b"}], 2),
    "blindly": (False, [{"a"}, {"a"}, {"a"}, {"b"}], 4),
    "without-phrases": (True, [set(), set()], 0),
}


@pytest.mark.parametrize(("evenly", "held", "enough"), DRAWS.values(), ids=DRAWS)
def test_a_draw_takes_every_sentence_once(
    evenly: bool,  # noqa: FBT001 - a cell of the table
    held: list[set[str]],
    enough: int,
) -> None:
    phrases = [frozenset(one) for one in held]
    orders = [drawn(phrases, draw, evenly=evenly) for draw in range(20)]
    assert {tuple(sorted(order)) for order in orders} == {tuple(range(len(held)))}
    seen = [frozenset().union(*(held[at] for at in order[:enough])) for order in orders]
    assert set(seen) == {frozenset().union(*held[: len(held) * bool(enough)])}


def test_as_many_sentences_judge_as_teach(root: Path) -> None:
    path = str(root / PHRASING / "sentences.jsonl")
    assert len(list(read_annotations(path))) >= 2 * TAUGHT


@pytest.mark.slow
def test_new_phrasing_is_learnt_from_twenty_sentences(root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.phrasing", "--quick"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout.count("holds")) == (0, 3), told.stdout
