from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ModelError, UsageError
from pipeline.models import open_model
from pipeline.training.publishing import publish, remove_leftovers
from tests.builders import model, write
from tests.processes import Started

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_published_model_can_be_opened(tmp_path: Path) -> None:
    folder = publish(tmp_path / "new", "july", {"a.tsv": b"x\tsource\n"}, {"seed": 7})
    opened = open_model(str(folder))
    assert (opened.name, opened.manifest["seed"]) == ("july", 7)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["july"]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    one = model(tmp_path / "one", "july", b="2\n", a="1\n")
    other = model(tmp_path / "other", "july", a="1\n", b="2\n")
    assert contents(one) == contents(other)


def test_a_model_is_never_written_over(tmp_path: Path) -> None:
    folder = model(tmp_path, "july", a="1\n")
    before = contents(folder)
    with pytest.raises(ModelError, match=r"july: .+ taken; .+ choose another --name"):
        model(tmp_path, "july", a="2\n")
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "current", "Ơ", "-x", "a" * 65])
def test_what_cannot_be_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="expected a name of small letters"):
        model(tmp_path, name)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    place = write(tmp_path / "file", "x")
    with pytest.raises(UsageError, match=r"file: expected a folder .+ by -o"):
        model(tmp_path / "file", "july")
    assert place


KILLED = """
import sys, time
from pathlib import Path
from pipeline.training import publishing
write = publishing._write
def slow(path, content):
    write(path, content)
    print(path.name, flush=True)
    time.sleep(60)
publishing._write = slow
files = {"a.tsv": b"1", "b.tsv": b"2"}
publishing.publish(Path(sys.argv[1]), "july", files, {})
"""


def test_a_killed_training_leaves_no_model_and_the_next_one_cleans_up(
    tmp_path: Path, root: Path
) -> None:
    process = Started(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "a.tsv\n"
        assert remove_leftovers(tmp_path) == []
        process.kill()
    (left,) = tmp_path.iterdir()
    assert left.name == f".july.{process.pid}.part"
    model(tmp_path, "august", a="1\n")
    assert [path.name for path in tmp_path.iterdir()] == ["august"]


def test_only_what_a_training_left_is_removed(tmp_path: Path) -> None:
    write(tmp_path / ".notes.part" / "mine.txt", "x")
    write(tmp_path / ".july.1.part" / "a.tsv", "x")
    assert remove_leftovers(tmp_path) == []
