from __future__ import annotations

import json
import pickle
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.models import MANIFEST, Model, model_folder, open_model
from pipeline.models.manifest import manifest_bytes
from tests.builders import model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "name\tsource\nxuất khẩu\tpress\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return model(tmp_path, "july", names=TABLE, weights="name\tsource\n")


def test_a_model_is_its_tables_and_what_its_manifest_tells(folder: Path) -> None:
    opened = open_model(str(folder))
    assert (opened.name, dict(opened.tables)) == (
        "july",
        {"names.tsv": TABLE, "weights.tsv": "name\tsource\n"},
    )
    assert opened.manifest["format"] == 2
    assert opened.table("names.tsv") == TABLE
    assert opened.table("other.tsv") == ""
    assert opened.place_of("names.tsv") == str(folder / "names.tsv")


def test_a_model_at_hand_is_given_back() -> None:
    mine = Model("mine", {"a.tsv": ""})
    assert open_model(mine) is mine
    assert mine.place_of("a.tsv") == "mine/a.tsv"


def test_every_shipped_model_is_whole() -> None:
    assert open_model().name == "default"


def _remade(folder: Path, **told: object) -> None:
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.name != MANIFEST}
    whole = {"name": "july", **told}
    (folder / MANIFEST).write_bytes(manifest_bytes(files, whole))


def _newer(folder: Path) -> None:
    manifest = folder / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8")) | {"format": 3}
    manifest.write_text(json.dumps(told), encoding="utf-8")


def _older(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"format": 1, "name": "july"}', encoding="utf-8")


def _nameless(folder: Path) -> None:
    _remade(folder, name=None)


def _beside(folder: Path) -> None:
    (folder / "weights.pkl").write_bytes(pickle.dumps([1]))


def _within(folder: Path) -> None:
    _beside(folder)
    _remade(folder)


def _disguised(folder: Path) -> None:
    (folder / "weights.tsv").write_bytes(pickle.dumps([1]))
    _remade(folder)


def _nul(folder: Path) -> None:
    (folder / "weights.tsv").write_bytes(b"a\0b")
    _remade(folder)


def _outside(folder: Path) -> None:
    files = {"../other.tsv": b"", **{p.name: p.read_bytes() for p in folder.iterdir()}}
    del files[MANIFEST]
    (folder / MANIFEST).write_bytes(manifest_bytes(files, {"name": "july"}))


def _a_folder_within(folder: Path) -> None:
    (folder / "more").mkdir()


def _a_folder_for_a_table(folder: Path) -> None:
    (folder / "names.tsv").unlink()
    (folder / "names.tsv").mkdir()


def _a_line_more(folder: Path) -> None:
    manifest = folder / MANIFEST
    manifest.write_bytes(manifest.read_bytes() + b"\n")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing table": (
        lambda folder: (folder / "names.tsv").unlink(),
        r"names\.tsv: expected this file of the model, found none; restore",
    ),
    "missing manifest": (
        lambda folder: (folder / MANIFEST).unlink(),
        r"expected a folder with manifest\.json",
    ),
    "newer format": (_newer, r"manifest\.json: .+ got format 3, .+ update solieu"),
    "older format": (_older, r"manifest\.json: .+ got 1; train it anew by"),
    "a pickle beside": (_beside, r"weights\.pkl: expected only the files that"),
    "a pickle that is named": (_within, r"weights\.pkl: expected readable tables"),
    "a pickle for a table": (_disguised, r"weights\.tsv: expected a table of text"),
    "a NUL byte": (_nul, r"weights\.tsv: .+ binary data"),
    "a file elsewhere": (_outside, r"other\.tsv: expected"),
    "a folder within": (_a_folder_within, r"more: expected only the files"),
    "a folder for a table": (_a_folder_for_a_table, r"names\.tsv: .+ is a directory"),
    "no name": (_nameless, "got one without a name"),
    "a list": (
        lambda folder: (folder / MANIFEST).write_text("[]"),
        r"manifest\.json: expected the manifest .+ got \[\]",
    ),
    "no JSON": (
        lambda folder: (folder / MANIFEST).write_text("{"),
        r"manifest\.json: expected the manifest .+ mistake",
    ),
    "a space more": (
        _a_line_more,
        r"manifest\.json: .+ changed since",
    ),
}


@pytest.mark.parametrize(("damage", "message"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_folder_is_refused_with_the_file_and_what_to_do(
    folder: Path, damage: Callable[[Path], object], message: str
) -> None:
    damage(folder)
    with pytest.raises(ModelError, match=message):
        open_model(str(folder))


SHIPPED = model_folder()
FILES = sorted(path.name for path in SHIPPED.iterdir())


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_one_changed_bit_is_seen(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    copy = tmp_path_factory.mktemp("flipped") / "default"
    shutil.copytree(SHIPPED, copy)
    content = bytearray((copy / name).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"manifest\.json|" + name):
        open_model(str(copy))
