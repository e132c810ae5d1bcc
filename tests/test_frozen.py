"""Nouns that are made quickly behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from pipeline.frozen import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class Row:
    """By place and by name, with and without defaults."""

    start: int
    noun: str | None = None
    open: tuple[int, ...] = field(default_factory=tuple)
    unit: str = field(default="%", kw_only=True)
    marks: list[str] = field(default_factory=list, kw_only=True, compare=False)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """Looks at itself when it is full."""

    value: int

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("below nought")


def test_arguments_go_where_they_are_named() -> None:
    told = Row(1, "vốn", unit="ha")
    assert [getattr(told, f.name) for f in fields(told)] == [1, "vốn", (), "ha", []]


def test_what_is_left_out_is_made_for_each() -> None:
    assert Row(1).marks is not Row(1).marks


@pytest.mark.parametrize("arguments", [(), (1, None, (), "ha")], ids=["few", "many"])
def test_wrong_arguments_are_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="__init__"):
        Row(*arguments)  # type: ignore[arg-type]


def test_it_is_frozen_and_of_its_class() -> None:
    row = Row(1)
    assert type(row) is Row
    with pytest.raises(FrozenInstanceError):
        row.start = 2  # type: ignore[misc]


def test_copies_are_equal_and_hash_alike() -> None:
    row = Row(1, "vốn", (1, 2))
    copies = [copy.copy(row), pickle.loads(pickle.dumps(row)), replace(row)]  # noqa: S301
    assert copies == [row] * 3
    assert {*copies} == {row}
    assert replace(row, start=2) != row


def test_it_looks_at_itself_when_it_is_full() -> None:
    assert Bounded(value=1).value == 1
    with pytest.raises(ValueError, match="below nought"):
        Bounded(value=-1)
