"""How far the files of a run are read, as the system knows it of each open file."""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.batch.manifest import Input

_OPEN_FILES: Final = Path("/proc/self/fd")


class Position:
    """Tells the share of the input that was read, whatever reads it and however packed.

    The readers take one file after the other; the one that is open, and the place in
    it, are asked of the system. Where that cannot tell (no Linux, stdin), nobody can.

    Args:
        inputs: the files, in the order they are read.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        sizes = [one.bytes or 0 for one in inputs]
        before = accumulate(sizes, initial=0)
        names = (os.path.realpath(one.name) for one in inputs)
        self._before = dict(zip(names, before, strict=False))
        self._whole = sum(sizes)
        self._told = all(one.bytes is not None for one in inputs) and self._whole
        self._read = 0

    def share(self) -> float | None:
        """Give the share that was read, from 0 to 1; None where none can tell."""
        if not self._told or not _OPEN_FILES.is_dir():
            return None
        for link in _OPEN_FILES.iterdir():
            try:
                before = self._before.get(str(link.readlink()))
                if before is not None:
                    place = before + os.lseek(int(link.name), 0, os.SEEK_CUR)
                    self._read = max(self._read, place)
            except OSError:  # closed since, or no file that has places
                continue
        return min(1.0, self._read / self._whole)
