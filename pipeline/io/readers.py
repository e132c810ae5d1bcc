"""Articles from files, folders, globs and stdin, one at a time."""

from __future__ import annotations

import gzip
import sys
import zlib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.faults import told
from pipeline.io.inputs import GZIP, STDIN, find_files, unreadable
from pipeline.io.jsonlines import BOM, decode, json_lines, raw_lines
from pipeline.schema import Article
from pipeline.values.article_date import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from pipeline.io.faults import FaultHandler
    from pipeline.io.jsonlines import JsonLine

MAX_TEXT_BYTES: Final = 64 * 2**20
"""The largest ``.txt`` that is read; a book has about one million bytes."""

STDIN_ID: Final = "stdin"
MAX_KEYS_TOLD: Final = 8
_KEYS: Final = ("title", "published", "url", "source")


def read_articles(
    inputs: Iterable[str], *, on_fault: FaultHandler
) -> Iterator[Article]:
    """Read every article that ``inputs`` name, in order, one in memory at a time.

    A ``.txt`` is one article whose id is the file name without its ending; a
    ``.jsonl`` (or ``.jsonl.gz``) holds one per line with the keys id, text, title,
    published, url and source; ``-`` is stdin, JSON Lines if it begins with ``{`` and
    else one article with the id ``stdin``. The text is given as it stands, line ends
    included; only a byte order mark before it is taken off.

    Args:
        inputs: files, folders, glob patterns, ``-``.
        on_fault: told of each fault; what is at fault is left out and reading goes
            on. An article without an id is kept under an invented one.
    """
    seen: dict[str, str] = {}
    for name in find_files(inputs, on_fault=on_fault):
        for place, article in _read(name, on_fault):
            if (first := seen.setdefault(article.id, place)) == place:
                yield article
                continue
            message = f"expected each id once, got {article.id!r} again, as at {first}"
            hint = "rename one; the first was kept"
            on_fault(InputError(message, source=place, hint=hint))


def _read(name: str, on_fault: FaultHandler) -> Iterator[tuple[str, Article]]:
    try:
        if name == STDIN:
            yield from _read_stdin(sys.stdin.buffer, on_fault)
            return
        with _opened(name) as stream:
            if name.lower().removesuffix(GZIP).endswith(".jsonl"):
                yield from _read_lines(raw_lines(stream), name, on_fault)
            else:
                yield name, _one(stream.read(MAX_TEXT_BYTES + 1), name, Path(name).stem)
    except OSError as error:
        on_fault(unreadable(error, name))
    except (EOFError, zlib.error) as error:
        message = f"expected a whole {GZIP} file, got a broken one: {error}"
        on_fault(InputError(message, source=name, hint="fetch it anew"))
    except InputError as fault:
        on_fault(fault)


def _opened(name: str) -> IO[bytes] | gzip.GzipFile:
    """Open a file to read its bytes; what is packed is unpacked as it is read."""
    if name.lower().endswith(GZIP):
        return gzip.open(name, "rb")
    return Path(name).open("rb")


def _read_stdin(
    stream: IO[bytes], on_fault: FaultHandler
) -> Iterator[tuple[str, Article]]:
    lines = raw_lines(stream)
    head: list[bytes | None] = []
    for line in lines:
        head.append(line)
        if line is None or line.removeprefix(BOM).strip():
            break
    begin = head[-1] if head else b""
    if begin is None or begin.removeprefix(BOM).lstrip().startswith(b"{"):
        yield from _read_lines(chain(head, lines), STDIN_ID, on_fault)
        return
    whole = b"".join(line for line in head if line is not None)
    rest = stream.read(MAX_TEXT_BYTES + 1 - len(whole))
    yield STDIN_ID, _one(whole + rest, STDIN_ID, STDIN_ID)


def _one(raw: bytes, name: str, article_id: str) -> Article:
    if len(raw) > MAX_TEXT_BYTES:
        message = f"expected at most {MAX_TEXT_BYTES:,} bytes, got more"
        hint = "give one article per file"
        raise InputError(message, source=name, hint=hint)
    text = decode(raw.removeprefix(BOM), name)
    if not text.strip():
        message = "expected the text of an article, got an empty file"
        hint = "remove the file or fill it"
        raise InputError(message, source=name, hint=hint)
    return Article(id=article_id, text=text)


def _read_lines(
    lines: Iterable[bytes | None], name: str, on_fault: FaultHandler
) -> Iterator[tuple[str, Article]]:
    for line in json_lines(lines, name=name, on_fault=on_fault):
        try:
            article = _article(line, on_fault)
        except InputError as fault:
            on_fault(fault)
        else:
            yield line.place, article


def _article(line: JsonLine, on_fault: FaultHandler) -> Article:
    text = _text(line)
    title, published, url, source = (_said(line, key) for key in _KEYS)
    if published is not None:
        _check_date(published, line.place)
    return Article(
        id=_id(line, on_fault),
        text=text,
        title=title,
        published=published,
        url=url,
        source=source,
    )


def _check_date(published: str, place: str) -> None:
    """Refuse a date that nobody can read where its line can still be told."""
    try:
        parse_published(published)
    except InputError as fault:
        raise InputError(fault.message, source=place, hint=fault.hint) from fault


def _text(line: JsonLine) -> str:
    value = line.value.get("text")
    hint = 'write {"id": …, "text": "the article"}'
    if "text" not in line.value:
        keys = ", ".join(sorted(line.value)[:MAX_KEYS_TOLD]) or "none"
        message = f"expected a key 'text', got: {keys}"
        raise InputError(message, source=line.place, hint=hint)
    if not isinstance(value, str):
        message = f"expected 'text' to be a string, got {told(value)}"
        raise InputError(message, source=line.place, hint=hint)
    if not value.strip():
        message = "expected the article in 'text', got an empty string"
        raise InputError(message, source=line.place, hint="remove the line or fill it")
    return _whole(value, "text", line.place)


def _said(line: JsonLine, key: str) -> str | None:
    """Read a key that may be missing; a whole number is taken by its digits."""
    value = line.value.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return _whole(value, key, line.place) if value else None
    message = f"expected {key!r} to be a string or null, got {told(value)}"
    raise InputError(message, source=line.place, hint="mend the line")


def _whole(value: str, key: str, place: str) -> str:
    """Refuse half a surrogate pair: no file can hold it and no hash be taken of it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"\\u{ord(value[error.start]):04x} at character {error.start}"
        message = f"expected whole characters in {key!r}, got the half of one: {half}"
        raise InputError(message, source=place, hint="mend the escape") from error
    return value


def _id(line: JsonLine, on_fault: FaultHandler) -> str:
    if said := _said(line, "id"):
        return said
    invented = Path(line.place).name
    message = f"expected a key 'id', got none; kept as {invented!r}"
    on_fault(InputError(message, source=line.place, hint="give each article an id"))
    return invented
