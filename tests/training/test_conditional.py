"""The conditional logit finds what decides, and only that."""

from __future__ import annotations

import math

import pytest

from pipeline.training.conditional import Group, fit_groups

NOW, RULE = [("now", "*")], [("rule", "*")]


def groups(times: int, right: int, first: int = 0) -> list[Group]:
    return [
        Group([RULE, NOW], frozenset((right,)), 1.0, first + number)
        for number in range(times)
    ]


def test_weights_give_back_how_often_each_was_right() -> None:
    told = groups(30, 1) + groups(10, 0, first=30)
    weights = fit_groups(told, penalty=1e-6, fewest=1)
    lead = weights["now", "*"] - weights["rule", "*"]
    assert lead == pytest.approx(math.log(3), abs=0.01)


def test_several_right_options_share_the_credit() -> None:
    told = [Group([RULE, NOW, NOW], frozenset((1, 2)), 1.0, n) for n in range(9)]
    weights = fit_groups(told, penalty=1.0, fewest=1)
    assert weights["now", "*"] > 0 > weights["rule", "*"]


def test_a_penalty_holds_weights_back() -> None:
    free = fit_groups(groups(9, 1), penalty=0.1, fewest=1)
    held = fit_groups(groups(9, 1), penalty=10.0, fewest=1)
    assert 0 < held["now", "*"] < free["now", "*"]


def test_what_stands_in_few_articles_has_no_weight() -> None:
    told = groups(3, 1)
    assert fit_groups(told, penalty=1.0, fewest=4) == {}
    assert fit_groups([], penalty=1.0, fewest=1) == {}


def test_the_same_groups_give_the_same_weights() -> None:
    told = groups(7, 1) + groups(5, 0, first=7)
    assert fit_groups(told, penalty=2.0, fewest=1) == fit_groups(
        told, penalty=2.0, fewest=1
    )
