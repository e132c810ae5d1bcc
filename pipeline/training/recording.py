"""Adds to the record of decisions, which nothing is ever taken out of."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.models.decisions import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def record(home: Path, decision: Mapping[str, Any]) -> None:
    """Add a decision to the record of a folder of models; it is on the disk then.

    What is left of a line that was cut off is taken away first: it decided nothing.

    Raises:
        UsageError: the record cannot be written.
    """
    line = json.dumps(decision, ensure_ascii=False, sort_keys=True).encode("utf-8")
    path = home / DECISIONS
    try:
        home.mkdir(parents=True, exist_ok=True)
        path.touch()
        with path.open("r+b") as stream:
            whole = stream.read().rpartition(b"\n")
            stream.truncate(len(whole[0]) + len(whole[1]))
            stream.seek(0, os.SEEK_END)
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: expected a file that can be written, got: {reason}"
        raise UsageError(message) from error
