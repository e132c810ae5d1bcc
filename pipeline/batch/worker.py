"""A worker process: loads the model once, then turns shards into parts until the end.

It tells which article it has in hand before it begins it, so that the run knows what
ended a worker that says nothing more.
"""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from multiprocessing import parent_process
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from pipeline.batch.job import open_job
from pipeline.batch.place import reason_of
from pipeline.batch.wire import (
    AT,
    DONE,
    FAILED,
    READY,
    from_line,
    receive_task,
    send_report,
)
from pipeline.errors import InputError, ModelError, UsageError
from pipeline.io.lean import load_arrow_alone
from pipeline.io.writers import write_fitting, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    from pipeline.batch.job import Find, Job
    from pipeline.batch.wire import Task
    from pipeline.io.faults import FaultHandler
    from pipeline.io.writers import Writer
    from pipeline.schema import Article, Observation

OUT_OF_MEMORY: Final = 71
"""The exit code of a worker that was refused memory."""
ORPHANED: Final = 72
"""The exit code of a worker whose run is gone."""


def work(
    connection: Connection,
    job: Job,
    out: str,
    opening: Callable[[Job], Find] = open_job,
) -> None:
    """Be a worker process until the run closes ``connection`` or is gone.

    Ctrl-C is for the run to heed, which ends its workers by itself. A worker that is
    refused memory ends: what an article left behind is not to be trusted.

    Args:
        connection: tasks come from it, reports go to it.
        job: what is asked of every article.
        out: the folder of the parts.
        opening: loads what extracts.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    try:
        load_arrow_alone()
        serve(connection, job, Path(out), opening)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _end_with_the_run() -> None:
    """End at once when the run is gone, also in the midst of a long article."""
    if (run := parent_process()) is not None:
        run.join()
        os._exit(ORPHANED)


def serve(
    connection: Connection, job: Job, out: Path, opening: Callable[[Job], Find]
) -> None:
    """Do the tasks that come, one after the other; returns when there are no more.

    Raises:
        MemoryError: an article needs more than there is.
    """
    try:
        try:
            find = opening(job)
            send_report(connection, READY)
            while True:
                shift = _Shift(connection, find, job.min_confidence)
                told = _do(receive_task(connection), shift, out)
                send_report(connection, DONE, **told)
        except ModelError as error:
            send_report(connection, FAILED, reason=str(error))
        except (OSError, UsageError) as error:
            send_report(connection, FAILED, reason=f"{out}: {reason_of(error)}")
    except (EOFError, ConnectionError):
        return  # the run has closed the connection, or is gone


def _do(task: Task, shift: _Shift, out: Path) -> dict[str, object]:
    """Extract the articles of a task, into its part if it has one.

    Raises:
        OSError: the part cannot be written.
        UsageError: the same.
    """
    if task.part is None:
        return shift.extract(task, _Nowhere())
    path = out / task.part
    with writing("parquet", str(path)) as writer:
        told = shift.extract(task, writer)
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return {**told, "bytes": path.stat().st_size, "sha256": digest}


class _Nowhere:
    """Takes what an article gives when only a try was asked for."""

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        del article, observations


@dataclass(slots=True)
class _Tally:
    """What came of a task, in plain values; a fault has the index of its article."""

    articles: int = 0
    figures: int = 0
    left_out: int = 0
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)

    def handler(self, index: int) -> FaultHandler:
        """Give the handler of the faults of one article."""

        def keep(fault: InputError) -> None:
            self.faults.append((index, fault.source, fault.message, fault.hint))

        return keep


@dataclass(frozen=True, slots=True)
class _Shift:
    """How a worker goes through the articles of a task."""

    connection: Connection
    find: Find
    min_confidence: float

    def extract(self, task: Task, writer: Writer) -> dict[str, object]:
        """Write the figures of every article that is not skipped; give the tally."""
        tally = _Tally()
        for index, line in enumerate(task.lines):
            if index in task.skipped:
                continue
            send_report(self.connection, AT, index=index)
            self._one(line, writer, tally, tally.handler(index))
        send_report(self.connection, AT, index=None)
        return asdict(tally)

    def _one(
        self, line: bytes, writer: Writer, tally: _Tally, on_fault: FaultHandler
    ) -> None:
        found = self._found(*from_line(line), on_fault)
        if found is None:
            return
        dated, observations = found
        kept = [o for o in observations if o.confidence >= self.min_confidence]
        tally.articles += 1
        tally.figures += write_fitting(dated, kept, writer, on_fault)
        tally.left_out += len(observations) - len(kept)

    def _found(
        self, place: str, article: Article, on_fault: FaultHandler
    ) -> tuple[Article, Sequence[Observation]] | None:
        try:
            return self.find(place, article, on_fault)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one article must not end a run
            last = extract_tb(error.__traceback__)[-1]
            message = "expected to read any text, failed on this one: "
            message += f"{type(error).__name__} in {Path(last.filename).name}"
            message += f":{last.lineno} ({error})"
            hint = "a fault of solieu; please report it with the article"
            on_fault(InputError(message, source=place, hint=hint))
            return None
