from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.series.wholes import audit_wholes
from tests.series.facts import fact, percent

if TYPE_CHECKING:
    from pipeline.series.facts import Fact

WHOLE = "tổng giá trị"
OF = {"parent_text": WHOLE}


def whole(value: str = "100") -> Fact:
    return fact(value, at=1, metric_text=WHOLE)


def parts(*values: str, period: str = "2021", **told: object) -> list[Fact]:
    return [
        fact(value, period, at=10 + place, metric_text=f"phần {place}", **OF, **told)
        for place, value in enumerate(values)
    ]


def shares(*values: str, apart: bool = False) -> list[Fact]:
    return [
        percent(
            value,
            at=20 + place,
            sentence_start=place if apart else 0,
            measure="share",
            base="whole",
            metric_text=f"phần {place}",
            **OF,
        )
        for place, value in enumerate(values)
    ]


def found(facts: list[Fact], kind: str) -> list[tuple[str, int]]:
    told = [one for one in audit_wholes(facts) if one.kind == kind]
    return [(one.verdict, len(one.figures)) for one in told]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([whole(), *parts("60", "40")], [("confirmed", 3)]),
        (
            [whole(), *parts("25", "60", "40")],
            [("confirmed", 3)],
        ),  # one of another kind
        ([whole(), *parts("60", "20")], []),  # some of the parts prove nothing
        ([whole(), *parts("70", "60")], []),  # parts may overlap
        ([whole(), *parts("100")], []),
        ([whole(), *parts("60", "40", period="2020")], []),
        ([whole(), *parts("60", "40", unit="VND")], []),
        ([whole(), *parts("60", "40", area="66")], []),
        ([*parts("60", "40")], []),
    ],
)
def test_parts_that_add_up(facts: list[Fact], expected: list[tuple[str, int]]) -> None:
    assert found(facts, "parts") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (shares("83.49", "0.12", "8.29", "0.06", "8.04"), [("confirmed", 5)]),
        (shares("60", "30"), []),
        (shares("70", "35"), [("doubtful", 2)]),
        (shares("98", "95"), []),  # of things that overlap
        (shares("70", "35", apart=True), []),
    ],
)
def test_shares_of_one_whole(
    facts: list[Fact], expected: list[tuple[str, int]]
) -> None:
    assert found(facts, "shares") == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [("60", "confirmed"), ("60.9", "unproven"), ("75", "doubtful")],
)
def test_a_share_times_its_whole_is_the_part(share: str, expected: str) -> None:
    facts = [whole("1000"), *parts("600"), *shares(share)]
    assert found(facts, "share") == [(expected, 3)]


def test_a_share_may_be_of_another_whole_of_the_article() -> None:
    other = fact("800", at=2, metric_text="khu vực nông thôn")
    facts = [whole("1000"), other, *parts("600"), *shares("75")]
    assert found(facts, "share") == [("confirmed", 3)]
