"""JSON Lines, read one line at a time; a bad line is told and the next one read."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NoReturn

from pipeline.errors import InputError
from pipeline.io.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from gzip import GzipFile
    from typing import IO

    from pipeline.io.faults import FaultHandler

MAX_LINE_BYTES: Final = 16 * 2**20
"""The longest line that is read; a press article has a few thousand bytes."""

BOM: Final = b"\xef\xbb\xbf"
ONE_PER_LINE: Final = "write one JSON object per line"


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One object and its place: ``articles.jsonl:12``."""

    place: str
    value: dict[str, object]


def raw_lines(
    stream: IO[bytes] | GzipFile, most: int = MAX_LINE_BYTES
) -> Iterator[bytes | None]:
    """Cut a stream at its newlines; None stands for a line over ``most`` bytes.

    Only a line feed ends a line: U+2028 and its like may stand inside a JSON string.
    """
    while line := stream.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(most)
        yield None


def json_lines(
    lines: Iterable[bytes | None], *, name: str, on_fault: FaultHandler
) -> Iterator[JsonLine]:
    """Read every object of a JSON Lines file; blank lines count but say nothing.

    Decimals come as ``Decimal`` with their written digits. Each bad line is one
    fault; a file that is binary, or one JSON document over many lines, is one
    fault as a whole.

    Args:
        lines: the raw lines, as ``raw_lines`` cuts them.
        name: the file, for messages.
        on_fault: told of each fault.
    """
    for line in json_records(lines, name=name, on_fault=on_fault):
        if line is not None:
            yield line


def json_records(
    lines: Iterable[bytes | None], *, name: str, on_fault: FaultHandler, first: int = 0
) -> Iterator[JsonLine | None]:
    """Read a JSON Lines file from record ``first`` on: each line that is not blank.

    None stands for a line at fault. Lines before are not parsed, nor are their faults
    told. Otherwise it is as ``json_lines``.
    """
    record = 0
    for number, line in enumerate(lines, 1):
        raw = line.removeprefix(BOM) if line and number == 1 else line
        if raw is not None and not raw.strip():
            continue
        if record >= first:
            yield _line(raw, f"{name}:{number}", on_fault, None if record else name)
        if (raw is not None and b"\0" in raw) or (record == 0 and _spread(raw)):
            return
        record += 1
    if record == 0:
        hint = "remove the file or fill it"
        on_fault(InputError("expected JSON, got an empty file", source=name, hint=hint))


def _line(
    raw: bytes | None, place: str, on_fault: FaultHandler, file: str | None
) -> JsonLine | None:
    """Parse a line; ``file`` is named for the first one, which tells of them all."""
    try:
        return JsonLine(place, _parse(raw, place))
    except InputError as fault:
        spread = file is not None and _spread(raw)
        on_fault(_whole_file(raw, file or place) if spread else fault)
        return None


def _spread(raw: bytes | None) -> bool:
    """Begin like a document that goes on over the next lines."""
    return raw is not None and raw.strip() in {b"{", b"[", b"[{"}


def _whole_file(raw: bytes | None, name: str) -> InputError:
    start = (raw or b"").strip().decode()
    message = f"expected JSON Lines, got one document over many lines ({start!r})"
    return InputError(message, source=name, hint=ONE_PER_LINE)


def _parse(raw: bytes | None, place: str) -> dict[str, object]:
    if raw is None:
        message = f"expected a line of at most {MAX_LINE_BYTES:,} bytes, got more"
        raise InputError(message, source=place, hint=ONE_PER_LINE)
    text = decode(raw, place).rstrip()
    try:
        value: object = json.loads(text, parse_float=_decimal, parse_constant=_refuse)
    except RecursionError as error:
        message = "expected an article, got JSON nested without end"
        raise InputError(message, source=place, hint=ONE_PER_LINE) from error
    except ValueError as error:
        what = str(error)
        if isinstance(error, json.JSONDecodeError):
            what = f"{error.msg} at column {error.colno}"
        message = f"expected JSON, got a mistake in it: {what}"
        raise InputError(message, source=place, hint=ONE_PER_LINE) from error
    if not isinstance(value, dict):
        message = f"expected a JSON object, got {told(value)}"
        raise InputError(message, source=place, hint=ONE_PER_LINE)
    return value


def _decimal(number: str) -> Decimal:
    """Read a decimal; one whose power of ten a float cannot hold is a slip."""
    try:
        value = Decimal(number)
    except InvalidOperation as error:
        raise ValueError(_too_long(number)) from error
    if value and abs(value.adjusted()) > sys.float_info.max_10_exp:
        raise ValueError(_too_long(number))
    return value


def _too_long(number: str) -> str:
    return f"{number:.40} is too large or too small a number"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def decode(raw: bytes, place: str) -> str:
    """Give the text of UTF-8 bytes.

    Raises:
        InputError: they hold a NUL byte or are not UTF-8.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "expected UTF-8 text, got UTF-16"
        raise InputError(message, source=place, hint="save it as UTF-8")
    if (at := raw.find(b"\0")) >= 0:
        message = f"expected text, got binary data (a NUL byte at offset {at})"
        raise InputError(message, source=place, hint="give the article as UTF-8 text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        message = f"expected UTF-8 text, got byte 0x{byte:02x} at offset {error.start}"
        hint = "save it as UTF-8"
        raise InputError(message, source=place, hint=hint) from error
