from __future__ import annotations

import pytest

from pipeline.text.folding import fold
from pipeline.text.paragraphs import Kind, split_lines

BODY = "Sở Công Thương tỉnh vừa họp sơ kết quý I tại hội trường lớn."
LINES: dict[str, tuple[str, Kind]] = {
    "credit": ("Công nhân phân loại cà phê. Ảnh: Minh Hạnh", "caption"),
    "credit-alone": ("Ảnh minh hoạ.", "caption"),
    "credit-without-colon": ("Một góc cảng biển. Ảnh H.T |", "caption"),
    "source-of-chart": ("Biểu đồ: Phòng Tổng hợp", "caption"),
    "picture-as-a-word": ("Ảnh hưởng của bão làm giảm 5% sản lượng lúa.", "body"),
    "source-as-a-word": ("Nguồn thu từ đất đạt 500 tỷ đồng, tăng 3%.", "body"),
    "name": ("Trần Thị Bích Ngọc", "byline"),
    "name-in-capitals": ("NGỌC LAN", "byline"),
    "initials": ("T.B", "byline"),
    "agency": ("Theo TTXVN", "byline"),
    "stamp": ("17:40, 22/01/2021", "byline"),
    "stamp-with-weekday": ("Thứ Hai, 05/02/2024 08:30 (GMT+7)", "byline"),
    "a-cell-of-a-table": ("Giờ", "body"),
    "opening-words": ("Theo đó, tỉnh sẽ", "body"),
    "dash": ("- Thu nội địa đạt 900 tỷ đồng;", "bullet"),
    "plus": ("+ Chi thường xuyên 400 tỷ đồng.", "bullet"),
    "dot": ("• Nông nghiệp tăng 3,1%", "bullet"),
    "number": ("1. Về công nghiệp", "bullet"),
    "letter": ("a) Khu vực I", "bullet"),
    "decimal": ("1.500 tỷ đồng là số thu trong tháng.", "body"),
    "menu": ("Ý kiến bạn đọc", "navigation"),
    "menu-with-sign": ("Tin liên quan:", "navigation"),
}


@pytest.mark.parametrize(("line", "kind"), LINES.values(), ids=LINES.keys())
def test_a_line_tells_what_it_is(line: str, kind: Kind) -> None:
    text = f"{BODY}\n{line}\n{BODY}"
    assert [found.kind for found in split_lines(text, fold(text))] == [
        "body",
        kind,
        "body",
    ]


HEADLINES: dict[str, tuple[str, Kind]] = {
    "no-final-stop": ("Xuất khẩu gỗ dán tăng 12% trong quý I", "headline"),
    "question": ("Vì sao giá tiêu tăng?", "headline"),
    "a-sentence": (BODY, "body"),
    "too-long": ("Tỉnh họp bàn về xuất khẩu " * 12, "body"),
}


@pytest.mark.parametrize(("first", "kind"), HEADLINES.values(), ids=HEADLINES.keys())
def test_the_first_line_is_a_headline_unless_it_ends_like_a_sentence(
    first: str, kind: Kind
) -> None:
    text = f"{first}\n{BODY}"
    assert split_lines(text, fold(text))[0].kind == kind


def test_menus_and_stamps_above_the_headline_are_passed_over() -> None:
    text = f"Đọc báo in\n08:15, 03/04/2023\nGiá tiêu lập đỉnh\n{BODY}\nHết tin"
    assert [line.kind for line in split_lines(text, fold(text))] == [
        "navigation",
        "byline",
        "headline",
        "body",
        "body",
    ]


def test_an_article_of_one_line_has_no_headline() -> None:
    text = "Xuất khẩu tăng 5%"
    assert [line.kind for line in split_lines(text, fold(text))] == ["body"]


def test_line_breaks_of_all_kinds_part_lines_and_space_is_trimmed() -> None:
    text = "một \r\n\r\n\xa0hai\u2028ba\x0cbốn\x85 "
    lines = split_lines(text, fold(text))
    assert [text[line.start : line.end] for line in lines] == [
        "một",
        "hai",
        "ba",
        "bốn",
    ]
