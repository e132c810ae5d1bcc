"""Articles from files, folders, globs, archives and stdin, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.io.archives import Archives
from pipeline.io.ids import FirstPlaces
from pipeline.io.reading import Reading
from pipeline.io.sources import each_source, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article


def read_articles(
    inputs: Iterable[str],
    *,
    on_fault: FaultHandler,
    reading: Reading | None = None,
) -> Iterator[Article]:
    """Read every article that ``inputs`` name, in order, one in memory at a time.

    A ``.txt`` is one article whose id is the file name without its ending; a
    ``.jsonl`` holds one per line, with the keys id, text, title, published, url,
    source and author or with others that mean the same (``columns.py``); ``-`` is
    stdin. The text is given as it stands, line ends included; only a byte order mark
    before it is taken off.

    Args:
        inputs: files, folders, glob patterns, ``-``.
        on_fault: told of each fault; what is at fault is left out and reading goes
            on. An article without an id is kept under an invented one.
        reading: columns, encoding and limits; without it all are told from the input.
    """
    placed = read_placed(inputs, on_fault=on_fault, reading=reading)
    return (article for _, article in placed)


def read_placed(
    inputs: Iterable[str],
    *,
    on_fault: FaultHandler,
    reading: Reading | None = None,
) -> Iterator[tuple[str, Article]]:
    """Read articles as ``read_articles`` does, each with its place ("a.jsonl:12")."""
    said = reading or Reading()
    with Archives(said.limits) as archives, FirstPlaces() as places:
        for source in each_source(inputs, on_fault=on_fault, reading=said):
            records = read_records(
                source, on_fault=on_fault, reading=said, archives=archives
            )
            for place, article in records:
                if article is None:
                    continue
                if (first := places.first(article.id, place)) == place:
                    yield place, article
                    continue
                on_fault(_again(article.id, place, first))


def _again(article_id: str, place: str, first: str) -> InputError:
    message = f"expected each id once, got {article_id!r} again, as at {first}"
    hint = "rename one; the first was kept"
    return InputError(message, source=place, hint=hint)
