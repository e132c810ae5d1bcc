"""The files inside ZIP archives, and in archives in these: each name is checked."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.errors import InputError
from pipeline.io.archives import DAMAGE, broken, shown
from pipeline.io.inputs import form_of, packings_of
from pipeline.io.packing import check_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from pipeline.io.archives import Archives
    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Limits

ZIP: Final = ".zip"
Member: TypeAlias = tuple[tuple[str, ...], int]
"""The names that lead to a file in archives, and its bytes unpacked."""

_ENCRYPTED: Final = 0x1
_UNIX_MODE: Final = 16
_OUTSIDE: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\\")
"""A name that would leave the folder it is unpacked to."""


@dataclass(slots=True)
class MembersOf:
    """Gives every readable member of an archive and of archives in it.

    They come in the order of the archive's directory. Hidden members and those of
    another kind are passed over, as in folders; a member that points outside, has a
    password or is a bomb is a fault, as is an archive too deep in others.
    """

    path: str
    archives: Archives
    limits: Limits
    on_fault: FaultHandler
    _met: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Member]:
        """Walk through the archive."""
        try:
            yield from self._walk(())
        except InputError as fault:
            self.on_fault(fault)

    def _walk(self, inner: tuple[str, ...]) -> Iterator[Member]:
        seen: set[str] = set()
        for info in self._directory(inner):
            name = info.filename
            if info.is_dir() or _hidden(name):
                continue
            self._count()
            form = form_of(name)
            members = (*inner, name)
            if form is None or not self._sound(info, members, seen):
                continue
            if form == ZIP:
                yield from self._walk(members)
            else:
                yield members, info.file_size

    def _directory(self, inner: tuple[str, ...]) -> list[ZipInfo]:
        try:
            return self.archives.archive(self.path, inner).infolist()
        except (*DAMAGE, RuntimeError) as error:
            self.on_fault(broken(error, shown(self.path, inner)))
        except InputError as fault:
            self.on_fault(fault)
        return []

    def _count(self) -> None:
        self._met += 1
        if self._met > self.limits.members:
            message = f"expected at most {self.limits.members:,} files in an archive"
            raise InputError(message, source=self.path, hint="split it")

    def _sound(self, info: ZipInfo, members: tuple[str, ...], seen: set[str]) -> bool:
        """Tell a member that is not what it claims, or would harm who reads it."""
        place = shown(self.path, members)
        try:
            _check_kind(info, place, seen)
            _check_layers((self.path, *members), place, self.limits.layers)
            packed = max(info.compress_size, 1)
            check_unpacked(info.file_size, packed, place, self.limits)
        except InputError as fault:
            self.on_fault(fault)
            return False
        seen.add(info.filename)
        return True


def _check_kind(info: ZipInfo, place: str, seen: set[str]) -> None:
    if _OUTSIDE.search(info.filename):
        message = "expected a name inside the archive, got one that leads outside"
        raise InputError(message, source=place, hint="the archive may be hostile")
    if stat.S_ISLNK(info.external_attr >> _UNIX_MODE):
        message = "expected a file, got a link"
        raise InputError(message, source=place, hint="put the file itself in")
    if info.flag_bits & _ENCRYPTED:
        raise broken(RuntimeError("encrypted"), place)
    if info.filename in seen:
        message = "expected each name once in an archive, got it again"
        raise InputError(message, source=place, hint="the last one is read")


def _check_layers(names: tuple[str, ...], place: str, most: int) -> None:
    layers = sum(1 + len(packings_of(name)) for name in names) - 1
    if layers > most:
        message = f"expected at most {most} layers of packing, got more"
        raise InputError(message, source=place, hint="unpack it by hand")


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(
        part == "__MACOSX" or (part.startswith(".") and not part.startswith(".."))
        for part in parts
    )
