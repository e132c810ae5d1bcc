"""Units behind a number and currencies before it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold
from pipeline.values.nouns import read_counted_noun, read_open_noun
from pipeline.values.units import as_money, read_currency, read_unit
from pipeline.values.vocabulary import alternatives, words_of


@pytest.mark.parametrize(
    ("text", "written", "code", "power"),
    [
        (" tỷ đồng", "tỷ đồng", "VND", 9),
        (" tỷ đồng để xây", "tỷ đồng", "VND", 9),
        (" nghìn tỷ đồng", "nghìn tỷ đồng", "VND", 12),
        ("tỷđồng", "tỷđồng", "VND", 9),
        (" tr đồng", "tr đồng", "VND", 6),
        ("%", "%", "PERCENT", 0),
        (" phần trăm", "phần trăm", "PERCENT", 0),
        (" triệu đô la Mỹ", "triệu đô la Mỹ", "USD", 6),
        (" triệu đồng/người/năm", "triệu đồng/người/năm", "VND/PERSON/YEAR", 6),
        (" đồng / kg", "đồng / kg", "VND/KG", 0),
        (" tỷ đồng/nền", "tỷ đồng/nền", "VND/PLOT_SITE", 9),
        (" USD mỗi thùng", "USD/thùng", "USD/BARREL", 0),
        (" đồng một kg gạo", "đồng/kg", "VND/KG", 0),
        (" triệu/chiếc", "triệu đồng/chiếc", "VND/UNIT", 6),
        (" tỷ, còn", "tỷ", None, 9),
        (" tấn gạo/ha", "tấn gạo/ha", "T/HA", 0),
        (" điểm.", "điểm", "POINT", 0),
        (" triệu tấn.km, giảm", "triệu tấn.km", "T_KM", 6),
        (" tỷ hành khách.km", "tỷ hành khách.km", "PASSENGER_KM", 9),
        (" triệu", "triệu", None, 6),
        (" triệu hộ", "triệu", None, 6),
        (" tỷ hộ", "tỷ", None, 9),
    ],
)
def test_a_unit_is_read_whole(
    text: str, written: str, code: str | None, power: int
) -> None:
    unit = read_unit(fold(text), 0)
    assert unit is not None
    assert (unit.written(text), unit.code, unit.power) == (written, code, power)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " con",
        " tỷ lệ nghèo",
        " triệu phú",
        " tr",
        "   đồng",
        " đồngx",
        " điểm bán",
    ],
)
def test_what_is_no_unit_is_none(text: str) -> None:
    assert read_unit(fold(text), 0) is None


@pytest.mark.parametrize(
    ("text", "written", "code"),
    [
        ("USD 5 triệu", "triệu USD", "USD"),
        ("US$5 triệu", "triệu USD", "USD"),
        ("€ 5", "EUR", "EUR"),
        ("$5 tỷ,", "tỷ USD", "USD"),
        ("$5 tỷ đồng,", "tỷ đồng", "VND"),
        ("VND 5 nghìn", "nghìn đồng", "VND"),
        ("USD 5 tấn", "tấn", "T"),
    ],
)
def test_a_currency_may_stand_before_its_number(
    text: str, written: str, code: str
) -> None:
    folded = fold(text)
    start = folded.index("5")
    unit = read_currency(folded, start, start + 1, read_unit(folded, start + 1))
    assert unit is not None
    assert (unit.written(text), unit.code) == (written, code)


@pytest.mark.parametrize(
    ("text", "written", "code"),
    [
        (" tỷ trong", "tỷ đồng", "VND"),
        (" nghìn tỷ", "nghìn tỷ đồng", "VND"),
        (" triệu", "triệu", None),
        (" tỷ USD", "tỷ USD", "USD"),
    ],
)
def test_billions_of_nothing_are_money(
    text: str, written: str, code: str | None
) -> None:
    unit = read_unit(fold(text), 0)
    assert unit is not None
    meant = as_money(unit)
    assert (meant.written(text), meant.code) == (written, code)


@pytest.mark.parametrize("text", ["xUSD 5", "USDX 5", "USD, 5", "5"])
def test_letters_before_a_number_may_be_no_currency(text: str) -> None:
    folded = fold(text)
    start = folded.index("5")
    assert read_currency(folded, start, start + 1, None) is None


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        (" dự án mới", "dự án"),
        (" hộ nghèo", "hộ nghèo"),
        (" dự án, nhà máy và cơ sở", "dự án, nhà máy và cơ sở"),
        (" dự án, nhà máy.", "dự án, nhà máy"),
        (" dự án, doanh nghiệp đạt chuẩn", "dự án"),
        (" dự ánx", None),
        ("dự án", None),
    ],
)
def test_the_counted_noun_is_the_longest_of_the_table(
    text: str, noun: str | None
) -> None:
    span = read_counted_noun(text, 0)
    assert (text[slice(*span)] if span else None) == noun


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("có 17 guồng nước", "guồng nước"),
        ("có 17 guồng đạt", "guồng"),
        ("đạt: 17 guồng", "guồng"),
        ("phố 17 guồng", None),
        ("có 17 của", None),
        ("có 17, guồng", None),
    ],
)
def test_any_noun_counts_after_a_word_that_leads_to_a_count(
    text: str, noun: str | None
) -> None:
    start = text.index("17")
    span = read_open_noun(text, start, start + 2)
    assert (text[slice(*span)] if span else None) == noun


@pytest.mark.parametrize("table", ["units", "denominators", "currency_leads"])
def test_every_unit_of_the_tables_is_folded_and_stands_once(table: str) -> None:
    surfaces = [row["surface"] for row in read_table(table)]
    assert surfaces == [fold(s) for s in surfaces]
    assert len(surfaces) == len(set(surfaces))


def test_every_unit_is_read_as_what_its_row_says() -> None:
    wrong = [
        row["surface"]
        for row in read_table("units")
        if (unit := read_unit(f" {row['surface']}", 0)) is None
        or (unit.code, unit.kind) != (row["code"], row["kind"])
    ]
    assert wrong == []


def test_alternatives_try_the_longest_first_over_any_spaces() -> None:
    pattern = re.compile(alternatives(["hộ", "hộ nghèo", "m²"]))
    assert [m[0] for m in pattern.finditer("hộ  nghèo, hộ, m²")] == [
        "hộ  nghèo",
        "hộ",
        "m²",
    ]


def test_a_class_of_words_that_is_not_in_the_table_is_told() -> None:
    with pytest.raises(LexiconError, match="no role 'verbs'; expected one of"):
        words_of("verbs")


@given(st.text(max_size=40), st.integers(min_value=0, max_value=40))
def test_no_text_breaks_the_reader_of_units(text: str, at: int) -> None:
    folded = fold(text)
    unit = read_unit(folded, at)
    assert unit is None or at <= unit.start < unit.end <= len(folded)
