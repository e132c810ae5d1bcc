"""Opens files and the members of ZIP archives, with their packings taken off."""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Final, Self

from pipeline.errors import InputError
from pipeline.io.inputs import STDIN, packings_of, printable
from pipeline.io.packing import BUFFER_BYTES, Flow, unpacked

if TYPE_CHECKING:
    from pipeline.io.reading import Limits

DAMAGE: Final = (
    *(EOFError, zlib.error, gzip.BadGzipFile),
    *(zipfile.BadZipFile, NotImplementedError),
)
"""What is raised at packed bytes that are broken or packed in an unknown way."""


def shown(path: str, members: tuple[str, ...]) -> str:
    """Name a file in archives for messages: ``dump.zip!2021/a.html``."""
    return printable("!".join((path, *members)))


class Archives:
    """Opens files and members of archives; what was opened last stays open.

    So members read one after another do not read the archive's directory each time.
    Close it, or use it as a context.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: list[tuple[str, zipfile.ZipFile, ExitStack]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every archive."""
        self._keep(0)

    def opened(
        self, path: str, members: tuple[str, ...], stack: ExitStack
    ) -> IO[bytes]:
        """Open a file, or a member of an archive, with its packings taken off.

        ``stack`` closes it.

        Raises:
            InputError: it is no such archive, or beyond the limits.
            OSError: the file cannot be read.
        """
        if not members:
            stream = stack.enter_context(_file(path))
            return self._bare(stream, path, path)
        archive = self.archive(path, members[:-1])
        name = shown(path, members)
        try:
            member = stack.enter_context(archive.open(members[-1]))
        except (KeyError, RuntimeError, *DAMAGE) as error:
            raise broken(error, name) from error
        return self._bare(member, members[-1], name)

    def archive(self, path: str, inner: tuple[str, ...]) -> zipfile.ZipFile:
        """Give the archive at ``path``, or the one that ``inner`` leads to within it.

        Raises:
            InputError: it is no archive, or beyond the limits.
            OSError: the file cannot be read.
        """
        chain = (path, *inner)
        same = 0
        for step, (name, *_) in zip(chain, self._open, strict=False):
            if name != step:
                break
            same += 1
        self._keep(same)
        for depth in range(same, len(chain)):
            self._add(path, chain[1 : depth + 1])
        return self._open[-1][1]

    def _add(self, path: str, inner: tuple[str, ...]) -> None:
        name = shown(path, inner)
        stack = ExitStack()
        try:
            stream = self.opened(path, inner, stack)
            whole = seekable(stream, name, self._limits, stack)
            archive = stack.enter_context(zipfile.ZipFile(whole))
        except (*DAMAGE, ValueError) as error:
            stack.close()
            raise broken(error, name) from error
        except BaseException:
            stack.close()
            raise
        self._open.append(((path, *inner)[-1], archive, stack))

    def _bare(self, stream: IO[bytes], name: str, place: str) -> IO[bytes]:
        for packing in packings_of(name):
            stream = unpacked(stream, packing, name=place, limits=self._limits)
        return stream

    def _keep(self, number: int) -> None:
        while len(self._open) > number:
            self._open.pop()[2].close()


def _file(path: str) -> IO[bytes]:
    if path == STDIN:
        # Closing what is read from here must not close stdin itself.
        return io.BufferedReader(_Borrowed(sys.stdin.buffer), BUFFER_BYTES)
    return Path(path).open("rb", buffering=BUFFER_BYTES)


class _Borrowed(Flow):
    """Reads a stream that belongs to somebody else, and leaves it open."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def next_bytes(self, size: int) -> bytes:
        """Give what the stream has."""
        return self._stream.read(size)


def broken(error: BaseException, name: str) -> InputError:
    """Make the fault that a packed file is broken, or packed as nobody can read it."""
    if "encrypted" in str(error) or "password" in str(error):
        message = "expected an archive that can be read, got one with a password"
        return InputError(message, source=name, hint="unpack it by hand")
    kind = PurePath(name).suffix or "packed"
    message = f"expected a whole {kind} file, got a broken one: {error}"
    return InputError(message, source=name, hint="fetch it anew")


def seekable(
    stream: IO[bytes], name: str, limits: Limits, stack: ExitStack
) -> IO[bytes]:
    """Give ``stream`` if one can move in it, else its bytes in a file for a while.

    Raises:
        InputError: that file would grow beyond the limit.
    """
    if stream.seekable() and not isinstance(stream, zipfile.ZipExtFile):
        return stream
    spool = tempfile.TemporaryFile(prefix="solieu-")  # noqa: SIM115 - the stack does
    stack.callback(spool.close)
    size = 0
    while piece := stream.read(BUFFER_BYTES):
        size += len(piece)
        if size > limits.spooled_bytes:
            most = f"expected at most {limits.spooled_bytes:,} bytes in a packed file"
            hint = "unpack it by hand"
            raise InputError(f"{most} that is read whole", source=name, hint=hint)
        spool.write(piece)
    spool.seek(0)
    return spool
