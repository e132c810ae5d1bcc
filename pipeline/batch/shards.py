"""Cuts a stream of articles into shards: the same input always at the same places."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pipeline.batch.wire import to_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.errors import InputError
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article

ARTICLES: Final = 1_000
"""Most articles of a shard: at some 500 articles a second, two seconds of one core."""
BYTES: Final = 4_000_000
"""Most UTF-8 of a shard, so that the shards in hand stay small; one article may
have more and is a shard by itself then."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How large a shard gets, in articles and in bytes, whichever comes first."""

    articles: int = ARTICLES
    size: int = BYTES


@dataclass(frozen=True, slots=True)
class Shard:
    """Some articles in a row.

    Attributes:
        number: counts from 0 in the order of the input.
        lines: the articles, as ``wire.to_line`` writes them.
        faults: what reading met, each with the index of the article it came before.
        digest: SHA-256 of the lines: whether the input is what it was.
    """

    number: int
    lines: tuple[bytes, ...]
    faults: tuple[tuple[int, InputError], ...]
    digest: str

    @property
    def part(self) -> str:
        """Name the file its rows go to."""
        return f"part-{self.number:06}.parquet"

    @property
    def size(self) -> int:
        """Give the bytes of all its articles, their data included."""
        return sum(map(len, self.lines))


@dataclass(slots=True)
class _Pile:
    """What the next shard has so far."""

    lines: list[bytes] = field(default_factory=list)
    faults: list[tuple[int, InputError]] = field(default_factory=list)
    size: int = 0

    def fault(self, fault: InputError) -> None:
        self.faults.append((len(self.lines), fault))

    def take(self, line: bytes) -> None:
        self.lines.append(line)
        self.size += len(line)

    def cut(self, number: int) -> Shard:
        digest = sha256(b"\n".join(self.lines)).hexdigest()
        shard = Shard(number, tuple(self.lines), tuple(self.faults), digest)
        self.lines, self.faults, self.size = [], [], 0
        return shard


def cut_shards(
    read: Callable[[FaultHandler], Iterable[tuple[str, Article]]], cut: Cut
) -> Iterator[Shard]:
    """Cut what ``read`` gives into shards, each held in memory once.

    Without an article there is one empty shard if there was a fault, else none.

    Args:
        read: opens the stream of articles, each with its place; given the handler
            of its faults.
        cut: how large a shard gets.
    """
    pile, number = _Pile(), 0
    for place, article in read(pile.fault):
        line = to_line(place, article)
        full = len(pile.lines) >= cut.articles or pile.size + len(line) > cut.size
        if pile.lines and full:
            yield pile.cut(number)
            number += 1
        pile.take(line)
    if pile.lines or pile.faults:
        yield pile.cut(number)
