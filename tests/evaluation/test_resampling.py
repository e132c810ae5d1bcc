"""Cases small enough to count by hand: each article has one figure, right or wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.evaluation.resampling import Difference, Interval, compare, intervals
from pipeline.evaluation.score import Case, Evaluation, evaluate
from pipeline.io.annotations import Label, LabelledArticle
from tests.builders import label

RIGHT, WRONG = label(), replace(label(), metric="dầu")


def cases(*found: Label | None) -> tuple[Case, ...]:
    """One article per prediction; None is an article where nothing was predicted."""
    gold = [LabelledArticle(id=f"{n}", labels=(label(),)) for n, _ in enumerate(found)]
    pred = {f"{n}": (one,) for n, one in enumerate(found) if one}
    return evaluate(gold, pred).cases


def test_articles_that_are_all_alike_leave_no_room() -> None:
    found = intervals(cases(RIGHT, RIGHT, RIGHT))
    assert set(found.values()) == {Interval(1, 1)}


def test_of_one_right_and_one_wrong_either_may_be_drawn_twice() -> None:
    # Four equal draws: right twice, wrong twice, and twice one of each.
    found = intervals(cases(RIGHT, WRONG))
    assert found["core"] == Interval(0, 1)
    assert found["quantity"] == Interval(1, 1)


def test_the_interval_holds_the_score_and_narrows_with_more_articles() -> None:
    few, many = cases(*[RIGHT, WRONG] * 4), cases(*[RIGHT, WRONG] * 40)
    narrow, wide = intervals(many)["core"], intervals(few)["core"]
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high


def test_the_same_seed_draws_the_same_articles() -> None:
    some = cases(*[RIGHT, WRONG, WRONG] * 5)
    assert intervals(some, seed=3) == intervals(some, seed=3)
    assert intervals(some, seed=3, resamples=50) != intervals(
        some, seed=4, resamples=50
    )


@pytest.mark.parametrize("some", [(), (RIGHT,)], ids=["no article", "one article"])
def test_there_is_nothing_to_draw_from(some: tuple[Label, ...]) -> None:
    assert intervals(cases(*some)) == {}
    assert {one.p for one in compare(cases(*some), cases(*some)).values()} == {None}


def test_articles_without_figures_tell_nothing() -> None:
    empty = evaluate([LabelledArticle(id=n, labels=()) for n in "ab"], {}).cases
    assert intervals(empty) == {}
    assert compare(empty, empty)["core"] == Difference(None, None, None)


def test_three_articles_read_better_are_a_chance_of_two_in_eight() -> None:
    # Of the 8 ways to exchange 3 articles only "none" and "all" part them as far.
    found = compare(cases(RIGHT, RIGHT, RIGHT), cases(WRONG, WRONG, WRONG))
    assert found["core"] == Difference(1, 0, 2 / 8)
    assert found["found"] == Difference(1, 1, 1)


def test_one_better_and_one_worse_are_no_difference() -> None:
    found = compare(cases(RIGHT, WRONG), cases(WRONG, RIGHT))
    assert found["core"] == Difference(0.5, 0.5, 1)


def test_a_prediction_less_counts_in_f1() -> None:
    # One of two found: F1 is 2·1 / (2 + 1). Both articles must be exchanged, or none,
    # or the other one alone: all four differ as far.
    found = compare(cases(RIGHT, RIGHT), cases(RIGHT, None))
    assert found["core"] == Difference(1, 2 / 3, 1)


def test_many_articles_are_exchanged_at_random_and_p_is_never_zero() -> None:
    better = compare(cases(*[RIGHT] * 20), cases(*[WRONG] * 20), resamples=999)
    assert better["core"].p == 1 / 1000
    same = compare(cases(*[RIGHT] * 20), cases(*[RIGHT] * 20), resamples=999)
    assert same["core"].p == 1


def test_random_exchanges_come_near_to_all_of_them() -> None:
    left = [RIGHT] * 9 + [WRONG] * 4
    right = [WRONG] * 6 + [RIGHT] * 7
    found = compare(cases(*left), cases(*right))["core"]
    # They part in 6 + 4 of 13 articles, 6 to 4: the chance of 4 or fewer, or 6 or
    # more, heads in 10 throws is 1 - C(10, 5) / 2^10.
    assert found.p == pytest.approx(1 - 252 / 1024, abs=0.02)


def test_an_evaluation_without_articles_has_an_empty_score() -> None:
    assert Evaluation(()).score.gold == 0
