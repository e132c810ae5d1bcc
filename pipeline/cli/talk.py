"""What a command says on stderr, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec, TextIO, TypeVar

import typer

from pipeline.errors import InputError, Notice, SolieuError
from pipeline.io.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

P = ParamSpec("P")
T = TypeVar("T")

DONE: Final = 0
FAULTY_INPUT: Final = 1
WRONG_USAGE: Final = 2
STOPPED: Final = 3
"""A run ended before its time, not by its user; the same command goes on."""
INTERRUPTED: Final = 130
"""What shells expect of a command that Ctrl-C ended: 128 and the signal's number."""


def tell(message: str) -> None:
    """Say something to the user; stdout stays data."""
    print(message, file=sys.stderr)


def count(number: int, noun: str) -> str:
    """Write a count with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class Faults:
    """Tells every fault as it comes, keeps count, and writes the quarantine file."""

    def __init__(self, quarantine: TextIO | None = None) -> None:
        self.seen = 0
        self._quarantine = quarantine

    def __call__(self, fault: InputError) -> None:
        """Take one fault, or a notice, which is told and not counted."""
        self.seen += not isinstance(fault, Notice)
        tell(str(fault))
        if self._quarantine:
            parts = {"source": fault.source, "message": fault.message}
            line = {**parts, "hint": fault.hint}
            self._quarantine.write(json.dumps(line, ensure_ascii=False) + "\n")

    @property
    def exit_code(self) -> int:
        """Give what the command ends with."""
        return FAULTY_INPUT if self.seen else DONE


@contextmanager
def keeping_faults(quarantine: str | None = None) -> Iterator[Faults]:
    """Give the handler of faults, which also writes them to a file if one is named.

    Raises:
        UsageError: the file cannot be written.
    """
    with ExitStack() as stack:
        if quarantine is None:
            yield Faults()
            return
        part = stack.enter_context(replacing(quarantine))
        yield Faults(stack.enter_context(part.open("w", encoding="utf-8")))


def showing_progress(items: Iterable[T], *, noun: str, show: bool) -> Iterator[T]:
    """Pass items on, counting them on stderr if ``show`` and it is a terminal."""
    if not (show and sys.stderr.isatty()):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} {task.description}"))
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        redirect_stdout=False,
        transient=True,
    ) as progress:
        task = progress.add_task(noun, total=None)
        for item in items:
            yield item
            progress.advance(task)


def ending_cleanly(command: Callable[P, int]) -> Callable[P, None]:
    """Turn what a command gives or raises into an exit code and, at most, one line."""

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        try:
            code = command(*args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough ("| head"); nothing is wrong. What is left
            # in the buffer must not fail once more when Python shuts down.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        except KeyboardInterrupt:
            tell("stopped")
            code = INTERRUPTED
        except SolieuError as error:
            tell(str(error))
            code = FAULTY_INPUT if isinstance(error, InputError) else WRONG_USAGE
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            tell(f"{error.filename}: expected the name of a file, got one too long")
            code = WRONG_USAGE
        raise typer.Exit(code)

    return run
