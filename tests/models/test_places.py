from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ModelError
from pipeline.models import MANIFEST, MODELS_VARIABLE, model_folder, user_models

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def user_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty home, with no models named by the environment."""
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    return tmp_path


def _model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("user_home")
def test_the_shipped_model_is_found_without_any_setting(root: Path) -> None:
    assert model_folder() == root / "models" / "default"


def test_the_shipped_manifest_names_itself(root: Path) -> None:
    manifest = root / "models" / "default" / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert (told["format"], told["name"]) == (2, "default")


@pytest.mark.usefixtures("user_home")
def test_a_users_model_comes_before_the_shipped_one() -> None:
    own = _model(user_models() / "default")
    assert model_folder() == own


def test_a_named_folder_comes_before_the_users(
    user_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _model(user_models() / "default")
    named = _model(user_home / "named" / "default")
    monkeypatch.setenv(MODELS_VARIABLE, str(named.parent))
    assert model_folder() == named


def test_a_folder_without_a_manifest_is_passed_over(
    user_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (user_home / "named" / "mine").mkdir(parents=True)
    monkeypatch.setenv(MODELS_VARIABLE, str(user_home / "named"))
    own = _model(user_models() / "mine")
    assert model_folder("mine") == own


def test_a_path_is_taken_as_it_is(user_home: Path) -> None:
    folder = _model(user_home / "elsewhere" / "july")
    assert model_folder(str(folder)) == folder


@pytest.mark.usefixtures("user_home")
@pytest.mark.parametrize(
    "name",
    ["nowhere", "./nowhere", "", "."],
    ids=["unknown-name", "unknown-path", "empty", "a-folder-that-is-no-model"],
)
def test_a_model_that_is_not_there_is_told_with_where_it_was_sought(name: str) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json, looked in .+SOLIEU_MODELS"):
        model_folder(name)
