from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.training.mining.joins import Joins
from tests.builders import ARTICLE, NINE_MONTHS, observation

if TYPE_CHECKING:
    from pipeline.schema import Observation

FIGURE = replace(
    observation(ARTICLE, "7,25"),
    quantity=Decimal(1250500),
    unit="VND",
    period=NINE_MONTHS,
    area="Gia Lai",
    metric_text="thu nộp ngân khố",
)
KNOWN = replace(
    FIGURE,
    article_id="b",
    metric_text="thu ngân sách",
    indicator="vn.budget.revenue",
)


def pairs(*rows: Observation) -> dict[str, dict[str, int]]:
    joins = Joins()
    for row in rows:
        joins.add([row])
    return {name: dict(ids) for name, ids in joins.pairs().items()}


def test_two_articles_that_tell_one_figure_join_their_names() -> None:
    other = replace(KNOWN, quantity=Decimal("1250500.0"))
    assert pairs(FIGURE, other) == {"thu nộp ngân khố": {"vn.budget.revenue": 1}}


APART: dict[str, dict[str, Any]] = {
    "value": {"quantity": Decimal(1250501)},
    "unit": {"unit": "USD"},
    "area": {"area": "Kon Tum"},
    "measure": {"measure": "change"},
    "no-period": {"period": None},
    "one-article": {"article_id": ARTICLE.id},
    "range": {"value_max": Decimal(2)},
    "no-id-either": {"indicator": None},
}


@pytest.mark.parametrize("changes", APART.values(), ids=APART)
def test_figures_that_differ_join_nothing(changes: dict[str, Any]) -> None:
    assert pairs(FIGURE, replace(KNOWN, **changes)) == {}


def test_figures_of_few_digits_meet_by_chance() -> None:
    round_sum = Decimal(1_200_000)
    rows = (replace(row, quantity=round_sum) for row in (FIGURE, KNOWN))
    assert pairs(*rows) == {}
