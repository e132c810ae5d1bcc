"""A run with small shards, and with poison in it: a process for tests to disturb.

python -m tests.batch.driver DUMP OUT [--workers N] [--cut N] [--seconds S] [--poison]
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.crew import Staff
from pipeline.batch.job import Job, open_job, seal_of
from pipeline.batch.manifest import hash_inputs
from pipeline.batch.run import Order, Summary, Watch, run
from pipeline.batch.shards import Cut
from pipeline.batch.worker import work
from pipeline.io.readers import read_placed
from pipeline.models import open_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from pipeline.batch.crew import Entry
    from pipeline.batch.job import Find
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation

DIES = "THUỐC ĐỘC"
HANGS = "ĐỨNG YÊN"
NEEDS_MEMORY = "HẾT BỘ NHỚ"
FAILS = "VẤP NGÃ"


def _poisoned(job: Job) -> Find:
    """Extract as ever, but for articles whose words ask for trouble."""
    find = open_job(job)

    def found(
        place: str, article: Article, on_fault: FaultHandler
    ) -> tuple[Article, Sequence[Observation]] | None:
        if DIES in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in article.text:
            time.sleep(600)
        if NEEDS_MEMORY in article.text:
            raise MemoryError
        if FAILS in article.text:
            raise ZeroDivisionError(FAILS)
        return find(place, article, on_fault)

    return found


def poisoned_work(connection: Connection, job: Job, out: str) -> None:
    """Be a worker that some articles are poison to."""
    work(connection, job, out, _poisoned)


def drive(
    dump: Path,
    out: Path,
    *,
    workers: int = 2,
    cut: int = 20,
    seconds: float = 60,
    entry: Entry = work,
) -> Summary:
    """Run with shards of ``cut`` articles."""
    model = open_model()
    order = Order(
        out=out,
        read=lambda on_fault: read_placed([str(dump)], on_fault=on_fault),
        inputs=hash_inputs([str(dump)]),
        job=Job(model=model.place, seal=seal_of(model)),
        model={"name": model.name, "sha256": seal_of(model)},
        options={},
        cut=Cut(articles=cut),
    )
    staff = Staff(workers=workers, seconds=seconds, entry=entry)
    return run(order, staff, QUIET)


QUIET = Watch(on_progress=lambda _: None, on_record=lambda _: None, share=lambda: None)


def main() -> None:
    """Run as asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("dump", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cut", type=int, default=20)
    asked = parser.parse_args()
    drive(asked.dump, asked.out, workers=asked.workers, cut=asked.cut)


if __name__ == "__main__":
    main()
