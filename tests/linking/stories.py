"""Reads the tables of short articles that dating and status are tested by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet


def read_stories(name: str) -> list[ParameterSet]:
    """Give published, text and what is expected per row of a table beside this file.

    A published "-" means none; a line break in a text is written as a backslash and n.
    """
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return [
        pytest.param(
            None if published == "-" else published,
            text.replace("\\n", "\n"),
            expected,
            id=promise,
        )
        for promise, published, text, expected in rows
    ]
