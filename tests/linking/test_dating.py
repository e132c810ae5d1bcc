"""When a figure was, and what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.extract import Extractor
from tests.builders import RULES
from tests.linking.stories import read_stories

if TYPE_CHECKING:
    from pipeline.schema import Observation


def told(observation: Observation) -> str:
    """Write a figure as the table does: amount, period, base, status."""
    period, base = observation.period, observation.base
    return " ".join(
        (
            observation.amount_text,
            period.iso if period else "-",
            base.iso if base else "-",
            observation.status,
        )
    )


@pytest.mark.parametrize(("published", "text", "figures"), read_stories("dating.tsv"))
def test_figures_are_dated(published: str | None, text: str, figures: str) -> None:
    found = Extractor(model=RULES).extract(text, published)

    assert "; ".join(told(o) for o in found) == figures


def test_evidence_points_at_the_words_that_date() -> None:
    text = "Quý III/2021, xuất khẩu đạt 90 triệu USD. Nhập khẩu đạt 40 triệu USD."

    first, second = Extractor(model=RULES).extract(text, "2021-10-05")

    assert text[slice(*first.evidence["period"])] == "Quý III/2021"
    assert text[slice(*second.evidence["period"])] == "Quý III/2021"
    assert "period" not in first.inferred
    assert second.inferred["period"] == "carried_on"


def test_base_points_at_what_is_compared_with() -> None:
    text = "Năm 2021, doanh thu tăng 5% so với năm 2019."

    (figure,) = Extractor(model=RULES).extract(text, "2022-02-01")

    assert text[slice(*figure.evidence["base"])] == "năm 2019"


def test_an_article_does_not_hear_the_one_before() -> None:
    extractor = Extractor(model=RULES)
    text = "Thu ngân sách tăng 5%."
    alone = extractor.extract(text)

    extractor.extract(
        "Năm 2019, thu ngân sách đạt 90 tỷ đồng, tăng 4% so với năm 2018."
    )

    assert [told(o) for o in extractor.extract(text)] == [told(o) for o in alone]
