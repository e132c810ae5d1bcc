from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.areas import find_areas
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from pipeline.matching.mention import AreaMention


def areas(text: str) -> tuple[AreaMention, ...]:
    return find_areas(text, fold(text))


FOUND: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "province": ("Năm 2020, Gia Lai xuất khẩu", [("Gia Lai", "province")]),
    "with-prefix": ("của tỉnh Quảng Ngãi đạt", [("Quảng Ngãi", "province")]),
    "regions-with-small-words": (
        "Vùng Đồng bằng sông Hồng, vùng Trung du miền núi phía Bắc đạt",
        [
            ("Đồng bằng sông Hồng", "region"),
            ("Trung du và miền núi phía Bắc", "region"),
        ],
    ),
    "in-capitals": ("TỈNH GIA LAI THU NGÂN SÁCH", [("Gia Lai", "province")]),
    "old-tones": (
        "tỉnh Thanh Hoá và Khánh Hoà",
        [
            ("Thanh Hóa", "province"),
            ("Khánh Hòa", "province"),
        ],
    ),
    "spellings-of-dak-lak": (
        "Đăk Lăk, Đắc Lắc, Daklak, Đak Lak và Đắk Lắk",
        [("Đắk Lắk", "province")] * 5,
    ),
    "city-by-short-name": (
        "TP.HCM, TP. HCM, TPHCM, Tp.HCM và TP Hồ Chí Minh",
        [("Hồ Chí Minh", "province")] * 5,
    ),
    "city-in-full": ("ở thành phố Hồ Chí Minh", [("Hồ Chí Minh", "province")]),
    "saigon-as-a-place": ("tại Sài Gòn có mưa", [("Hồ Chí Minh", "province")]),
    "with-dash": ("Bà Rịa – Vũng Tàu, BR-VT", [("Bà Rịa - Vũng Tàu", "province")] * 2),
    "hue": (
        "Thừa Thiên - Huế và Huế",
        [
            ("Thừa Thiên Huế", "province"),
            ("Huế", "province"),
        ],
    ),
    "road-called-by-its-ends": (
        "Đường sắt Lào Cai - Hà Nội - Hải Phòng đi qua Hưng Yên",
        [("Hưng Yên", "province")],
    ),
    "ring-road": (
        "tỉnh Bình Dương làm đường Vành đai 4 TP.HCM",
        [("Bình Dương", "province")],
    ),
    "pair-where-a-road-is": (
        "Tuyến đường tại Gia Lai - Kon Tum",
        [("Gia Lai", "province"), ("Kon Tum", "province")],
    ),
    "country-in-words": ("cả nước, nước ta, Việt Nam", [("Việt Nam", "country")] * 3),
    "region": (
        "khu vực Tây Nguyên và ĐBSCL",
        [
            ("Tây Nguyên", "region"),
            ("Đồng bằng sông Cửu Long", "region"),
        ],
    ),
    "partners": (
        "sang Mỹ, Trung Quốc và EU",
        [
            ("Mỹ", "foreign"),
            ("Trung Quốc", "foreign"),
            ("EU", "foreign"),
        ],
    ),
    "world": ("giá thế giới tăng", [("thế giới", "foreign")]),
    "district": (
        "huyện Chư Prông (Gia Lai)",
        [
            ("Chư Prông", "district"),
            ("Gia Lai", "province"),
        ],
    ),
    "town": (
        "thị xã An Khê, TP Pleiku",
        [("An Khê", "district"), ("Pleiku", "district")],
    ),
    "city-without-prefix": ("khách đến Nha Trang", [("Nha Trang", "district")]),
    "city-of-the-same-name": ("thành phố Kon Tum", [("Kon Tum", "district")]),
    "list-of-districts": (
        "các huyện: Krông Pa, Chư Prông và Ia Pa",
        [("Krông Pa", "district"), ("Chư Prông", "district"), ("Ia Pa", "district")],
    ),
    "numbered-district": (
        "ở quận 7 và phường 5",
        [
            ("quận 7", "district"),
            ("phường 5", "commune"),
        ],
    ),
    "commune": ("tại xã Ia Chim có", [("Ia Chim", "commune")]),
    "name-with-a-surname": (
        "quận Tây Hồ, phường Thanh Lương",
        [("Tây Hồ", "district"), ("Thanh Lương", "commune")],
    ),
    "before-a-surname": ("xã Ia Mơ Lê Văn Tám", [("Ia Mơ", "commune")]),
    "agency": ("Thông tấn xã Việt Nam", [("Việt Nam", "country")]),
    "commune-unknown-to-the-tables": ("phường Hoà Xuân", [("Hòa Xuân", "commune")]),
    "office": ("Sở Công Thương Gia Lai họp", [("Gia Lai", "province")]),
    "before-a-person": (
        "Giám đốc Sở Y tế Gia Lai Lê Văn Năm",
        [("Gia Lai", "province")],
    ),
}
NOT_FOUND = {
    "stops-of-a-road": "đoạn Nam Định-Thái Bình, tuyến Huế-Vinh",
    "prefix-that-ends-its-sentence": "ở 30 huyện, thị xã. Cùng với đó, ta xây chợ",
    "small-letters": "an giang hồ, bình định lại giá, hà nam nữ",
    "longer-name": "vùng Hà Nam Ninh xưa",
    "ocean": "bờ Thái Bình Dương",
    "person-with-surname": "bà Nguyễn Thái Bình phát biểu",
    "person-with-title": "ông Lâm Đồng phát biểu",
    "company": "Công ty Thái Bình và Tập đoàn Hòa Bình",
    "zone": "khu công nghiệp Hòa Bình",
    "road": "cao tốc Hà Nội - Hải Phòng",
    "street": "trên đường Hà Nội và sông Đồng Nai",
    "president": "thời Chủ tịch Hồ Chí Minh",
    "youth": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "given-name": "Cô Nga và Tuấn Anh, Minh Đức",
    "law": "Pháp luật và Ý kiến",
    "money": "tỷ đô la Mỹ, bảng Anh, đồng Việt Nam",
    "english-firm": "Quỹ Hanoi Partners Limited mua thêm",
    "index": "VN-Index tăng 5 điểm",
    "society": "xã hội hóa, thành phố này, huyện nghèo",
    "glued": "Phú Yêndự kiến",
    "wife": "bà xã Trấn Thành",
    "cooperative": "hợp tác xã Ia Mơ",
    "title-of-state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND.keys())
def test_areas_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(area.name, area.level) for area in areas(text)] == found


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_what_only_looks_like_an_area_is_none(text: str) -> None:
    assert areas(text) == ()


def test_offsets_hold_the_name_and_the_word_before_it() -> None:
    text = "Thu của tỉnh Gia Lai tăng"
    area = areas(text)[0]
    assert text[area.start : area.end] == "Gia Lai"
    assert text[area.span_start : area.end] == "tỉnh Gia Lai"


def test_a_district_knows_its_province() -> None:
    text = "huyện Chư Prông, huyện Châu Thành, quận 7"
    assert [(a.name, a.within) for a in areas(text)] == [
        ("Chư Prông", "Gia Lai"),
        ("Châu Thành", None),
        ("quận 7", "Hồ Chí Minh"),
    ]


def test_the_code_is_that_of_the_day() -> None:
    text = "Gia Lai và Kon Tum"
    codes = {
        day: [a.code for a in find_areas(text, fold(text), on=day)]
        for day in (None, date(2025, 6, 30), date(2025, 7, 1))
    }
    assert codes == {
        None: ["64", "62"],
        date(2025, 6, 30): ["64", "62"],
        date(2025, 7, 1): ["52", None],
    }


RELATIONS = {
    "opens-the-text": ("Gia Lai có 5 dự án", "start"),
    "opens-a-sentence": ("Thu tăng. Tại Gia Lai có", "start"),
    "opens-a-line": ("Thu tăng\nRiêng tỉnh Gia Lai có", "start"),
    "opens-a-clause": ("Thu tăng; Gia Lai giảm", "clause"),
    "in-brackets": ("dưa hấu (Gia Lai)", "bracket"),
    "at": ("có 5 dự án tại Gia Lai", "at"),
    "of": ("thu của tỉnh Gia Lai", "of"),
    "compared-with": ("cao so với Gia Lai", "aside"),
    "told-to-be": ("cao nhất là tỉnh Gia Lai", "is"),
    "region-told-to-be": ("tiếp theo là vùng Tây Nguyên", "is"),
    "near": ("thu ngân sách Gia Lai", "near"),
}


@pytest.mark.parametrize(("text", "relation"), RELATIONS.values(), ids=RELATIONS.keys())
def test_a_name_hangs_on_the_words_before_it(text: str, relation: str) -> None:
    assert [area.relation for area in areas(text)] == [relation]


def test_districts_listed_with_figures_need_no_word_before_them() -> None:
    text = "Tỉnh Gia Lai khá: Chư Sê đạt 12%, huyện Ia Pa 9% và Krông Pa chỉ 7%."
    found = [(a.name, a.relation) for a in areas(text)[1:]]
    assert [name for name, _ in found] == ["Chư Sê", "Ia Pa", "Krông Pa"]
    assert found[0][1] == found[2][1] == "clause"


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh Gia Lai khá, Chư Sê đạt 12%.",
        "Chư Sê đạt 12%, Krông Pa đạt 9%.",
        "Tỉnh Gia Lai khá: Chư Sê và Krông Pa cùng giữ nhịp tăng.",
    ],
    ids=["one-alone", "no-province-told", "no-figures"],
)
def test_a_district_without_its_word_needs_another_and_figures(text: str) -> None:
    assert {a.level for a in areas(text)} <= {"province"}


def test_the_name_of_an_office_is_marked() -> None:
    text = "Theo UBND tỉnh Gia Lai, Gia Lai thu 5 tỷ đồng"
    assert [area.office for area in areas(text)] == [True, False]


PIECES = [
    "huyện ",
    "TP. ",
    "Gia Lai",
    "Mỹ",
    "Sở ",
    "tỉnh ",
    "Huế",
    ", ",
    "quận 7",
    "Ia ",
]


@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=())),
        max_size=20,
    ).map("".join)
)
def test_mentions_are_ordered_apart_and_inside_the_text(text: str) -> None:
    mentions = areas(text)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    assert all(0 <= m.span_start <= m.start < m.end <= len(text) for m in mentions)
