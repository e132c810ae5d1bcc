"""Which reader serves which ending, or which beginning where there is no ending."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.io.columns import Columns
from pipeline.io.encodings import as_utf8
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
    from pipeline.io.reading import Reading

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

_STREAMED: Final = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv"})
"""Text of many records; its encoding is told by the beginning."""

_BEGIN: Final = (
    (".json", (b"{", b"[")),
    (".html", (b"<!doctype html", b"<html", b"<?xml")),
    (".parquet", b"par1"),
)

_ENOUGH: Final = 64
_LONGEST_HEADER: Final = 4096


def read_as(form: str | None, given: Given) -> Iterator[Record]:
    """Read a source by its ending; without one, by how its bytes begin."""
    if form not in _FORMATS:
        head, stream = beginning(given.stream, BUFFER_BYTES)
        given = replace(given, stream=stream)
        form = _form_by(head, given.reading)
    return _FORMATS[form](as_utf8(given) if form in _STREAMED else given)


def _form_by(head: bytes, reading: Reading) -> str:
    """Tell a form by its first bytes; what is none of the others is a text.

    A table is known by a first line that names columns of an article.
    """
    start = head.removeprefix(BOM).lstrip()
    for form, begin in _BEGIN:
        if start[:_ENOUGH].lower().startswith(begin):
            return form
    line = start.partition(b"\n")[0][:_LONGEST_HEADER].decode("utf-8", "replace")
    names = [name.strip(' "\r') for name in re.split(r"[,;|\t]", line)]
    fields = Columns(reading).of(names)
    return ".csv" if "text" in fields and len(fields) > 1 else ".txt"
