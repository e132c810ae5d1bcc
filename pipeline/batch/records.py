"""What is known of each finished shard: a small file, written when its part is whole.

A shard is done when its record is there and its part has the size that the record
tells. So the end of a run at any moment leaves each shard done or not done.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.io.files import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.supervisor import Finished
    from pipeline.errors import InputError

FOLDER: Final = ".run"
_READING, _EXTRACTING = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault as it is kept: where, what was expected and came, what to do."""

    source: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What came of a shard.

    Attributes:
        number: the shard's.
        digest: SHA-256 of its articles, to know them again.
        part: its file.
        articles: how many are in the part, those without a figure included.
        figures: the rows of the part.
        left_out: figures below the confidence that was asked for.
        read: bytes of its articles.
        bytes: the size of the part.
        sha256: the hash of the part.
        faults: in the order of the input.
    """

    number: int
    digest: str
    part: str
    articles: int
    figures: int
    left_out: int
    read: int
    bytes: int
    sha256: str
    faults: tuple[Fault, ...]


def record_of(done: Finished) -> Record:
    """Sum up a finished shard; its faults come in the order of the articles."""
    told = done.told
    found = [(index, _READING, _fault(fault)) for index, fault in done.shard.faults]
    found += [(i, _EXTRACTING, _fault(fault)) for i, fault in done.poison.items()]
    for index, source, message, hint in told["faults"]:
        fault = Fault(source=source, message=message, hint=hint)
        found.append((index, _EXTRACTING, fault))
    return Record(
        number=done.shard.number,
        digest=done.shard.digest,
        part=done.shard.part,
        read=done.shard.size,
        faults=tuple(one for *_, one in sorted(found, key=lambda one: one[:2])),
        **{
            name: told[name]
            for name in ("articles", "figures", "left_out", "bytes", "sha256")
        },
    )


def _fault(fault: InputError) -> Fault:
    return Fault(source=fault.source, message=fault.message, hint=fault.hint)


class Records:
    """The records of a run, one file each in a folder of the output.

    Args:
        out: the folder that the run writes to.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._home = out / FOLDER

    def keep(self, record: Record) -> None:
        """Write a record.

        Raises:
            OSError: it cannot be written.
            UsageError: the same.
        """
        with replacing(str(self._path(record.number))) as path:
            path.write_text(json.dumps(asdict(record), ensure_ascii=False), "utf-8")

    def find(self, number: int) -> Record | None:
        """Give the record of a shard that is done, None where it is to be done.

        A record that is broken or whose part is not as it tells is no record.
        """
        try:
            told = json.loads(self._path(number).read_text("utf-8"))
            record = _read(told)
            whole = (self._out / record.part).stat().st_size == record.bytes
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return record if whole else None

    def _path(self, number: int) -> Path:
        return self._home / f"{number:06}.json"


def _read(told: dict[str, Any]) -> Record:
    faults = tuple(Fault(**one) for one in told.pop("faults"))
    return Record(**told, faults=faults)
