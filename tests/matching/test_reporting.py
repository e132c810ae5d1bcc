from __future__ import annotations

import pytest

from pipeline.matching.areas import find_areas, spellings
from pipeline.matching.reporting import NATION, AreaFinder, reporting_area
from pipeline.text.folding import fold
from pipeline.text.sentences import split_sentences

PROVINCE = (
    "Thu ngân sách tăng khá\n"
    "Theo báo cáo của Sở Tài chính Gia Lai, quý I toàn tỉnh thu 900 tỷ đồng, tăng 3%.\n"
    "Trong đó, thu nội địa trên địa bàn đạt 700 tỷ đồng, cao hơn so với Kon Tum.\n"
    "Thái Bình"
)
NATIONAL = (
    "Xuất khẩu gỗ dán tăng 9%\n"
    "Bộ Công Thương cho biết kim ngạch xuất khẩu gỗ dán đạt 2 tỷ USD.\n"
    "Xuất khẩu sang Mỹ đạt 1 tỷ USD, sang Trung Quốc 0,5 tỷ USD."
)
NAMED_NATION = (
    "Kinh tế Việt Nam tăng 5%\nGDP của Việt Nam tăng 5% nhờ xuất khẩu sang Nhật Bản."
)
COMPANY = (
    "Giấy Trúc Bạch lãi lớn\n"
    "Công ty cổ phần Giấy Trúc Bạch (mã TBP) vừa họp đại hội đồng cổ đông tại Hà Nội.\n"
    "Doanh thu thuần đạt 90 tỷ đồng, lợi nhuận sau thuế đạt 9 tỷ đồng, cổ tức 5%."
)
LOSING = (
    "Giấy Trúc Bạch báo lỗ quý thứ ba\n"
    "Quý II, Giấy Trúc Bạch lỗ sau thuế 9 tỷ đồng; nợ ngắn hạn tăng lên 80 tỷ đồng.\n"
    "Kho giấy trên địa bàn Hà Nội đã đóng cửa."
)
LISTED = (
    "Công ty cổ phần Giấy Trúc Bạch (mã TBP-HOSE) bị Cục thuế TP.HCM phạt.\n"
    "Cục thuế TP.HCM phạt công ty 90 triệu đồng."
)
FOREIGN = (
    "Kinh tế Canada khởi sắc\n"
    "GDP của Canada tăng 2%, cơ quan thống kê nước này cho biết.\n"
    "Xuất khẩu của nước này sang Mỹ tăng 3%."
)
DISTRICT = (
    "Huyện Chư Prông được mùa tiêu\n"
    "UBND huyện Chư Prông cho biết toàn huyện có 4.000 ha tiêu.\n"
    "Huyện Chư Prông (tỉnh Gia Lai) thu 9.000 tấn."
)
ONLY_BELOW = (
    "Thu của tỉnh đạt 9 tỷ đồng\n"
    "Sáng nay, UBND tỉnh họp; toàn tỉnh thu 9 tỷ đồng.\n"
    "Tin liên quan\n"
    "Tỉnh Đắk Lắk mở hội chợ."
)


def report(text: str, title: str | None = None) -> str | None:
    folded = fold(text)
    area = reporting_area(
        text,
        folded,
        find_areas(text, folded),
        sentences=split_sentences(text, folded),
        title=title,
    )
    return area.name if area else None


SUBJECTS: dict[str, tuple[str, str | None]] = {
    "province": (PROVINCE, "Gia Lai"),
    "national-without-name": (NATIONAL, "Việt Nam"),
    "national": (NAMED_NATION, "Việt Nam"),
    "company": (COMPANY, None),
    "company-on-the-exchange": (LISTED, None),
    "company-at-a-loss": (LOSING, None),
    "abroad": (FOREIGN, "Canada"),
    "district": (DISTRICT, "Chư Prông"),
    "named-only-below": (ONLY_BELOW, "Đắk Lắk"),
    "nothing-told": ("Giá tăng 5%.", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "area"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_an_article_reports_on_one_area(text: str, area: str | None) -> None:
    assert report(text) == area


def test_a_nation_that_is_not_named_covers_no_words() -> None:
    folded = fold(NATIONAL)
    area = reporting_area(NATIONAL, folded, find_areas(NATIONAL, folded))
    assert area == NATION
    assert (NATION.start, NATION.end) == (0, 0)


def test_the_title_tells_where_the_text_does_not() -> None:
    text = "Thu ngân sách quý I đạt 900 tỷ đồng."
    folded = fold(text)
    area = reporting_area(text, folded, (), title="Gia Lai: Thu ngân sách tăng")
    assert area is not None
    assert (area.name, area.start, area.end) == ("Gia Lai", 0, 0)


def test_sentences_are_not_needed() -> None:
    folded = fold(PROVINCE)
    area = reporting_area(PROVINCE, folded, find_areas(PROVINCE, folded))
    assert area is not None
    assert area.name == "Gia Lai"


def area_of(text: str, figure: str) -> tuple[str | None, str]:
    folded = fold(text)
    areas, sentences = find_areas(text, folded), split_sentences(text, folded)
    main = reporting_area(text, folded, areas, sentences=sentences)
    at = text.index(figure)
    number = next(i for i, s in enumerate(sentences) if s.start <= at < s.end)
    area, rule = AreaFinder(sentences, areas, main).at(at, number)
    return area.name if area else None, rule


LOCAL = (
    "Gia Lai thu hút 50 dự án\n"
    "UBND tỉnh Gia Lai cho biết toàn tỉnh có 50 dự án.\n"
    "Tại huyện Chư Sê có 11 dự án. Tổng vốn là 12 tỷ đồng.\n"
    "Tỉnh cấp phép cho 13 dự án tại thị xã An Khê trong tháng.\n"
    "Mức này cao hơn Kon Tum 14 dự án; đứng thứ 15 cả nước.\n"
    "Chi cục Thuế khu vực Lâm Đồng thu 16 tỷ đồng, xuất sang Mỹ 17 tỷ đồng.\n"
    "Cả nước có 18 dự án như vậy.\n"
    "Kim ngạch của Việt Nam đạt 19 tỷ USD.\n"
    "Tỉnh bán chè tại Huế, bán tiêu tại Đà Nẵng. Sản lượng là 20 nghìn tấn.\n"
    "Thu đạt 60% dự toán (toàn quốc đạt 61%).\n"
    "Tại miền Trung, giá là 62 đồng. Còn tại khu vực miền Nam, giá là 63 đồng.\n"
    "Gia Lai dẫn đầu miền Trung với 64 vườn tiêu.\n"
    "Theo UBND huyện Chư Sê, địa phương này có 65 lò sấy."
)
FIGURES: dict[str, tuple[str, str | None, str]] = {
    "headline": ("50 dự", "Gia Lai", "before"),
    "named-before": ("11", "Chư Sê", "before"),
    "goes-on": ("12", "Chư Sê", "carried"),
    "named-behind": ("13", "An Khê", "after"),
    "compared-with": ("14", "Gia Lai", "article"),
    "compared-with-country": ("15", "Gia Lai", "article"),
    "office-elsewhere": ("16", "Gia Lai", "article"),
    "partner": ("17", "Gia Lai", "article"),
    "country-as-subject": ("18", "Việt Nam", "before"),
    "country-by-name": ("19", "Việt Nam", "before"),
    "behind-several-markets": ("20 nghìn", "Gia Lai", "article"),
    "country-in-brackets": ("61", "Việt Nam", "before"),
    "at-a-region": ("62", "miền Trung", "before"),
    "at-the-area-of-a-region": ("63", "miền Nam", "before"),
    "office-of-a-district": ("65", "Chư Sê", "before"),
    "leader-of-a-region": ("64", "Gia Lai", "before"),
}


@pytest.mark.parametrize(
    ("figure", "area", "rule"), FIGURES.values(), ids=FIGURES.keys()
)
def test_a_figure_has_the_area_that_its_words_tell(
    figure: str, area: str | None, rule: str
) -> None:
    assert area_of(LOCAL, figure) == (area, rule)


ADDRESSES = (
    "Gia Lai thu hút 50 dự án\n"
    "UBND tỉnh Gia Lai cho biết toàn tỉnh Gia Lai có 50 dự án.\n"
    "Khu dân cư tại xã Ia Băng, huyện Chư Sê do tỉnh mời gọi. Diện tích là 21 ha.\n"
    "Khu chợ tại huyện Chư Prông, tỉnh Gia Lai rộng 22 ha.\n"
    "Huyện Chư Sê và huyện Chư Prông có 23 hồ chứa.\n"
    "Tại thị xã An Khê, huyện Chư Sê và huyện Chư Prông có 24 hồ chứa.\n"
    "Giá ở huyện Chư Sê cao hơn huyện Chư Prông 25 đồng.\n"
    "Huyện Chư Sê nhận 8 tỷ đồng và huyện Chư Prông nhận 26 tỷ đồng.\n"
    "Con kênh (nối sang tỉnh Kon Tum và tỉnh Phú Yên) dài 30 km.\n"
    "Năm qua có 27 vụ cháy tại huyện Chư Sê, huyện Chư Prông và thị xã An Khê.\n"
    "Điện đã đến 28% hộ ở huyện Chư Sê, 29% ở huyện Chư Prông."
)
BESIDE: dict[str, tuple[str, str, str]] = {
    "the-district-of-an-address": ("21", "Chư Sê", "carried"),
    "the-province-of-an-address-is-around": ("22", "Chư Prông", "before"),
    "two-beside-each-other": ("23", "Chư Sê, Chư Prông", "before"),
    "three-of-a-list": ("24", "An Khê, Chư Sê, Chư Prông", "before"),
    "compared-is-not-beside": ("25", "Chư Sê", "before"),
    "another-behind-a-figure": ("26", "Chư Prông", "before"),
    "a-bracket-says-where": ("30", "Gia Lai", "article"),
    "a-list-behind-a-figure": ("27", "Chư Sê, Chư Prông, An Khê", "after"),
    "right-behind-goes-first": ("29", "Chư Prông", "after"),
}


@pytest.mark.parametrize(("figure", "area", "rule"), BESIDE.values(), ids=BESIDE.keys())
def test_areas_side_by_side_are_an_address_or_a_list(
    figure: str, area: str, rule: str
) -> None:
    assert area_of(ADDRESSES, figure) == (area, rule)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Tỉnh Thanh Hoá thu 5 tỷ đồng.", {"Thanh Hóa": "Thanh Hoá"}),
        ("Thanh Hoá thu 5 tỷ đồng; Thanh Hóa chi 4 tỷ đồng.", {}),
        ("TP.HCM thu 5 tỷ đồng.", {}),
    ],
)
def test_an_area_is_spelt_as_the_text_has_it(text: str, spelt: dict[str, str]) -> None:
    assert spellings(text, find_areas(text, fold(text))) == spelt


def test_a_company_has_no_area_anywhere() -> None:
    assert area_of(COMPANY, "90 tỷ") == (None, "article")


def test_a_company_counts_under_its_short_name_too() -> None:
    text = (
        "Công ty ANPHA lãi lớn tại Việt Nam\n"
        "Công ty ANPHA Việt Nam có 2 nhà máy. ANPHA lãi 5 tỷ đồng ở Việt Nam. ANPHA "
        "bán 9 tấn. ANPHA có 30 kho. Tập đoàn ANPHA tăng vốn. ANPHA mở rộng ở Lào. "
        "Năm tới, ANPHA mở 3 kho. Lãi của ANPHA tăng. Vốn của ANPHA là 9 tỷ đồng."
    )
    assert report(text) is None


def test_a_price_is_of_the_market_where_the_world_trades() -> None:
    text = (
        f"{NATIONAL}\nTrên sàn London, giá gỗ tăng 7 USD.\n"
        "Giá gỗ trong nước cao hơn giá thế giới 8 USD."
    )

    assert area_of(text, "7 USD") == ("London", "before")
    assert area_of(text, "8 USD") == ("Việt Nam", "article")


def test_a_figure_at_a_foreign_place_is_told_beside_the_nation() -> None:
    text = f"{NATIONAL}\nGiá thành tại Đức là 7 USD, xuất sang Mỹ 8 USD."

    assert area_of(text, "7 USD") == ("Đức", "before")


def test_a_price_in_a_province_is_its_own() -> None:
    text = f"{LOCAL}\nTheo giá thế giới, giá gỗ tăng 7 USD."

    assert area_of(text, "7 USD")[0] != "Thế giới"


def test_a_new_paragraph_tells_of_the_site_before_it() -> None:
    text = f"{LOCAL}\nTỉnh mời gọi một dự án chợ tại huyện Chư Sê.\nDự án rộng 77 ha."

    assert area_of(text, "77") == ("Chư Sê", "carried")


def test_an_office_of_the_province_speaks_of_it_again() -> None:
    text = f"{LOCAL}\nXưởng đặt tại huyện Chư Sê.\nUBND tỉnh Gia Lai duyệt 71 xưởng."

    assert area_of(text, "71") == ("Gia Lai", "article")


@pytest.mark.parametrize(
    ("told", "figure", "area"),
    [
        ("Xếp thứ 2/63 là tỉnh Gia Lai với 9 điểm.", "2/63", ("Gia Lai", "after")),
        (
            "Thấp nhất là vùng Tây Nguyên với 8 điểm.",
            "8 điểm",
            ("Tây Nguyên", "before"),
        ),
        ("Cả vùng khá, vùng Tây Nguyên 7 điểm.", "7 điểm", ("Tây Nguyên", "before")),
    ],
    ids=["rank-before-its-place", "region-that-is-lowest", "region-in-a-clause"],
)
def test_the_place_that_is_told_to_be_first_or_last_is_the_area(
    told: str, figure: str, area: tuple[str, str]
) -> None:
    assert area_of(f"{NATIONAL}\n{told}", figure) == area


def test_a_partner_is_not_the_area_of_a_national_figure() -> None:
    assert area_of(NATIONAL, "0,5") == ("Việt Nam", "article")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Nền kinh tế Mỹ tăng 5%\nTổng thống Mỹ áp thuế với Mexico.", "Mỹ"),
        ("Cả nước tăng 5%\nXuất khẩu sang Mỹ tăng 9%.", "Việt Nam"),
        ("Toàn quốc tăng 5%\nViệt Nam nhập 5 tấn từ Mỹ, Lào.", "Việt Nam"),
        ("Nền kinh tế khởi sắc\nGiá nhà ở Mỹ, Lào, Anh, Đức đều tăng 5%.", None),
    ],
    ids=["other-country", "goes-without-saying", "named", "too-many"],
)
def test_a_nation_told_by_words_alone_is_at_home_or_the_one_named(
    text: str, area: str | None
) -> None:
    assert report(text) == area


def test_a_report_from_abroad_may_turn_to_another_country() -> None:
    text = FOREIGN + "\nKinh tế Mexico tăng 4%."
    assert area_of(text, "4%") == ("Mexico", "before")


def test_the_world_is_no_area_where_it_is_only_compared_with() -> None:
    text = FOREIGN + "\nMexico là bạn hàng lớn nhất trên thế giới, đạt 5 tỷ USD."
    assert area_of(text, "5 tỷ") == ("Mexico", "before")


def test_where_a_person_lives_is_no_area() -> None:
    text = PROVINCE + "\nBà Lê Thị Huế (SN 1970, ở Đồng Nai) bán 6 tấn tiêu."
    assert area_of(text, "6 tấn") == ("Gia Lai", "article")
