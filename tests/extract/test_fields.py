"""The fields beyond value, metric and period: tables of sentences of our own."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.schema import Article, Observation

EXTRACTOR = Extractor()


def rows_of(text: str, title: str | None = None) -> tuple[Observation, ...]:
    article = Article(id="a", text=text, title=title, published="2021-10-05")
    return EXTRACTOR.extract(article)


def row_of(text: str, amount: str, title: str | None = None) -> Observation:
    """The row of the only figure written so."""
    (row,) = (r for r in rows_of(text, title) if r.amount_text == amount)
    return row


PRICES = {
    "in brackets behind the metric": (
        "GRDP (giá so sánh 2010) đạt [51] nghìn tỷ đồng.",
        ("constant:2010", "giá so sánh 2010", None),
    ),
    "year told with its word": (
        "Giá trị sản xuất theo giá so sánh năm 2010 đạt [51] tỷ đồng.",
        ("constant:2010", "giá so sánh năm 2010", None),
    ),
    "older base year": (
        "Giá trị sản xuất (giá cố định 1994) đạt [51] tỷ đồng.",
        ("constant:1994", "giá cố định 1994", None),
    ),
    "current, behind the figure": (
        "Quy mô GRDP đạt [75,5] nghìn tỷ đồng (theo giá hiện hành).",
        ("current", "giá hiện hành", None),
    ),
    "current, called real": (
        "Tính theo giá thực tế, giá trị sản xuất nông nghiệp đạt [9] tỷ đồng.",
        ("current", "giá thực tế", None),
    ),
    "base year left out": (
        "Năm 2020, GRDP theo giá so sánh tăng [7,1]%.",
        ("constant:2010", "giá so sánh", "official_base_year"),
    ),
    "base year told before": (
        "GRDP (giá so sánh 1994) tăng 9%. Theo giá so sánh, công nghiệp tăng [8]%.",
        ("constant:1994", "giá so sánh", "year_told_elsewhere"),
    ),
    "growth of the same metric": (
        "GRDP (giá so sánh 2010) đạt 51 nghìn tỷ đồng, tăng [6,3]%.",
        ("constant:2010", "giá so sánh 2010", "same_metric"),
    ),
    "a part of the metric": (
        "Công nghiệp (giá so sánh 2010) đạt 900 tỷ đồng, trong đó than [45] tỷ đồng.",
        ("constant:2010", "giá so sánh 2010", "same_metric"),
    ),
    "another metric": (
        "GRDP (giá so sánh 2010) tăng 7%; kim ngạch xuất khẩu đạt [480] triệu USD.",
        (None, None, None),
    ),
    "growth without that of prices": (
        "Bán lẻ theo giá hiện hành tăng 9%, nếu loại trừ yếu tố giá tăng [6,2]%.",
        (None, None, None),
    ),
    "a price that is asked": (
        "Với giá hiện hành khoảng [25] nghìn đồng/kg, người trồng có lãi.",
        (None, None, None),
    ),
    "an assessment": (
        "Kết quả đánh giá so sánh 2010 cho thấy doanh thu tăng [5]%.",
        (None, None, None),
    ),
    "a count": (
        "GRDP theo giá hiện hành đạt 51 nghìn tỷ đồng; có thêm [120] doanh nghiệp.",
        (None, None, None),
    ),
}


def marked(text: str) -> tuple[str, str]:
    """Take the brackets off: the text, and the amount that stood in them."""
    before, _, rest = text.partition("[")
    amount, _, after = rest.partition("]")
    return before + amount + after, amount


@pytest.mark.parametrize(("text", "wanted"), PRICES.values(), ids=PRICES)
def test_price_basis(text: str, wanted: tuple[str | None, ...]) -> None:
    plain, amount = marked(text)
    row = row_of(plain, amount)
    at = row.evidence.get("price_basis")
    words = plain[slice(*at)] if at else None
    assert (row.price_basis, words, row.inferred.get("price_basis")) == wanted


PLANS = {
    "council": (
        "9 tháng, thu ngân sách đạt 800 tỷ đồng, bằng [81]% dự toán HĐND tỉnh giao.",
        ("local", "HĐND", "2021", "dự toán HĐND tỉnh giao"),
    ),
    "central government": (
        "9 tháng, thu ngân sách đạt [81]% dự toán Trung ương giao.",
        ("central", "Trung ương", "2021", "dự toán Trung ương giao"),
    ),
    "prime minister, words between": (
        "9 tháng, giải ngân đạt [47]% kế hoạch vốn được Thủ tướng Chính phủ giao.",
        (
            "central",
            "Thủ tướng Chính phủ",
            "2021",
            "kế hoạch vốn được Thủ tướng Chính phủ giao",
        ),
    ),
    "decided, not given": (
        "9 tháng, chi thường xuyên bằng [70]% dự toán Quốc hội quyết định.",
        ("central", "Quốc hội", "2021", "dự toán Quốc hội quyết định"),
    ),
    "the province's": (
        "9 tháng, sản lượng đạt 5 nghìn tấn, vượt [3]% so với kế hoạch của tỉnh.",
        ("local", "tỉnh", "2021", "kế hoạch của tỉnh"),
    ),
    "the company's own": (
        "Năm 2020, lợi nhuận đạt 90 tỷ đồng, vượt [20]% kế hoạch năm 2020 của công ty.",
        ("own", "công ty", "2020", "kế hoạch năm 2020 của công ty"),
    ),
    "the plan of the year": (
        "Quý III năm 2021, doanh thu đạt 40 tỷ đồng, bằng [22]% kế hoạch năm.",
        (None, None, "2021", "kế hoạch năm"),
    ),
    "the whole year's": (
        "9 tháng, doanh thu đạt 90 tỷ đồng, bằng [75]% kế hoạch cả năm.",
        (None, None, "2021", "kế hoạch cả năm"),
    ),
    "of six months": (
        "6 tháng, xuất khẩu đạt 90 triệu USD, bằng [105]% kế hoạch 6 tháng.",
        (None, None, "2021-01/2021-06", "kế hoạch 6 tháng"),
    ),
    "of the month": (
        "Tháng 9, sản lượng đạt 8 nghìn tấn, bằng [98]% kế hoạch tháng.",
        (None, None, "2021-09", "kế hoạch tháng"),
    ),
    "of several years": (
        "Giai đoạn 2016-2020, doanh thu đạt 90 tỷ đồng, bằng [101]% kế hoạch.",
        (None, None, "2016/2020", "kế hoạch"),
    ),
    "nobody and no time named": (
        "Tháng 9, sản lượng đạt 8 nghìn tấn, bằng [98]% kế hoạch.",
        (None, None, None, "kế hoạch"),
    ),
    "a department's name is no giver": (
        "Sở Kế hoạch và Đầu tư cho biết tỉnh có [12] dự án mới.",
        (None, None, None, None),
    ),
    "two plans in one sentence": (
        "9 tháng, thu bằng 83% dự toán Trung ương giao, [79]% dự toán HĐND tỉnh giao.",
        ("local", "HĐND", "2021", "dự toán HĐND tỉnh giao"),
    ),
}


@pytest.mark.parametrize(("text", "wanted"), PLANS.values(), ids=PLANS)
def test_plan(text: str, wanted: tuple[str | None, ...]) -> None:
    plain, amount = marked(text)
    row = row_of(plain, amount)
    at = row.evidence.get("plan_by")
    words = plain[slice(*at)] if at else None
    period = row.plan_period.iso if row.plan_period else None
    assert (row.plan_by, words, period, row.base_text) == wanted


BASES = {
    "a period": ("Năm 2020, thu đạt 5 tỷ đồng, tăng [8]% so với năm 2019.", "năm 2019"),
    "the same period": ("9 tháng, thu tăng [8]% so với cùng kỳ.", "cùng kỳ"),
    "neither plan nor time": (
        "Năm 2020, thu nhập gấp [1,9] lần so với bình quân vùng.",
        "bình quân vùng",
    ),
    "what something is a multiple of": (
        "Năm 2020, thu nhập gấp [1,9] lần bình quân cả nước.",
        "bình quân cả nước",
    ),
    "the whole of a share": (
        "Năm 2020, công nghiệp chiếm [32]% tổng GRDP.",
        "tổng GRDP",
    ),
    "a level": ("Năm 2020, thu ngân sách đạt [5] tỷ đồng.", None),
}


@pytest.mark.parametrize(("text", "wanted"), BASES.values(), ids=BASES)
def test_base_text(text: str, wanted: str | None) -> None:
    plain, amount = marked(text)
    row = row_of(plain, amount)
    assert row.base_text == wanted
    at = row.evidence.get("base_text")
    assert (plain[slice(*at)] if at else None) == wanted


UNITS = {
    "money": ("đạt [580] triệu USD", ("triệu USD", "USD", 6)),
    "per cent": ("tăng [5,5]%", ("%", "PERCENT", 0)),
    "a count": ("có [24] dự án", ("dự án", "COUNT", 0)),
    "a count each year": (
        "có [24] nghìn lượt khách mỗi năm",
        ("nghìn lượt khách/năm", "COUNT", 3),
    ),
    "a multiple in words": ("tăng [gấp đôi]", ("lần", "TIMES", 0)),
    "left out beside a parallel": ("mía giảm [3,03]; cao su tăng 1,2%", None),
}


@pytest.mark.parametrize(("text", "wanted"), UNITS.values(), ids=UNITS)
def test_unit(text: str, wanted: tuple[str, str, int] | None) -> None:
    plain, amount = marked(f"Năm 2020, giá trị sản xuất {text}.")
    row = row_of(plain, amount)
    wanted = wanted or ("%", "PERCENT", 0)
    assert (row.unit_text, row.unit, row.unit_mult) == wanted
    inferred = "parallel_figure" if "cao su" in text else None
    assert row.inferred.get("unit") == inferred


AREAS = {
    "named before the figure": (
        "Năm 2020, tỉnh Gia Lai xuất khẩu [580] triệu USD.",
        ("Gia Lai", "64", "Gia Lai", None),
    ),
    "the article's": (
        "Tỉnh Gia Lai họp báo.\nNăm 2020, xuất khẩu đạt [580] triệu USD.",
        ("Gia Lai", "64", "Gia Lai", "article"),
    ),
    "dealt out in turn": (
        "Năm 2020, tỉnh Gia Lai và Kon Tum lần lượt xuất khẩu 5 và [7] triệu USD.",
        ("Kon Tum", "62", "Kon Tum", None),
    ),
    "the country's": (
        "Năm 2020, cả nước xuất khẩu [580] triệu USD.",
        ("Việt Nam", "VN", "cả nước", None),
    ),
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Hãng có [8] chuyến bay đến Huế mỗi tuần.", "chuyến bay/tuần"),
        ("Tỉnh đón [2] triệu lượt khách mỗi năm.", "triệu lượt khách/năm"),
        ("Tỉnh hỗ trợ [8] hộ nghèo, mỗi tháng một lần.", "hộ nghèo"),
    ],
    ids=["each-week", "each-year", "another-clause"],
)
def test_a_count_may_be_told_for_each_time(text: str, unit: str) -> None:
    plain, amount = marked(text)
    assert row_of(plain, amount).unit_text == unit


@pytest.mark.parametrize(("text", "wanted"), AREAS.values(), ids=AREAS)
def test_area(text: str, wanted: tuple[str | None, ...]) -> None:
    plain, amount = marked(text)
    row = row_of(plain, amount)
    at = row.evidence.get("area")
    words = plain[slice(*at)] if at else None
    assert (row.area, row.area_code, words, row.inferred.get("area")) == wanted


@pytest.mark.parametrize(
    ("published", "code"),
    [("2021-01-05", "64"), ("2025-08-01", "52")],
    ids=["before the merger", "since the merger"],
)
def test_the_area_code_is_that_of_the_day(published: str, code: str) -> None:
    text = "Tỉnh Gia Lai xuất khẩu 580 triệu USD."
    (row,) = EXTRACTOR.extract(text, published=published)
    assert (row.area, row.area_code) == ("Gia Lai", code)


def test_an_area_of_the_title_alone_has_no_words() -> None:
    text = "Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD."
    row = row_of(text, "580", title="Gia Lai: xuất khẩu tăng")
    assert (row.area, row.inferred.get("area")) == ("Gia Lai", "article")
    assert "area" not in row.evidence


def test_bound_and_measure_have_their_words() -> None:
    text = "Năm 2020, doanh thu tăng hơn 12% so với năm 2019."
    row = row_of(text, "12")
    said = {name: text[slice(*at)] for name, at in row.evidence.items()}
    assert said == {
        "amount": "12",
        "unit": "%",
        "bound": "hơn",
        "measure": "tăng",
        "direction": "tăng",
        "metric": "doanh thu",
        "period": "Năm 2020",
        "base": "năm 2019",
        "base_text": "năm 2019",
    }


def test_a_known_metric_has_its_indicator_and_an_unknown_one_none() -> None:
    known = row_of("Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD.", "580")
    unknown = row_of("Năm 2020, sản lượng khèn bè đạt 58 nghìn tấn.", "58")
    assert (known.indicator, unknown.indicator) == ("vn.trade.export", None)
