"""Whatever is killed, and whenever: resumed, a run gives what it gives undisturbed."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Literal

import psutil
import pyarrow.parquet as pq
import pytest

from tests.batch.driver import drive
from tests.batch.dumps import contents, write_dump

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Start = Callable[..., subprocess.Popen[str]]
    Victim = Literal["worker", "run", "both"]

PATIENCE = 300
VICTIMS: tuple[Victim, ...] = ("worker", "run", "both")


def workers_of(pid: int) -> list[psutil.Process]:
    """The worker processes of a run, without Python's own resource tracker."""
    with suppress(psutil.NoSuchProcess):
        return [
            child
            for child in psutil.Process(pid).children()
            if "spawn_main" in " ".join(child.cmdline())
        ]
    return []


def kill(process: subprocess.Popen[str], victim: Victim, draw: Random) -> None:
    """Send SIGKILL to a worker, to the run, or to a worker and then the run."""
    workers = workers_of(process.pid)
    if victim != "run" and workers:
        with suppress(psutil.NoSuchProcess):
            draw.choice(workers).kill()
    if victim != "worker":
        process.kill()


def disturbed(
    start: Start, args: tuple[str, ...], moments: list[tuple[Victim, float]]
) -> None:
    """Run to the end, starting anew as often as the run is killed."""
    draw = Random(5)  # noqa: S311 - which of the workers
    for victim, seconds in moments:
        process = start("tests.batch.driver", *args)
        with process, suppress(TimeoutError):
            wait(process, seconds)
            kill(process, victim, draw)
            process.communicate(timeout=PATIENCE)
    with start("tests.batch.driver", *args) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")


def wait(process: subprocess.Popen[str], seconds: float) -> None:
    """Let a run go on for a time, or to its end."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


def rows(out: Path) -> list[dict[str, object]]:
    parts = sorted(out.glob("part-*.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def test_a_run_killed_three_ways_gives_what_it_gives_undisturbed(
    start: Start, dump: Path, tmp_path: Path
) -> None:
    drive(dump, tmp_path / "calm")
    out = tmp_path / "disturbed"
    moments: list[tuple[Victim, float]] = [("run", 2.5), ("both", 3.0), ("worker", 3.0)]
    disturbed(start, (str(dump), str(out)), moments)
    assert contents(out) == contents(tmp_path / "calm")
    assert len(rows(out)) > 500


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """Three thousand articles, what comes of them undisturbed, and the seconds."""
    home = tmp_path_factory.mktemp("thousands")
    dump = write_dump(home / "bao.jsonl", 3000)
    begin = time.monotonic()
    drive(dump, home / "calm", cut=50)
    return dump, home / "calm", time.monotonic() - begin


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(10))
def test_thousands_of_articles_survive_a_kill_at_a_random_moment(
    start: Start, thousands: tuple[Path, Path, float], tmp_path: Path, moment: int
) -> None:
    dump, calm, seconds = thousands
    draw = Random(moment)  # noqa: S311 - a moment
    victim = VICTIMS[moment % 3]
    out = tmp_path / "disturbed"
    args = (str(dump), str(out), "--cut", "50")
    disturbed(start, args, [(victim, draw.uniform(0, seconds))])
    assert contents(out) == contents(calm)
    assert rows(out) == rows(calm)


@pytest.mark.slow
def test_thousands_of_articles_survive_ten_kills_of_one_run(
    start: Start, thousands: tuple[Path, Path, float], tmp_path: Path
) -> None:
    dump, calm, seconds = thousands
    draw = Random(10)  # noqa: S311 - moments
    moments = [(draw.choice(VICTIMS), draw.uniform(1, seconds / 3)) for _ in range(10)]
    out = tmp_path / "disturbed"
    disturbed(start, (str(dump), str(out), "--cut", "50", "--workers", "3"), moments)
    assert contents(out) == contents(calm)
    assert rows(out) == rows(calm)
