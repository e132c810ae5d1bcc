"""What happens to bad input: each fault goes to a handler, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pipeline.errors import InputError, Notice

FaultHandler: TypeAlias = Callable[[InputError], None]


def raise_fault(fault: InputError) -> None:
    """Be the handler of a caller for whom the first fault is the end.

    Raises:
        InputError: always, but for a notice, after which all is there.
    """
    if not isinstance(fault, Notice):
        raise fault


def told(value: object) -> str:
    """Name what came in a message: a JSON value by its kind, never at full length."""
    kinds = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        bytes: "bytes that are no UTF-8",
    }
    if value is None:
        return "null"
    return kinds.get(type(value), "a number")
