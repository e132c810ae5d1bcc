from __future__ import annotations

import pytest

from pipeline.training.mining.statistics import log_likelihood, openness


@pytest.mark.parametrize(
    ("neighbours", "free"),
    [
        ({}, 1.0),
        ({"|": 9}, 1.0),
        ({"thủ": 10}, 0.0),
        ({"thủ": 5, "|": 5}, 0.5),
        ({"": 8, "của": 2}, 0.8),
    ],
    ids=["nothing", "edges", "always-one", "half", "many-others"],
)
def test_a_phrase_ends_as_freely_as_its_commonest_neighbour_lets_it(
    neighbours: dict[str, int], free: float
) -> None:
    assert openness(neighbours, "|") == pytest.approx(free)


def test_what_stands_in_a_slot_by_chance_has_no_association() -> None:
    assert log_likelihood(10, 100, 1_000, 10_000) == 0.0
    assert log_likelihood(5, 100, 1_000, 10_000) == 0.0


def test_association_is_dunnings_ratio() -> None:
    # 2 (10 ln 10 + 990 ln 990/999 + 9000 ln 9000/8991), by hand
    assert log_likelihood(10, 10, 1_000, 10_000) == pytest.approx(46.142, abs=1e-3)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (3, 2, 1, 0)], ids=["zero", "odd"])
def test_counts_that_cannot_be_give_a_number_all_the_same(
    counts: tuple[int, int, int, int],
) -> None:
    assert log_likelihood(*counts) >= 0.0
