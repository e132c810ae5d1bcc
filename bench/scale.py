"""Measures runs over dumps: is speed flat, do two processes help, is memory bounded?

Dumps are made by repeating articles with new ids. Each measure is a run of the real
command; the machine's other work shows in all of them alike, so look at the ratios.

    python -m bench.scale [--flat N ...] [--long MB ...] [--sizes MB ...] ...

``--flat``: processor time per article in dumps of so many articles, and its ratio to
the first; the start and the first 100 articles, which load what is loaded when it is
needed, are left out, and of small dumps several are run. ``--long``: the same per
megabyte of one article so long, without its first 100 kB. ``--workers``: one process
against so many, in turns.
``--sizes``: the most memory that the run and one process of it held, in dumps of so
many megabytes. 0 leaves a measure out. Behind each measure stands what it is held to
and whether that holds; nothing fails for being slow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "articles" / "dump.jsonl.gz"
SEEDS = ROOT / "seeds" / "articles.jsonl"
MEGABYTE = 1_000_000
PYTHON = (sys.executable, "-P", "-c")
"""-P: the checkout does not go before what PYTHONPATH names."""
KEPT = 1_000
LOOK = 0.05
ROUNDS = 3
COMPARED = 10_000
"""Articles of a comparison: shards enough that no process waits long for the last."""
SMALL = 10_000
"""Articles up to which a dump is run over several times, for its middle time."""
WARM = 100
WARM_MEGABYTES = 0.1
ASIDE = 1.15
"""How far from the first a throughput or a memory is flat."""
TWICE = 1.6
"""How many times as fast as one two processes are to be."""
ONE = 700
"""Megabytes of a process, and of a whole run with two."""
ALL = 2_500


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took.

    Attributes:
        seconds: by the clock.
        busy: of processor time, of all its processes.
        whole: the most bytes that all its processes held at a time; what they share
            is counted for each.
        worker: the most that one of them held.
    """

    seconds: float = 0.0
    busy: float = 0.0
    whole: int = 0
    worker: int = 0


def main() -> None:
    """Make the dumps, run over them, print what it took."""
    asked = _asked()
    articles = _articles(asked.articles)
    print(f"the core is {_core()}", flush=True)
    with tempfile.TemporaryDirectory(dir=asked.scratch) as folder:
        home = Path(folder)
        _flat(home, articles, [n for n in asked.flat if n])
        _long(home, articles, [n for n in asked.long if n])
        if asked.workers > 1 and asked.rounds:
            _together(home, articles, asked.workers, asked.rounds)
        _memory(home, articles, [n for n in asked.sizes if n], asked.workers)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure runs over dumps.")
    parser.add_argument("--articles", type=Path, help=".jsonl or .jsonl.gz to repeat")
    parser.add_argument("--flat", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--long", type=float, nargs="*", default=[1.0, 2.0, 5.0, 10.0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--scratch", type=Path, help="where dumps and parts may lie")
    return parser.parse_args()


def _articles(given: Path | None) -> list[dict[str, object]]:
    path = given or (REAL if REAL.is_file() else SEEDS)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, KEPT)]
    print(f"{len(articles):,} articles of {path.name}, repeated with new ids")
    return articles


def _lines(articles: list[dict[str, object]]) -> Iterator[bytes]:
    for number, article in zip(count(), cycle(articles), strict=False):
        line = {**article, "id": f"lap-{number}"}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _flat(home: Path, articles: list[dict[str, object]], counts: list[int]) -> None:
    """Show the processor time of an article in dumps of more and more of them."""
    if not counts:
        return
    each = list[float]()
    begin = _over(home, articles, WARM).busy
    for number in counts:
        run = _over(home, articles, number)
        each.append((run.busy - begin) / (number - WARM))
        print(f"{number:>9,} articles: {each[-1] * 1000:.2f} ms each", end="")
        print(f", {each[-1] / each[0]:.2f} of the first; {_held(run)}", flush=True)
    _say_flat("time per article", each)


def _over(home: Path, articles: list[dict[str, object]], number: int) -> Run:
    """Run over so many articles; give the run in the middle of several."""
    dump = home / "dump.jsonl"
    with dump.open("wb") as file:
        file.writelines(islice(_lines(articles), number))
    times = ROUNDS if number <= SMALL else 1
    runs = [_run(dump, home / "out", 1) for _ in range(times)]
    return sorted(runs, key=lambda run: run.busy)[times // 2]


def _long(home: Path, articles: list[dict[str, object]], sizes: list[float]) -> None:
    """Show the processor time of a megabyte in longer and longer articles."""
    if not sizes:
        return
    each = list[float]()
    begin = _over(home, [_joined(articles, WARM_MEGABYTES)], 1).busy
    for size in sizes:
        run = _over(home, [_joined(articles, size)], 1)
        each.append((run.busy - begin) / (size - WARM_MEGABYTES))
        print(f"{size:>6g} MB in one article: {each[-1]:.2f} s a megabyte", end="")
        print(f", {each[-1] / each[0]:.2f} of the first; {_held(run)}", flush=True)
    _say_flat("time per megabyte of an article", each)


def _joined(articles: list[dict[str, object]], size: float) -> dict[str, object]:
    """Make one article of many, so many megabytes long."""
    texts, left = list[str](), size * MEGABYTE
    for article in cycle(articles):
        if left <= 0:
            break
        texts.append(str(article["text"]))
        left -= len(texts[-1].encode())
    return {"id": "long", "text": "\n".join(texts)}


def _say_flat(what: str, each: list[float]) -> None:
    far = max(max(one / each[0], each[0] / one) for one in each)
    _say(f"{what} within {ASIDE:.2f} of the first: {far:.2f}", holds=far <= ASIDE)


def _say(what: str, *, holds: bool) -> None:
    print(f"{what}: {'holds' if holds else 'DOES NOT HOLD'}", flush=True)


def _together(
    home: Path, articles: list[dict[str, object]], workers: int, rounds: int
) -> None:
    """Show how much faster several processes are than one, in turns."""
    dump = home / "dump.jsonl"
    with dump.open("wb") as file:
        file.writelines(islice(_lines(articles), COMPARED))
    ratios = []
    for _ in range(rounds):
        one, many = (_run(dump, home / "out", n).seconds for n in (1, workers))
        ratios.append(one / many)
        told = f"{one:.1f} s with one process, {many:.1f} s with {workers}"
        print(f"{told}: {one / many:.2f} times as fast", flush=True)
    middle = sorted(ratios)[len(ratios) // 2]
    told = f"middle of {rounds} at least {TWICE} times: {middle:.2f}"
    _say(told, holds=middle >= TWICE)


def _memory(
    home: Path, articles: list[dict[str, object]], sizes: list[int], workers: int
) -> None:
    """Show the most memory held, in dumps of more and more megabytes."""
    most = list[Run]()
    for size in sizes:
        dump, written = home / "dump.jsonl", 0
        with dump.open("wb") as file:
            for line in _lines(articles):
                written += file.write(line)
                if written >= size * MEGABYTE:
                    break
        run = _run(dump, home / "out", workers)
        speed = written / MEGABYTE / run.seconds
        told = f"{size:>6,} MB, {workers} workers: {_held(run)}"
        print(f"{told}; {run.seconds:,.0f} s, {speed:.2f} MB/s", flush=True)
        most.append(run)
    if not most:
        return
    one, whole = (max(getattr(r, n) for r in most) for n in ("worker", "whole"))
    one, whole = one / MEGABYTE, whole / MEGABYTE
    _say(f"a process under {ONE} MB: {one:.0f}", holds=one < ONE)
    _say(f"a run under {ALL:,} MB: {whole:.0f}", holds=whole < ALL)
    _say_flat("memory of the run", [run.whole for run in most])


def _held(run: Run) -> str:
    whole, worker = run.whole / MEGABYTE, run.worker / MEGABYTE
    return f"at most {whole:.0f} MB in all, {worker:.0f} MB in one process"


def _core() -> str:
    """Ask which core the runs have: PYTHONPATH may name the compiled one."""
    command = [*PYTHON, "import pipeline; print(pipeline.core())"]
    return subprocess.check_output(command, cwd=ROOT, text=True).strip()  # noqa: S603


def _run(dump: Path, out: Path, workers: int) -> Run:
    """Run the command and watch its processes until it ends."""
    shutil.rmtree(out, ignore_errors=True)
    command = [*PYTHON, "from pipeline.cli import main; main()"]
    command += ["extract", str(dump), "-o", f"{out}/", "--workers", str(workers)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    seen = Run()
    busy: dict[int, float] = {}
    while process.poll() is None:
        seen = _look(process.pid, seen, busy)
        time.sleep(LOOK)
    seconds = time.perf_counter() - start
    return replace(seen, seconds=seconds, busy=sum(busy.values()))


def _look(pid: int, seen: Run, busy: dict[int, float]) -> Run:
    held = []
    with suppress(psutil.Error):
        run = psutil.Process(pid)
        for one in (run, *run.children(recursive=True)):
            with suppress(psutil.Error):
                held.append(one.memory_info().rss)
                times = one.cpu_times()
                busy[one.pid] = times.user + times.system
    whole, worker = sum(held), max(held, default=0)
    return replace(seen, whole=max(seen.whole, whole), worker=max(seen.worker, worker))


if __name__ == "__main__":
    main()
