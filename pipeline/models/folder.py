"""A model in memory, and its folder: read whole, or refused with what is wrong.

A model is data: tables of text. Nothing in it is executed, and a file that is no
table of text is no part of a model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import ModelError
from pipeline.models.manifest import MANIFEST, RESTORE, hash_of, read_manifest
from pipeline.models.places import DEFAULT_MODEL, model_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE: Final = ".tsv"
"""The ending of all that a model holds besides its manifest."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a model knows: its tables by file name, as text.

    ``manifest`` is empty for a model that was never published, as in training;
    ``place`` names it in messages.
    """

    name: str
    tables: Mapping[str, str] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    def table(self, name: str) -> str:
        """Give the text of a table; "" where the model has none of this name."""
        return self.tables.get(name, "")

    def place_of(self, name: str) -> str:
        """Name a table in a message."""
        return str(Path(self.place or self.name) / name)


def open_model(model: str | Model = DEFAULT_MODEL) -> Model:
    """Read a model by its name or the path of its folder; one already open is given.

    Every file is checked against the hash in the manifest, and the manifest against
    its own.

    Raises:
        ModelError: there is no such model; a byte of it has changed; a file is
            missing, or there that the manifest does not name; its format is newer.
    """
    if isinstance(model, Model):
        return model
    folder = model_folder(model)
    told = read_manifest(_bytes(folder / MANIFEST), str(folder / MANIFEST))
    hashes: Mapping[str, str] = told["files"]
    _check_names(folder, hashes)
    tables = {name: _table(folder / name, hashes[name]) for name in sorted(hashes)}
    return Model(
        told["name"], MappingProxyType(tables), MappingProxyType(told), str(folder)
    )


def read_tables(folder: Path) -> dict[str, str]:
    """Read the tables of a folder as they stand, checked against nothing.

    This is for making a new model of them, never for using one.

    Raises:
        ModelError: a table cannot be read as UTF-8.
    """
    paths = sorted(folder.glob(f"*{TABLE}"))
    return {path.name: _text(path, _bytes(path)) for path in paths}


def _check_names(folder: Path, hashes: Mapping[str, str]) -> None:
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(hashes.keys() - there):
        raise ModelError(
            f"{folder / name}: expected this file of the model, found none; {RESTORE}"
        )
    for name in sorted(there - hashes.keys()):
        raise ModelError(
            f"{folder / name}: expected only the files that {MANIFEST} names, got one"
            " more; remove it if it is yours, else do not trust the folder"
        )
    for name in hashes:
        if not name.endswith(TABLE) or Path(name).name != name:
            raise ModelError(
                f"{folder / name}: expected readable tables ({TABLE}) only, got"
                " another kind of file, which solieu does not open; train the model"
                " anew"
            )


def _table(path: Path, expected: str) -> str:
    raw = _bytes(path)
    if (found := hash_of(raw)) != expected:
        raise ModelError(
            f"{path}: expected the table that was published (sha256 {expected[:12]}…),"
            f" got another ({found[:12]}…); {RESTORE}"
        )
    return _text(path, raw)


def _text(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ModelError(_no_table(path, str(error))) from error
    if "\0" in text:
        raise ModelError(_no_table(path, "binary data (a NUL byte)"))
    return text


def _no_table(path: Path, got: str) -> str:
    return f"{path}: expected a table of text in UTF-8, got {got}; {RESTORE}"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ModelError(
            f"{path}: expected a file of the model, got: {reason}; {RESTORE}"
        ) from error
