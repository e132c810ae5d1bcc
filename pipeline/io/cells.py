"""From a stored row back to the observation that it was written from."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from pipeline.errors import InputError
from pipeline.io.fields import Fields
from pipeline.io.iso import read_period
from pipeline.schema import (
    COLUMNS,
    Base,
    Bound,
    Direction,
    Measure,
    Observation,
    Period,
    PlanGiver,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T", bound=str)

REWRITE: Final = "write the table anew with this version of solieu"
MEND: Final = "mend the row"
_WHOLE: Final = re.compile(r"-?\d{1,18}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def check_columns(names: Iterable[str], place: str) -> None:
    """Refuse a table that has not the columns of C3, each once, in any order.

    Raises:
        InputError: a column is missing, unknown or there twice.
    """
    there = list(names)
    missing = [name for name in COLUMNS if name not in there]
    unknown = [name for name in there if name not in COLUMNS]
    if len(missing) == len(COLUMNS):
        shown = ", ".join(map(repr, there[:4])) or "none"
        message = f"expected the columns that 'solieu extract' writes, got {shown}"
        raise InputError(message, source=place, hint="name a table of figures")
    wrong = [f"no {name!r}" for name in missing]
    wrong += [f"{name!r}, which it does not have" for name in unknown]
    wrong += [f"{name!r} twice" for name in COLUMNS if there.count(name) > 1]
    if wrong:
        message = f"expected the columns of the table, got {', '.join(wrong)}"
        raise InputError(message, source=place, hint=REWRITE)


def to_observation(row: Mapping[str, object], place: str) -> Observation:
    """Give the observation of a stored row.

    Cells may be as any format has them: decimals as Decimal, whole number or text,
    dates as dates or ISO text, mappings as such or as JSON text. An empty text is
    None where a column may be null.

    Args:
        row: has every column of C3.
        place: of the row, for messages: ``figures.csv:12``.

    Raises:
        InputError: a cell is not what its column holds, or two contradict.
    """
    cells = Cells(row, place)
    return Observation(
        **{name: cells.needed(name) for name in _NEEDED},  # type: ignore[arg-type] # by name
        **{name: cells.text(name) for name in _TEXTS},  # type: ignore[arg-type] # by name
        **{name: cells.whole(name) for name in _WHOLES},  # type: ignore[arg-type] # by name
        value=cells.figure("value"),
        value_max=cells.decimal("value_max"),
        quantity=cells.figure("quantity"),
        bound=cells.one_of("bound", get_args(Bound)),
        measure=cells.one_of("measure", get_args(Measure)),
        direction=cells.one_or_none("direction", get_args(Direction)),
        period=cells.period("period"),
        base=cells.base(),
        plan_period=cells.written_period("plan_period"),
        plan_by=cells.one_or_none("plan_by", get_args(PlanGiver)),
        status=cells.one_of("status", get_args(Status)),
        evidence=cells.evidence(),
        inferred=cells.inferred(),
        confidence=cells.real("confidence"),
    )


_NEEDED: Final = (
    *("observation_id", "article_id", "text_sha256", "model"),
    *("amount_text", "sentence_text"),
)
_TEXTS: Final = (
    *("published", "source", "url", "unit_text", "unit", "metric_text"),
    *("parent_text", "entity", "indicator", "price_basis", "base_text"),
    *("area", "area_code", "repeat_of"),
)
_WHOLES: Final = (
    *("amount_start", "amount_end", "unit_mult"),
    *("sentence_start", "sentence_end"),
)


class Cells:
    """The cells of one row; every method raises ``InputError`` on a fault."""

    def __init__(self, row: Mapping[str, object], place: str) -> None:
        self._row = row
        self._place = place

    def fault(self, name: str, expected: str) -> InputError:
        """Make the fault that a cell is not what was ``expected``."""
        got = f"{self._row[name]!r:.60}"
        message = f"expected {name!r} to be {expected}, got {got}"
        return InputError(message, source=self._place, hint=MEND)

    def needed(self, name: str) -> str:
        """Give a text that is there, be it empty."""
        value = self._row[name]
        if isinstance(value, str):
            return value
        raise self.fault(name, "a text")

    def text(self, name: str) -> str | None:
        """Give a text, or None for null and for nothing."""
        value = self._row[name]
        if value is None or isinstance(value, str):
            return value or None
        raise self.fault(name, "a text or null")

    def whole(self, name: str) -> int:
        """Give a whole number."""
        value = self._row[name]
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self.fault(name, "a whole number")

    def decimal(self, name: str) -> Decimal | None:
        """Give a number with all its digits, or None; a float has lost some."""
        value = self._row[name]
        if value is None or value == "":
            return None
        number = _number(value)
        if number is None or not number.is_finite():
            raise self.fault(name, "a decimal number")
        return number

    def figure(self, name: str) -> Decimal:
        """Give a number that must be there."""
        number = self.decimal(name)
        if number is None:
            raise self.fault(name, "a number")
        return number

    def real(self, name: str) -> float:
        """Give a probability or another measured number."""
        value = self._row[name]
        if isinstance(value, float | int | Decimal | str):
            try:
                return float(value)
            except (ValueError, OverflowError):
                pass  # told below like any other that is none
        raise self.fault(name, "a number")

    def one_of(self, name: str, allowed: tuple[T, ...]) -> T:
        """Give one of the ``allowed`` words."""
        value = self.one_or_none(name, allowed)
        if value is None:
            raise self.fault(name, "one of " + ", ".join(allowed))
        return value

    def one_or_none(self, name: str, allowed: tuple[T, ...]) -> T | None:
        """Give one of the ``allowed`` words, or None."""
        value = self._row[name]
        if value is None or value == "":
            return None
        for choice in allowed:
            if value == choice:
                return choice
        raise self.fault(name, "one of " + ", ".join(allowed))

    def written_period(self, name: str) -> Period | None:
        """Give a period that only its ISO form tells."""
        try:
            return read_period(self.text(name))
        except ValueError as error:
            raise self.fault(name, "a period as 2021, 2021-Q3 or 2021-09") from error

    def period(self, name: str) -> Period | None:
        """Give a period by its days, which its ISO form must agree with."""
        told = self.text(name)
        first, last = self.day(f"{name}_first"), self.day(f"{name}_last")
        if told is None and first is None and last is None:
            return None
        if first is None or last is None or last < first:
            raise self.fault(name, f"told by {name}_first and {name}_last, too")
        period = Period(first, last)
        if period.iso != told:
            raise self.fault(name, f"the days that stand beside it, {period.iso!r}")
        return period

    def base(self) -> Base | None:
        """Give the base: none, a plan, a whole, or a period."""
        match self.text("base"):
            case None:
                return None
            case "plan":
                return Base("plan")
            case "whole":
                return Base("whole")
            case _:
                return Base("period", self.period("base"))

    def day(self, name: str) -> date | None:
        """Give a day, or None."""
        value = self._row[name]
        if value is None or value == "":
            return None
        if type(value) is date:
            return value
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass  # a 30 February: told below like any other that is none
        raise self.fault(name, "a day as 2021-09-30")

    def evidence(self) -> dict[str, tuple[int, int]]:
        """Give the spans of the words behind each field."""
        told = Fields({"evidence": self._mapping("evidence")}, self._place)
        return told.spans("evidence")

    def inferred(self) -> dict[str, str]:
        """Give the rules behind the fields that no words state."""
        told = self._mapping("inferred")
        rules = {n: rule for n, rule in told.items() if isinstance(rule, str)}
        if len(rules) < len(told):
            raise self.fault("inferred", "an object of names")
        return rules

    def _mapping(self, name: str) -> Mapping[str, object]:
        value = self._row[name]
        if isinstance(value, str):
            try:
                value = json.loads(value or "{}")
            except (ValueError, RecursionError) as error:
                raise self.fault(name, "a JSON object") from error
        if isinstance(value, dict):
            return value
        raise self.fault(name, "a JSON object")


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
