from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.schema import Article
from pipeline.training.suggesting import alike, suggest
from tests.builders import observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.schema import Observation, Period

WORDS = ("gỗ dán", "thép cuộn", "cà phê", "điện gió", "tôm sú", "xi măng")


def read(
    number: int, words: str, confidence: float, period: Period | None
) -> tuple[Article, list[Observation]]:
    text = f"{words} 11 và {words} 12 và {words} 13"
    article = Article(id=f"a{number}", text=text)
    rows = [observation(article, amount) for amount in ("11", "12", "13")]
    told = [replace(row, confidence=confidence, period=period) for row in rows]
    return article, [replace(row, metric_text=words) for row in told]


def articles(period: Period) -> Iterator[tuple[Article, list[Observation]]]:
    for number, words in enumerate(WORDS):
        yield read(number, words, 0.9 - number / 10, period)


@pytest.fixture
def year() -> Period:
    from pipeline.schema import Period

    return Period.of_year(2023)


def test_the_least_sure_come_first(year: Period) -> None:
    found = suggest(articles(year), 3)
    assert [one.article.id for one in found] == ["a5", "a4", "a3"]
    assert found[0].doubt == pytest.approx(0.6)


def test_a_figure_without_a_metric_is_held_to_be_wrong(year: Period) -> None:
    article, rows = read(9, "than đá", 0.99, year)
    unlinked = article, [replace(row, metric_text=None) for row in rows]
    found = suggest([*articles(year), unlinked], 1)
    assert [(one.article.id, one.doubt) for one in found] == [("a9", 1.0)]


def test_what_the_catalogue_is_of_comes_first(year: Period) -> None:
    article, rows = read(9, "than đá", 0.6, year)
    known = article, [replace(row, indicator="vn.coal.output") for row in rows]
    assert suggest([*articles(year), known], 1)[0].article.id == "a9"


def test_likeness_is_the_cosine() -> None:
    assert alike({1: 1.0}, {1: 1.0}) == 1
    assert alike({1: 0.6, 2: 0.8}, {1: 1.0}) == 0.6
    assert alike({1: 1.0}, {2: 1.0}) == 0


def test_nothing_to_read_nothing_to_suggest() -> None:
    assert suggest([], 5) == []
