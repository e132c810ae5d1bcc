"""Lines that a crawl has wrapped are read on; lines of their own are not."""

from __future__ import annotations

import pytest

from pipeline.text.folding import fold
from pipeline.text.sentences import split_sentences
from pipeline.text.wrapping import unwrapped

WRAPPED = (
    "BỨC TRANH ĐẦU TƯ",
    "Theo báo cáo của ngành, giá trị đầu tư vào nhà xưởng trong quý",
    "2/2025 giảm xuống mức thấp nhất trong nhiều năm qua, chỉ còn",
    "hai tỷ USD, tương đương mức giảm gần một nửa so với cùng kỳ của",
    "năm ngoái. Các giao dịch đang chờ hoàn tất có thể giúp cải thiện",
    "số liệu của những tháng tới, theo nhận định của đơn vị khảo sát",
    "thị trường.",
    "Tại nước ta, nhiều dự án mới được khởi công trong nửa đầu năm nay",
    "và dự kiến hoàn thành trước cuối năm sau.",
)
APART = (
    "Giá vàng miếng sáng nay được các doanh nghiệp niêm yết như sau:",
    "- vàng nhẫn tròn trơn bán ra ở mức cao nhất từ đầu tuần đến nay;",
    "- vàng miếng bán ra ở mức thấp hơn so với phiên hôm qua.",
    "Trong khi đó, giá vàng thế giới đi ngang trong phiên sáng nay.",
    "các chuyên gia cho rằng giá còn biến động trong những phiên tới.",
    "Giá bạc cũng đi ngang.",
)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", " \n \n"])
def test_a_break_inside_a_sentence_is_a_space(gap: str) -> None:
    text = gap.join(WRAPPED)
    key = unwrapped(text, fold(text))
    assert len(key) == len(text)
    assert key.split() == fold(text).split()
    assert [line.split()[0] for line in key.split("\n") if line.strip()] == [
        "bức",
        "theo",
        "tại",
    ]


def test_sentences_go_over_the_breaks() -> None:
    text = "\n\n".join(WRAPPED)
    said = [" ".join(text[s.start : s.end].split()) for s in split_sentences(text)]
    assert [(s[:8], s[-8:]) for s in said] == [
        ("BỨC TRAN", "H ĐẦU TƯ"),
        ("Theo báo", "m ngoái."),
        ("Các giao", " trường."),
        ("Tại nước", "năm sau."),
    ]


@pytest.mark.parametrize("text", ["\n".join(APART), "", "một dòng", "\n\n\n\n\n"])
def test_lines_of_their_own_stay(text: str) -> None:
    assert unwrapped(text, fold(text)) == fold(text)
