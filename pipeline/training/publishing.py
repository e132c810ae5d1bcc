"""Writes a model: whole or not at all, once, and never again under the same name."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import ModelError, UsageError
from pipeline.models import CURRENT_MODEL, MANIFEST
from pipeline.models.manifest import manifest_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LEFTOVER: Final = re.compile(r"\.(?P<name>.+)\.(?P<process>\d{1,10})\.part")


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a model.

    Raises:
        UsageError: it is not made of small letters, digits, ".", "_", "-", or it
            stands for the model in use.
    """
    if name == CURRENT_MODEL or not _NAME.fullmatch(name):
        raise UsageError(
            "expected a name of small letters, digits, '.', '_' or '-' (such as"
            f" 'july'), and not {CURRENT_MODEL!r}, got {name!r}"
        )


def check_free(home: Path, name: str) -> None:
    """Refuse a name that is taken in a folder of models.

    Raises:
        ModelError: there is a model of this name.
        UsageError: it cannot be the name of a model.
    """
    check_name(name)
    if os.path.lexists(home / name):
        raise ModelError(
            f"{home / name}: expected a name that is free, got one that is taken; a"
            " model is published once and never changed, so choose another --name"
        )


def publish(
    home: Path, name: str, files: Mapping[str, bytes], told: Mapping[str, Any]
) -> Path:
    """Write a model to ``home / name`` and give that folder.

    The files are written to a hidden folder beside it and brought to the disk; then
    the folder is renamed. So a process that is killed leaves no model, and what it
    leaves is removed by the next one.

    Args:
        home: the folder of models; made if need be.
        name: of the model.
        files: all tables by file name.
        told: what the manifest tells besides their hashes.

    Raises:
        ModelError: the name is taken.
        UsageError: it cannot be a name, or the folder cannot be written.
    """
    check_free(home, name)
    manifest = manifest_bytes(files, {**told, "name": name})
    part = home / f".{name}.{os.getpid()}.part"
    try:
        home.mkdir(parents=True, exist_ok=True)
        remove_leftovers(home)
        part.mkdir()
        try:
            for file, content in (*sorted(files.items()), (MANIFEST, manifest)):
                _write(part / file, content)
            _settle(part)
            part.rename(home / name)
            _settle(home)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{home}: expected a folder that models can be written to, got"
        raise UsageError(f"{message}: {reason}; name another by -o") from error
    return home / name


def remove_leftovers(home: Path) -> list[str]:
    """Remove what trainings that are no longer running left; give the models' names."""
    removed = []
    for path in sorted(home.glob(".*.part")):
        match = _LEFTOVER.fullmatch(path.name)
        if match and not _is_running(int(match["process"])):
            shutil.rmtree(path, ignore_errors=True)
            removed.append(match["name"])
    return removed


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
