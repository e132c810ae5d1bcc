from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import area_code, gazetteer
from pipeline.text.folding import fold

PROVINCES = [row for row in read_table("areas") if row["level"] == "province"]


def valid_on(day: str) -> list[str]:
    return [
        row["name"]
        for row in PROVINCES
        if row["since"] <= day <= (row["until"] or "9999")
    ]


@pytest.mark.parametrize(
    ("day", "count"),
    [("2021-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)],
    ids=["before", "last-day", "after"],
)
def test_the_country_has_all_its_provinces_once(day: str, count: int) -> None:
    names = valid_on(day)
    assert (len(names), len(set(names))) == (count, count)


def test_every_merged_province_tells_what_it_became() -> None:
    now = set(valid_on("2025-07-01"))
    gone = [row for row in PROVINCES if row["until"]]
    assert [row["name"] for row in gone if row["into"] not in now] == []


def test_codes_are_unique_on_every_day() -> None:
    for day in ("2021-01-01", "2025-07-01"):
        codes = [r["code"] for r in PROVINCES if r["name"] in valid_on(day)]
        units = {
            (r["name"], r["code"]) for r in PROVINCES if r["name"] in valid_on(day)
        }
        assert max(Counter(code for _, code in units).values()) <= 2
        assert all(code.isdigit() for code in codes)


CODES = {
    "old": ("Gia Lai", date(2021, 9, 27), "64"),
    "new": ("Gia Lai", date(2025, 7, 1), "52"),
    "undated": ("Gia Lai", None, "64"),
    "gone": ("Kon Tum", date(2025, 7, 1), None),
    "not-merged": ("Hà Nội", date(2025, 7, 1), "01"),
    "hue-before": ("Thừa Thiên Huế", date(2024, 12, 31), "46"),
    "hue-after": ("Huế", date(2025, 1, 1), "46"),
    "hue-undated": ("Huế", None, "46"),
    "country": ("Việt Nam", date(2025, 7, 1), "VN"),
    "region": ("Tây Nguyên", date(2021, 1, 1), None),
    "unknown": ("Atlantis", None, None),
}


@pytest.mark.parametrize(("name", "day", "code"), CODES.values(), ids=CODES.keys())
def test_a_unit_has_the_code_of_its_day(
    name: str, day: date | None, code: str | None
) -> None:
    assert area_code(name, day) == code


def test_other_spellings_lead_to_names_of_the_table() -> None:
    names = {row["name"] for row in read_table("areas")}
    rows = read_table("areas_spellings")
    assert [row["spelling"] for row in rows if row["name"] not in names] == []


def test_districts_lie_in_provinces_of_the_table() -> None:
    names = {row["name"] for row in PROVINCES}
    lost = [
        row["name"]
        for row in read_table("areas_districts")
        if not names.issuperset(row["province"].split(";"))
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("areas_spellings", "spelling"),
        ("areas_foreign", "spelling"),
        ("areas_not", "name"),
        ("areas_cues", "phrase"),
        ("areas_prefixes", "prefix"),
        ("organisations", "head"),
    ],
)
def test_no_table_says_a_thing_twice(table: str, column: str) -> None:
    keys = Counter(fold(row[column]) for row in read_table(table))
    assert [key for key, count in keys.items() if count > 1] == []


def test_folded_tables_are_written_folded() -> None:
    rows = [row["word"] for row in read_table("areas_context")]
    rows += [row["prefix"] for row in read_table("areas_prefixes")]
    assert [word for word in rows if fold(word) != word] == []


def test_context_is_told_by_the_last_word_alone() -> None:
    rows = [r for r in read_table("areas_context") if r["role"] not in {"lead", "at"}]
    assert [row["word"] for row in rows if " " in row["word"]] == []


def test_the_longest_name_wins() -> None:
    text = fold("bờ Thái Bình Dương, tỉnh Thái Bình")
    found = [text[start:end] for start, end, _ in gazetteer().find(text)]
    assert found == ["thái bình dương", "thái bình"]
