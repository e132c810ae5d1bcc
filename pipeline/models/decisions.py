"""The record of which model is in use: one line per decision, never rewritten.

What is in use follows from the record alone: a promotion lays a model on top, a
rollback takes the top off again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DECISIONS: Final = "decisions.jsonl"
PROMOTED: Final = "promoted"
REFUSED: Final = "refused"
ROLLED_BACK: Final = "rolled back"


def read_decisions(home: Path) -> list[Mapping[str, Any]]:
    """Read the decisions on the models of a folder, the oldest first.

    A last line without its end was cut off while it was written: the decision was
    never made and the line does not count.

    Raises:
        ModelError: the record cannot be read.
    """
    path = home / DECISIONS
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
        told = [json.loads(line) for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise ModelError(_unreadable(path, str(error))) from error
    for one in told:
        if not isinstance(one, dict) or not {"decision", "model"} <= one.keys():
            raise ModelError(_unreadable(path, f"{one!r:.60}"))
    return told


def promoted_models(home: Path) -> list[str]:
    """Give the models promoted and not rolled back, the one in use last."""
    stack: list[str] = []
    for one in read_decisions(home):
        if one["decision"] == PROMOTED:
            stack.append(str(one["model"]))
        elif one["decision"] == ROLLED_BACK and stack:
            stack.pop()
    return stack


def current_of(home: Path) -> str | None:
    """Give the name of the model in use, None where none was promoted."""
    return next(reversed(promoted_models(home)), None)


def _unreadable(path: Path, got: str) -> str:
    return (
        f"{path}: expected one decision per line (JSON), got {got};"
        " restore the file, or remove it to go back to the default model"
    )
