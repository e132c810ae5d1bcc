"""What is offered for a field: the truth must be among it, and the rules' first."""

from __future__ import annotations

import pytest

from pipeline.choosing.metrics import ask_metric
from pipeline.choosing.periods import ask_period
from pipeline.extract import Extractor
from pipeline.models import Model, open_model
from pipeline.schema import Article

FIRST = "Dự án Hồ Tây có tổng vốn 900 tỷ đồng."
BARE = Extractor(
    model=Model("rules", {"indicators.tsv": open_model().tables["indicators.tsv"]})
)

METRICS = [
    (
        "Công suất của nhà máy đang được nâng lên đạt 40 MW.",
        0,
        "Công suất của nhà máy",
    ),
    ("Tỉnh còn nợ 40 tỷ đồng tiền thuế đất.", 0, "tiền thuế đất"),
    (
        "Tỉnh có 12 xã đã hoàn thành kế hoạch được giao.",
        0,
        "xã đã hoàn thành kế hoạch được giao",
    ),
    ("Doanh thu đạt 5 tỷ đồng, tăng 7%.", 1, "Doanh thu"),
    ("Lãi suất ở các nước này chỉ 5%.", 0, "Lãi suất ở các nước này"),
]
PERIODS = [
    ("Năm 2023, doanh thu đạt 5 tỷ đồng.", 0, "2023"),
    ("Năm 2023 doanh thu đạt 5 tỷ đồng. Công ty có 40 xe buýt.", 1, "2024-05-06"),
    ("Tính đến 31/3/2024, dư nợ đạt 5 tỷ đồng.", 0, "2024-03-31"),
    ("Tính đến 31/3/2024, dư nợ đạt 5 tỷ đồng.", 0, "2024-Q1"),
    ("Năm 2023 tỉnh có 4 mỏ. Sản lượng than đạt 5 tấn.", 1, "2023"),
]


@pytest.mark.parametrize(("text", "at", "name"), METRICS)
def test_a_name_is_offered(text: str, at: int, name: str) -> None:
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    question = ask_metric(scene, at)
    assert question is not None
    assert question.options[0].value == scene.figures[at].metric
    assert name in [text[slice(*option.value)] for option in question.options]


@pytest.mark.parametrize(("text", "at", "period"), PERIODS)
def test_a_period_is_offered(text: str, at: int, period: str) -> None:
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    question = ask_period(scene, at)
    assert question is not None
    assert question.options[0].value == scene.figures[at].period
    offered = [option.value for option in question.options]
    assert period in [value.iso for value in offered if value]
    assert len(offered) == len(set(offered))


def test_what_is_hardly_ever_right_only_tells_of_other_options() -> None:
    text = "Năm 2023, doanh thu đạt 5 tỷ đồng."
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    question = ask_period(scene, 0)
    assert question is not None
    offered = {option.value: option.traits for option in question.options}
    assert None not in offered
    assert "2024" not in [value.iso for value in offered if value]
    assert "last_year" in offered[scene.figures[0].period]


def test_what_a_figure_is_compared_with_is_not_offered_as_its_time() -> None:
    text = "Doanh thu đạt 5 tỷ đồng, tăng 7% so với năm 2019."
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    question = ask_period(scene, 0)
    assert question is not None
    assert "2019" not in [one.value.iso for one in question.options if one.value]


def test_options_lie_within_the_text() -> None:
    text = f"{FIRST} Trong đó, vốn vay chiếm 40%, tăng 3% so với năm 2023."
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    for at in range(len(scene.figures)):
        question = ask_metric(scene, at)
        assert question is not None
        for option in question.options:
            assert 0 <= option.value[0] < option.value[1] <= len(text)


def names_of(text: str) -> list[list[str]]:
    """Give the names that are offered for each figure."""
    _, scene = BARE.scene(Article(id="a", text=text, published="2024-05-06"))
    asked = [ask_metric(scene, at) for at in range(len(scene.figures))]
    return [[text[slice(*one.value)] for one in q.options] for q in asked if q]


def test_no_name_is_offered_that_breaks_off() -> None:
    text = "Lãi suất cho vay ở các nước này vẫn chỉ 5%, trạm bơm của 3 xã đã xong."
    offered = names_of(text)
    assert len(offered) == 2
    for names in offered:
        assert {name.rsplit(" ", 1)[-1] for name in names}.isdisjoint(
            ("vẫn", "chỉ", "của")
        )


def test_neither_an_owner_nor_a_province_makes_another_name() -> None:
    text = "Lợi nhuận của Công ty Hoa Sen đạt 610 tỷ đồng, tỉnh Quảng Bình thu 5%."
    offered = names_of(text)
    assert len(offered) == 2
    for names in offered:
        assert "Lợi nhuận" in names
        assert "Lợi nhuận của Công ty Hoa Sen" not in names
        assert "tỉnh Quảng Bình" not in names
