"""Reads the article of a file that was sent, by the readers of dumps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Final

from pipeline.io.inputs import form_of
from pipeline.io.readers import read_articles
from pipeline.web.problems import ProblemError
from pipeline.web.working import said

if TYPE_CHECKING:
    from pipeline.errors import InputError
    from pipeline.schema import Article

TAKEN: Final = (".txt", ".html", ".htm", ".xml", ".json", ".jsonl")
"""The endings of files that are taken: those that hold an article or a few."""


def article_of(name: str, stream: BinaryIO, published: str | None) -> Article:
    """Give the first article of a file.

    Args:
        name: of the file; only its ending counts.
        stream: what is in it.
        published: dates the undated.

    Raises:
        ProblemError: the ending is none of ``TAKEN``, or nothing in it can be read.
    """
    ending = form_of(f"a{Path(name).suffix.lower()}")
    if ending not in TAKEN:
        raise ProblemError(422, f"expected a file that ends in {', '.join(TAKEN)}")
    faults: list[InputError] = []
    # A name of ours in a folder of ours: the sender's name is never a path.
    with TemporaryDirectory(prefix="solieu-") as folder:
        path = Path(folder) / f"article{ending}"
        with path.open("wb") as file:
            copyfileobj(stream, file)
        found = next(read_articles([str(path)], on_fault=faults.append), None)
    if found is None:
        detail = said(faults[0]) if faults else "expected an article, got an empty file"
        raise ProblemError(422, detail)
    if found.published is None and published is not None:
        return replace(found, published=published)
    return found
