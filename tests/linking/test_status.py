"""Whether a figure is an actual, an estimate, a target or a forecast."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from tests.builders import RULES
from tests.linking.stories import read_stories


@pytest.mark.parametrize(("published", "text", "statuses"), read_stories("status.tsv"))
def test_figures_have_a_status(published: str | None, text: str, statuses: str) -> None:
    found = Extractor(model=RULES).extract(text, published)

    assert " ".join(o.status for o in found) == statuses


def test_a_status_told_points_at_its_word() -> None:
    text = "Năm 2022, tỉnh Bình An phấn đấu thu 950 tỷ đồng."

    (figure,) = Extractor(model=RULES).extract(text, "2021-12-20")

    start, end = figure.evidence["status"]
    assert text[start:end].startswith("phấn đấu")
    assert "status" not in figure.inferred


def test_a_status_inferred_names_its_rule() -> None:
    (figure,) = Extractor(model=RULES).extract(
        "Năm 2021, thu 950 tỷ đồng.", "2021-01-20"
    )

    assert figure.status == "target"
    assert figure.inferred["status"] == "future_period"
