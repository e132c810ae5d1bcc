"""From one record of a dump (a line, a row, an element) to an article, or a fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError, Notice
from pipeline.io.columns import Columns
from pipeline.io.faults import told
from pipeline.schema import Article
from pipeline.values.article_date import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Reading

MAX_KEYS_TOLD: Final = 12
MEND: Final = "mend the line"
_SAY_WHICH: Final = "name the one that holds the article: --map text=NAME"
_FILL: Final = "remove the line or fill it"


class Records:
    """Makes articles of the records of one file, by its columns."""

    def __init__(self, reading: Reading, on_fault: FaultHandler) -> None:
        self.columns = Columns(reading)
        self._on_fault = on_fault

    def article(
        self, value: Mapping[str, object], place: str, *, lone_ids: bool = True
    ) -> Article | None:
        """Give the article of a record; None if it is at fault, which is told.

        An id that is missing is invented from the place; that is told, too, unless
        the whole file has none (``lone_ids`` is False), which is told once elsewhere.
        """
        record = _Record(value, place, self.columns)
        try:
            text = record.text()
            said = {name: record.said(name) for name in _SAID}
            check_date(said["published"], place)
            article_id = record.said("id")
        except InputError as fault:
            self._on_fault(fault)
            return None
        if article_id is None:
            article_id = PurePath(place).name
            if lone_ids:
                message = f"expected a key 'id', got none; kept as {article_id!r}"
                hint = "give each article an id"
                self._on_fault(InputError(message, source=place, hint=hint))
        return Article(id=article_id, text=text, **said)


_SAID: Final = ("title", "published", "url", "source", "author")


def check_date(published: str | None, place: str) -> None:
    """Refuse a date that nobody can read where its place can still be told."""
    if published is None:
        return
    try:
        parse_published(published)
    except InputError as fault:
        raise InputError(fault.message, source=place, hint=fault.hint) from fault


def listed(keys: Iterable[str]) -> str:
    """Name keys or columns in a message, the first few of them."""
    names = list(keys)
    more = f" and {len(names) - MAX_KEYS_TOLD} more"
    shown = ", ".join(f"{one:.40}" for one in names[:MAX_KEYS_TOLD]) or "none"
    return shown + (more if len(names) > MAX_KEYS_TOLD else "")


def check_columns(columns: Columns, names: Sequence[str], place: str) -> None:
    """Refuse a table that lacks a column that was named, or any for the text.

    Raises:
        InputError: it tells the columns that there are.
    """
    missing = columns.missing(names)
    if missing is None and "text" in columns.of(names):
        return
    wanted = f"a column {missing!r}" if missing else "a column for the text"
    message = f"expected {wanted}, got the columns: {listed(names)}"
    raise InputError(message, source=place, hint=_SAY_WHICH)


def no_ids(place: str) -> Notice:
    """Make the notice that a whole file has no ids, so that they are invented."""
    message = "expected a column for the id, got none; ids are made of file and row"
    return Notice(message, source=place, hint="name it: --map id=NAME")


def whole(value: str, key: str, place: str) -> str:
    """Refuse half a surrogate pair: no file can hold it and no hash be taken of it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"\\u{ord(value[error.start]):04x} at character {error.start}"
        message = f"expected whole characters in {key!r}, got the half of one: {half}"
        raise InputError(message, source=place, hint="mend the escape") from error
    return value


def _from_bytes(value: object) -> object:
    """Parquet may keep text as bytes; those that are UTF-8 are text."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value


@dataclass(frozen=True, slots=True)
class _Record:
    """One record, asked for its fields; what is wrong is raised as ``InputError``."""

    value: Mapping[str, object]
    place: str
    columns: Columns

    def text(self) -> str:
        key = self.columns.of(self.value).get("text")
        if key is None:
            wanted = self.columns.named.get("text", "text")
            message = f"expected a key {wanted!r}, got: {listed(sorted(self.value))}"
            raise InputError(message, source=self.place, hint=_SAY_WHICH)
        value = _from_bytes(self.value[key])
        if not isinstance(value, str):
            message = f"expected {key!r} to be a string, got {told(value)}"
            raise InputError(message, source=self.place, hint=_SAY_WHICH)
        if not value.strip():
            message = f"expected the article in {key!r}, got an empty string"
            raise InputError(message, source=self.place, hint=_FILL)
        return whole(value, key, self.place)

    def said(self, field: str) -> str | None:
        """Read a field that may be missing; numbers and days are taken as written."""
        key = self.columns.of(self.value).get(field)
        if key is None:
            return None
        value = _from_bytes(self.value[key])
        if field == "author" and isinstance(value, list):
            value = ", ".join(one for one in value if isinstance(one, str))
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or isinstance(value, str):
            return whole(value, key, self.place) if value and value.strip() else None
        if not self.columns.strict(field, key):
            return None
        message = f"expected {key!r} to be a string or null, got {told(value)}"
        raise InputError(message, source=self.place, hint=MEND)
