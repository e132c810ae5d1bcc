"""Reads the few word lists that splitting a text needs.

The rows lie with all other vocabulary in ``pipeline/lexicon``; that layer's code
stands above this one, so the rows are read here as plain data.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=8)
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the cells of ``<name>.tsv``, without its remarks and its header."""
    folder = resources.files("pipeline").joinpath("lexicon")
    text = folder.joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return tuple(tuple(line.split("\t")) for line in lines[1:])
