from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from pipeline.lexicon.indicators import Catalogue, read_catalogue
from pipeline.matching.indicators import IndicatorFinder
from pipeline.models import open_model

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def finder(root: Path) -> IndicatorFinder:
    return IndicatorFinder(read_catalogue(open_model(str(root / "models" / "default"))))


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("kim ngạch xuất khẩu", "vn.trade.export"),
        ("Tổng kim ngạch xuất khẩu hàng hoá của tỉnh", "vn.trade.export"),
        ("kim ngạch xuất khẩu thuỷ sản", "vn.trade.export.seafood"),
        ("TỔNG THU NGÂN SÁCH NHÀ NƯỚC", "vn.budget.revenue"),
        ("tỉ lệ hộ nghèo", "vn.social.poverty"),
        ("tổng sản phẩm quốc nội (GDP)", "vn.growth.gdp"),
        ("tốc độ tăng trưởng GRDP", "vn.growth.grdp.rate"),
        ("tốc độ tăng thu nội địa", "vn.budget.revenue.domestic"),
        ("mức tăng của CPI", None),
        ("CPI tháng này", "vn.prices.cpi"),
        ("lỗ", "vn.business.loss"),
        ("lỗ hổng ngân sách", None),
        ("tổng số dự án", "vn.investment.projects"),
    ],
)
def test_a_metric_is_the_longest_name_it_begins_with(
    finder: IndicatorFinder, metric: str, expected: str | None
) -> None:
    assert finder.indicator_of(metric) == expected


@pytest.mark.parametrize(
    "metric",
    [
        "doanh nghiệp xuất khẩu",
        "thị trường nhập khẩu",
        "giá",
        "cầu đường",
        "",
        " ",
        None,
    ],
    ids=[
        "word-behind",
        "goods-behind",
        "no-name",
        "unlisted",
        "empty",
        "space",
        "none",
    ],
)
def test_what_the_catalogue_does_not_name_has_no_indicator(
    finder: IndicatorFinder, metric: str | None
) -> None:
    assert finder.indicator_of(metric) is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_normal_form_does_not_matter(finder: IndicatorFinder, form: str) -> None:
    metric = unicodedata.normalize(form, "tỷ lệ che phủ rừng")  # type: ignore[arg-type]
    assert finder.indicator_of(metric) == "vn.agriculture.forest.cover"


def test_an_empty_catalogue_names_nothing() -> None:
    assert IndicatorFinder(Catalogue({}, {})).indicator_of("GDP") is None
