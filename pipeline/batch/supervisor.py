"""Keeps worker processes at work, replaces those that die, finds what ended them.

An article that a worker had in hand when it died is tried by itself. If it ends three
workers it is left out and told; else its shard is done again. So what comes out does
not depend on which workers died.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, Self

from pipeline.batch.crew import Worker
from pipeline.batch.wire import DONE, FAILED, READY, Task, from_line
from pipeline.errors import InputError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.batch.crew import Staff
    from pipeline.batch.job import Job
    from pipeline.batch.shards import Shard

TRIES: Final = 3
"""How often an article may end a worker before it is left out; more than one, since a
worker may be killed for no fault of the article it has in hand."""
LOSSES: Final = 5
"""How many workers may end in a row without an article in hand and nothing done."""
TICK: Final = 0.5
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A task and the shard it belongs to; ``tried`` is the article tried by itself."""

    shard: Shard
    task: Task
    tried: int | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A shard whose part is written.

    Attributes:
        shard: the shard.
        told: what the worker told of it: ``articles``, ``figures``, ``left_out``,
            ``faults``, ``bytes``, ``sha256``.
        poison: the articles left out since they ended workers, by their index.
    """

    shard: Shard
    told: Mapping[str, Any]
    poison: Mapping[int, InputError]


class Supervisor:
    """Has shards extracted by worker processes; a context that ends them all.

    Args:
        staff: how many workers, and how long they may take.
        job: what is asked of every article.
        out: the folder of the parts.
    """

    def __init__(self, staff: Staff, job: Job, out: str) -> None:
        self._start: Callable[[], Worker] = lambda: Worker(staff, job, out)
        self._size = staff.workers
        self._workers: list[Worker] = []
        self._again: deque[Errand] = deque()
        self._deaths: Counter[tuple[int, int]] = Counter()
        self._poison: dict[int, dict[int, InputError]] = {}
        self._lost = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.bury()
        self._workers.clear()

    @property
    def in_hand(self) -> int:
        """Count the articles that are done of shards that are not."""
        return sum(w.index or 0 for w in self._workers)

    def run(
        self, shards: Iterator[Shard], *, tick: Callable[[], None]
    ) -> Iterator[Finished]:
        """Give every shard as it is finished, in no order.

        Args:
            shards: taken one ahead of the workers.
            tick: called after every look at the workers.

        Raises:
            StoppedError: nothing more can be written, or no worker stays alive.
        """
        ahead = next(shards, None)
        while ahead is not None or self._again or self._busy():
            waiting = [*self._again, *([ahead] if ahead else [])]
            self._hire(len(waiting))
            for worker in [w for w in self._workers if w.ready and w.errand is None]:
                if self._again:
                    self._begin(worker, self._again.popleft())
                elif ahead is not None:
                    self._begin(worker, Errand(ahead, _task(ahead)))
                    ahead = next(shards, None)
            yield from self._look()
            tick()

    def _busy(self) -> int:
        return sum(w.errand is not None for w in self._workers)

    def _hire(self, waiting: int) -> None:
        wanted = min(self._size, self._busy() + waiting)
        while len(self._workers) < wanted:
            self._workers.append(self._start())

    def _begin(self, worker: Worker, errand: Errand) -> None:
        try:
            worker.begin(errand)
        except OSError:
            self._replace(worker)

    def _look(self) -> Iterator[Finished]:
        """Wait for reports and heed them; kill who is late."""
        by_connection = {w.connection: w for w in self._workers}
        soonest = min((w.left for w in self._workers), default=TICK)
        for connection in wait(list(by_connection), max(0.0, min(TICK, soonest))):
            worker = by_connection[connection]  # type: ignore[index] # as given
            try:
                yield from self._heed(worker)
            except (EOFError, OSError):
                self._replace(worker)
        for worker in self._workers:
            if worker.left <= 0 and not worker.late:
                worker.late = True
                worker.kill()

    def _heed(self, worker: Worker) -> Iterator[Finished]:
        for kind, told in worker.reports():
            if kind == FAILED:
                raise StoppedError(str(told["reason"]))
            worker.ready = worker.ready or kind == READY
            if kind == DONE and (errand := worker.errand) is not None:
                worker.errand, self._lost = None, 0
                if errand.tried is None:
                    poison = self._poison.pop(errand.shard.number, {})
                    yield Finished(errand.shard, told, poison)
                else:
                    self._do_again(errand.shard)

    def _replace(self, worker: Worker) -> None:
        """Let go of a dead worker; see to what it had in hand."""
        self._workers.remove(worker)
        reason = worker.bury()
        errand, index = worker.errand, worker.index
        if errand is None or index is None:
            self._lost += 1
            if self._lost >= LOSSES:
                raise StoppedError(
                    f"{LOSSES} workers ended one after the other ({reason}); give"
                    " them more memory or fewer --workers"
                )
            if errand is not None:
                self._again.append(errand)
            return
        tried = errand.tried
        self._suspect(errand.shard, index if tried is None else tried, reason)

    def _suspect(self, shard: Shard, index: int, reason: str) -> None:
        """Try an article by itself, or leave it out after its last try."""
        self._deaths[shard.number, index] += 1
        if self._deaths[shard.number, index] < TRIES:
            line = shard.lines[index]
            self._again.append(Errand(shard, Task(None, (line,)), tried=index))
            return
        place, _ = from_line(shard.lines[index])
        message = f"expected to read any text, {TRIES} workers ended in this one:"
        hint = "look at the article; if it is one, please report it"
        fault = InputError(f"{message} {reason}", source=place, hint=hint)
        self._poison.setdefault(shard.number, {})[index] = fault
        self._do_again(shard)

    def _do_again(self, shard: Shard) -> None:
        self._again.append(Errand(shard, _task(shard, self._poison)))


def _task(
    shard: Shard, poison: Mapping[int, Mapping[int, object]] | None = None
) -> Task:
    skipped = frozenset((poison or {}).get(shard.number, ()))
    return Task(shard.part, shard.lines, skipped)
