"""What a figure states: level, change, ratio, share or rank; where to; how exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import Extractor
from pipeline.linking.parallels import settle_by_metric
from pipeline.text.folding import fold
from tests.builders import RULES
from tests.linking.sentences import figures_in

TABLE = Path(__file__).with_name("measures.tsv")
WORDS = (
    *(
        "tăng",
        "giảm",
        "đạt",
        "5%",
        "7 tỷ đồng",
        "gấp đôi",
        "lên",
        "còn",
        "từ",
        "so với",
    ),
    *("kế hoạch", "chiếm", "bằng", "1/3", ",", "(", ")", "và", "vượt", "thêm", "3 lần"),
    *("cùng kỳ", "tỷ lệ", "thứ 3/5", "hơn", "khoảng", "chè", "trở lên", "về"),
)


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@pytest.mark.parametrize(
    ("sentence", "stated"), [pytest.param(*row[1:], id=row[0]) for row in _rows()]
)
def test_what_a_figure_states_is_told(sentence: str, stated: str) -> None:
    found = figures_in(sentence)
    told = [f"{f.measure} {f.direction or '-'} {f.bound}" for f in found]
    assert "; ".join(told) == stated


@pytest.mark.parametrize(
    ("text", "metric", "stated"),
    [
        ("Tốc độ tăng của chè đạt 7%", "Tốc độ tăng", ("change", "up")),
        ("Tốc độ tăng nâng lên 7%", "Tốc độ tăng", ("change", "up")),
        ("Tốc độ giảm hạ xuống 7%", "Tốc độ giảm", ("change", "down")),
        ("Tỷ trọng của chè là 7%", "Tỷ trọng", ("share", None)),
        ("Lãi suất bằng 7%", "Lãi suất", ("level", None)),
        ("Lệ phí là 12% giá trị xe", "Lệ phí", ("level", None)),
        ("Giá trị thực hiện đạt 79%", "Giá trị thực hiện", ("ratio", None)),
        ("Diện tích là 7 ha", "Diện tích", ("level", None)),
    ],
)
def test_the_name_decides_where_no_verb_does(
    text: str, metric: str, stated: tuple[str, str | None]
) -> None:
    (figure,) = figures_in(text)
    figure.metric = (0, len(metric))
    settle_by_metric([figure], fold(text))
    assert (figure.measure, figure.direction) == stated


def test_a_figure_without_a_name_stays_as_it_is() -> None:
    (figure,) = figures_in("Là 7%")
    settle_by_metric([figure], "là 7%")
    assert (figure.measure, figure.direction) == ("level", None)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_only_a_change_has_a_direction(text: str) -> None:
    for figure in figures_in(text):
        assert (figure.direction is None) == (figure.measure != "change")


@pytest.mark.parametrize(
    ("text", "metric", "noun"),
    [
        ("Tổng số dự án lên 40", "Tổng số dự án", "dự án"),
        ("Số lượng hộ nghèo còn 3.200", "Số lượng hộ nghèo", "hộ nghèo"),
        ("Số thu là 3.200", "Số thu", None),
        ("Dự án là 3.200", "Dự án", None),
    ],
)
def test_a_number_of_things_counts_what_its_name_tells(
    text: str, metric: str, noun: str | None
) -> None:
    (figure,) = figures_in(text)
    figure.metric = (0, len(metric))
    settle_by_metric([figure], fold(text))
    given_noun = figure.unit_from.noun if figure.unit_from else None
    assert (text[slice(*given_noun)] if given_noun else None) == noun


@pytest.mark.parametrize(
    ("text", "metric", "points"),
    [
        ("VN-Index còn 926,54 điểm", "VN-Index", False),
        ("VN-Index giảm 3,2 điểm", "VN-Index", True),
        ("Bài thi được 7,5 điểm", "Bài thi", True),
    ],
)
def test_the_level_of_an_index_has_no_unit(
    text: str, metric: str, *, points: bool
) -> None:
    (figure,) = figures_in(text)
    figure.metric = (0, len(metric))
    settle_by_metric([figure], fold(text))
    assert ((figure.unit_from or figure.amount).unit is not None) is points


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Dệt tăng 6%; may 9%; gỗ 2%.", ["change up"] * 3),
        ("Điện tăng 6% (thủy điện 3%, nhiệt điện 9%).", ["change up"] * 3),
        ("GDP tăng 5% (quý I 3%; quý II 4%).", ["change up"] * 3),
        ("Chè giảm 6%, trong đó chè xanh 9%.", ["change down"] * 2),
        ("Số lượt tăng 6%; công suất phòng 72%.", ["change up", "level -"]),
        ("Doanh thu tăng 6%; lãi suất 8%.", ["change up", "level -"]),
    ],
    ids=["list", "bracket", "quarters", "part", "another_name", "rate"],
)
def test_items_of_a_list_of_growth_grow(text: str, stated: list[str]) -> None:
    rows = Extractor(model=RULES).extract(text)
    assert [f"{row.measure} {row.direction or '-'}" for row in rows] == stated
