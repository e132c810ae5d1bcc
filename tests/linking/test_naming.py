"""What each figure measures and of what that is a part, on sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.extract import Extractor
from pipeline.linking.words import role_words
from tests.builders import RULES

TABLE = Path(__file__).with_name("names.tsv")
WORDS = (
    *("kim ngạch", "xuất khẩu", "đạt", "5 tỷ đồng", "7%", "tăng", ",", ";", "(", ")"),
    *("trong đó", "chiếm", "tổng vốn", "của", "dự án", "khu công nghiệp", "Tân An"),
    *("có", "với", "là", "thị trường", "lần lượt", "và", "về", "12 ha", "3 xã", "này"),
)


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model=RULES)


@pytest.mark.parametrize(
    ("sentence", "told"), [pytest.param(*row, id=row[0][:40]) for row in _rows()]
)
def test_every_figure_says_what_it_measures(
    extractor: Extractor, sentence: str, told: str
) -> None:
    found = [
        f"{row.amount_text}: {row.metric_text or '-'}"
        + (f" < {row.parent_text}" if row.parent_text else "")
        for row in extractor.extract(sentence)
    ]
    assert "; ".join(found) == told


@pytest.mark.no_cover
@given(st.lists(st.sampled_from(WORDS), max_size=24))
def test_a_metric_and_its_parent_are_words_of_the_text(words: list[str]) -> None:
    text = " ".join(words) + "."
    for row in Extractor().extract(text):
        for field in ("metric", "parent"):
            if field in row.evidence:
                start, end = row.evidence[field]
                assert 0 <= start < end <= len(text)
        assert row.metric_text is None or row.metric_text in text
        assert row.parent_text is None or row.parent_text in text


def test_an_unknown_role_is_told_with_those_there_are() -> None:
    with pytest.raises(LexiconError, match=r"no role 'nonsense'.*having"):
        role_words("nonsense")
