"""The folder of a run: made, held by one run at a time, and swept of broken pieces."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pipeline.batch.manifest import MANIFEST
from pipeline.batch.records import FOLDER
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

LOCK: Final = "lock"
QUARANTINE: Final = "quarantine.jsonl"
_NUMBER: Final = re.compile(r"\[errno (\d{1,4})\]", re.IGNORECASE)


@contextmanager
def holding(out: Path) -> Iterator[None]:
    """Make a folder ready for a run and keep others away until its end.

    What a killed writer left half-written is removed, before and after.

    Raises:
        UsageError: the folder cannot be written, is held by another run, or has files
            in it that no run wrote.
    """
    try:
        _refuse_strangers(out)
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = (out / FOLDER / LOCK).open("w", encoding="utf-8")
    except OSError as error:
        message = f"{out}: expected a folder that can be written, got: "
        message += reason_of(error)
        raise UsageError(message) from error
    with lock:
        _lock(lock, out)
        _sweep(out)
        try:
            yield
        finally:
            _sweep(out)


def reason_of(error: Exception) -> str:
    """Say why something could not be written: "no space left on device".

    Arrow tells the number of the system's error in its text alone.
    """
    told = _NUMBER.search(str(error))
    if told is not None:
        return os.strerror(int(told[1])).lower()
    return (getattr(error, "strerror", None) or str(error)).lower()


def _refuse_strangers(out: Path) -> None:
    """Keep away from a folder that is somebody else's."""
    if not out.is_dir() or (out / MANIFEST).is_file() or (out / FOLDER).is_dir():
        return
    for path in out.iterdir():
        raise UsageError(
            f"{out}: expected an empty folder or that of an earlier run, got one with"
            f" {path.name} in it; name another"
        )


def _lock(file: IO[str], out: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows: two runs are not kept apart there
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = f"{out}: expected a folder that no run is using, got one in use"
        raise UsageError(f"{message}; wait for that run or end it") from error


def _sweep(out: Path) -> None:
    """Remove what writers that were killed had not finished (``files.replacing``)."""
    for folder in (out, out / FOLDER):
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)
