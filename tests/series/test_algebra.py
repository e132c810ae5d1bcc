"""Period algebra: what follows from what is told, and what never does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.io.iso import read_period
from pipeline.schema import Period
from pipeline.series.algebra import derived, falls, named_periods
from pipeline.series.facts import Subject
from pipeline.series.intervals import Interval
from pipeline.series.ledger import Series, Vintage
from pipeline.series.points import Point
from tests.series.facts import fact

if TYPE_CHECKING:
    from pipeline.series.ledger import Stage

LEVELS = Series(
    Subject("x.y.z", "", "64", None), "level", "", "USD", None, "outcome", None
)


def point(
    period: str | Period,
    value: int,
    *,
    series: Series = LEVELS,
    stage: Stage = "actual",
    slack: str = "0",
) -> Point:
    number = Decimal(value)
    span = Interval(number - Decimal(slack), number, number + Decimal(slack))
    told = read_period(period) if isinstance(period, str) else period
    assert told is not None
    vintage = Vintage(
        stage=stage,
        facts=(fact(str(value), told.iso),),
        span=span,
        told=None,
        confirmations=1,
        conflict=False,
    )
    return Point(
        series=series,
        period=told,
        span=span,
        stage=stage,
        conflict=False,
        vintage=vintage,
    )


def found(points: list[Point], nature: str | None = "flow") -> dict[str, Point]:
    return {one.period.iso: one for one in derived(points, nature)}


@pytest.mark.parametrize(
    ("told", "wanted", "value", "formula"),
    [
        (
            {"2021-01/2021-06": 10, "2021-Q1": 4},
            *("2021-Q2", 6, "2021-01/2021-06 - 2021-Q1"),
        ),
        (
            {"2021": 50, "2021-01/2021-11": 45},
            *("2021-12", 5, "2021 - 2021-01/2021-11"),
        ),
        (
            {"2021": 50, "2021-01/2021-09": 30},
            *("2021-Q4", 20, "2021 - 2021-01/2021-09"),
        ),
        (
            {"2021": 50, "2021-01/2021-06": 20},
            *("2021-07/2021-12", 30, "2021 - 2021-01/2021-06"),
        ),
        (
            {"2021-Q1": 4, "2021-Q2": 6},
            *("2021-01/2021-06", 10, "2021-Q1 + 2021-Q2"),
        ),
        (
            {"2021-Q1": 1, "2021-Q2": 2, "2021-Q3": 3, "2021-Q4": 4},
            *("2021", 10, "2021-Q1 + 2021-Q2 + 2021-Q3 + 2021-Q4"),
        ),
        (
            {"2021-Q2": 9, "2021-04": 2, "2021-06": 3},
            *("2021-05", 4, "2021-Q2 - 2021-04 - 2021-06"),
        ),
        (
            {"2021-01": 3, "2021-01/2021-02": 7},
            *("2021-02", 4, "2021-01/2021-02 - 2021-01"),
        ),
        (
            {"2021-07/2021-12": 9, "2021-Q4": 4},
            *("2021-Q3", 5, "2021-07/2021-12 - 2021-Q4"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_follows(
    told: dict[str, int], wanted: str, value: int, formula: str
) -> None:
    made = found([point(period, number) for period, number in told.items()])[wanted]
    assert (int(made.span.point), made.formula) == (value, formula)
    assert {source.period.iso for source in made.sources} == set(told)


@pytest.mark.parametrize(
    "told",
    [
        ["2021-Q1"],
        ["2021-Q1", "2021-Q3"],
        ["2021-Q1", "2020-Q2"],
        ["2020", "2021-01/2021-09"],
        ["2016/2020", "2016"],
        ["2021-01-01/2021-01-15", "2021-01"],
        [],
    ],
    ids=str,
)
def test_what_does_not_follow(told: list[str]) -> None:
    assert found([point(period, 5) for period in told]) == {}


def test_what_is_told_is_not_derived() -> None:
    made = found([point(one, 5) for one in ("2021-01/2021-06", "2021-Q1", "2021-Q2")])
    assert "2021-Q2" not in made


@pytest.mark.parametrize("nature", ["stock", "index", "rate", "price", "growth", None])
def test_only_flows_are_reckoned_with(nature: str | None) -> None:
    assert found([point("2021-01/2021-06", 10), point("2021-Q1", 4)], nature) == {}


@pytest.mark.parametrize(
    "other",
    [{"measure": "change"}, {"measure": "ratio"}, {"aim": "target"}],
    ids=str,
)
def test_rates_and_targets_are_not_reckoned_with(other: dict[str, str]) -> None:
    series = LEVELS._replace(**other)  # type: ignore[arg-type] # names of its own
    points = [point(one, 9, series=series) for one in ("2021-01/2021-06", "2021-Q1")]
    assert found(points) == {}


def test_price_bases_are_not_mixed() -> None:
    points = [
        point("2021-01/2021-06", 10, series=LEVELS._replace(price="current")),
        point("2021-Q1", 4, series=LEVELS._replace(price="constant:2010")),
    ]
    with pytest.raises(UsageError, match="price bases constant:2010, current"):
        found(points)


def test_the_slack_of_both_figures_is_in_what_is_derived() -> None:
    points = [
        point("2021-01/2021-06", 10, slack="0.5"),
        point("2021-Q1", 4, slack="0.25"),
    ]
    low, value, high = found(points)["2021-Q2"].span
    assert (low, value, high) == (Decimal("5.25"), Decimal(6), Decimal("6.75"))


def test_what_is_derived_is_as_sure_as_the_least_sure() -> None:
    points = [point("2021-01/2021-06", 10, stage="estimate"), point("2021-Q1", 4)]
    assert found(points)["2021-Q2"].stage == "estimate"


def test_cumulative_figures_that_fall_are_known() -> None:
    made = found([point("2021-01/2021-06", 3), point("2021-Q1", 4)])["2021-Q2"]
    assert falls(made)
    assert not falls(
        found([point("2021-01/2021-06", 5), point("2021-Q1", 4)])["2021-Q2"]
    )


def test_the_shortest_way_is_taken() -> None:
    points = [
        point(one, 5)
        for one in ("2021", "2021-01/2021-11", "2021-Q4", "2021-10", "2021-11")
    ]
    assert found(points)["2021-12"].formula == "2021 - 2021-01/2021-11"


MONTHS = st.lists(st.integers(0, 1000), min_size=12, max_size=12)
CHOSEN = st.sets(st.sampled_from([p.iso for p in named_periods(2021)]), min_size=1)


@given(MONTHS, CHOSEN)
def test_whatever_follows_is_the_sum_of_its_months(
    months: list[int], chosen: set[str]
) -> None:
    def true(period: Period) -> int:
        return sum(months[period.first.month - 1 : period.last.month])

    periods = [p for p in named_periods(2021, to_date=True) if p.iso in chosen]
    made = found([point(p, true(p)) for p in periods])
    assert {iso: one.span.point for iso, one in made.items()} == {
        iso: true(one.period) for iso, one in made.items()
    }


def test_all_months_give_all_other_periods() -> None:
    months = [point(Period.of_months(2021, m, m), m) for m in range(1, 13)]
    made = {one.period.iso for one in derived(months, "flow", to_date=True)}
    assert len(made) == 4 + 10 + 1
