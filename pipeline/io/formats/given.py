"""What every format is given to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from contextlib import ExitStack

    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Reading
    from pipeline.schema import Article

Record: TypeAlias = "tuple[str, Article | None]"
"""The place of a record and its article; None if it is at fault, which was told."""


@dataclass(frozen=True, slots=True)
class Given:
    """The bytes of a source with their packings taken off, and how to read them.

    Args:
        stream: the bytes, read once from the start.
        name: of the source, for messages and places.
        stem: the id of an article that is the whole source.
        reading: what the user said of columns, encoding and limits.
        on_fault: told of each fault of the records that are read.
        first: records passed over without a word.
        stack: closes what is opened to read it.
    """

    stream: IO[bytes]
    name: str
    stem: str
    reading: Reading
    on_fault: FaultHandler
    first: int
    stack: ExitStack
