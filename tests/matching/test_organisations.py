from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.organisations import find_organisations
from pipeline.text.folding import fold


def found(text: str) -> list[tuple[str, str]]:
    return [(o.kind, o.name) for o in find_organisations(text, fold(text))]


CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "company": (
        "Công ty cổ phần Đầu tư xây dựng Hòa An đạt doanh thu 5 tỷ đồng.",
        [("company", "Công ty cổ phần Đầu tư xây dựng Hòa An")],
    ),
    "line-in-small-letters-behind-a-form": (
        "Công ty CP cảng Sông Ninh có 300 lao động.",
        [("company", "Công ty CP cảng Sông Ninh")],
    ),
    "line-in-small-letters-of-none": ("các công ty du lịch Sông Ninh mở tour", []),
    "name-in-capitals": (
        "Công ty tài chính KIM ANPHA lãi lớn; KIM ANPHA có 9 chi nhánh.",
        [("company", "Công ty tài chính KIM ANPHA"), ("company", "KIM ANPHA")],
    ),
    "goods-before-a-place": (
        "Công ty TNHH MTV Yến sào Gia Lai lãi lớn. Yến sào Gia Lai có 9 đồi.",
        [
            ("company", "Công ty TNHH MTV Yến sào Gia Lai"),
            ("company", "Yến sào Gia Lai"),
        ],
    ),
    "place-of-a-company": ("Công ty Thép tại Hà Nam lãi lớn.", []),
    "capitals-before-the-country": (
        "Công ty CP Nông nghiệp ANPHA Việt Nam lãi lớn. ANPHA có 9 trại.",
        [("company", "Công ty CP Nông nghiệp ANPHA Việt Nam"), ("company", "ANPHA")],
    ),
    "capitals-of-a-place": ("công ty du lịch TP.Đà Nẵng mở tour", []),
    "group-by-its-letters": ("Doanh thu của TKV tăng", [("company", "TKV")]),
    "group": ("của tập đoàn Sao Biển tăng", [("company", "tập đoàn Sao Biển")]),
    "bank": (
        "Ngân hàng TMCP Công thương An Việt cho vay",
        [("bank", "Ngân hàng TMCP Công thương An Việt")],
    ),
    "office-with-its-place": (
        "Sở Nông nghiệp và Phát triển nông thôn tỉnh Gia Lai cho biết",
        [("office", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Gia Lai")],
    ),
    "office-in-a-city": (
        "theo Cục Hải quan TP. Hồ Chí Minh thì",
        [("office", "Cục Hải quan TP. Hồ Chí Minh")],
    ),
    "office-before-a-person": (
        "Giám đốc Sở Công Thương Gia Lai Phạm Văn Tám nói",
        [("office", "Sở Công Thương Gia Lai")],
    ),
    "office-before-a-verb": (
        "Sở Công Thương tổ chức Hội chợ xuân",
        [("office", "Sở Công Thương")],
    ),
    "ministry": (
        "Bộ Tài chính, Tổng cục Thống kê báo cáo",
        [("ministry", "Bộ Tài chính"), ("ministry", "Tổng cục Thống kê")],
    ),
    "ministry-with-sign": ("do Bộ NN&PTNT soạn", [("ministry", "Bộ NN&PTNT")]),
    "office-alone": ("do UBND tỉnh giao", [("office", "UBND")]),
    "council": ("UBND tỉnh Gia Lai giao", [("office", "UBND tỉnh Gia Lai")]),
    "project": (
        "Nhà máy thủy điện Sê Kông phát điện",
        [("project", "Nhà máy thủy điện Sê Kông")],
    ),
    "road": (
        "cao tốc Hà Nội - Hải Phòng thông xe",
        [("project", "cao tốc Hà Nội - Hải Phòng")],
    ),
    "zone": ("ở khu công nghiệp Trà Vân có", [("zone", "khu công nghiệp Trà Vân")]),
    "association": (
        "Hiệp hội Chế biến và Xuất khẩu thủy sản Việt Nam",
        [("association", "Hiệp hội Chế biến và Xuất khẩu thủy sản Việt Nam")],
    ),
    "short-name-later": (
        "Công ty CP Dược An Bình (ABP) lãi 5 tỷ. Năm 2020, ABP lãi 4 tỷ.",
        [
            ("company", "Công ty CP Dược An Bình"),
            ("company", "ABP"),
            ("company", "ABP"),
        ],
    ),
    "short-name-with-label": (
        "Công ty Giấy Trúc Bạch (mã TBP - HNX) tăng; TBP đạt 9%",
        [
            ("company", "Công ty Giấy Trúc Bạch"),
            ("company", "TBP"),
            ("company", "TBP"),
        ],
    ),
    "country-in-brackets-is-no-short-name": (
        "tập đoàn Orion (Mỹ) đầu tư. Mỹ tăng thuế.",
        [("company", "tập đoàn Orion")],
    ),
    "company-of-a-country": ("một công ty Hàn Quốc trả giá", []),
    "port-of-a-province": ("hàng qua cảng Hà Nam tăng", []),
    "no-name": ("công ty này, dự án trên, doanh nghiệp và nhà máy", []),
    "small-letters": ("các sở, ban, ngành và bộ phận", []),
    "department-in-spain": ("đội Tây Ban Nha thắng", []),
    "taiwan-is-no-station": ("vốn từ Đài Loan tăng", []),
    "hoi-an-is-no-society": ("khách đến Hội An đông", []),
    "half-a-compound": ("dự án Nhà ở xã hội", []),
    "count": ("có 20 dự án 50 tỷ đồng và 3 ngân hàng 5 sao", []),
}


@pytest.mark.parametrize(("text", "names"), CASES.values(), ids=CASES.keys())
def test_names_of_organisations(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


def test_offsets_hold_the_name() -> None:
    text = "Năm 2020, CTCP Mía đường Sông Hinh lãi."
    mention = find_organisations(text, fold(text))[0]
    assert text[mention.start : mention.end] == mention.name


PIECES = ["Công ty ", "Sở ", "UBND ", "(AB) ", "AB ", "Gia Lai", " - ", " và ", "TP."]


@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=())),
        max_size=20,
    ).map("".join)
)
def test_mentions_are_ordered_apart_and_exact(text: str) -> None:
    mentions = find_organisations(text, fold(text))
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    assert all(text[m.start : m.end] == m.name != "" for m in mentions)
