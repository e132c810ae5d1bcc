"""How exactly a figure is printed: the span of true values that its digits allow.

A figure stands for all that rounds to it: "11,36" for 11.355 to 11.365. Whether the
zeros of "75.000" were counted or rounded is not printed, so a figure has two spans: a
strict one, by its last digit, and a loose one, by the last that is no zero, of which no
more is believed than a two-hundredth of the figure. "hơn 131" lies between 131 and 132.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pipeline.schema import Bound

_HALF: Final = Decimal("0.5")
_LOOSEST: Final = Decimal("0.005")
_LOOSEST_HEDGED: Final = Decimal("0.1")
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)


class Interval(NamedTuple):
    """The values from ``low`` to ``high``, both included, around what is printed."""

    low: Decimal
    point: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Have at least one value in common with ``other``."""
        return self.low <= other.high and other.low <= self.high

    def gap(self, other: Interval) -> Decimal:
        """Give how far apart the two lie, as a part of the greater; 0 if they meet."""
        if self.meets(other):
            return Decimal(0)
        apart = max(self.low - other.high, other.low - self.high)
        return apart / max(abs(other.point), abs(self.point))

    def over(self, divisor: Interval) -> Interval | None:
        """Divide; None by what may be nothing or less."""
        if divisor.low <= 0:
            return None
        ends = (self.low / divisor.low, self.low / divisor.high)
        tops = (self.high / divisor.low, self.high / divisor.high)
        return Interval(min(ends), self.point / divisor.point, max(tops))

    def times(self, factor: Interval) -> Interval:
        """Multiply by what is not below nothing."""
        ends = (self.low * factor.low, self.low * factor.high)
        tops = (self.high * factor.low, self.high * factor.high)
        return Interval(min(ends), self.point * factor.point, max(tops))

    def plus(self, other: Interval) -> Interval:
        """Add."""
        return Interval(
            self.low + other.low, self.point + other.point, self.high + other.high
        )

    def minus(self, other: Interval) -> Interval:
        """Take away."""
        return Interval(
            self.low - other.high, self.point - other.point, self.high - other.low
        )


RIVAL: Final = Decimal("0.25")
"""Values further apart are hardly two tellings of one thing."""
NOTHING: Final = Interval(Decimal(0), Decimal(0), Decimal(0))
WHOLE: Final = Interval(_ONE, _ONE, _ONE)


def printed(
    value: Decimal, top: Decimal | None, bound: Bound, power: int = 0
) -> Interval:
    """Give the span of a figure as printed.

    Args:
        value: as written, before its magnitude word.
        top: the upper end, where a range is printed.
        bound: whether words make it a lower or an upper bound, or a rough figure.
        power: the power of ten of unit and magnitude together; the span is of
            quantities.
    """
    scale = _ONE.scaleb(power)
    strict, loose = _steps(value)
    if top is not None and top > value:
        low, high = value - strict / 2, top + strict / 2
    elif bound == "exact":
        slack = max(strict / 2, min(loose / 2, abs(value) * _LOOSEST))
        low, high = value - slack, value + slack
    else:
        slack = max(strict, min(loose, abs(value) * _LOOSEST_HEDGED))
        low = value - (slack if bound != "over" else strict / 2)
        high = value + (slack if bound != "under" else strict / 2)
    middle = value if top is None else (value + top) / 2
    return Interval(low * scale, middle * scale, high * scale)


def hundredths(percent: Interval) -> Interval:
    """Give per cents as parts of one."""
    return Interval(*(part / _HUNDRED for part in percent))


def _steps(value: Decimal) -> tuple[Decimal, Decimal]:
    """Give the worth of the last digit, and of the last that is no zero."""
    exponent = value.normalize().as_tuple().exponent if value else 0
    if not isinstance(exponent, int):
        raise ValueError(f"expected a finite figure, got {value}")  # noqa: TRY004
    return _ONE.scaleb(min(exponent, 0)), _ONE.scaleb(exponent)
