"""Units that parallel figures share, and numbers that are no figures."""

from __future__ import annotations

import pytest

import pipeline


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Mức chuẩn là 240.000 và 180.000 đồng/người/tháng.", ["đồng/người/tháng"] * 2),
        ("Điện giảm 3,03; chế biến tăng 1,27%.", ["%", "%"]),
        ("Mức này là 0,4% với chuẩn 170.000 và 130.000 đồng.", ["%", "đồng", "đồng"]),
        ("Xuất khẩu ba tháng lần lượt đạt 5,2; 7,1 và 9,4 tỷ đồng.", ["tỷ đồng"] * 3),
        ("Tại các thửa 5, 7 và thửa 9 có 3 hộ.", ["hộ"]),
        ("Các khu du lịch như Ba Hồ đón khách từ tháng 11.", []),
        ("Đường dây nóng của xã là 0259.", []),
    ],
    ids=["currency", "percent", "both", "three", "plots", "name", "telephone"],
)
def test_units_are_shared_and_no_number_is_taken_for_a_figure(
    sentence: str, units: list[str]
) -> None:
    assert [row.unit_text for row in pipeline.load().extract(sentence)] == units


@pytest.mark.parametrize(
    "sentence",
    [
        "Sản lượng các xã tăng lần lượt 9; 8 và 3%.",
        "Tăng trưởng các năm 2021, 2022 và 2023 lần lượt là 9; 8 và 3%.",
    ],
    ids=["verb-before-the-first", "named-growth"],
)
def test_what_shares_a_unit_is_told_alike(sentence: str) -> None:
    rows = pipeline.load().extract(sentence)
    assert [(r.measure, r.direction) for r in rows] == [("change", "up")] * 3


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("Tổng vốn là 90 tỷ đồng; trong đó vốn vay 15%.", ["level", "share"]),
        ("Doanh thu 90 tỷ đồng, trong đó tỷ suất lợi nhuận 15%.", ["level", "level"]),
    ],
    ids=["part", "rate"],
)
def test_parts_of_a_sum_are_shares(sentence: str, measures: list[str]) -> None:
    assert [row.measure for row in pipeline.load().extract(sentence)] == measures
