"""What a long run says while it goes on: its progress, and its first faults."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pipeline.cli.talk import count, tell
from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.batch.manifest import Input
    from pipeline.batch.progress import Progress
    from pipeline.batch.records import Record
    from pipeline.batch.run import Watch

SHOWN: Final = 20
"""Faults that are told one by one; all of them stand in the quarantine file."""
EVERY: Final = 60.0
"""Seconds between two lines of progress where stderr is no terminal."""
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE


@contextmanager
def reporting(inputs: Sequence[Input]) -> Iterator[Watch]:
    """Watch a run: a line that changes on a terminal, else a line a minute."""
    from pipeline.batch.position import Position
    from pipeline.batch.run import Watch

    with _showing() as show:
        yield Watch(
            on_progress=lambda seen: show(progress_line(seen)),
            on_record=_FirstFaults(),
            share=Position(inputs).share,
        )


def progress_line(seen: Progress) -> str:
    """Say where a run stands in one line."""
    said = [
        count(seen.articles, "article"),
        count(seen.figures, "figure"),
        f"{seen.speed:.2f} MB/s",
    ]
    if seen.faults:
        said.insert(2, count(seen.faults, "fault"))
    if seen.left is not None:
        said.append(f"{duration(seen.left)} left")
    return ", ".join(said)


def duration(seconds: float) -> str:
    """Say a time as a person would: "40 s", "12 min", "3 h 05 min"."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    hours, rest = divmod(int(seconds), _HOUR)
    return f"{hours} h {rest // _MINUTE:02} min"


class _FirstFaults:
    """Tells faults one by one as long as they are few."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, record: Record) -> None:
        for fault in record.faults:
            self._told += 1
            if self._told <= SHOWN:
                tell(
                    str(InputError(fault.message, source=fault.source, hint=fault.hint))
                )
            if self._told == SHOWN:
                tell("more faults are only counted; all will stand in quarantine.jsonl")


@contextmanager
def _showing() -> Iterator[Callable[[str], None]]:
    if not sys.stderr.isatty():
        yield _EveryMinute()
        return
    from rich.console import Console
    from rich.progress import Progress as Line
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Line(*columns, console=console, redirect_stdout=False, transient=True) as line:
        task = line.add_task("reading", total=None)
        yield lambda text: line.update(task, description=text)


class _EveryMinute:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, text: str) -> None:
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            tell(text)
