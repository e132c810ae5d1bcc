"""Which figures repeat another, and which of them is the figure."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor

EXTRACTOR = Extractor()

CASES: dict[str, tuple[str, list[int | None]]] = {
    "a headline points at the body": (
        (
            "Gia Lai: xuất khẩu cà phê tăng 12,5%\n"
            "Năm 2020, xuất khẩu cà phê của tỉnh tăng 12,5% so với năm 2019."
        ),
        [1, None],
    ),
    "a headline shortens the name": (
        (
            "Xuất khẩu đạt 584 triệu USD\n"
            "Năm 2020, kim ngạch xuất khẩu hàng hóa của tỉnh đạt 584 triệu USD."
        ),
        [1, None],
    ),
    "the body tells it twice": (
        (
            "Năm 2020, kim ngạch xuất khẩu đạt 584 triệu USD, như mong đợi. Như"
            " vậy, năm 2020 kim ngạch xuất khẩu đạt 584 triệu USD."
        ),
        [None, 0],
    ),
    "the same in another unit": (
        (
            "Năm 2020, vốn đăng ký đạt 1,584 tỷ USD."
            " Năm 2020, vốn đăng ký đạt 1.584 triệu USD."
        ),
        [None, 0],
    ),
    "three times": (
        (
            "Xuất khẩu đạt 584 triệu USD\nNăm 2020, xuất khẩu đạt 584 triệu USD."
            " Tỉnh nói: năm 2020, xuất khẩu đạt 584 triệu USD."
        ),
        [1, None, 1],
    ),
    "another year": (
        "Năm 2019, xuất khẩu đạt 584 triệu USD. Năm 2020, xuất khẩu đạt 584 triệu USD.",
        [None, None],
    ),
    "another metric": (
        "Năm 2020, xuất khẩu đạt 584 triệu USD. Năm 2020, nhập khẩu đạt 584 triệu USD.",
        [None, None],
    ),
    "up and down": (
        "Năm 2020, doanh thu tăng 5,84%. Năm 2020, doanh thu giảm 5,84%.",
        [None, None],
    ),
    "a round number may be told of two things": (
        "Năm 2020, thuế suất là 5%. Với xe cũ, năm 2020 thuế suất là 5%.",
        [None, None],
    ),
    "in one sentence": (
        "Năm 2020, sản lượng đạt 584 tấn ở vụ một, sản lượng đạt 584 tấn ở vụ hai.",
        [None, None],
    ),
    "of two companies": (
        (
            "Công ty An Phát có doanh thu 584 tỷ đồng."
            " Công ty Hòa Minh có doanh thu 584 tỷ đồng."
        ),
        [None, None],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_repetition(text: str, wanted: list[int | None]) -> None:
    rows = EXTRACTOR.extract(text)
    numbers = {row.observation_id: number for number, row in enumerate(rows)}
    assert [numbers[r.repeat_of] if r.repeat_of else None for r in rows] == wanted
