"""Which reader serves which ending, or which beginning where there is no ending."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.io.formats.delimited import read_delimited, read_tabbed
from pipeline.io.formats.documents import read_document
from pipeline.io.formats.lines import read_lines
from pipeline.io.formats.pages import read_page
from pipeline.io.formats.parquet import read_parquet
from pipeline.io.formats.texts import read_text
from pipeline.io.jsonlines import BOM
from pipeline.io.packing import BUFFER_BYTES, beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.io.formats.given import Given, Record

Format: TypeAlias = "Callable[[Given], Iterator[Record]]"

_FORMATS: Final[dict[str, Format]] = {
    ".txt": read_text,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".json": read_document,
    ".csv": read_delimited,
    ".tsv": read_tabbed,
    ".parquet": read_parquet,
    ".html": read_page,
    ".htm": read_page,
    ".xml": read_page,
}

_BEGIN: Final = (
    (".jsonl", b"{"),
    (".json", b"["),
    (".html", (b"<!doctype html", b"<html", b"<?xml")),
    (".parquet", b"par1"),
)


def read_as(form: str | None, given: Given) -> Iterator[Record]:
    """Read a source by its ending; without one, by how its bytes begin."""
    if form in _FORMATS:
        return _FORMATS[form](given)
    head, stream = beginning(given.stream, BUFFER_BYTES)
    return _FORMATS[_form_by(head)](replace(given, stream=stream))


def _form_by(head: bytes) -> str:
    """Tell a form by its first bytes; what is none of the others is a text."""
    start = head.removeprefix(BOM).lstrip()[:64].lower()
    return next((form for form, begin in _BEGIN if start.startswith(begin)), ".txt")
