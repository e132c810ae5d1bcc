"""Tries a million inputs made to break the program, and keeps those that do.

    python -m tests.fuzz.run --count 1000000 [--first N] [--jobs N]

What failed is made as short as it still fails and added to ``failed.jsonl`` beside
this file, which the ordinary tests try again for ever.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.fuzz.inputs import text_of
from tests.fuzz.trial import try_input, try_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAILED: Final = Path(__file__).with_name("failed.jsonl")
COUNT: Final = 1_000_000
CHUNK: Final = 500
SHOWN: Final = 10_000
ENOUGH: Final = 20
"""Failures after which it stops."""


class Failure(NamedTuple):
    """An input that broke the program, and how."""

    number: int
    error: str


def failures(first: int, count: int, jobs: int) -> Iterator[Failure | None]:
    """Give for every chunk of inputs the first that failed, or None."""
    chunks = range(first, first + count, CHUNK)
    last = first + count
    if jobs == 1:
        yield from map(partial(_chunk, last), chunks)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(partial(_chunk, last), chunks)


def _chunk(last: int, start: int) -> Failure | None:
    for number in range(start, min(start + CHUNK, last)):
        if error := error_of(partial(try_input, number)):
            return Failure(number, error)
    return None


def error_of(trial: Callable[[], None]) -> str | None:
    """Name what a trial raises; None if it holds."""
    try:
        trial()
    except Exception as error:  # noqa: BLE001 - whatever comes is what we look for
        return f"{type(error).__name__}: {error}"[:200]
    return None


def shortest(text: str, error: str) -> str:
    """Leave out stretches of a text, long ones first, while it fails alike."""
    kind = error.partition(":")[0]
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            came = error_of(partial(try_text, shorter))
            if came is not None and came.partition(":")[0] == kind:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def main() -> int:
    """Try the inputs, tell the progress, keep what failed."""
    options = _options()
    found = 0
    done = options.first
    for failure in failures(options.first, options.count, options.jobs):
        done += CHUNK
        if done % SHOWN == 0:
            print(f"{done:,} inputs, {found} failed", flush=True)
        if failure is None:
            continue
        found += 1
        _keep(failure)
        if found == ENOUGH:
            break
    print(f"{found} of {options.count:,} inputs failed")
    return 1 if found else 0


def _keep(failure: Failure) -> None:
    text = text_of(failure.number)
    if error_of(partial(try_text, text)):
        text = shortest(text, failure.error)
    line = {"text": text, "error": failure.error, "input": failure.number}
    with FAILED.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
    print(f"input {failure.number}: {failure.error}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
