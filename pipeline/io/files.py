"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def replacing(path: str) -> Iterator[Path]:
    """Give a new file beside ``path`` to write to; at the end it takes its place.

    When the block fails, the new file goes and the old one stays as it was. What is
    no regular file (a pipe, a device) is given as it is.

    Raises:
        UsageError: ``path`` is a folder, or in a folder that cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UsageError(f"{path}: expected a file to write, got a folder")
    if target.exists() and not target.is_file():
        yield target
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a place that can be written, got: {reason}"
        raise UsageError(message) from error
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_lasting(path: str, lines: Iterable[str]) -> None:
    """Write a text file that survives a crash: the old one whole, or the new one.

    When this returns, the new file is on the disk and not only on its way there. A
    process that was killed before leaves a hidden ``.part`` behind and no harm.

    Args:
        path: the file; a link is followed, rights are kept.
        lines: what to write, each with its line end.

    Raises:
        UsageError: the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{token_hex(6)}.part")
    try:
        with part.open("x", encoding="utf-8") as stream:
            stream.writelines(lines)
            stream.flush()
            if target.exists():
                part.chmod(target.stat().st_mode & 0o7777)
            os.fsync(stream.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a place that can be written, got: {reason}"
        raise UsageError(message) from error
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, too; not every system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
