"""The date an article speaks from: its data, a header, a dateline, its figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.text.folding import fold
from pipeline.values.article_date import find_article_date, parse_published
from pipeline.values.periods import ArticleDate
from pipeline.values.times import find_times


def _tell(found: ArticleDate | None) -> str:
    if found is None:
        return "-"
    days = found.period.iso
    return f"{days} {found.source}"


def dated(text: str, published: str | None = None) -> str:
    folded = fold(text)
    return _tell(find_article_date(folded, find_times(folded), published=published))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-01", "2021-01"),
        ("2021", "2021"),
        ("2021-01-22", "2021-01-22"),
        ("2021/1/5", "2021-01-05"),
        ("20200930", "2020-09-30"),
        ("20200930T081500", "2020-09-30"),
        ("2014-06-16T07:49", "2014-06-16"),
        ("2014-06-16T07:49:00+07:00", "2014-06-16"),
        ("2014-06-16T00:49:00Z", "2014-06-16"),
        ("2026-02-25 15:02:00", "2026-02-25"),
        ("22/01/2021", "2021-01-22"),
        ("22-1-2021", "2021-01-22"),
        ("22.01.2021", "2021-01-22"),
        ("17:40, 22/01/2021", "2021-01-22"),
        ("22/01/2021 17:40", "2021-01-22"),
        ("Thứ Sáu, 22/01/2021, 17:40 (GMT+7)", "2021-01-22"),
        ("01/2021", "2021-01"),
        ("Fri, 22 Jan 2021 17:40:00 +0700", "2021-01-22"),
        ("  2021-01-22\n", "2021-01-22"),
    ],
)
def test_a_publication_date_is_read_as_crawlers_write_it(
    value: str, expected: str
) -> None:
    assert _tell(parse_published(value)) == f"{expected} published"


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2021-13",
        "2021-02-30",
        "20211340",
        "32/01/2021",
        "22/13/2021",
        "22/01/21 hoặc 23",
        "0",
        "12345",
        "2021-1-2-3",
        "",
        "hôm qua",
    ],
)
def test_what_is_no_date_is_refused_with_advice(value: str) -> None:
    with pytest.raises(InputError, match="expected a publication date such as"):
        parse_published(value)


@given(st.text(max_size=60))
def test_any_string_is_a_date_or_refused(value: str) -> None:
    try:
        found = parse_published(value)
    except InputError:
        return
    assert found.first <= found.last


NEWS = "Tỉnh họp bàn việc trồng rừng."
REVIEW = "Xã tổng kết năm 2020 với 12 chỉ tiêu đạt."


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("20200930", NEWS, "2020-09-30 published"),
        ("2021-01", NEWS, "2021-01 published"),
        ("2021", NEWS, "2021 published"),
        # a day of data wins over what the text says
        ("20200930", f"Sáng 27-9, {NEWS}", "2020-09-30 published"),
        # a month is made a day by a dateline in it, or in the months before
        ("2021-01", f"Ngày 12/1, {NEWS}", "2021-01-12 dateline"),
        ("2021-01", f"Ngày 30/10, {NEWS}", "2020-10-30 dateline"),
        ("2021-01", f"Ngày 5/1, {NEWS} Sáng 8/1, xã họp.", "2021-01-08 dateline"),
        ("2021-01", f"Ngày 15/3, {NEWS}", "2021-01 published"),
        ("2021-01", f"Tính đến 30/10, {NEWS}", "2021-01 published"),
        ("2021-01", f"Từ ngày 30/10, {NEWS}", "2021-01 published"),
        ("2021-01", f"Dự kiến ngày 30/1, {NEWS}", "2021-01 published"),
        ("2021-01", f"Theo Quyết định số 9 ngày 4/1, {NEWS}", "2021-01 published"),
        ("2021", f"Chiều 4/5, {NEWS}", "2021-05-04 dateline"),
        # without data: a header
        (None, f" date 2021-03 {NEWS}", "2021-03 header"),
        (None, f"Date: 2021-03-05 {NEWS}", "2021-03-05 header"),
        (None, f" date 2021-01 Chiều 29-1, {NEWS}", "2021-01-29 dateline"),
        (None, f"Tin trong ngày\n17:40, 22/01/2021\n{NEWS}", "2021-01-22 header"),
        (None, f"Thứ Sáu, 22/01/2021, 17:40 (GMT+7)\n{NEWS}", "2021-01-22 header"),
        (None, f"Cập nhật: 22/01/2021\n{NEWS}", "2021-01-22 header"),
        (None, f"22/01/2021\n{NEWS}", "2021-01-22 header"),
        # a dateline that tells its year, or whose year the text tells
        (None, f"Ngày 5/6/2019, {NEWS}", "2019-06-05 dateline"),
        (None, f"{NEWS} Giá chốt hôm nay (5/12/2016).", "2016-12-05 dateline"),
        (
            None,
            f"Sáng 27-9, {NEWS} Bàn việc 3 tháng cuối năm 2021.",
            "2021-09-27 dateline",
        ),
        (
            None,
            f"Sáng 5-9, {NEWS} 8 tháng đầu năm 2017 tăng 8%.",
            "2017-09-05 dateline",
        ),
        (None, f"Ngày 7/2, {NEWS} Tháng 12/2016 xuất 3 tỷ USD.", "2017-02-07 dateline"),
        (
            None,
            f"Chiều ngày 6.2, {NEWS} Năm 2016 vừa qua có 43 dự án.",
            "2017-02-06 dateline",
        ),
        (None, f"Ngày 5/12, {NEWS} Năm 2017 này thu 9 tỷ đồng.", "2017-12-05 dateline"),
        (
            None,
            f"Ngày 5/7, {NEWS} Thu tăng so với cùng kỳ năm 2019.",
            "2020-07-05 dateline",
        ),
        (None, f"Ngày 9/1, {REVIEW}", "2021-01-09 dateline"),
        (
            None,
            f"Sáng 16/5, {NEWS} Giá cao hơn 7% so với cuối năm 2016.",
            "2017-05-16 dateline",
        ),
        (
            None,
            f"Tỉnh khai mạc lễ hội.\n(BA) - Ngày 24/11/2020, {NEWS}",
            "2020-11-24 dateline",
        ),
        (None, f"Ngày 28/12, bàn nhiệm vụ năm 2021. {NEWS}", "2020-12-28 dateline"),
        # the figures tell: estimates, the latest day, a comparison
        (None, "Năm 2018, ngành ước đạt 5 tỷ USD.", "2018 text"),
        (None, "6 tháng đầu năm 2024, chỉ số ước giảm 1%.", "2024-06 text"),
        (None, "Cổ phiếu giao dịch từ ngày 12/7/2017 trên sàn.", "2017-07 text"),
        (None, "Thu 5 tỷ đồng, gấp đôi cùng kỳ 2017.", "2018 text"),
        # a vision is no date to speak from
        (None, "Năm 2019 và năm 2019 lãi.\nNăm 2030 ước cần 9 tỷ USD.", "-"),
        (
            None,
            f"Ngày 5/6, {NEWS} Cả 6 tháng cuối năm 2021 đều khó.",
            "2021-06-05 dateline",
        ),
        (None, f" date 2021-13 {NEWS}", "-"),
        (None, "Thập niên 1990, ngành ước lãi to.", "-"),
        # nothing tells
        (None, NEWS, "-"),
        (None, "", "-"),
        (None, f"Sáng 27-9, {NEWS}", "-"),
        (None, "Kế hoạch năm 2018 là 9 tỷ đồng.", "-"),
        (None, "Phiên đấu giá dự kiến mở ngày 30/3/2018.", "-"),
        (None, "Theo Quyết định số 309 ngày 17/02/2023, tỉnh trồng rừng.", "-"),
        (None, "Tính đến 31/12/2016, nợ là 3 tỷ đồng.", "-"),
        (None, f"Chiều 6/2, {NEWS} Dự án bị thu hồi tháng 9/2016.", "-"),
        (None, f"Sáng 11/5, {NEWS} Năm 2015 có lũ.", "-"),
        ("  ", NEWS, "-"),
    ],
)
def test_an_article_is_dated(published: str | None, text: str, expected: str) -> None:
    assert dated(text, published) == expected


def test_an_unreadable_date_is_not_passed_over() -> None:
    with pytest.raises(InputError, match="got 'mới đây'"):
        dated(NEWS, "mới đây")


@given(st.text(max_size=200))
def test_dating_is_total(text: str) -> None:
    assert dated(text) != ""


def test_a_dateline_far_below_counts_only_with_a_part_of_the_day() -> None:
    body = NEWS * 40
    assert dated(f"{body} Ngày 5/6/2019, xã họp.") == "2019-06 text"
    assert dated(f"{body} Sáng 5/6/2019, xã họp.") == "2019-06-05 dateline"


@pytest.mark.slow
def test_dating_a_megabyte_of_datelines_takes_seconds() -> None:
    text = fold("Sáng 1/1, tháng 11/2020. " * 42_000)
    found = find_article_date(text, find_times(text), published=None)
    assert found == ArticleDate(date(2021, 1, 1), date(2021, 1, 1), "dateline")
