from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.evaluation.comparators import (
    COMPARATORS,
    read_by_entities,
    read_by_regex,
)
from pipeline.io.annotations import Label
from pipeline.schema import Article

TEXT = (
    "Ngày 27/9, 9 tháng năm 2021, kim ngạch xuất khẩu của tỉnh Bình An đạt hơn 1.250,5"
    " triệu USD, tăng 7,25% so với cùng kỳ."
)


def test_the_nearest_words_name_the_figure() -> None:
    level, change = read_by_regex(Article(id="a", text=TEXT))
    start = TEXT.index("1.250,5")
    assert level == Label(
        start=start,
        end=start + 7,
        value=Decimal("1250.5"),
        unit="triệu USD",
        bound="over",
        metric="tỉnh Bình An",  # a grammar would go on to what it is "of"
        period="2021-01/2021-09",
        area="Bình An",
    )
    told = (change.measure, change.direction, change.value, change.unit, change.base)
    assert told == ("change", "up", Decimal("7.25"), "%", "2020-01/2020-09")


def test_the_nearest_chunk_and_place_name_the_figure() -> None:
    level, change = read_by_entities(Article(id="a", text=TEXT))
    assert (level.metric, level.area) == ("kim ngạch", "tỉnh Bình An")
    assert (change.metric, change.value) == ("kim ngạch", Decimal("7.25"))


READ = {
    "plan": ("Đạt 74% kế hoạch năm", ["ratio plan"]),
    "share": ("Chế biến chiếm 83%", ["share whole"]),
    "fall": ("Giá giảm 5%", ["change None"]),
    "counted": ("Có 13 cụm công nghiệp", ["level None"]),
    "dates and durations are no figures": (
        "Tháng 9, ngày 5, trong 3 năm, 24 tháng",
        [],
    ),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "read"), READ.values(), ids=READ)
def test_words_decide_the_measure(text: str, read: list[str]) -> None:
    found = read_by_regex(Article(id="a", text=text))
    assert [f"{one.measure} {one.base}" for one in found] == read


@pytest.mark.parametrize("name", COMPARATORS)
def test_the_date_of_an_article_gives_the_year(name: str) -> None:
    article = Article(id="a", text="Thu được 5 tấn lúa.", published="2023-05-01")
    (figure,) = COMPARATORS[name](article)
    assert (figure.period, figure.unit) == ("2023", "tấn")
