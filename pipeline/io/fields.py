"""Asks a JSON object for its values by key and kind, and tells what is wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from pipeline.errors import InputError
from pipeline.io.faults import told
from pipeline.io.iso import read_days

T = TypeVar("T", bound=str)


class Fields:
    """One JSON object and its place; every method raises ``InputError`` on a fault."""

    def __init__(self, value: object, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            message = f"expected an object, got {told(value)}"
            raise InputError(message, source=place, hint="mend the line")
        self.value: dict[str, object] = value

    def fault(self, key: str, expected: str) -> InputError:
        """Make the fault that ``key`` is not what was ``expected``."""
        value = self.value.get(key)
        came = told(value) if key in self.value else "none"
        shown = f" {value!r:.60}" if isinstance(value, str | int | Decimal) else ""
        message = f"expected {key!r} to be {expected}, got {came}{shown}"
        return InputError(message, source=self.place, hint="mend the line")

    def text(self, key: str) -> str | None:
        """Give a string; None for null, an empty string or no such key."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            return value or None
        raise self.fault(key, "a string or null")

    def number(self, key: str) -> Decimal | None:
        """Give a number with its written digits, or None."""
        value = self.value.get(key)
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        raise self.fault(key, "a number or null")

    def offset(self, key: str) -> int:
        """Give an offset, which must be there."""
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise self.fault(key, "an offset of 0 or more")

    def one_of(self, key: str, allowed: tuple[T, ...]) -> T | None:
        """Give one of the ``allowed`` words, or None."""
        value = self.value.get(key)
        if value is None or value == "":
            return None
        for choice in allowed:
            if value == choice:
                return choice
        raise self.fault(key, "one of " + ", ".join(allowed))

    def period(self, key: str, also: tuple[str, ...] = ()) -> str | None:
        """Give a readable period or one of the words ``also`` allowed, or None."""
        value = self.text(key)
        if value is None or value in also:
            return value
        try:
            read_days(value)
        except ValueError as error:
            message = f"{key!r}: {error}"
            raise InputError(
                message, source=self.place, hint="mend the line"
            ) from error
        return value

    def spans(self, key: str) -> dict[str, tuple[int, int]]:
        """Give an object of half-open spans; an empty one for null or no such key."""
        value = self.value.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fault(key, "an object of [start, end]")
        row = Fields(value, f"{self.place}, {key}")
        return {name: row.span(name) for name in value}

    def span(self, key: str) -> tuple[int, int]:
        """Give a half-open span, which must be there."""
        match self.value.get(key):
            case [int(start), int(end)]:
                return start, end
            case _:
                raise self.fault(key, "[start, end]")

    def check_place(self, start: int, end: int, text: str | None) -> None:
        """Refuse a place outside the text, or whose words are not ``amount``."""
        if end <= start:
            raise self.fault("end", f"greater than the start {start}")
        if text is None:
            return
        if end > len(text):
            raise self.fault("end", f"within the text's {len(text)} characters")
        amount = self.text("amount")
        if amount is not None and text[start:end] != amount:
            raise self.fault("amount", f"the words at its place, {text[start:end]!r}")
