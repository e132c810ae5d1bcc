"""Numerals in digits and in words: exact values, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.numbers import (
    Style,
    article_style,
    digit_words,
    parse_digits,
    parse_words,
    scale_words,
)

WORDS = [*digit_words(), *scale_words(), "mươi", "linh", "lẻ", "rưỡi", "phẩy", "khác"]


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("7", "vi", "7"),
        ("007", "vi", "7"),
        ("1.200,5", "vi", "1200.5"),
        ("1,200.5", "vi", "1200.5"),
        ("16.789.012", "vi", "16789012"),
        ("16,789,012", "vi", "16789012"),
        ("2.5", "vi", "2.5"),
        ("2,5", "en", "2.5"),
        ("12,25", "vi", "12.25"),
        ("0,125", "vi", "0.125"),
        ("0.125", "vi", "0.125"),
        ("1.234", "vi", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "vi", "1.234"),
        ("1,234", "en", "1234"),
        ("365,000", "vi", "365000"),
        ("1234,567", "vi", "1234.567"),
        ("1.234.567,891", "vi", "1234567.891"),
    ],
)
def test_digits_are_read_in_the_style_of_the_article(
    text: str, style: Style, value: str
) -> None:
    assert parse_digits(text, style=style) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "1.",
        ",5",
        "1.20.3",
        "1.2,3.4",
        "1.2345,6",
        "1,2.3,4",
        "12.34.567",
        "1,2,3",
        "1 200",
        "-5",
    ],
)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert parse_digits(text) is None


@pytest.mark.parametrize(
    ("scaled", "counted", "value"),
    [(False, False, "1.341"), (True, False, "1.341"), (False, True, "1341")],
    ids=["bare", "before-magnitude", "whole-things"],
)
def test_what_is_counted_tells_groups_from_decimals(
    *, scaled: bool, counted: bool, value: str
) -> None:
    read = parse_digits("1,341", scaled=scaled, counted=counted)
    assert read == Decimal(value)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("tăng 5.2% và 3.1%, rồi 2,5%", "en"),
        ("tăng 5,2% và 3,1 %, rồi 2.5%", "vi"),
        ("tăng 5.2% và 3,1%", "vi"),
        ("tăng 1.234% và 1.234.567%", "vi"),
        ("", "vi"),
    ],
)
def test_the_percentages_tell_the_style_of_an_article(text: str, style: Style) -> None:
    assert article_style(text) == style


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("không", "0"),
        ("ba", "3"),
        ("mười", "10"),
        ("mười lăm", "15"),
        ("hai mươi", "20"),
        ("hai mươi tư", "24"),
        ("ba mươi mốt", "31"),
        ("trăm", "100"),
        ("một trăm linh năm", "105"),
        ("ba trăm lẻ bảy", "307"),
        ("hai trăm năm mươi", "250"),
        ("một nghìn ba trăm", "1300"),
        ("hai nghìn không trăm linh sáu", "2006"),
        ("chục nghìn", "10000"),
        ("nghìn tỷ", "1000000000000"),
        ("một nghìn ba trăm tỷ", "1300000000000"),
        ("hai triệu năm trăm nghìn", "2500000"),
        ("một triệu rưỡi", "1500000"),
        ("trăm rưỡi", "150"),
        ("hai phẩy năm", "2.5"),
        ("ba phẩy hai mươi lăm", "3.25"),
        ("một phẩy hai triệu", "1200000"),
        ("ba  mươi   hai", "32"),
    ],
)
def test_words_are_read_as_they_are_said(words: str, value: str) -> None:
    assert parse_words(words) == Decimal(value)


@pytest.mark.parametrize(
    "words",
    ["", "linh", "mươi", "rưỡi", "ba con", "phẩy năm", "hai phẩy", "hai phẩy con"],
)
def test_words_that_make_no_number_are_none(words: str) -> None:
    assert parse_words(words) is None


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_grouped_print_is_read_back_in_both_styles(value: Decimal) -> None:
    english = f"{value:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert parse_digits(english, style="en") == value
    assert parse_digits(vietnamese, style="vi") == value


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_digits(text: str) -> None:
    value = parse_digits(text)
    assert value is None or value >= 0


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_words_break_the_reader_of_words(words: list[str]) -> None:
    value = parse_words(" ".join(words))
    assert value is None or (value.is_finite() and value >= 0)
