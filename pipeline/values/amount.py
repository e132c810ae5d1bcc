"""The figure as found in the text, before anything is linked to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.values.units import UnitMention

Form: TypeAlias = Literal["digits", "words", "fraction", "multiple", "rank", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One figure as written; offsets count in the folded text.

    ``start`` and ``end`` hold the numeric expression alone. ``kind`` is the kind of
    unit ("money", "percent", "mass", …), "count" before a counted noun, "bare" where
    nothing tells. ``value`` is before the magnitude words of ``unit``. The part of
    "10/13 tiêu chí" has unit and noun of the whole behind it.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: UnitMention | None = None
    noun: tuple[int, int] | None = None
    kind: str = "bare"
    form: Form = "digits"

    @property
    def full_start(self) -> int:
        """Start of number and currency together: "USD 5 triệu"."""
        if self.unit is None or self.unit.currency is None:
            return self.start
        return min(self.start, self.unit.currency[0])

    @property
    def unit_end(self) -> int:
        """End of number, magnitude and unit together."""
        if self.unit is None or self.unit.shared:
            return self.end
        return max(self.end, self.unit.end)

    @property
    def full_end(self) -> int:
        """End of number, magnitude, unit and counted noun together."""
        if self.noun is None or self.form == "part":
            return self.unit_end
        return max(self.unit_end, self.noun[1])
