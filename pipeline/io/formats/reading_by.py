"""Which reader serves which ending, or which beginning where there is no ending."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.io.formats.lines import read_lines
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
}


def read_as(form: str | None, given: Given) -> Iterator[Record]:
    """Read a source by its ending; without one, by how its bytes begin."""
    if form in _FORMATS:
        return _FORMATS[form](given)
    head, stream = beginning(given.stream, BUFFER_BYTES)
    return _FORMATS[_form_by(head)](replace(given, stream=stream))


def _form_by(head: bytes) -> str:
    start = head.removeprefix(BOM).lstrip()
    return ".jsonl" if start.startswith(b"{") else ".txt"
