"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


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
