"""One worker process as the run sees it: what it has in hand, and since when."""

from __future__ import annotations

import multiprocessing
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.batch.wire import receive_report, send_task
from pipeline.batch.worker import OUT_OF_MEMORY, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from typing import Any

    from pipeline.batch.job import Job
    from pipeline.batch.supervisor import Errand

    Entry = Callable[[Connection, Job, str], None]

SECONDS: Final = 60.0
"""The time that every begun megabyte of an article may take; two is usual."""
MEGABYTE: Final = 1_000_000
OTHERWISE: Final = 600.0
"""The time that loading the model or writing a part may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """How many workers there are, what they run, and how long they may take.

    Attributes:
        workers: how many processes, at least 1.
        seconds: the time limit of an article, for each begun megabyte of it.
        entry: what a worker process runs; ``work`` but in tests.
    """

    workers: int
    seconds: float = SECONDS
    entry: Entry = work


class Worker:
    """A worker process with the errand it is on.

    Attributes:
        errand: what it has to do; None while it loads the model or waits.
        index: the article it has in hand; None between articles.
        ready: it has loaded the model.
        late: it took longer than it may and was killed.
    """

    def __init__(self, staff: Staff, job: Job, out: str) -> None:
        self.errand: Errand | None = None
        self.index: int | None = None
        self.ready = self.late = False
        self._seconds = staff.seconds
        self._since = time.monotonic()
        # spawn: a fork would copy a process that has threads of its own.
        spawn = multiprocessing.get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self._process: SpawnProcess = spawn.Process(
            target=staff.entry, args=(theirs, job, out), daemon=True
        )
        with _deaf_to_interrupts():
            self._process.start()
        theirs.close()  # so that the end of the worker ends the connection

    def begin(self, errand: Errand) -> None:
        """Give the worker work.

        Raises:
            OSError: it is gone.
        """
        self.errand, self.index = errand, None
        self._since = time.monotonic()
        send_task(self.connection, errand.task)

    def reports(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Give what the worker has told since.

        Raises:
            EOFError: it is gone.
            OSError: the same.
        """
        while self.connection.poll():
            kind, told = receive_report(self.connection)
            self.index = told.get("index")
            self._since = time.monotonic()
            yield kind, told

    @property
    def left(self) -> float:
        """Give the seconds until it is late; infinite while it waits for work."""
        if self.ready and self.errand is None:
            return float("inf")
        limit = OTHERWISE
        if self.errand is not None and self.index is not None:
            size = len(self.errand.task.lines[self.index])
            limit = self._seconds * (1 + size // MEGABYTE)
        return self._since + limit - time.monotonic()

    @property
    def pid(self) -> int:
        """Give the id of the process."""
        return self._process.pid or 0

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def bury(self) -> str:
        """Wait until the process is gone; tell how it ended."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        if self.late:
            return "it took too long"
        if code == OUT_OF_MEMORY:
            return "there was not enough memory"
        if code < 0:
            name = signal.Signals(-code).name
            told = "; perhaps memory was short" if -code == signal.SIGKILL else ""
            return f"the worker was ended by {name}{told}"
        return f"the worker ended with code {code}"


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let what is started here begin without hearing Ctrl-C, which is for the run."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
