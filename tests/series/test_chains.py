from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.series.chains import audit_chains
from tests.series.facts import attainment, fact, growth

if TYPE_CHECKING:
    from pipeline.series.facts import Fact

Y20, Y21, M9 = "2020", "2021", "2021-01/2021-09"
MILLION = {"unit_mult": 6, "unit_text": "triệu USD"}
REACHED = fact("450", M9, at=1, **MILLION)
PLANNED = attainment("73.77", M9, at=2)
TARGET = fact("610", Y21, status="target", article_id="b", **MILLION)


def verdicts(*facts: Fact) -> list[tuple[str, str]]:
    return [(one.kind, one.verdict) for one in audit_chains(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((REACHED, PLANNED, TARGET), ("attainment", "confirmed")),
        ((REACHED, PLANNED), ("attainment", "unproven")),
        # A target of another year, or one that has come true, is no plan of this.
        (
            (
                REACHED,
                PLANNED,
                fact("610", Y20, article_id="b", status="target", **MILLION),
            ),
            ("attainment", "unproven"),
        ),
        (
            (REACHED, PLANNED, fact("610", Y21, article_id="b", **MILLION)),
            ("attainment", "unproven"),
        ),
        # Another target of the year may have another giver: it is doubted, no more.
        (
            (
                REACHED,
                PLANNED,
                fact("700", Y21, article_id="b", status="target", **MILLION),
            ),
            ("attainment", "doubtful"),
        ),
        (
            (
                REACHED,
                attainment("73.77", M9, at=2, plan_by="central"),
                fact(
                    "700",
                    Y21,
                    article_id="b",
                    status="target",
                    plan_by="local",
                    **MILLION,
                ),
            ),
            ("attainment", "unproven"),
        ),
    ],
)
def test_attainment_implies_the_plan(
    facts: tuple[Fact, ...], expected: tuple[str, str]
) -> None:
    assert verdicts(*facts) == [expected]


LEVEL = fact("24800", Y21, at=5, status="target")
RISE = growth("10.13", Y20, at=6, status="target")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (fact("22519", Y20, at=1), "confirmed"),
        (fact("20000", Y20, at=1), "contradicted"),  # one sentence says all three
        (fact("20000", Y20, at=1, sentence_start=900), "doubtful"),
        # Another article: near by it speaks of the same, far off perhaps not.
        (fact("22000", Y20, article_id="b"), "contradicted"),
        (fact("20000", Y20, article_id="b"), "doubtful"),
        (fact("21000", Y20, article_id="b", bound="over"), "doubtful"),
        (fact("22519", "2019", at=1), "unproven"),
        (fact("22519", Y20, at=1, unit="VND"), "unproven"),
        (fact("22519", Y20, at=1, status="target"), "unproven"),
        (fact("22519", Y20, at=1, price_basis="constant:2010"), "confirmed"),
    ],
)
def test_growth_implies_the_base(base: Fact, expected: str) -> None:
    assert verdicts(base, LEVEL, RISE) == [("growth", expected)]


@pytest.mark.parametrize(
    "unclear",
    [
        {"indicator": "vn.business.revenue"},  # of which firm?
        {"indicator": None},
        {"unit": "T", "area": "VN"},  # of which good?
    ],
)
def test_what_many_things_have_is_only_doubted(unclear: dict[str, str]) -> None:
    level = fact("24800", Y21, at=5, **unclear)
    rise = growth("10.13", Y20, at=6, **{**unclear, "unit": "PERCENT"})
    other = fact("22000", Y20, article_id="b", **unclear)
    assert verdicts(other, level, rise) == [("growth", "doubtful")]


def test_a_price_changes_within_its_day() -> None:
    level = fact("24800", "2021-05-02", at=5)
    rise = growth("10.13", "2021-05-01", "2021-05-02", at=6)
    other = fact("22000", "2021-05-01", article_id="b")
    assert verdicts(other, level, rise) == [("growth", "doubtful")]


def test_prices_of_two_bases_never_meet() -> None:
    level = fact("24800", Y21, at=5, price_basis="current")
    base = fact("22519", Y20, at=1, price_basis="constant:2010")
    assert verdicts(base, level, growth("10.13", Y20, at=6)) == [("growth", "unproven")]


@pytest.mark.parametrize(
    ("base", "verdict", "why"),
    [
        ("70.9", "confirmed", "to"),  # 623.7 / 8.8
        ("63.6", "confirmed", "by"),  # 623.7 / 9.8
        ("75", "doubtful", "to"),
        ("500", "unproven", "to"),
    ],
)
def test_both_readings_of_times_are_tried(base: str, verdict: str, why: str) -> None:
    times = {"unit": "TIMES", "measure": "change", "direction": "up", "base": Y20}
    told = fact("8.8", Y21, at=6, **times)
    found = list(audit_chains([fact(base, Y20, at=1), fact("623.7", Y21, at=5), told]))
    assert [(one.verdict, why in one.why) for one in found] == [(verdict, True)]


def test_falls_increments_and_points() -> None:
    base = fact("100", Y20, at=1)
    fallen = growth("20", Y20, at=6, direction="down")
    assert verdicts(base, fact("80", Y21, at=5), fallen) == [("growth", "confirmed")]
    added = fact("20", Y21, at=6, measure="change", direction="up", base=Y20)
    assert verdicts(base, fact("120", Y21, at=5), added) == [("growth", "confirmed")]
    rate = {"unit": "PERCENT", "metric_text": "tỷ lệ hộ nghèo"}
    points = {**rate, "unit": "PERCENT_POINT", "measure": "change", "base": Y20}
    told = (
        fact("5.2", Y20, at=1, **rate),
        fact("3.7", Y21, at=5, **rate),
        fact("1.5", Y21, at=6, direction="down", **points),
    )
    assert verdicts(*told) == [("growth", "confirmed")]


def test_a_pair_that_one_rate_bears_out_is_not_contradicted_by_another() -> None:
    facts = (
        fact("682.5", Y20, at=1),
        fact("155", Y21, at=5, bound="over"),
        growth("70", Y20, at=4, direction="down"),
        growth("77", Y20, at=6, direction="down"),
    )
    assert sorted(verdicts(*facts)) == [("growth", "confirmed"), ("growth", "doubtful")]


def test_part_and_whole_before_one_rate() -> None:
    """Of "5.717/6.500 căn, đạt 87,9% kế hoạch" the part is what was attained."""
    plan = {"status": "target", "article_id": "a"}
    part, whole = fact("5717", Y21, at=1, **plan), fact("6500", Y21, at=2, **plan)
    rate = attainment("88", Y21, at=3, status="target")
    assert verdicts(part, whole, rate) == [("attainment", "confirmed")]


def test_repetitions_prove_nothing() -> None:
    again = fact("22519", Y20, at=1, repeat_of="x")
    assert verdicts(again, LEVEL, RISE) == [("growth", "unproven")]
