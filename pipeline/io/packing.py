"""Takes gzip and zstd off a stream as it is read, and notices bombs."""

from __future__ import annotations

import gzip
import io
from abc import abstractmethod
from typing import IO, TYPE_CHECKING, Final

from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

    from pipeline.io.reading import Limits

GZIP: Final = ".gz"
ZSTD: Final = ".zst"
PACKINGS: Final = (GZIP, ZSTD)

BUFFER_BYTES: Final = 2**17
_ZSTD_STEP: Final = 2**10
"""Bytes unpacked at once: four of them may make 128 KiB, so these make 32 MiB."""


class Flow(io.RawIOBase):
    """A stream that is read by a function giving its next bytes."""

    def readable(self) -> bool:
        """Be a stream to read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer with what comes next."""
        view = memoryview(buffer).cast("B")
        piece = self.next_bytes(len(view))
        view[: len(piece)] = piece
        return len(piece)

    @abstractmethod
    def next_bytes(self, size: int) -> bytes:
        """Give 1 to ``size`` bytes; none at the end."""


class _Replayed(Flow):
    """Gives bytes that were read before, then what comes after them.

    An error met while they were read is raised behind them, and not before.
    """

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__()
        self._stream = stream
        self._error: Exception | None = None
        self.head = b""
        while len(self.head) < size:
            try:
                piece = _read1(stream, size - len(self.head))
            except Exception as error:  # noqa: BLE001 - raised in its place
                self._error = error
                break
            if not piece:
                break
            self.head += piece
        self._left = memoryview(self.head)

    def next_bytes(self, size: int) -> bytes:
        if self._left:
            piece = bytes(self._left[:size])
            self._left = self._left[size:]
            return piece
        if self._error is not None:
            raise self._error
        return _read1(self._stream, size)


def beginning(stream: IO[bytes], size: int) -> tuple[bytes, IO[bytes]]:
    """Give the first ``size`` bytes of a stream, or all, and the whole stream again."""
    replayed = _Replayed(stream, size)
    return replayed.head, io.BufferedReader(replayed, BUFFER_BYTES)


def _read1(stream: IO[bytes], size: int) -> bytes:
    """Read what is there, without waiting for ``size`` bytes, where that can be."""
    read1 = getattr(stream, "read1", stream.read)
    piece: bytes = read1(size)
    return piece


class _Counting(Flow):
    """Counts the packed bytes that were taken."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self.taken = 0

    def next_bytes(self, size: int) -> bytes:
        piece = _read1(self._stream, size)
        self.taken += len(piece)
        return piece


class _Unpacking(Flow):
    """Gives what was unpacked, as long as it stays within the limits."""

    def __init__(self, packed: IO[bytes], packing: str, name: str, at: Limits) -> None:
        super().__init__()
        self._packed = _Counting(packed)
        self._name = name
        self._limits = at
        self._given = 0
        self._next = _READERS[packing](self._packed)

    def next_bytes(self, size: int) -> bytes:
        piece = self._next(size)
        self._given += len(piece)
        check_unpacked(self._given, self._packed.taken, self._name, self._limits)
        return piece


def check_unpacked(given: int, taken: int, name: str, limits: Limits) -> None:
    """Refuse what has become too much by unpacking: a bomb, or as good as one.

    Raises:
        InputError: ``given`` bytes out of ``taken`` packed ones are over the limits.
    """
    hint = "unpack it by hand if it can be trusted"
    if given > limits.unpacked_bytes:
        message = f"expected at most {limits.unpacked_bytes:,} bytes unpacked, got more"
        raise InputError(message, source=name, hint=hint)
    if given > limits.ratio_from and given > taken * limits.ratio:
        message = f"expected at most {limits.ratio:,} bytes unpacked from one, got more"
        raise InputError(f"{message} (a decompression bomb?)", source=name, hint=hint)


def unpacked(
    packed: IO[bytes], packing: str, *, name: str, limits: Limits
) -> IO[bytes]:
    """Give the stream inside ``packed``; ``packing`` is one of ``PACKINGS``.

    Reading it raises ``EOFError`` or another of ``DAMAGE`` where the packed stream is
    broken, after all that stands before, and ``InputError`` beyond the limits.
    """
    return io.BufferedReader(_Unpacking(packed, packing, name, limits), BUFFER_BYTES)


def _gunzip(packed: _Counting) -> Callable[[int], bytes]:
    # Without a buffer between them: what stands before a broken end is not lost.
    return gzip.GzipFile(fileobj=packed).read1


def _unzstd(packed: _Counting) -> Callable[[int], bytes]:
    return _Zstd(packed).read1


class _Zstd:
    """Unpacks frame by frame: unlike the library's reader it notices a broken end."""

    def __init__(self, packed: _Counting) -> None:
        from zstandard import ZstdDecompressor

        self._packed = packed
        self._start = ZstdDecompressor().decompressobj
        self._frame = self._start()
        self._begun = False
        self._rest = b""
        self._ready = memoryview(b"")

    def read1(self, size: int) -> bytes:
        while not self._ready and self._more():
            pass
        piece = bytes(self._ready[:size])
        self._ready = self._ready[size:]
        return piece

    def _more(self) -> bool:
        """Unpack a step further; False at the end."""
        from zstandard import ZstdError

        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, self._start()
            self._begun = False
        step = self._rest or self._packed.read(_ZSTD_STEP)
        self._rest = b""
        if not step:
            if self._begun:
                raise EOFError("it ends in the middle of a frame")
            return False
        self._begun = True
        try:
            self._ready = memoryview(self._frame.decompress(step))
        except ZstdError as error:
            raise EOFError(str(error)) from error
        return True


_READERS: Final[dict[str, Callable[[_Counting], Callable[[int], bytes]]]] = {
    GZIP: _gunzip,
    ZSTD: _unzstd,
}
