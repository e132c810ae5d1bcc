"""A text file: one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.io.encodings import utf8_of
from pipeline.io.jsonlines import BOM, decode
from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.io.formats.given import Given, Record


def read_text(given: Given) -> Iterator[Record]:
    """Read a ``.txt``: its text as it stands, but for a byte order mark before it."""
    if given.first:
        return
    try:
        text = whole_text(given, given.reading.limits.text_bytes)
    except InputError as fault:
        given.on_fault(fault)
        yield given.name, None
    else:
        yield given.name, Article(id=given.stem, text=text)


def whole_text(
    given: Given, most: int, stated_in: Callable[[bytes], str | None] | None = None
) -> str:
    """Give all of a source, at most ``most`` bytes, as text in whatever encoding.

    ``stated_in`` finds the encoding that the bytes name themselves.

    Raises:
        InputError: it is empty, too long, or no text.
    """
    raw = given.stream.read(most + 1)
    if len(raw) > most:
        message = f"expected at most {most:,} bytes, got more"
        hint = "give one article per file"
        raise InputError(message, source=given.name, hint=hint)
    stated = stated_in(raw) if stated_in else None
    text = decode(utf8_of(raw, given, stated).removeprefix(BOM), given.name)
    if not text.strip():
        message = "expected the text of an article, got an empty file"
        hint = "remove the file or fill it"
        raise InputError(message, source=given.name, hint=hint)
    return text
