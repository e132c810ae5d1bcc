"""Which encoding a text is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

from pipeline.errors import InputError, Notice, UsageError
from pipeline.io.legacy import LEGACY, TCVN3, UNKNOWN, VNI, WINDOWS_1258
from pipeline.io.packing import BUFFER_BYTES, Flow, beginning
from pipeline.io.spelling import spelt_share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.io.faults import FaultHandler
    from pipeline.io.formats.given import Given

UTF_8: Final = "utf-8"
UTF_16LE: Final = "utf-16-le"
UTF_16BE: Final = "utf-16-be"
_SIGNED: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, UTF_16LE),
    (codecs.BOM_UTF16_BE, UTF_16BE),
)
_NAMES: Final[Mapping[str, str]] = {
    "utf8": UTF_8,
    "utf8sig": UTF_8,
    "usascii": UTF_8,
    "ascii": UTF_8,
    "utf16": UTF_16LE,
    "utf16le": UTF_16LE,
    "utf16be": UTF_16BE,
    "windows1258": WINDOWS_1258,
    "cp1258": WINDOWS_1258,
    "tcvn3": TCVN3,
    "abc": TCVN3,
    "tcvn": TCVN3,
    "tcvn5712": TCVN3,
    "xviettcvn5712": TCVN3,
    "xviettcvn": TCVN3,
    "vni": VNI,
    "vniwindows": VNI,
    "xvietvni": VNI,
}
ENCODINGS: Final = (UTF_8, "utf-16", WINDOWS_1258, TCVN3, VNI)
"""What a user may name, in its usual spelling."""

SURE_ENOUGH: Final = 0.8
"""Below it no encoding is taken: of ten marked words eight are spelt as Vietnamese."""

CLEARLY_BETTER: Final = 0.15
_MARK: Final = "\ufeff"
_LOOKED_AT: Final = 2**17
_MANY: Final = 0.4
_FEW: Final = 0.05


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, and how sure that is, from 0 to 1; 1 where the bytes say so."""

    encoding: str
    confidence: float

    @property
    def taken(self) -> bool:
        """Be sure enough to be read."""
        return self.confidence >= SURE_ENOUGH

    def __str__(self) -> str:
        """Give it for messages; a guess is never "100% sure"."""
        return f"{self.encoding}, {int(self.confidence * 100)}% sure"


def known_encoding(name: str) -> str | None:
    """Give our name of an encoding; None for one that is not read."""
    return _NAMES.get(re.sub(r"[^a-z0-9]", "", name.lower()))


def check_encoding(name: str) -> str:
    """Give our name of an encoding that a user named.

    Raises:
        UsageError: it is none that is read.
    """
    found = known_encoding(name)
    if found is None:
        raise UsageError(
            f"--encoding: expected one of {', '.join(ENCODINGS)}, got {name!r}"
        )
    return found


def signed(head: bytes) -> str | None:
    """Give the encoding that a byte order mark states, if there is one."""
    return next((name for mark, name in _SIGNED if head.startswith(mark)), None)


def guess_encoding(head: bytes) -> Guess:
    """Tell the encoding of a text by its first bytes.

    What is UTF-8, but for less than every second letter above ASCII, is UTF-8: the
    rest of it is at fault. Zero bytes on one side of every pair are UTF-16. Among the
    encodings with one byte a letter the one wins whose words are spelt as Vietnamese;
    its confidence is the share of those words, or 0 if a second one reads as well.
    """
    if (stated := signed(head)) is not None:
        return Guess(stated, 1.0)
    text = codecs.getincrementaldecoder(UTF_8)("replace").decode(head)
    bad = text.count(UNKNOWN)
    marked = sum(not one.isascii() for one in text) - bad
    if 0 in head:
        return _guess_wide(head)
    if bad == 0 or marked > bad:
        return Guess(UTF_8, 1.0)
    shares = sorted(
        ((spelt_share(decode(head)), name) for name, decode in LEGACY.items()),
        reverse=True,
    )
    (best, name), (second, _) = shares[:2]
    return Guess(name, best if best - second >= CLEARLY_BETTER else 0.0)


def _guess_wide(head: bytes) -> Guess:
    """Tell UTF-16 by where its zero bytes are; without any order it is no text."""
    pairs = max(len(head) // 2, 1)
    even, odd = head[::2].count(0) / pairs, head[1::2].count(0) / pairs
    encoding = UTF_16LE if odd > even else UTF_16BE
    if max(even, odd) < _MANY or min(even, odd) > _FEW:
        return Guess(UTF_8, 1.0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    written = sum(one.isprintable() or one.isspace() for one in text)
    share = written / (len(text) + 1)
    return Guess(encoding, share) if share >= SURE_ENOUGH else Guess(UTF_8, 1.0)


def as_utf8(given: Given) -> Given:
    """Give a source of many records with its bytes in UTF-8, whatever they are in.

    What cannot be told is taken as UTF-8: each record that is not is a fault.
    """
    head, stream = beginning(given.stream, _LOOKED_AT)
    guess = _encoding_of(given, head)
    encoding = guess.encoding if guess.taken else UTF_8
    if guess.taken:
        _tell(given, guess)
    if encoding == UTF_8:
        stream.read(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
        return replace(given, stream=stream)
    recoded = Recoded(stream, encoding, given.name, given.on_fault)
    return replace(given, stream=io.BufferedReader(recoded, BUFFER_BYTES))


def utf8_of(raw: bytes, given: Given, stated: str | None = None) -> bytes:
    """Give all of a text in UTF-8; ``stated`` is the encoding that it names itself.

    Raises:
        InputError: its encoding cannot be told.
    """
    guess = _encoding_of(given, raw[:_LOOKED_AT])
    if stated and not given.reading.encoding and signed(raw) is None:
        # UTF-8 is known by its bytes; a page that claims it wrongly is looked into.
        guess = guess if UTF_8 in (stated, guess.encoding) else Guess(stated, 1.0)
    if not guess.taken:
        raise _untold(guess, given.name)
    _tell(given, guess)
    if guess.encoding == UTF_8:
        return raw
    recoded = Recoded(io.BytesIO(raw), guess.encoding, given.name, given.on_fault)
    return recoded.readall()


def _encoding_of(given: Given, head: bytes) -> Guess:
    named = given.reading.encoding
    if named is None or signed(head) is not None:
        return guess_encoding(head)
    return Guess(check_encoding(named), 1.0)


def _tell(given: Given, guess: Guess) -> None:
    """Tell what was guessed, and nothing of what the bytes or the user state."""
    if guess.confidence < 1 and not given.first:
        message = f"expected UTF-8 text; taken as {guess}"
        hint = "name another if that is wrong: --encoding NAME"
        given.on_fault(Notice(message, source=given.name, hint=hint))


def _untold(guess: Guess, name: str) -> InputError:
    likely = str(guess) if guess.confidence else "nothing that reads as Vietnamese"
    message = f"expected UTF-8 text, got another encoding: {likely}"
    hint = f"name it by --encoding ({', '.join(ENCODINGS[1:])}), or save it as UTF-8"
    return InputError(message, source=name, hint=hint)


class Recoded(Flow):
    """A stream in any of our encodings, as UTF-8.

    A byte that the encoding does not know becomes U+FFFD; that is told once.
    """

    def __init__(
        self, stream: IO[bytes], encoding: str, name: str, on_fault: FaultHandler
    ) -> None:
        super().__init__()
        self._stream = stream
        self._encoding = encoding
        self._name = name
        self._on_fault = on_fault
        self._decode = _decoder(encoding)
        self._left = memoryview(b"")
        self._ended = False
        self._clean = True
        self._begun = False

    def next_bytes(self, size: int) -> bytes:
        """Give what comes next, in UTF-8."""
        while not self._left and not self._ended:
            piece = self._stream.read(BUFFER_BYTES)
            self._ended = not piece
            text = self._decode(piece)
            if not self._begun and text:
                text, self._begun = text.removeprefix(_MARK), True
            if self._clean and UNKNOWN in text:
                self._clean = False
                self._tell_unknown()
            self._left = memoryview(text.encode(UTF_8))
        given = bytes(self._left[:size])
        self._left = self._left[size:]
        return given

    def _tell_unknown(self) -> None:
        message = f"expected {self._encoding} text, got bytes that it does not know"
        hint = "they are read as \ufffd; is the encoding right? --encoding NAME"
        self._on_fault(Notice(message, source=self._name, hint=hint))


def _decoder(encoding: str) -> Callable[[bytes], str]:
    """Give what decodes piece after piece; no bytes are the end."""
    if encoding in LEGACY:
        return _Pieces(LEGACY[encoding])
    incremental = codecs.getincrementaldecoder(encoding)("replace")
    return lambda piece: incremental.decode(piece, final=not piece)


class _Pieces:
    """Decodes up to the last space, for a letter may be several bytes."""

    def __init__(self, decode: Callable[[bytes], str]) -> None:
        self._decode = decode
        self._kept = b""

    def __call__(self, piece: bytes) -> str:
        whole = self._kept + piece
        cut = max(whole.rfind(b" "), whole.rfind(b"\n")) + 1
        if not piece or (cut == 0 and len(whole) > 2 * BUFFER_BYTES):
            cut = len(whole)
        self._kept = whole[cut:]
        return self._decode(whole[:cut])
