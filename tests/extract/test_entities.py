"""Whose a figure is, where it is a company's or a project's."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.schema import Article
from tests.extract.test_fields import marked

EXTRACTOR = Extractor()

CASES: dict[str, tuple[str, tuple[str | None, str | None]]] = {
    "subject of the sentence": (
        "Năm 2020, Công ty CP Giấy Trúc Bạch đạt doanh thu [500] tỷ đồng.",
        ("Công ty CP Giấy Trúc Bạch", None),
    ),
    "owner of the metric": (
        "Lợi nhuận của Công ty CP Giấy Trúc Bạch đạt [50] tỷ đồng.",
        ("Công ty CP Giấy Trúc Bạch", None),
    ),
    "owner behind the figure": (
        "Hội nghị ghi nhận [50] tỷ đồng lợi nhuận của Công ty CP Giấy Trúc Bạch.",
        ("Công ty CP Giấy Trúc Bạch", None),
    ),
    "a project": (
        "Dự án Điện gió Hòa Phong có công suất [48] MW.",
        ("Dự án Điện gió Hòa Phong", None),
    ),
    "an industrial zone": (
        "Khu công nghiệp Trà Vân rộng [210] ha.",
        ("Khu công nghiệp Trà Vân", None),
    ),
    "a short name stands for the full one": (
        "Công ty CP Giấy Trúc Bạch (GTB) họp cổ đông. Năm 2020, GTB lãi [50] tỷ đồng.",
        ("Công ty CP Giấy Trúc Bạch", None),
    ),
    "a source": (
        "Theo Công ty Chứng khoán An Bình Phát, GDP năm 2021 tăng [6]%.",
        (None, None),
    ),
    "whoever forecasts": (
        "Công ty Chứng khoán An Bình Phát dự báo GDP năm 2021 tăng [6]%.",
        (None, None),
    ),
    "a report of theirs": (
        "Báo cáo của Công ty Chứng khoán An Bình Phát cho thấy GDP tăng [6]%.",
        (None, None),
    ),
    "who speaks for them": (
        "Ông Tám, giám đốc Công ty Mía đường Ayun, nói tỉnh có [9] nhà máy.",
        (None, None),
    ),
    "parts of what it owes": (
        "Công ty CP Giấy Trúc Bạch nợ thuế 9 tỷ đồng; trong đó, nợ thuế đất [5] tỷ.",
        ("Công ty CP Giấy Trúc Bạch", None),
    ),
    "another clause": (
        "Công ty CP Giấy Trúc Bạch nợ thuế 9 tỷ đồng; toàn tỉnh nợ thuế [50] tỷ.",
        (None, None),
    ),
    "a partner": (
        "Tỉnh ký với Tập đoàn Sao Biển, thu hút [9] dự án.",
        (None, None),
    ),
    "several at once": (
        "Công ty An Phát, Công ty Hòa Bình Minh có [900] lao động.",
        ("Công ty An Phát", None),
    ),
    "behind a semicolon": (
        "Công ty An Phát nộp thuế 5 tỷ đồng; cả tỉnh thu [800] tỷ đồng.",
        (None, None),
    ),
    "an office": ("Sở Công Thương Gia Lai quản lý [24] cụm.", (None, None)),
    "no name of its own": (
        "Tỉnh có 34 dự án FDI với tổng vốn [2,5] tỷ USD.",
        (None,) * 2,
    ),
    "an example in letters": (
        "Ví dụ: Công ty B có doanh thu [5] tỷ đồng.",
        (None,) * 2,
    ),
    "a central bank": (
        "Ngân hàng Trung ương Nhật Bản giữ lãi suất ở mức [0,1]%.",
        (None, None),
    ),
    "half a compound": (
        "Dự án đường Vành đai 3 có chiều dài [76] km.",
        (None, None),
    ),
    "a ticker with its exchange": (
        "Công ty CP Giấy Trúc Bạch (GTB-HNX) họp. Lợi nhuận của GTB đạt [50] tỷ đồng.",
        ("Công ty CP Giấy Trúc Bạch", "carried"),
    ),
    "carried on in the paragraph": (
        "Công ty CP Giấy Trúc Bạch họp cổ đông. Doanh thu năm 2020 đạt [500] tỷ đồng.",
        ("Công ty CP Giấy Trúc Bạch", "carried"),
    ),
    "not carried to what no company has": (
        "Công ty CP Giấy Trúc Bạch họp cổ đông. GDP năm 2020 tăng [2,9]%.",
        (None, None),
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_entity(text: str, wanted: tuple[str | None, str | None]) -> None:
    plain, amount = marked(text)
    rows = EXTRACTOR.extract(plain)
    (row,) = (r for r in rows if r.amount_text == amount)
    assert (row.entity, row.inferred.get("entity")) == wanted


REPORT = (
    "Công ty CP Giấy Trúc Bạch lãi lớn\n"
    "Công ty CP Giấy Trúc Bạch công bố báo cáo tài chính trước cổ đông.\n"
    "Năm 2020, doanh thu đạt 500 tỷ đồng."
)


def test_a_company_report_goes_on_about_its_company() -> None:
    (row,) = EXTRACTOR.extract(REPORT)
    assert (row.entity, row.inferred["entity"]) == (
        "Công ty CP Giấy Trúc Bạch",
        "article",
    )
    start, end = row.evidence["entity"]
    assert REPORT[start:end] == row.entity


def test_a_title_outside_the_text_names_the_company_too() -> None:
    text = "Cổ đông nhận cổ tức.\nNăm 2020, doanh thu đạt 500 tỷ đồng."
    article = Article(id="a", text=text, title="Công ty CP Giấy Trúc Bạch lãi lớn")
    (row,) = EXTRACTOR.extract(article)
    assert (row.entity, row.inferred["entity"]) == (
        "Công ty CP Giấy Trúc Bạch",
        "title",
    )
    assert "entity" not in row.evidence


def test_the_plan_of_a_company_report_is_its_own() -> None:
    text = REPORT.replace("tỷ đồng.", "tỷ đồng, bằng 92% kế hoạch năm.")
    _, plan = EXTRACTOR.extract(text)
    assert (plan.plan_by, plan.inferred["plan_by"]) == ("own", "company_report")


def test_a_plan_in_a_province_s_report_is_nobody_s_unless_told() -> None:
    plain = "Năm 2020, Gia Lai thu ngân sách 500 tỷ đồng, bằng 92% kế hoạch năm."
    _, plan = EXTRACTOR.extract(plain)
    assert plan.plan_by is None


PROVINCE = (
    "UBND tỉnh Gia Lai cho biết toàn tỉnh Gia Lai thu ngân sách 900 tỷ đồng năm 2020. "
)
AREAS: dict[str, tuple[str, str | None]] = {
    "a company's revenue": (
        "Công ty CP Giấy Trúc Bạch đạt doanh thu [500] tỷ đồng.",
        None,
    ),
    "what a company builds": (
        "Công ty CP Giấy Trúc Bạch đầu tư nhà máy có công suất [500] tấn.",
        "Gia Lai",
    ),
    "the province's revenue": ("Doanh thu du lịch đạt [500] tỷ đồng.", "Gia Lai"),
    "a firm's part told further behind": (
        "Các hộ có doanh thu [50] tỷ đồng, có ba hộ của Công ty CP Giấy Trúc Bạch.",
        "Gia Lai",
    ),
    "a central bank": (
        "Ngân hàng Trung ương Canada (NTC) họp. NTC hạ dự báo chi phí còn [5] tỷ đồng.",
        "Gia Lai",
    ),
}


@pytest.mark.parametrize(("text", "area"), AREAS.values(), ids=AREAS)
def test_a_company_s_own_figure_is_of_no_area(text: str, area: str | None) -> None:
    plain, amount = marked(PROVINCE + text)
    rows = EXTRACTOR.extract(Article(id="a", text=plain))
    assert [o.area for o in rows if o.amount_text == amount] == [area]


def test_what_a_company_owes_is_no_figure_of_the_province() -> None:
    text = (
        "Cục Thuế tỉnh Thái Bình công khai 80 đơn vị chậm nộp.\n"
        "Trong đó, Công ty TNHH Dệt Hoa Mai nợ 4,1 tỷ đồng."
    )
    units, debt = EXTRACTOR.extract(text)
    assert (units.area, debt.area) == ("Thái Bình", None)
