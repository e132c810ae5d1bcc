"""What two models differ in, table by table and row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import LexiconError, ModelError
from pipeline.lexicon.tables import SOURCE_COLUMN, parse_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.models import Model

Key = tuple[str, ...]
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that both have with other numbers."""

    key: Key
    one: Values
    other: Values

    @property
    def size(self) -> float:
        """How far the first numbers of the two are apart."""
        return abs(float(self.one[0]) - float(self.other[0]))


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What a table of the other model has more, has not, and has otherwise.

    The rows come in the order of the tables, the changes with the greatest first.
    """

    name: str
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    changed: tuple[Change, ...]


def differences(one: Model, other: Model) -> Iterator[TableDifference]:
    """Give the tables in which two models differ, in the order of their names.

    Words tell which row is which, and numbers what it says.

    Raises:
        ModelError: a table cannot be read.
    """
    for name in sorted({*one.tables, *other.tables}):
        if one.table(name) == other.table(name):
            continue
        first, second = _rows(one, name), _rows(other, name)
        changed = [
            Change(key, first[key], second[key])
            for key in first
            if key in second and first[key] != second[key]
        ]
        yield TableDifference(
            name=name,
            added=tuple(key for key in second if key not in first),
            removed=tuple(key for key in first if key not in second),
            changed=tuple(sorted(changed, key=lambda change: -change.size)),
        )


def _rows(model: Model, name: str) -> Mapping[Key, Values]:
    try:
        rows = parse_table(model.table(name), name=model.place_of(name))
    except LexiconError as error:
        raise ModelError(str(error)) from error
    found: dict[Key, Values] = {}
    for row in rows:
        cells = [cell for key, cell in row.items() if key != SOURCE_COLUMN]
        words = tuple(cell for cell in cells if not _is_number(cell))
        numbers = tuple(cell for cell in cells if _is_number(cell))
        # A table of numbers alone: the first tells which row it is.
        key, values = (words, numbers) if words else (numbers[:1], numbers[1:])
        found[key] = values
    return found


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
