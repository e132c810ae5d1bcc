from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.catalogue.scores import LEAST
from pipeline.extract import Extractor
from pipeline.lexicon.indicators import Catalogue, read_catalogue
from pipeline.models import open_model

if TYPE_CHECKING:
    from pathlib import Path


class Figure(NamedTuple):
    """What a row tells of its metric."""

    metric: str | None
    parent: str | None = None
    unit: str | None = None
    measure: str = "level"
    entity: str | None = None
    quantity: Decimal | None = None


@pytest.fixture(scope="module")
def linker(root: Path) -> IndicatorLinker:
    model = open_model(str(root / "models" / "default"))
    return IndicatorLinker(read_catalogue(model))


@pytest.fixture(scope="module")
def anew(root: Path) -> IndicatorLinker:
    """Give a linker that remembers other figures."""
    model = open_model(str(root / "models" / "default"))
    return IndicatorLinker(read_catalogue(model))


NAMED = [
    (Figure("kim ngạch xuất khẩu", unit="USD"), "vn.trade.export"),
    (Figure("Tổng kim ngạch xuất khẩu hàng hoá của tỉnh"), "vn.trade.export"),
    (Figure("kim ngạch XNK", unit="USD"), "vn.trade.turnover"),
    (Figure("TỔNG THU NGÂN SÁCH NHÀ NƯỚC", unit="VND"), "vn.budget.revenue"),
    (Figure("tỉ lệ hộ nghèo", unit="PERCENT"), "vn.social.poverty"),
    (Figure("tổng sản phẩm quốc nội (GDP)", unit="USD"), "vn.growth.gdp"),
    (Figure("tốc độ tăng trưởng GRDP", unit="PERCENT"), "vn.growth.grdp.rate"),
    (
        Figure("mức tăng thu nội địa", None, "PERCENT", "change"),
        "vn.budget.revenue.domestic",
    ),
    (Figure("CPI tháng này", unit="PERCENT", measure="change"), "vn.prices.cpi"),
    (Figure("lỗ", unit="VND"), "vn.business.loss"),
    (Figure("tổng số dự án", unit="COUNT"), "vn.investment.projects"),
    (Figure("số huyện đạt chuẩn NTM"), "vn.agriculture.new_rural.districts"),
    (Figure("sản lượng hồ tiêu", unit="T"), "vn.agriculture.production.pepper"),
    (Figure("số ca mắc sốt xuất huyết", unit="COUNT"), "vn.health.cases"),
]

BY_UNIT = [
    (Figure("khu công nghiệp", unit="COUNT"), "vn.industry.parks"),
    (Figure("khu công nghiệp", unit="HA"), "vn.industry.parks.area"),
    (Figure("xuất khẩu", unit="USD"), "vn.trade.export"),
    (Figure("xuất khẩu", unit="T"), "vn.trade.export.volume"),
    (Figure("cổ phiếu", unit="COUNT"), "vn.business.shares"),
    (Figure("cổ phiếu", "vốn điều lệ", "PERCENT", "share"), "vn.business.ownership"),
    (Figure("dự án", unit="COUNT"), "vn.investment.projects"),
    (Figure("dự án", unit="VND"), "vn.investment.total"),
    (Figure("dự án", unit="HA"), "vn.land.project"),
    (Figure("doanh số", unit="VND"), "vn.business.revenue"),
    (Figure("doanh số", unit="COUNT"), "vn.business.sales_volume"),
]

BY_PARENT = [
    (Figure("kim ngạch", "xuất khẩu", "USD"), "vn.trade.export"),
    (Figure("kim ngạch", "nhập khẩu của cả nước", "USD"), "vn.trade.import"),
    (Figure("trị giá", "lượng gạo xuất khẩu", "USD"), "vn.trade.export.rice"),
    (Figure("tổng diện tích", "khu công nghiệp", "HA"), "vn.industry.parks.area"),
    (Figure("cà phê", "kim ngạch xuất khẩu", "USD"), "vn.trade.export.coffee"),
    (Figure("hàng dệt may", "xuất khẩu sang EU", "USD"), "vn.trade.export.textile"),
    (Figure("khai khoáng", "IIP", "PERCENT", "change"), "vn.industry.iip.mining"),
    (Figure("dệt", "ngành khai khoáng", "PERCENT", "change"), "vn.industry.iip"),
    (
        Figure("doanh số", "doanh số ô tô", "PERCENT", "change"),
        "vn.transport.car_sales",
    ),
    (Figure("giải ngân", "vốn đầu tư công", "VND"), "vn.investment.public.disbursed"),
    (Figure("nhập khẩu", "thu ngân sách", "VND"), "vn.budget.revenue.trade"),
]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [*NAMED, *BY_UNIT, *BY_PARENT],
    ids=lambda one: (
        "-".join(str(told) for told in one if told).replace(" ", "_")
        if isinstance(one, Figure)
        else one
    ),
)
def test_a_figure_is_linked_by_its_words_its_unit_and_its_parent(
    linker: IndicatorLinker, figure: Figure, expected: str
) -> None:
    linked = linker.link(*figure)
    assert linked is not None
    assert linked.indicator == expected
    assert LEAST <= linked.score <= 1


BROKEN_DOWN = [
    pytest.param(
        Figure("Trung Quốc", "kim ngạch xuất khẩu", "USD"),
        ("vn.trade.export", (("partner", "Trung Quốc"),)),
        id="partner",
    ),
    pytest.param(
        Figure("thị trường Hoa Kỳ", "xuất khẩu cà phê", "PERCENT", "share"),
        ("vn.trade.export.coffee", (("partner", "Mỹ"),)),
        id="partner-by-its-one-name",
    ),
    pytest.param(
        Figure("kim ngạch xuất khẩu sang Nhật Bản", None, "USD"),
        ("vn.trade.export", (("partner", "Nhật Bản"),)),
        id="partner-behind",
    ),
    pytest.param(
        Figure("kim ngạch xuất khẩu đồ chơi", None, "USD"),
        ("vn.trade.export", (("commodity", "đồ chơi"),)),
        id="commodity-without-a-row",
    ),
    pytest.param(
        Figure("ngành xây dựng", "tổng vốn đăng ký", "VND"),
        ("vn.investment.registered", (("branch", "xây dựng"),)),
        id="branch",
    ),
    pytest.param(
        Figure("khai khoáng", "số lao động", "PERCENT", "change"),
        ("vn.labour.employed", (("branch", "khai khoáng"),)),
        id="a-branch-is-not-its-index-under-another-parent",
    ),
    pytest.param(
        Figure("tổng vốn đăng ký", "ngành du lịch", "VND"),
        ("vn.investment.registered", (("branch", "du lịch"),)),
        id="branch-above",
    ),
    pytest.param(
        Figure("hàng dệt may", "xuất khẩu sang EU", "USD"),
        ("vn.trade.export.textile", (("partner", "EU"),)),
        id="the-parent-has-a-partner",
    ),
    pytest.param(
        Figure("xe đạp trẻ con", "tổng doanh thu", "PERCENT", "share"),
        ("vn.business.revenue", (("item", "xe đạp trẻ con"),)),
        id="share-of-anything",
    ),
    pytest.param(
        Figure("kim ngạch xuất khẩu của Cà Mau", None, "USD"),
        ("vn.trade.export", ()),
        id="a-province-is-no-part",
    ),
    pytest.param(
        Figure("doanh thu áo mưa", None, "VND"),
        ("vn.business.revenue", (("item", "áo mưa"),)),
        id="small-letters-are-no-country",
    ),
    pytest.param(
        Figure("doanh thu tiêu thụ nước mắm", None, "VND"),
        ("vn.business.revenue", (("item", "tiêu thụ nước mắm"),)),
        id="half-a-word-is-no-commodity",
    ),
]


@pytest.mark.parametrize(("figure", "expected"), BROKEN_DOWN)
def test_what_is_left_of_the_name_is_a_breakdown(
    linker: IndicatorLinker, figure: Figure, expected: object
) -> None:
    linked = linker.link(*figure)
    assert linked is not None
    assert (linked.indicator, linked.breakdown) == expected


HOW_MANY = [
    ("công ty", "COUNT", "3", None),
    ("công ty", "COUNT", "2100", "vn.business.enterprises"),
    ("dự án", "COUNT", "5", None),
    ("dự án", "COUNT", "6", "vn.investment.projects"),
    ("dự án được cấp phép", "COUNT", "2", "vn.investment.projects.licensed"),
    ("học sinh", "COUNT", "449", None),
    ("học sinh", "COUNT", "350000", "vn.social.pupils"),
    ("tỉnh, thành phố", "COUNT", "12", None),
    ("tỉnh, thành phố", "COUNT", "34", "vn.governance.provinces"),
    ("kim ngạch xuất khẩu", "USD", "3", "vn.trade.export"),
]


@pytest.mark.parametrize(("metric", "unit", "quantity", "expected"), HOW_MANY)
def test_a_handful_is_no_statistic(
    linker: IndicatorLinker,
    metric: str,
    unit: str,
    quantity: str,
    expected: str | None,
) -> None:
    linked = linker.link(metric, unit=unit, quantity=Decimal(quantity))
    assert (linked.indicator if linked else None) == expected


def test_what_is_counted_has_no_share_of_another_sum(linker: IndicatorLinker) -> None:
    whole = "tổng kim ngạch xuất khẩu"
    linked = linker.link("doanh nghiệp FDI", whole, "PERCENT", "share")
    assert linked is not None
    assert linked.indicator == "vn.trade.export"


INVENTED = [
    Figure("chỉ số lười biếng của mèo nhà", unit="POINT"),
    Figure("sản lượng kẹo kéo", unit="T"),
    Figure("tỷ lệ robot biết hát", unit="PERCENT"),
    Figure("số lượng diều giấy", unit="COUNT"),
    Figure("độ dày lớp sương", unit="MM"),
    Figure("giá một giấc mơ", unit="VND"),
    Figure("sản lượng sữa ong chúa nhân tạo", unit="KG"),
    Figure("năng suất ngồi thiền", unit="PERCENT", measure="change"),
    Figure("diện tích bóng râm trên sao Hỏa", unit="HA"),
    Figure("tỷ lệ thất tình sau Tết", unit="PERCENT"),
]

OTHERS = [
    Figure(None),
    Figure(""),
    Figure(" "),
    Figure("doanh nghiệp xuất khẩu gạo", unit="T"),
    Figure("thị trường nhập khẩu", unit="USD"),
    Figure("giá", unit="VND"),
    Figure("kim ngạch", unit="USD"),
    Figure("kim ngạch", "Hàn Quốc", "USD"),
    Figure("tăng trưởng", unit="PERCENT", measure="change"),
    Figure("lỗ hổng ngân sách", unit="VND"),
    Figure("số bác sĩ", unit="VND"),
    Figure("tỷ lệ hộ nghèo", unit="HA"),
    Figure("nợ xấu", "cầu thủ", "KG"),
    Figure("cổ phiếu", unit="VND"),
    Figure("GDP", None, "PERCENT", "share"),
    Figure("xây dựng", "khối lượng dự án", "PERCENT", "share"),
    Figure("bội chi ở mức thấp lạ thường", "GDP", "KM"),
]


@pytest.mark.parametrize("figure", [*INVENTED, *OTHERS], ids=str)
def test_what_the_catalogue_does_not_hold_has_no_indicator(
    linker: IndicatorLinker, figure: Figure
) -> None:
    assert linker.link(*figure) is None


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure("doanh thu", None, "VND", "level", "Công ty Cây Đa"), True),
        (Figure("số lao động", None, "COUNT", "level", "Nhà máy Hòn Ngọc"), True),
        (Figure("thu nội địa", None, "VND", "level", "Công ty Cây Đa"), False),
        (Figure("GRDP", None, "VND", "level", "Công ty Cây Đa"), False),
        (Figure("GRDP", None, "VND", "level", None), True),
    ],
    ids=["revenue", "workers", "budget", "product-of-a-region", "of-the-region"],
)
def test_a_company_has_figures_of_business_alone(
    linker: IndicatorLinker, figure: Figure, *, expected: bool
) -> None:
    assert (linker.link(*figure) is not None) is expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_normal_form_does_not_matter(linker: IndicatorLinker, form: str) -> None:
    metric = unicodedata.normalize(form, "tỷ lệ che phủ rừng")  # type: ignore[arg-type]
    linked = linker.link(metric, unit="PERCENT")
    assert linked is not None
    assert linked.indicator == "vn.agriculture.forest.cover"


def test_an_empty_catalogue_links_nothing() -> None:
    assert IndicatorLinker(Catalogue({}, {})).link("GDP") is None


WORDS = (
    *("kim ngạch", "xuất khẩu", "cà phê", "Trung Quốc", "doanh thu", "ngành", "của"),
    *("GRDP", "tỷ lệ", "tổng", "xây dựng", "giá", "%", ",", "(", "\u0301", "😀", ""),
)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
ANY = st.none() | PHRASES | st.text(max_size=30)
UNITS = st.sampled_from([None, "VND", "PERCENT", "COUNT", "VND/PERSON/YEAR", "/", "?"])
MEASURES = st.sampled_from(["level", "change", "ratio", "share", "rank"])


@given(metric=ANY, parent=ANY, unit=UNITS, measure=MEASURES)
def test_linking_never_fails_and_always_says_the_same(
    linker: IndicatorLinker,
    anew: IndicatorLinker,
    metric: str | None,
    parent: str | None,
    unit: str | None,
    measure: str,
) -> None:
    linked = linker.link(metric, parent, unit, measure)
    assert linked == anew.link(metric, parent, unit, measure)
    if linked is not None:
        assert LEAST <= linked.score <= 1
        told = [dimension for dimension, _ in linked.breakdown]
        assert told == sorted(set(told))
        assert all(value for _, value in linked.breakdown)


def test_a_finished_row_is_linked_as_its_figure_was(linker: IndicatorLinker) -> None:
    rows = Extractor().extract(
        "Năm 2023, kim ngạch xuất khẩu sang Nhật Bản của tỉnh đạt 120 triệu USD.",
        published="2024-01-05",
    )
    linked = [linker.link_row(row) for row in rows]
    assert [one and one.indicator for one in linked] == [row.indicator for row in rows]
    assert [one and dict(one.breakdown) for one in linked] == [{"partner": "Nhật Bản"}]
