"""Makes frozen dataclasses quickly: the nouns that articles have by the hundred.

A frozen dataclass fills each field by ``object.__setattr__``, which takes ten times as
long as a plain assignment; on press articles that was a twentieth of all time.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_set_class: Final = vars(object)["__class__"].__set__
"""Past the noun's own ``__setattr__``, which refuses."""


def quickly_made(noun: type[T]) -> type[T]:
    """Fill a frozen dataclass with slots as a plain one, and freeze it when full.

    While ``__init__`` runs, the instance is of a class with the same slots that lets
    itself be filled; nobody else has it yet. Nothing else of the noun changes.
    """
    slots = {"__slots__": noun.__slots__, "__module__": noun.__module__}  # type: ignore[attr-defined]
    open_noun = type(f"_Open{noun.__name__}", (), slots)
    named = {f"default_{f.name}": _default(f) for f in fields(noun)}  # type: ignore[arg-type]
    known: dict[str, Any] = {**named, "_noun": noun, "_open": open_noun}
    known |= {"_missing": MISSING, "_set_class": _set_class}
    # The same way as dataclasses make theirs: out of the names of the fields alone.
    exec("\n".join(_lines(noun)), known)  # noqa: S102
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{noun.__qualname__}.__init__"
    made.__annotations__ = noun.__init__.__annotations__
    noun.__init__ = made  # type: ignore[method-assign]
    return noun


def _default(told: Field[Any]) -> object:
    """Give what an argument is worth where it is left out; or what makes that."""
    return told.default if told.default_factory is MISSING else told.default_factory


def _lines(noun: type) -> Iterator[str]:
    told = fields(noun)
    by_place = [_argument(one) for one in told if not one.kw_only]
    by_name = [_argument(one) for one in told if one.kw_only]
    names = [*by_place, *(["*", *by_name] if by_name else [])]
    yield f"def __init__(self, {', '.join(names)}):"
    yield "    _set_class(self, _open)"
    for one in told:
        yield f"    self.{one.name} = {_value(one)}"
    yield "    self.__class__ = _noun"
    if hasattr(noun, "__post_init__"):
        yield "    self.__post_init__()"


def _argument(told: Field[Any]) -> str:
    if told.default is not MISSING:
        return f"{told.name}=default_{told.name}"
    return told.name if told.default_factory is MISSING else f"{told.name}=_missing"


def _value(told: Field[Any]) -> str:
    if told.default_factory is MISSING:
        return told.name
    return f"default_{told.name}() if {told.name} is _missing else {told.name}"
