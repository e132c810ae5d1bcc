"""From what a user names (files, folders, globs, ``-``) to the files to read."""

from __future__ import annotations

import glob
import os
from pathlib import Path, PurePath
from stat import S_ISDIR
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.packing import PACKINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.io.faults import FaultHandler

STDIN: Final = "-"
ENDINGS: Final = (
    *(".txt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"),
    *(".parquet", ".html", ".htm", ".xml", ".zip"),
)
"""What is read, as it is or packed; any of ``PACKINGS`` may follow."""

UNTOLD: Final = ""
"""The form of a packed file whose name does not say what is inside: ``dump.gz``."""

_READABLE: Final = ".txt, .jsonl, .json, .csv, .parquet, .html, .zip (.gz, .zst)"


def find_files(inputs: Iterable[str], *, on_fault: FaultHandler) -> Iterator[str]:
    """Give every file once, as named: folders are walked in sorted order.

    ``-`` is given as it is. In folders and globs only files with a known ending
    count, and hidden ones do not; a file named outright must have such an ending.
    """
    seen: set[str] = set()
    for name in inputs:
        for path in _expand(name, on_fault):
            key = path if path == STDIN else os.path.realpath(path)
            if key in seen:
                message = "expected each file once, got it again; read once"
                on_fault(
                    InputError(message, source=printable(path), hint="name it once")
                )
                continue
            seen.add(key)
            yield path


def _expand(name: str, on_fault: FaultHandler) -> Iterator[str]:
    if name == STDIN:
        yield name
        return
    try:
        mode = Path(name).stat().st_mode
    except (OSError, ValueError):  # also a name too long, or with a NUL in it
        yield from _matching(name, on_fault)
        return
    if S_ISDIR(mode):
        yield from _some(name, _walk(name, on_fault), "a folder with none", on_fault)
    elif readable(name):
        yield name
    else:
        on_fault(_wrong_ending(name, PurePath(name).suffix))


def _matching(name: str, on_fault: FaultHandler) -> Iterator[str]:
    if glob.has_magic(name):
        yield from _some(name, _matches(name, on_fault), "no match", on_fault)
    else:
        message = "expected a file, a folder or a pattern, got a name of nothing"
        on_fault(InputError(message, source=printable(name), hint="check the path"))


def form_of(name: str) -> str | None:
    """Give the ending that says how to read a file, its packings taken off.

    ``UNTOLD`` if nothing is left, None for a file that is not read.
    """
    packings = packings_of(name)
    bare = name[: len(name) - sum(map(len, packings))]
    ending = PurePath(bare).suffix.lower()
    if ending in ENDINGS or (packings and ending == UNTOLD):
        return ending
    return None


def packings_of(name: str) -> tuple[str, ...]:
    """Give the packings of a file by its endings, the outermost first."""
    found: list[str] = []
    bare = name.lower()
    while (ending := PurePath(bare).suffix) in PACKINGS:
        found.append(ending)
        bare = bare.removesuffix(ending)
    return tuple(found)


def stem_of(name: str) -> str:
    """Give a name without folder, packings and ending: ``a/b.txt.gz`` is ``b``."""
    base = PurePath(name).name
    base = base[: len(base) - sum(map(len, packings_of(base)))]
    return PurePath(base).stem


def printable(name: str) -> str:
    r"""Give a name that can be written: bytes that are no UTF-8 as ``\xff``."""
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogatepass")
    return raw.decode("utf-8", "backslashreplace")


def readable(name: str) -> bool:
    """Have an ending that the readers know."""
    return form_of(name) is not None


def _wrong_ending(name: str, suffix: str) -> InputError:
    message = f"expected one of {_READABLE}, got {suffix or 'no ending'}"
    return InputError(message, source=printable(name), hint="convert or rename it")


def _some(
    name: str, paths: Iterable[str], got: str, on_fault: FaultHandler
) -> Iterator[str]:
    found = False
    for path in paths:
        found = True
        yield path
    if not found:
        message = f"expected {_READABLE} files, got {got}"
        on_fault(InputError(message, source=printable(name), hint="check the path"))


def _matches(pattern: str, on_fault: FaultHandler) -> Iterator[str]:
    # Path.glob takes no absolute pattern before Python 3.13.
    for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207
        if Path(path).is_dir():
            # "**" lists what is inside by itself; walking again would double it.
            if "**" not in pattern:
                yield from _walk(path, on_fault)
        elif readable(path):
            yield path


def _walk(folder: str, on_fault: FaultHandler) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        on_fault(unreadable(error, str(error.filename)))

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            if readable(file) and not file.startswith("."):
                yield str(Path(where) / file)


def unreadable(error: OSError, name: str) -> InputError:
    """Turn what the system says of a file into a fault."""
    reason = (error.strerror or str(error)).lower()
    message = f"expected a file that can be read, got: {reason}"
    return InputError(
        message, source=printable(name), hint="check the path and its rights"
    )
