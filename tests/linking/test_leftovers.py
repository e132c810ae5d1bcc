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
        ("Các khu du lịch như Ba Hồ đón khách từ tháng 11.", []),
        ("Đường dây nóng của xã là 0259.", []),
    ],
    ids=["currency", "percent", "both", "name", "telephone"],
)
def test_units_are_shared_and_no_number_is_taken_for_a_figure(
    sentence: str, units: list[str]
) -> None:
    assert [row.unit_text for row in pipeline.load().extract(sentence)] == units
