"""A run over a dump: from articles to a folder of Parquet parts, resumable at any time.

The articles are read in order in this process and cut into shards; worker processes
turn each shard into a part. A shard that an earlier start finished is read, to see that
the input is the same, and passed over.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline.batch.manifest import (
    plan_of,
    read_manifest,
    refuse_other,
    write_manifest,
)
from pipeline.batch.place import QUARANTINE, holding, reason_of
from pipeline.batch.progress import Meter
from pipeline.batch.records import Records, record_of
from pipeline.batch.shards import Cut, cut_shards
from pipeline.batch.supervisor import Supervisor
from pipeline.errors import StoppedError, UsageError
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.batch.crew import Staff
    from pipeline.batch.job import Job
    from pipeline.batch.manifest import Input
    from pipeline.batch.progress import Progress
    from pipeline.batch.records import Record
    from pipeline.batch.shards import Shard
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article


EVERY: Final = 0.5
"""Seconds between two looks at how far a run is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is to do.

    Attributes:
        out: the folder to write.
        read: opens the stream of articles, each with its place, given the handler of
            its faults.
        inputs: the files that ``read`` reads, with their hashes.
        job: what is asked of every article.
        model: the model's name and hash, for the manifest.
        options: all else that the rows depend on, plain JSON values.
        cut: how large a shard gets.
    """

    out: Path
    read: Callable[[FaultHandler], Iterable[tuple[str, Article]]]
    inputs: tuple[Input, ...]
    job: Job
    model: Mapping[str, str]
    options: Mapping[str, Any]
    cut: Cut = field(default_factory=Cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told of a run while it goes on.

    Attributes:
        on_progress: called about twice a second.
        on_record: called with each shard that is done, in no order.
        share: tells how much of the input was read, from 0 to 1, or None.
    """

    on_progress: Callable[[Progress], None]
    on_record: Callable[[Record], None]
    share: Callable[[], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of a run, all its starts together."""

    articles: int
    figures: int
    left_out: int
    faults: int
    parts: int


def run(order: Order, staff: Staff, watch: Watch) -> Summary:
    """Extract a dump into a folder; go on where an earlier start ended.

    The folder gets ``part-*.parquet``, ``quarantine.jsonl`` with the faults in the
    order of the input, and ``manifest.json``. The rows depend on the input, the model
    and the options alone.

    Raises:
        StoppedError: the run cannot go on now; the same order goes on later.
        UsageError: the folder is another run's, or in use.
    """
    plan = plan_of(order.inputs, order.model, order.options)
    with holding(order.out):
        try:
            if earlier := read_manifest(order.out):
                refuse_other(order.out, earlier, plan)
            else:
                write_manifest(order.out, plan)
            return _finish(order, plan, _extract(order, staff, watch))
        except OSError as error:
            raise StoppedError(f"{order.out}: {reason_of(error)}") from error


def _extract(order: Order, staff: Staff, watch: Watch) -> int:
    """Do what is not done yet; give the number of shards."""
    shards = _Stream(order)
    due = 0.0
    with Supervisor(staff, order.job, str(order.out)) as supervisor:

        def tick() -> None:
            # Called for every article, which is not the time to ask the system.
            nonlocal due
            if time.monotonic() < due:
                return
            due = time.monotonic() + EVERY
            in_hand = supervisor.in_hand
            watch.on_progress(shards.meter.look(in_hand=in_hand, share=watch.share()))

        for done in supervisor.run(iter(shards), tick=tick):
            record = record_of(done)
            shards.records.keep(record)
            shards.meter.add(record)
            watch.on_record(record)
    return shards.seen


class _Stream:
    """The shards to do; counts all, and passes over those that are done."""

    def __init__(self, order: Order) -> None:
        self.records = Records(order.out)
        self.meter = Meter()
        self.seen = 0
        self._order = order

    def __iter__(self) -> Iterator[Shard]:
        for shard in cut_shards(self._order.read, self._order.cut):
            self.seen = shard.number + 1
            self.meter.read(shard.size)
            record = self.records.find(shard.number)
            if record is None:
                yield shard
            elif record.digest == shard.digest:
                self.meter.skip(record)
            else:
                raise UsageError(_changed(self._order.out, record.part))


def _changed(out: Path, part: str) -> str:
    return (
        f"{out}: expected the articles that {part} was made of, got others in their"
        " place; name another folder, or remove this one to begin anew"
    )


def _finish(order: Order, plan: Mapping[str, Any], parts: int) -> Summary:
    """Write what is known only now: the faults in order, and the whole manifest."""
    records = Records(order.out)
    if records.find(parts) is not None:
        raise UsageError(_changed(order.out, f"part {parts}, which it has no more"))
    with (
        replacing(str(order.out / QUARANTINE)) as path,
        path.open("w", encoding="utf-8") as stream,
    ):
        for record in _all(records, parts):
            for fault in record.faults:
                stream.write(json.dumps(asdict(fault), ensure_ascii=False) + "\n")
    write_manifest(order.out, plan, _all(records, parts))
    told = read_manifest(order.out) or {}
    counts = {name: told["counts"][name] for name in _COUNTED}
    return Summary(**counts, parts=parts)


_COUNTED = ("articles", "figures", "left_out", "faults")


def _all(records: Records, parts: int) -> Iterator[Record]:
    for number in range(parts):
        if (record := records.find(number)) is not None:
            yield record
