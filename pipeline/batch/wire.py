"""What crosses between a run and its workers: lines of JSON, never objects.

An article is one line, so that a part of the input is held, hashed and sent as the
same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

_FIELDS: Final = tuple(one.name for one in fields(Article))
# Half a surrogate pair has no place in UTF-8; what comes in must go out as it is.
_AS_IT_IS: Final = "surrogatepass"

READY: Final = "ready"
"""A worker has loaded the model and waits for its first task."""
AT: Final = "at"
"""A worker begins the article ``index``; with None it writes what it has."""
DONE: Final = "done"
FAILED: Final = "failed"
"""A worker cannot go on and no other could: ``reason`` tells why."""


@dataclass(frozen=True, slots=True)
class Task:
    """The articles of a shard to extract.

    Attributes:
        part: the file to write; None only tries whether they can be extracted.
        lines: the articles, as ``to_line`` writes them.
        skipped: the indexes of articles to leave out.
    """

    part: str | None
    lines: tuple[bytes, ...]
    skipped: frozenset[int] = frozenset()


def to_line(place: str, article: Article) -> bytes:
    """Write an article and its place in the input as one line, without its end."""
    values = [place, *(getattr(article, name) for name in _FIELDS)]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", _AS_IT_IS)


def from_line(line: bytes) -> tuple[str, Article]:
    """Read the place and the article that ``to_line`` wrote."""
    place, *values = json.loads(line.decode("utf-8", _AS_IT_IS))
    return place, Article(**dict(zip(_FIELDS, values, strict=True)))


def send_task(connection: Connection, task: Task) -> None:
    """Send a worker its work.

    Raises:
        OSError: the worker is gone.
    """
    head = {"part": task.part, "skipped": sorted(task.skipped)}
    connection.send_bytes(b"\n".join((json.dumps(head).encode(), *task.lines)))


def receive_task(connection: Connection) -> Task:
    """Wait for work.

    Raises:
        EOFError: there is no more.
    """
    head, *lines = connection.recv_bytes().split(b"\n")
    told = json.loads(head)
    return Task(told["part"], tuple(lines), frozenset(told["skipped"]))


def send_report(connection: Connection, kind: str, **told: object) -> None:
    """Tell the run what a worker does; the values are plain JSON.

    Raises:
        OSError: the run is gone.
    """
    connection.send_bytes(json.dumps([kind, told]).encode())


def receive_report(connection: Connection) -> tuple[str, Mapping[str, Any]]:
    """Take the next report of a worker.

    Raises:
        EOFError: the worker is gone.
        OSError: the same.
    """
    kind, told = json.loads(connection.recv_bytes())
    return kind, told
