"""Mentions resolved to days: by themselves, by the article's date, by a year told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Period, month_end
from pipeline.text.folding import fold
from pipeline.values.article_date import parse_published
from pipeline.values.periods import (
    ArticleDate,
    base_period,
    cumulative,
    resolve,
    standing,
    whole,
)
from pipeline.values.times import TimeMention, find_times

HERE = Path(__file__).parent
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 12, 31))


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return rows[1:]


def only(text: str) -> TimeMention:
    (mention,) = find_times(fold(text))
    return mention


def _dated(text: str) -> ArticleDate | None:
    return None if text == "-" else parse_published(text)


def _span(text: str) -> tuple[date, date]:
    if "Q" in text:
        quarter = Period.of_quarter(int(text[:4]), int(text[-1]))
        return quarter.first, quarter.last
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    year, month, *day = parts
    if not day:
        return date(year, month, 1), month_end(year, month)
    return date(year, month, day[0]), date(year, month, day[0])


def period(text: str) -> Period | None:
    if text == "-":
        return None
    first, _, last = text.partition("/")
    return Period(_span(first)[0], _span(last or first)[1])


@pytest.mark.parametrize(
    ("text", "published", "told", "expected"), _rows("periods.tsv"), ids=str
)
def test_a_mention_denotes_its_period(
    text: str, published: str, told: str, expected: str
) -> None:
    year, _, month = told.partition("-")
    resolved = resolve(
        only(text),
        anchor=_dated(published),
        year=int(year) if year else None,
        month=int(month) if month else None,
    )
    assert (resolved.iso if resolved else "-") == expected


@pytest.mark.parametrize(
    ("text", "of", "published", "expected"), _rows("bases.tsv"), ids=str
)
def test_a_base_is_told_from_the_period_it_is_for(
    text: str, of: str, published: str, expected: str
) -> None:
    found = find_times(fold(f"so với {text}"))[-1]
    base = base_period(found, of=period(of), anchor=_dated(published))
    assert (base.iso if base else "-") == expected


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("2021-09-15", "2021-01-01/2021-09-15"),
        ("2021-09", "2021-01/2021-09"),
        ("2016/2020", "2020"),
        ("2018-11/2019-02", "2019-01/2019-02"),
    ],
)
def test_a_flow_counts_from_january(of: str, expected: str) -> None:
    told = period(of)
    assert told is not None
    assert cumulative(told).iso == expected


@pytest.mark.parametrize(
    ("of", "expected"), [("2021-09", "2021-09-30"), ("2020-02-03", "2020-02-03")]
)
def test_a_stock_stands_on_the_last_day(of: str, expected: str) -> None:
    told = period(of)
    assert told is not None
    assert standing(told).iso == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đến hết năm 2025", "2025"),
        ("cuối tháng 10/2016", "2016-10"),
        ("đến hết quý I/2021", "2021-Q1"),
        ("năm 2020", "2020"),
    ],
)
def test_a_target_is_set_for_the_whole(text: str, expected: str) -> None:
    resolved = resolve(whole(only(text)), anchor=None)
    assert resolved is not None
    assert resolved.iso == expected


@given(DAYS, st.integers(1, 12))
def test_a_bare_month_is_never_far_ahead(day: date, month: int) -> None:
    anchor = ArticleDate(day, day, "published")
    resolved = resolve(only(f"tháng {month}"), anchor=anchor)
    assert resolved is not None
    assert -11 <= _months_between(day, resolved.first) <= 2


def _months_between(day: date, other: date) -> int:
    return (other.year - day.year) * 12 + other.month - day.month


@given(DAYS)
def test_the_same_period_a_year_back_keeps_its_months(day: date) -> None:
    of = Period(day.replace(day=1), month_end(day.year, day.month))
    base = base_period(only("cùng kỳ"), of=of, anchor=None)
    assert base == Period.of_months(day.year - 1, day.month, day.month)


WORDS_ROWS = (
    "năm|tháng|quý|ngày|từ|đến|hết|cuối|đầu|cùng kỳ|trước|nay|qua|niên độ|tuần|"
    "nửa|2|31|9/2021|30/2|2020|29/2/2021|1/1|2016-2020|iv"
)
WORDS = st.sampled_from(WORDS_ROWS.split("|"))


@given(st.lists(WORDS, max_size=12).map(" ".join), DAYS, st.booleans())
def test_resolving_is_total(text: str, day: date, dated: bool) -> None:  # noqa: FBT001
    anchor = ArticleDate(day, day, "published") if dated else None
    of = Period.of_day(day)
    for mention in find_times(fold(text)):
        answers = (
            resolve(mention, anchor=anchor),
            resolve(mention, anchor=anchor, year=2020, month=2),
            base_period(mention, of=of, anchor=anchor),
            base_period(mention, of=None, anchor=anchor),
        )
        assert all(a is None or a.first <= a.last for a in answers)
