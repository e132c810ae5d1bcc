from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.series.intervals import Interval, hundredths, printed

NUMBERS = st.decimals(
    min_value="0.01", max_value="1e12", places=2, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("value", "top", "bound", "power", "low", "high"),
    [
        ("11.36", None, "exact", 0, "11.355", "11.365"),
        ("16789.62", None, "exact", 9, "16789615000000", "16789625000000"),
        ("131", None, "over", 0, "130.5", "132"),  # hơn 131
        ("131", None, "under", 0, "130", "131.5"),  # gần 131
        ("12000", None, "about", 0, "11000", "13000"),  # khoảng, within the last digit
        ("100", None, "over", 0, "99.5", "110"),  # no more than a tenth is believed
        ("75000", None, "exact", 0, "74625", "75375"),  # zeros may be rounded: 0.5 %
        ("8.8", "9.3", "exact", 0, "8.75", "9.35"),
    ],
)
def test_what_digits_allow(
    value: str, top: str | None, bound: str, power: int, low: str, high: str
) -> None:
    upper = Decimal(top) if top else None
    span = printed(Decimal(value), upper, bound, power)  # type: ignore[arg-type]
    assert (span.low, span.high) == (Decimal(low), Decimal(high))


@given(NUMBERS, NUMBERS)
def test_what_is_true_lies_in_what_is_reckoned(one: Decimal, other: Decimal) -> None:
    a, b = printed(one, None, "exact"), printed(other, None, "exact")
    quotient = a.over(b)
    assert quotient is not None or b.low <= 0
    if quotient is not None:
        assert quotient.low <= one / other <= quotient.high
    assert a.times(b).low <= one * other <= a.times(b).high
    assert a.plus(b).low <= one + other <= a.plus(b).high
    assert a.minus(b).low <= one - other <= a.minus(b).high


@given(NUMBERS, NUMBERS)
def test_a_gap_is_there_just_when_spans_do_not_meet(
    one: Decimal, other: Decimal
) -> None:
    a, b = printed(one, None, "exact"), printed(other, None, "exact")
    assert (a.gap(b) == 0) == a.meets(b)
    assert a.gap(b) == b.gap(a)


def test_nothing_divides() -> None:
    zero = Interval(Decimal(-1), Decimal(0), Decimal(1))
    assert printed(Decimal(5), None, "exact").over(zero) is None


def test_per_cents_are_parts_of_one() -> None:
    assert hundredths(printed(Decimal(50), None, "exact")).point == Decimal("0.5")
