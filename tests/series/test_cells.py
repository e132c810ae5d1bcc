from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.series.cells import audit_cells, may_fall
from tests.series.facts import attainment, fact

if TYPE_CHECKING:
    from pipeline.series.facts import Fact

HERE, THERE = {"article_id": "a"}, {"article_id": "b"}


def verdicts(*facts: Fact, nature: str | None = "flow") -> list[tuple[str, str]]:
    return [(one.kind, one.verdict) for one in audit_cells(facts, nature)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (fact("580", **THERE), [("conflict", "confirmed")]),
        (fact("640", **THERE), [("conflict", "contradicted")]),
        (fact("640", status="estimate", **THERE), [("conflict", "doubtful")]),
        (fact("640", metric_text="xuất khẩu gạo", **THERE), []),
        (fact("640", placed=False, **THERE), [("conflict", "doubtful")]),
        (fact("580000", **THERE), [("thousandfold", "contradicted")]),
        (fact("2000", **THERE), []),  # hardly the same thing
        (fact("640", unit="VND", **THERE), []),
        (fact("640", "2020", **THERE), []),
        (fact("640", price_basis="current", **THERE), [("conflict", "contradicted")]),
        (fact("640", at=9, **HERE), []),  # one article tells it of two things
        (fact("640", copy=fact("580", **HERE).copy, **THERE), []),  # syndicated
        (fact("640", repeat_of="x", **THERE), []),
    ],
)
def test_the_same_cell_told_twice(other: Fact, expected: list[tuple[str, str]]) -> None:
    assert verdicts(fact("580", **HERE), other) == expected


@pytest.mark.parametrize("nature", ["price", "index", None])
def test_prices_are_told_for_the_hour(nature: str | None) -> None:
    assert verdicts(fact("580", **HERE), fact("640", **THERE), nature=nature) == []


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (fact("500", "2021-01/2021-09", **THERE), []),
        (fact("430", "2021-01/2021-09", **THERE), [("cumulative", "doubtful")]),
        (fact("380", "2021-01/2021-09", **THERE), [("cumulative", "contradicted")]),
        (fact("100", "2021-01/2021-09", **THERE), []),  # of something else
        (fact("380", "2021-07/2021-09", **THERE), []),  # not from January
        (fact("380", "2021-01/2021-09", status="target", **THERE), []),
    ],
)
def test_what_is_counted_up_does_not_fall(
    later: Fact, expected: list[tuple[str, str]]
) -> None:
    assert verdicts(fact("450", "2021-01/2021-06", **HERE), later) == expected


def test_balances_may_fall() -> None:
    balance = {"indicator": "vn.trade.surplus"}
    first = fact("450", "2021-01/2021-06", **HERE, **balance)
    assert verdicts(first, fact("380", "2021-01/2021-09", **THERE, **balance)) == []
    assert all(begins.startswith("vn.") for begins in may_fall())


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (
            fact("12951", "2021", status="target", **THERE),
            [("target_below", "doubtful")],
        ),
        (fact("18000", "2021", status="target", **THERE), []),
        (fact("17000", "2021", status="target", **THERE), []),  # a cautious plan
        (fact("12951", "2022", status="target", **THERE), []),
    ],
)
def test_a_target_below_what_was_reached(
    target: Fact, expected: list[tuple[str, str]]
) -> None:
    assert verdicts(fact("17805", "2020", **HERE), target) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (attainment("23.77", "2021-01/2021-06", at=5), [("pace", "doubtful")]),
        (attainment("45", "2021-01/2021-06", at=5), []),
        (attainment("6", "2021-01", at=5), []),  # too early to say
        (attainment("30", "2021", at=5), []),
        (attainment("23.77", "2021-01/2021-06", "2021/2025", at=5), []),
    ],
)
def test_an_attainment_behind_its_time(
    rate: Fact, expected: list[tuple[str, str]]
) -> None:
    assert verdicts(fact("29232", "2021-01/2021-06", at=1), rate) == expected
