from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.evaluation.gate import (
    Floor,
    Floors,
    GoldSet,
    Lowered,
    closed_by,
    find_sets,
    measured,
    read_floors,
    updated,
    write_floors,
)
from pipeline.evaluation.score import RUNGS, Score
from tests.builders import write

if TYPE_CHECKING:
    from pathlib import Path

RUNG = "core"


def floor(core: float, sha256: str = "aa") -> Floor:
    return Floor(sha256, 2, 9, {**dict.fromkeys(RUNGS, 1.0), RUNG: core})


def floors(**sets: Floor) -> Floors:
    return Floors({f"annotations/{name}.jsonl": one for name, one in sets.items()})


OWN = "annotations/a.jsonl"
SHARED = "../shared/annotations/dev.jsonl tune"

HELD = {
    "above": (floor(0.8), floor(0.9), []),
    "at the floor": (floor(0.8), floor(0.8), []),
    "below": (floor(0.8), floor(0.7999), ["core is 0.800, below its floor 0.800"]),
    "another gold": (floor(0.8), floor(0.9, "bb"), ["the gold has changed"]),
    "no floor": (None, floor(0.9), ["this gold has no floors yet"]),
    "no gold": (floor(0.8), None, ["expected the gold that has floors"]),
}


@pytest.mark.parametrize(("was", "now", "said"), HELD.values(), ids=HELD)
def test_a_score_below_its_floor_closes_the_gate(
    was: Floor | None, now: Floor | None, said: list[str]
) -> None:
    known = Floors({OWN: was} if was else {})
    told = closed_by(known, {OWN: now} if now else {})
    assert len(told) == len(said)
    assert [part in line for part, line in zip(said, told, strict=True)] == [
        True
    ] * len(said)
    assert [line.startswith(f"{OWN}: ") for line in told] == [True] * len(said)


def test_shared_articles_that_are_absent_do_not_close_it() -> None:
    known = Floors({SHARED: floor(0.8)})
    assert closed_by(known, {}) == []
    assert updated(known, {}) == known


RAISED = {
    "first": (None, floor(0.9), 0.89),
    "better": (floor(0.8), floor(0.9), 0.89),
    "a little better": (floor(0.8), floor(0.805), 0.8),
    "as good": (floor(0.8), floor(0.8), 0.8),
    "another gold, not worse": (floor(0.8, "bb"), floor(0.81), 0.8),
    "next to nothing": (None, floor(0.004), 0.0),
}


@pytest.mark.parametrize(("was", "now", "least"), RAISED.values(), ids=RAISED)
def test_floors_rise_to_a_little_under_the_score(
    was: Floor | None, now: Floor, least: float
) -> None:
    new = updated(Floors({OWN: was} if was else {}), {OWN: now})
    assert new.sets[OWN].floors[RUNG] == least
    assert new.sets[OWN].sha256 == "aa"
    assert new.lowered == ()


FALLEN = {
    "worse": (floor(0.8), {OWN: floor(0.79)}, 0.78),
    "another gold, worse": (floor(0.8, "bb"), {OWN: floor(0.79)}, 0.78),
    "gone": (floor(0.8), {}, 0.0),
}


@pytest.mark.parametrize(("was", "now", "after"), FALLEN.values(), ids=FALLEN)
def test_floors_fall_for_a_stated_reason_only(
    was: Floor, now: dict[str, Floor], after: float
) -> None:
    known = Floors({OWN: was})
    with pytest.raises(UsageError, match=rf"{OWN}: .*core from 0\.800 to {after:.3f}"):
        updated(known, now)
    new = updated(known, now, because="two labels were wrong")
    told = Lowered(
        set=OWN, rung=RUNG, before=0.8, after=after, because="two labels were wrong"
    )
    assert told in new.lowered
    assert closed_by(new, now) == []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    why = Lowered(set=OWN, rung=RUNG, before=0.9, after=0.8, because="vì sao")
    known = Floors({OWN: floor(0.8)}, (why,))
    write_floors(path, known)
    assert read_floors(path) == known
    assert "vì sao" in path.read_text(encoding="utf-8")


def test_there_may_be_no_floors_yet(tmp_path: Path) -> None:
    assert read_floors(tmp_path / "floors.json") == Floors()


BROKEN = [
    "",
    "[]",
    "{}",
    '{"sets": {"a": {}}, "lowered": []}',
    '{"sets": [], "lowered": []}',
]


@pytest.mark.parametrize("text", BROKEN)
def test_floors_that_cannot_be_read_are_told(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "floors.json", text)
    with pytest.raises(InputError, match="expected the floors"):
        read_floors(tmp_path / "floors.json")
    assert path.endswith("floors.json")


def test_the_sets_are_the_folders_own_and_those_beside_the_checkout(
    tmp_path: Path,
) -> None:
    own = tmp_path / "house" / "annotations"
    write(own / "b.jsonl", "")
    write(own / "a.jsonl", "")
    write(own / "floors.json", "")
    mine = [
        GoldSet(OWN, own / "a.jsonl"),
        GoldSet("annotations/b.jsonl", own / "b.jsonl"),
    ]
    assert find_sets(own) == (mine, False)
    shared = tmp_path / "shared" / "annotations"
    write(shared / "dev.jsonl", "")
    write(shared / "train.jsonl", "")
    assert find_sets(own) == (
        [
            *mine,
            GoldSet(SHARED, shared / "dev.jsonl", "tune"),
            GoldSet(
                "../shared/annotations/dev.jsonl quiet", shared / "dev.jsonl", "quiet"
            ),
        ],
        True,
    )


def test_a_measure_has_the_hash_and_size_of_its_gold(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(path, json.dumps({}))
    empty = measured(path, Score(articles=3))
    assert (empty.articles, empty.figures, empty.floors) == (
        3,
        0,
        dict.fromkeys(RUNGS, 0),
    )
    write(path, json.dumps({"id": 1}))
    assert measured(path, Score()).sha256 != empty.sha256
