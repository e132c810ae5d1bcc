"""The manifest of a run: what went in, by what, and what came out.

It is written when a run begins and when it ends, and is what a later start is held
against: rows of different inputs, models or options never meet in one folder.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import UsageError
from pipeline.io.files import replacing
from pipeline.io.inputs import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.batch.records import Record

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
SHOWN: Final = 5
"""Changes that are told one by one."""
RUNNING: Final = "running"
DONE: Final = "done"
_COMPARED: Final = ("format", "solieu", "model", "options", "inputs")
_PACKAGE: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that is read; without size and hash where that cannot be told."""

    name: str
    bytes: int | None = None
    sha256: str | None = None


def hash_inputs(names: Iterable[str]) -> tuple[Input, ...]:
    """Give the size and the hash of each file; stdin and what is gone have none."""
    return tuple(map(_hashed, names))


def _hashed(name: str) -> Input:
    path = Path(name)
    try:
        with path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            return Input(name=printable(name), bytes=stream.tell(), sha256=digest)
    except OSError:
        return Input(name=printable(name))


def plan_of(
    inputs: Iterable[Input], model: Mapping[str, str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the part of the manifest that is settled before the run.

    Args:
        inputs: the files, in the order they are read.
        model: its name and hash.
        options: all else that the rows depend on, plain JSON values.
    """
    return {
        "format": FORMAT,
        "solieu": {"version": version("solieu"), "code": _code()},
        "python": platform.python_version(),
        "model": dict(model),
        "options": dict(options),
        "inputs": [asdict(one) for one in inputs],
    }


@cache
def _code() -> str:
    """Hash the package: a checkout changes while its version stays."""
    found = sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in {".py", ".tsv"} and path.is_file():
            found.update(path.relative_to(_PACKAGE).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def write_manifest(
    out: Path, plan: Mapping[str, Any], records: Iterable[Record] | None = None
) -> None:
    """Write the manifest; without records it is that of a run that is not finished.

    Raises:
        OSError: it cannot be written.
        UsageError: the same.
    """
    told = {**plan, "state": RUNNING if records is None else DONE}
    if records is not None:
        told |= _counted(records)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    with replacing(str(out / MANIFEST)) as path:
        path.write_text(text, "utf-8")


def _counted(records: Iterable[Record]) -> dict[str, Any]:
    parts = []
    counts = dict.fromkeys(("articles", "figures", "left_out", "faults", "read"), 0)
    for record in records:
        told = {**asdict(record), "faults": len(record.faults)}
        for name in counts:
            counts[name] += told[name]
        kept = ("part", "articles", "figures", "faults", "bytes", "sha256")
        parts.append({name: told[name] for name in kept})
    return {"counts": counts, "parts": parts}


def read_manifest(out: Path) -> dict[str, Any] | None:
    """Read the manifest of an earlier start; None where there is none.

    Raises:
        UsageError: it cannot be read.
    """
    path = out / MANIFEST
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(_foreign(path, str(error))) from error
    if not isinstance(told, dict) or "state" not in told:
        raise UsageError(_foreign(path, "something else"))
    return told


def _foreign(path: Path, got: str) -> str:
    return f"{path}: expected the manifest of a run, got {got}; write to another folder"


def refuse_other(
    out: Path, earlier: Mapping[str, Any], plan: Mapping[str, Any]
) -> None:
    """Refuse to go on with a run that was begun with something else.

    Raises:
        UsageError: it tells all that has changed.
    """
    changed = [line for key in _COMPARED for line in _changes(key, earlier, plan)]
    if not changed:
        return
    shown, more = changed[:SHOWN], len(changed) - SHOWN
    if more > 0:
        shown.append(f"{more} more")
    raise UsageError(
        f"{out}: expected the run that was begun here, got another:"
        f" {'; '.join(shown)}. Name another folder, or remove this one to begin anew"
    )


def _changes(
    key: str, earlier: Mapping[str, Any], plan: Mapping[str, Any]
) -> Iterator[str]:
    was, now = earlier.get(key), plan[key]
    if was == now:
        return
    if key == "inputs":
        yield from _changed_inputs(was or [], now)
    elif isinstance(was, dict) and isinstance(now, dict):
        for name in sorted(was.keys() | now.keys()):
            if was.get(name) != now.get(name):
                yield f"{key} {name} was {_short(was, name)}, is {_short(now, name)}"
    else:
        yield f"{key} was {was!r}, is {now!r}"


def _short(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return "not set" if value is None else f"{value!s:.60}"


def _changed_inputs(
    was: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    before = {one["name"]: one for one in was}
    after = {one["name"]: one for one in now}
    for name in sorted(before.keys() - after.keys()):
        yield f"input {name} is gone"
    for name in sorted(after.keys() - before.keys()):
        yield f"input {name} is new"
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield f"input {name} has changed"
    if list(before) != list(after) and before.keys() == after.keys():
        yield "the inputs come in another order"
