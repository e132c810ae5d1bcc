from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.folding import fold
from pipeline.text.sentences import Sentence, split_sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


SPLIT = {
    "plain": "Thu đạt 16.789,62 tỷ đồng.| Chi đạt 9 tỷ đồng.",
    "bracket-before-stop": "Chè tăng 5% (kế hoạch 3%).| Tiêu giảm.",
    "question-and-cry": "Vì sao tăng?| Giá lên!| Hết.",
    "ellipsis-sign": "Có cao su, điều, tiêu…| Trong đó tiêu tăng 7%.",
    "ellipsis-dots": "Có cao su, điều...| Trong đó tiêu tăng 7%.",
    "and-so-on": "Gồm lúa, ngô, v.v.| Trong đó lúa đạt 9 tấn.",
    "one-letter-unit": "Đập cao 3,5 m.| Trong mùa mưa, hồ đầy.",
    "one-letter-before-opening-word": "Ông Phạm Văn A.| Theo báo cáo, thu tăng.",
    "two-letter-unit": "Đường dài 12 km.| Tổng vốn là 90 tỷ.",
    "glued-behind-percent": "Chè tăng 5% (kế hoạch 12%).|Kim ngạch giảm.",
    "glued-behind-word": "Thu đạt 9 tỷ đồng.|Trong đó thuế đạt 5 tỷ.",
    "glued-behind-year": "So với năm 2020.|Xuất khẩu đạt 5 tỷ.",
    "small-letter-by-slip": "Thu đạt 9 tỷ đồng.| trong đó thuế đạt 5 tỷ.",
    "closing-quote": "Ông nói: “Giá sẽ tăng.”| Sau đó ông về.",
    "decree": "Theo Nghị định 57/2018/NĐ-CP.| Tỉnh chi 5 tỷ đồng.",
    "caption-with-bar": "Quang cảnh buổi họp.| Ảnh: H.M || Báo cáo nêu thu tăng.",
    "credit-in-brackets": "Ảnh minh họa.| (Nguồn: Getty)| Cơ quan thuế cho biết.",
}
WHOLE = {
    "doctor": "Ông PGS.TS. Lê Văn Bảy phát biểu.",
    "city": "Họp tại TP. Quy Nhơn và Tp. Huế.",
    "city-glued": "Họp tại TP.Quy Nhơn hôm qua.",
    "shares": "Công ty CP. Hoàng Long đạt 5 tỷ đồng.",
    "street-number": "Trụ sở ở P.5, Q. 3 và Q.1 thành phố.",
    "initials": "Bà J. K. Rowling đến thăm.",
    "site": "Số liệu ở www.gso.gov.vn cho thấy tăng 5%.",
    "site-with-capital": "Số liệu của VnThongKe.Vn cho thấy tăng 5%.",
    "mail": "Viết cho toasoan@bao.vn Xin cảm ơn.",
    "numbers": "Giá 1.500.000 đồng, tăng 3.5%.",
    "list-of-clauses": "Thu 5 tỷ; chi 4 tỷ; dư 1 tỷ.",
    "ellipsis-inside": "Cao su, điều… đều tăng giá.",
    "dots-before-small-letter": "Cao su, điều... đều tăng giá.",
    "number-of-list": "1. Về công nghiệp, giá trị đạt 5 tỷ.",
    "roman-number-of-list": "II. Về nông nghiệp, giá trị đạt 5 tỷ.",
    "question-in-quotes": "“Vì sao giá tăng?” ông hỏi.",
    "abbreviated-person": "Chị Kh. là chủ vườn tiêu.",
    "dateline": "(GLO)- Sáng 27-9, Sở họp.",
    "thousand-with-stop": "Cả tỉnh có 12.500 ha cà phê.",
}


@pytest.mark.parametrize("marked", SPLIT.values(), ids=SPLIT.keys())
def test_sentences_end_where_they_should(marked: str) -> None:
    parts = marked.replace("||", "\0|").split("|")
    pieces = [part.replace("\0", "|") for part in parts]
    assert cut("".join(pieces)) == [piece.strip() for piece in pieces]


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert cut(text) == [text]


def test_lines_are_split_before_sentences() -> None:
    text = (
        "Giá tiêu tăng mạnh\r\n\r\nTheo Sở, giá đạt 90 nghìn đồng. Giá điều giảm.\r\n"
    )
    assert [(s.paragraph, s.kind) for s in split_sentences(text)] == [
        (0, "headline"),
        (1, "body"),
        (1, "body"),
    ]


def test_kinds_inside_a_line_are_told_apart() -> None:
    text = "Thu tăng 5% so với năm trước. Chi giảm. Ảnh: Hà My | Dự toán đạt 9%. Lê Nam"
    assert [s.kind for s in split_sentences(text)] == [
        "body",
        "body",
        "caption",
        "body",
        "byline",
    ]


def test_no_break_spaces_are_spaces() -> None:
    text = "\xa0Thu đạt 5\xa0tỷ đồng.\xa0Chi đạt 4\xa0tỷ đồng.\xa0"
    assert cut(text) == ["Thu đạt 5\xa0tỷ đồng.", "Chi đạt 4\xa0tỷ đồng."]


def test_the_key_of_the_caller_is_used() -> None:
    text = "Ảnh minh hoạ. (Ảnh: T.V) Trong quý I, thu tăng."
    assert split_sentences(text, fold(text)) == split_sentences(text)


@pytest.mark.parametrize("text", ["", " \n\r\n\xa0"], ids=["empty", "blank"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert split_sentences(text) == ()


PRESS = st.text(
    st.one_of(
        st.sampled_from("Năm 5 tỷ. TP.… |(Ảnh: v.v. \n\r\xa0%).“”!?;-1aĐ"),
        st.characters(exclude_categories=()),
    ),
    max_size=80,
)


@given(PRESS)
def test_sentences_are_ordered_trimmed_and_hold_all_that_is_visible(text: str) -> None:
    found = split_sentences(text)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in found)
    assert all(s.start < s.end for s in found)
    covered = {at for s in found for at in range(s.start, s.end)}
    assert covered >= {at for at, c in enumerate(text) if not c.isspace()}


@given(PRESS)
def test_no_sentence_reaches_over_a_line_break(text: str) -> None:
    found: tuple[Sentence, ...] = split_sentences(text)
    assert all("\n" not in text[s.start : s.end] for s in found)
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


LONG = {
    "semicolons": ("Lúa được mùa, ngô mất; " * 200, ";"),
    "commas": ("lúa được mùa, ngô mất giá, " * 200, ","),
    "spaces": ("lúa được mùa ngô mất giá " * 200, ("á", "a", "c", "t", "ô")),
    "nothing": ("lúa" * 2_000, ("l", "ú", "a")),
}


@pytest.mark.parametrize(("text", "sign"), LONG.values(), ids=LONG)
def test_what_goes_on_without_a_stop_is_cut(
    text: str, sign: str | tuple[str, ...]
) -> None:
    found = split_sentences(text)
    pieces = [text[s.start : s.end] for s in found]
    assert max(map(len, pieces)) <= 3_000
    assert len(found) == -(-len(text) // 3_000)
    assert all(piece.endswith(sign) for piece in pieces)
    assert {s.paragraph for s in found} == {0}
