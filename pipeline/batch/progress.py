"""How far a run is: what was read and found, how fast, and how long it will take."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.batch.records import Record

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a run stands.

    Attributes:
        articles: done, those of an earlier start included.
        figures: found in them.
        faults: met in them.
        speed: megabytes of articles a second, of this start alone.
        share: of the input that is read, from 0 to 1; None where none can tell.
        left: the seconds that the rest takes; None where none can tell.
    """

    articles: int
    figures: int
    faults: int
    speed: float
    share: float | None
    left: float | None


class Meter:
    """Counts the shards of a run: read, done by an earlier start, done now."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._articles = self._figures = self._faults = 0
        self._read = self._earlier = self._done = 0

    def read(self, size: int) -> None:
        """Count a shard that was read, by the bytes of its articles."""
        self._read += size

    def skip(self, record: Record) -> None:
        """Count a shard that an earlier start did."""
        self._count(record)
        self._earlier += record.read

    def add(self, record: Record) -> None:
        """Count a shard that is done now."""
        self._count(record)
        self._done += record.read

    def _count(self, record: Record) -> None:
        self._articles += record.articles
        self._figures += record.figures
        self._faults += len(record.faults)

    def look(self, *, in_hand: int = 0, share: float | None = None) -> Progress:
        """Tell where the run stands.

        Args:
            in_hand: articles that are done of shards that are not.
            share: of the input that was read.
        """
        seconds = max(time.monotonic() - self._start, 1e-9)
        left = None
        if share and self._done:
            still = self._read / share - self._earlier - self._done
            left = max(0.0, still) * seconds / self._done
        return Progress(
            articles=self._articles + in_hand,
            figures=self._figures,
            faults=self._faults,
            speed=self._done / MEGABYTE / seconds,
            share=share,
            left=left,
        )
