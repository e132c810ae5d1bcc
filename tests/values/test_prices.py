from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.folding import fold
from pipeline.values.prices import find_price_bases, official_base_year


def found(text: str) -> list[tuple[str, str, int | None]]:
    return [
        (text[m.start : m.end], m.prices, m.year) for m in find_price_bases(fold(text))
    ]


CASES: dict[str, tuple[str, list[tuple[str, str, int | None]]]] = {
    "constant": (
        "GRDP (giá so sánh 2010)",
        [("giá so sánh 2010", "constant", 2010)],
    ),
    "with the word for a year": (
        "theo giá so sánh năm 2010,",
        [("giá so sánh năm 2010", "constant", 2010)],
    ),
    "its year in brackets": (
        "theo giá so sánh (năm 2010)",
        [("giá so sánh (năm 2010", "constant", 2010)],
    ),
    "without a year": ("theo giá so sánh, tăng", [("giá so sánh", "constant", None)]),
    "unframed": ("GRDP giá so sánh đạt", [("giá so sánh", "constant", None)]),
    "fixed prices": (
        "(theo giá cố định 1994)",
        [("giá cố định 1994", "constant", 1994)],
    ),
    "current": ("tính theo giá hiện hành", [("giá hiện hành", "current", None)]),
    "real prices": ("theo giá thực tế đạt", [("giá thực tế", "current", None)]),
    "prices of a base year": (
        "theo giá năm 1994",
        [("giá năm 1994", "constant", 1994)],
    ),
    "prices of another year": ("770 USD (giá năm 2011)", []),
    "without prices": ("nếu loại trừ yếu tố giá,", [("giá", "deflated", None)]),
    "two": (
        "theo giá hiện hành; theo giá so sánh 2010",
        [
            ("giá hiện hành", "current", None),
            ("giá so sánh 2010", "constant", 2010),
        ],
    ),
    "capitals and old tone marks": (
        "Theo Giá Hiện Hành",
        [("Giá Hiện Hành", "current", None)],
    ),
    "an assessment": ("đánh giá so sánh 2010", []),
    "what one pays": ("với giá hiện hành là 5 nghìn", []),
    "a tariff": ("giá cố định cho mỗi kWh", []),
    "a price in đồng": ("theo giá 2010 đồng", []),
    "a price list": ("bảng giá so sánh", []),
    "no price": ("tăng 5%", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_price_bases(text: str, wanted: list[tuple[str, str, int | None]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("year", "base"),
    [
        (1990, 1994),
        (2000, 1994),
        (2011, 1994),
        (2012, 2010),
        (2024, 2010),
        (None, 2010),
    ],
)
def test_official_base_year(year: int | None, base: int) -> None:
    assert official_base_year(year) == base


WORDS = ["giá", "so", "sánh", "hiện", "hành", "theo", "(", "năm", "2010", "1994", " "]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=20))
def test_mentions_are_ordered_and_apart(words: list[str]) -> None:
    text = fold(" ".join(words))
    spans = [(m.start, m.end) for m in find_price_bases(text)]
    assert all(start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
