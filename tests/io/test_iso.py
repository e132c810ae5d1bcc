from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.io.iso import Days, read_days
from pipeline.schema import Period

PERIODS: dict[str, Days] = {
    "2021": (date(2021, 1, 1), date(2021, 12, 31)),
    "2021-Q3": (date(2021, 7, 1), date(2021, 9, 30)),
    "2020-02": (date(2020, 2, 1), date(2020, 2, 29)),
    "2020-2": (date(2020, 2, 1), date(2020, 2, 29)),
    "2021-09-27": (date(2021, 9, 27), date(2021, 9, 27)),
    "2021-01/2021-09": (date(2021, 1, 1), date(2021, 9, 30)),
    "2021-01-01/2021-09-15": (date(2021, 1, 1), date(2021, 9, 15)),
    "2021/2025": (date(2021, 1, 1), date(2025, 12, 31)),
    "2021-Q1/2021-Q2": (date(2021, 1, 1), date(2021, 6, 30)),
    "2021/..": (date(2021, 1, 1), None),
    "../2021": (None, date(2021, 12, 31)),
}


@pytest.mark.parametrize(("period", "days"), PERIODS.items(), ids=PERIODS)
def test_a_period_has_its_first_and_last_day(period: str, days: Days) -> None:
    assert read_days(period) == days


@pytest.mark.parametrize(
    "period",
    ["21", "2021-13", "2021-02-30", "2021-Q5", "plan", "2021-09-27T10", "năm 2021"],
)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="expected a period such as"):
        read_days(period)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_what_a_period_writes_is_read_back(first: date, more: int) -> None:
    last = date.fromordinal(first.toordinal() + more)
    assert read_days(Period(first, last).iso) == (first, last)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 11))
def test_spans_of_whole_months_are_read_back(year: int, first: int, more: int) -> None:
    period = Period.of_months(year, first, min(12, first + more))
    assert read_days(period.iso) == (period.first, period.last)
