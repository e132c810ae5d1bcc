"""How a dump is to be read: names of columns, encoding, and what is too much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline.errors import UsageError

FIELDS: Final = ("text", "id", "title", "published", "url", "source", "author")
"""The fields of an article that a column may fill."""

_MIB: Final = 2**20
_GIB: Final = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where reading stops, so that no input takes all memory, disk or time.

    Args:
        text_bytes: of a file that is one article; a book has about one million.
        line_bytes: of one line, row or element of a file of many articles.
        page_bytes: of an HTML page.
        page_tags: in an HTML page, which has some thousand; the time that its article
            takes to find may grow with their square.
        unpacked_bytes: of one file or member, unpacked.
        spooled_bytes: of what must lie on disk to be read (an archive or a Parquet
            file that is packed itself).
        ratio: unpacked bytes per packed one, once ``ratio_from`` are unpacked; text
            packs to a tenth, repeated articles to a few hundredths.
        layers: archives and packings around an article.
        members: files in one archive, those of archives in it included.
        nesting: objects and lists of JSON inside each other.
    """

    text_bytes: int = 64 * _MIB
    line_bytes: int = 16 * _MIB
    page_bytes: int = 16 * _MIB
    page_tags: int = 30_000
    unpacked_bytes: int = 256 * _GIB
    spooled_bytes: int = 4 * _GIB
    ratio: int = 500
    ratio_from: int = 64 * _MIB
    layers: int = 4
    members: int = 2_000_000
    nesting: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a user says of a dump; with nothing said, names and encodings are told.

    Args:
        columns: pairs of a field (one of ``FIELDS``) and the key or column that
            fills it, in JSON Lines, JSON, CSV and Parquet.
        encoding: of every file of text; None to tell it file by file.
        limits: where reading stops.
    """

    columns: tuple[tuple[str, str], ...] = ()
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)


def parse_columns(words: str) -> tuple[tuple[str, str], ...]:
    """Read "text=content,published=date" as pairs of a field and its column.

    Raises:
        UsageError: a pair is no pair, or its field is none of an article.
    """
    pairs: list[tuple[str, str]] = []
    for part in words.split(","):
        field_name, equals, column = (one.strip() for one in part.partition("="))
        if not equals or not column or field_name not in FIELDS:
            raise UsageError(
                f"--map: expected FIELD=COLUMN with one of the fields"
                f" {', '.join(FIELDS)}, got {part.strip()!r}; write as in"
                " --map text=content,published=date"
            )
        if field_name in dict(pairs):
            raise UsageError(f"--map: expected {field_name} once, got it again")
        pairs.append((field_name, column))
    return tuple(pairs)
