"""Of what a figure is a part, on stories of our own that tell the whole elsewhere."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from tests.builders import RULES
from tests.linking.stories import read_stories


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model=RULES)


@pytest.mark.parametrize(("published", "text", "told"), read_stories("parents.tsv"))
def test_a_figure_has_the_whole_that_the_text_tells(
    extractor: Extractor, published: str | None, text: str, told: str
) -> None:
    found = [
        f"{row.amount_text} < {row.parent_text or '-'}"
        for row in extractor.extract(text, published=published)
    ]
    assert "; ".join(found) == told
