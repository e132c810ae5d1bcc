from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ModelError
from pipeline.models import MODELS_VARIABLE, model_folder
from pipeline.models.decisions import DECISIONS, current_of, promoted_models
from tests.builders import model, write

if TYPE_CHECKING:
    from pathlib import Path

UP, NO, BACK = "promoted", "refused", "rolled back"

STORIES = {
    "nothing yet": ([], []),
    "one": ([(UP, "a")], ["a"]),
    "refused": ([(UP, "a"), (NO, "b")], ["a"]),
    "two": ([(UP, "a"), (UP, "b")], ["a", "b"]),
    "and back": ([(UP, "a"), (UP, "b"), (BACK, "a")], ["a"]),
    "back twice": ([(UP, "a"), (UP, "b"), (BACK, "a"), (BACK, "default")], []),
    "back and on": ([(UP, "a"), (UP, "b"), (BACK, "a"), (UP, "c")], ["a", "c"]),
    "back too far": ([(BACK, "default"), (UP, "a")], ["a"]),
}


def record(home: Path, story: list[tuple[str, str]]) -> None:
    lines = [json.dumps({"decision": what, "model": name}) for what, name in story]
    write(home / DECISIONS, "".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(("story", "stack"), STORIES.values(), ids=STORIES)
def test_the_model_in_use_follows_from_the_record(
    tmp_path: Path, story: list[tuple[str, str]], stack: list[str]
) -> None:
    record(tmp_path, story)
    assert promoted_models(tmp_path) == stack


def test_without_a_record_no_model_was_promoted(tmp_path: Path) -> None:
    assert current_of(tmp_path) is None


def test_a_line_that_was_cut_off_decides_nothing(tmp_path: Path) -> None:
    record(tmp_path, [(UP, "a")])
    with (tmp_path / DECISIONS).open("a", encoding="utf-8") as stream:
        stream.write('{"decision": "promoted", "mo')
    assert current_of(tmp_path) == "a"


@pytest.mark.parametrize("line", ["{", "[]", '{"decision": "promoted"}', "\0"])
def test_a_record_that_cannot_be_read_is_told(tmp_path: Path, line: str) -> None:
    write(tmp_path / DECISIONS, f"{line}\n")
    with pytest.raises(ModelError, match=r"decisions\.jsonl: expected one decision"):
        current_of(tmp_path)


def test_current_names_the_promoted_model_else_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path))
    assert model_folder("current") == root / "models" / "default"
    mine = model(tmp_path, "mine")
    record(tmp_path, [(UP, "mine")])
    assert model_folder("current") == mine
