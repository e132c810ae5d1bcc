"""JSON documents read value by value, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from pipeline.errors import InputError
from pipeline.io.columns import folded, list_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.io.reading import Limits

Event: TypeAlias = tuple[str, object]

_STARTS: Final[dict[str, type]] = {"start_map": dict, "start_array": list}
_ENDS: Final = frozenset({"end_map", "end_array"})
_CHUNK: Final = 2**16


class _Metered:
    """Gives the parser its bytes, and refuses one value that takes too many."""

    def __init__(self, stream: IO[bytes], most: int, name: str) -> None:
        self._read1 = getattr(stream, "read1", stream.read)
        self._most = most
        self._name = name
        self.since = 0

    def read(self, size: int) -> bytes:
        """Give some bytes: what is there, so that a broken end hides no whole value."""
        piece: bytes = self._read1(size)
        self.since += len(piece)
        if self.since > self._most + 2 * _CHUNK:
            message = f"expected values of at most {self._most:,} bytes, got more"
            hint = "the file was read up to there; write one JSON object per line"
            raise InputError(message, source=self._name, hint=hint)
        return piece


class TooDeep:
    """Stands for a value that is nested without end."""


def json_values(stream: IO[bytes], *, name: str, limits: Limits) -> Iterator[object]:
    """Give the values that may be articles, one in memory at a time.

    Those are the elements of a list; in an object the elements of its list of
    articles (``data``, ``items``), else the object itself. A value that is nested
    too deep comes as ``TooDeep``. Decimals come as ``Decimal``.

    Raises:
        InputError: the document is broken, or a value too large; what stands before
            was given.
    """
    import ijson

    metered = _Metered(stream, limits.line_bytes, name)
    events: Iterator[Event] = ijson.basic_parse(
        metered, buf_size=_CHUNK, multiple_values=True
    )
    try:
        for event, value in events:
            walk = _OUTERMOST.get(event)
            found = walk(events, limits.nesting) if walk else iter((value,))
            for one in found:
                metered.since = 0
                yield one
    except (ijson.JSONError, ValueError, ArithmeticError) as error:
        said = " ".join(str(error).split())
        message = f"expected JSON, got a mistake in it: {said:.120}"
        hint = "the file was read up to there; mend it"
        raise InputError(message, source=name, hint=hint) from error


def _elements(events: Iterator[Event], nesting: int) -> Iterator[object]:
    """Give the values of a list whose start has been taken."""
    for event, value in events:
        if event == "end_array":
            return
        yield _built(event, value, events, nesting)


def _members(events: Iterator[Event], nesting: int) -> Iterator[object]:
    """Give the articles of an object whose start has been taken, or the object."""
    alone: dict[str, object] = {}
    listed = False
    for event, value in events:
        if event == "end_map":
            break
        key = str(value)
        start, scalar = next(events)
        if start == "start_array" and folded(key) in list_names():
            listed = True
            yield from _elements(events, nesting)
        else:
            alone[key] = _built(start, scalar, events, nesting)
    if not listed:
        yield alone


_OUTERMOST: Final = {"start_array": _elements, "start_map": _members}


def _built(event: str, value: object, events: Iterator[Event], nesting: int) -> object:
    """Build one value from its events, without recursion; ``TooDeep`` beyond it."""
    root = _made(event, value)
    if event not in _STARTS:
        return root
    open_ones = [_Open(root)]
    beyond = 0
    deep = False
    while open_ones:
        event, value = next(events)
        if beyond or (event in _STARTS and len(open_ones) >= nesting):
            beyond += (event in _STARTS) - (event in _ENDS)
            deep = True
        elif event in _ENDS:
            open_ones.pop()
        elif event == "map_key":
            open_ones[-1].key = str(value)
        else:
            made = _made(event, value)
            open_ones[-1].put(made)
            if event in _STARTS:
                open_ones.append(_Open(made))
    return TooDeep() if deep else root


def _made(event: str, value: object) -> object:
    return _STARTS[event]() if event in _STARTS else value


@dataclass(slots=True)
class _Open:
    """An object or a list that values are put into, and the key of the next one."""

    into: object
    key: str = ""

    def put(self, value: object) -> None:
        if isinstance(self.into, dict):
            self.into[self.key] = value
        elif isinstance(self.into, list):
            self.into.append(value)
