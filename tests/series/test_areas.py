"""Provinces in time: 63 until June 2025, 34 since."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.errors import UsageError
from pipeline.series.areas import ancestors, units, units_of
from pipeline.series.study import areas_of


@pytest.mark.parametrize(("year", "number"), [(2004, 63), (2024, 63), (2025, 34)])
def test_as_many_provinces_as_there_were(year: int, number: int) -> None:
    assert len(units_of(year)) == number


def test_the_new_units_are_made_of_all_old_ones_each_once() -> None:
    old = [part.id for unit in units_of(2025) for part in ancestors(unit)]
    assert sorted(old) == sorted(unit.id for unit in units_of(2023))


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("Gia Lai", ["64", "52-2025"]),
        ("gia lai", ["64", "52-2025"]),
        ("52", ["52", "52-2025"]),
        ("52-2025", ["52-2025"]),
        ("Hà Nội", ["01"]),
        ("Việt Nam", ["VN"]),
        ("Tây Nguyên", ["Tây Nguyên"]),
    ],
)
def test_a_name_a_code_or_an_id_gives_its_units(words: str, ids: list[str]) -> None:
    assert [unit.id for unit in units().named(words)] == ids


@pytest.mark.parametrize("words", ["Gia Lãi", "", "999"])
def test_what_is_no_unit_is_told(words: str) -> None:
    with pytest.raises(UsageError, match="name or code of a province"):
        units().named(words)


def test_a_merger_breaks_and_a_new_name_does_not() -> None:
    known = units().by_id
    assert units().breaks(known["52-2025"])
    assert not units().renamed(known["52-2025"])
    assert units().renamed(known["46-2025"])
    assert not units().breaks(known["46-2025"])
    assert not units().breaks(known["01"])


def test_the_parts_of_a_unit() -> None:
    names = {part.name for part in ancestors(units().by_id["79-2025"])}
    assert names == {"Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"}


def test_a_unit_is_there_from_its_first_day_to_its_last() -> None:
    old, new = units().named("Gia Lai")
    assert (old.valid(date(2025, 6, 30)), old.valid(date(2025, 7, 1))) == (True, False)
    assert (new.valid(date(2025, 6, 30)), new.valid(date(2025, 7, 1))) == (False, True)


def test_areas_of_a_year_are_those_there_were() -> None:
    assert areas_of(["Gia Lai"], 2025) == ("52-2025",)
    assert areas_of(["Gia Lai"], 2024) == ("64",)
    with pytest.raises(UsageError, match="expected a unit of 2025, got 'Bình Định'"):
        areas_of(["Bình Định"], 2025)
