"""Series picked from tables: areas across the merger, sums to the 34 units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.io.iso import read_period
from pipeline.series.merging import Missing
from pipeline.series.picking import Pick, Reckoning
from pipeline.series.rows import pivoted
from pipeline.series.study import opened_study, tables_of
from tests.series.figures import EXPORT, Figure, table, with_

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.series.points import Point
    from pipeline.series.rows import Row

AT_2025 = Reckoning(units_of=2025)


def of_binh_dinh(value: str, more: tuple[tuple[str, object], ...] = ()) -> Figure:
    return Figure(value=value, period="2021", area="Bình Định", code="52", more=more)


def of_gia_lai_now(value: str, period: str) -> Figure:
    return Figure(
        value=value, period=period, area="Gia Lai", code="52", told="2026-01-10"
    )


def rows(
    folder: Path,
    figures: list[Figure],
    pick: Pick | None = None,
    reckoning: Reckoning | None = None,
) -> list[Row]:
    with opened_study([table(folder, figures)], "default") as study:
        return study.table(pick or Pick(), reckoning or Reckoning())


def values(made: list[Row]) -> dict[tuple[object, object], Any]:
    return {(row["area"], row["period"]): row["value"] for row in made}


def test_one_code_before_and_after_the_merger_is_two_units(tmp_path: Path) -> None:
    figures = [
        of_binh_dinh("900"),
        of_gia_lai_now("2100", "2025"),
        Figure(value="580", period="2021"),
    ]
    assert list(values(rows(tmp_path, figures))) == [
        ("52", "2021"),
        ("52-2025", "2025"),
        ("64", "2021"),
    ]


@pytest.mark.parametrize(
    ("told", "unit"),
    [
        ("2025-06-30", "66"),
        ("2025-07-01", "66-2025"),
        ("20260101", "66-2025"),
        ("01/08/2025", "66-2025"),
        ("2025-08", "66-2025"),
        ("2026-01-02T07:00", "66-2025"),
        (None, "66"),
    ],
)
def test_where_name_and_code_stayed_the_day_tells_the_unit(
    tmp_path: Path, told: str | None, unit: str
) -> None:
    figures = [Figure(value="1", period="2021", told=told, area="Đắk Lắk", code="66")]
    assert [row["area"] for row in rows(tmp_path, figures)] == [unit]


def test_a_former_province_told_of_today_is_itself(tmp_path: Path) -> None:
    figures = [
        Figure(value="1", period="2021", told="2026-01-01", area="Hà Giang", code=None)
    ]
    assert [row["area"] for row in rows(tmp_path, figures)] == ["02"]


def test_what_is_no_unit_keeps_its_name(tmp_path: Path) -> None:
    figures = [Figure(value="1", period="2021", area="Chư Sê", code=None)]
    (row,) = rows(tmp_path, figures)
    assert (row["area"], row["area_name"]) == ("Chư Sê", "Chư Sê")


def test_the_series_of_a_merged_province_is_marked_where_it_begins(
    tmp_path: Path,
) -> None:
    figures = [
        Figure(value="580", period="2021"),
        of_gia_lai_now("2100", "2025"),
        of_gia_lai_now("2300", "2026"),
    ]
    made = rows(tmp_path, figures)
    assert [(row["period"], row["series_break"]) for row in made] == [
        ("2025", True),
        ("2026", False),
        ("2021", False),
    ]


def test_a_pivot_keeps_the_units_of_one_name_apart(tmp_path: Path) -> None:
    figures = [
        Figure(value="580", period="2025"),
        of_gia_lai_now("2100", "2025"),
    ]
    _, (row,) = pivoted(rows(tmp_path, figures), "area")
    assert row["Gia Lai"] == 580_000_000
    assert row["Gia Lai (2025)"] == 2_100_000_000


def test_parts_are_summed_to_the_unit_of_today(tmp_path: Path) -> None:
    figures = [
        Figure(value="580", period="2021"),
        of_binh_dinh("900"),
    ]
    (row,) = rows(tmp_path, figures, reckoning=AT_2025)
    assert (row["area"], row["value"]) == ("52-2025", 1_480_000_000)
    assert row["formula"] == "Bình Định + Gia Lai"
    assert len(str(row["figures"]).split("; ")) == 2
    assert row["series_break"] is False


def test_a_sum_without_a_part_is_told_and_not_guessed(tmp_path: Path) -> None:
    told: list[Missing | Point] = []
    with opened_study(
        [table(tmp_path, [Figure(value="1", period="2021")])], "default"
    ) as study:
        assert list(study.points(Pick(), AT_2025, told.append)) == []
    (missing,) = told
    assert isinstance(missing, Missing)
    assert [part.name for part in missing.lacking] == ["Bình Định"]
    assert missing.unit.id == "52-2025"


@pytest.mark.parametrize(
    "more",
    [
        with_(indicator="vn.price.cpi", unit="PERCENT", unit_mult=0),
        with_(measure="change", unit="PERCENT", unit_mult=0),
        with_(entity="Công ty Mẫu"),
    ],
    ids=["an index", "a growth", "a company"],
)
def test_what_does_not_add_up_is_not_summed(
    tmp_path: Path, more: tuple[tuple[str, object], ...]
) -> None:
    figures = [
        Figure(value="5", period="2021", more=more),
        of_binh_dinh("6", more),
    ]
    pick = Pick(measures=())
    assert len(rows(tmp_path, figures, pick)) == 2
    assert rows(tmp_path, figures, pick, AT_2025) == []


def test_what_is_told_of_the_unit_itself_stands(tmp_path: Path) -> None:
    figures = [
        Figure(value="580", period="2021"),
        of_binh_dinh("900"),
        of_gia_lai_now("1500", "2021"),
        Figure(value="70", period="2021", area="Hà Nội", code="01"),
    ]
    made = rows(tmp_path, figures, reckoning=AT_2025)
    assert values(made) == {
        ("01", "2021"): 70_000_000,
        ("52-2025", "2021"): 1_500_000_000,
    }


def test_a_province_with_another_name_is_carried_over(tmp_path: Path) -> None:
    figures = [Figure(value="70", period="2021", area="Thừa Thiên Huế", code="46")]
    made = rows(tmp_path, figures, reckoning=AT_2025)
    assert values(made) == {("46-2025", "2021"): 70_000_000}


def test_picked_units_of_today_are_summed_from_parts_not_picked(tmp_path: Path) -> None:
    figures = [
        Figure(value="580", period="2021"),
        of_binh_dinh("900"),
        Figure(value="70", period="2021", area="Hà Nội", code="01"),
    ]
    made = rows(tmp_path, figures, Pick(areas=("52-2025",)), AT_2025)
    assert [row["area"] for row in made] == ["52-2025"]


SOME = [
    Figure(value="100", period="2021-Q1"),
    Figure(value="250", period="2021-01/2021-06"),
    Figure(value="900", period="2020"),
    Figure(value="1000", period="2021", status="target"),
]


@pytest.mark.parametrize(
    ("pick", "periods"),
    [
        (Pick(), ["2020", "2021-Q1", "2021-01/2021-06", "2021"]),
        (Pick(within=read_period("2021")), ["2021-Q1", "2021-01/2021-06", "2021"]),
        (Pick(frequencies=("Q",)), ["2021-Q1"]),
        (Pick(frequencies=("A",)), ["2020", "2021"]),
        (Pick(indicators=("vn.trade.import",)), []),
        (Pick(areas=("66",)), []),
        (Pick(measures=("ratio",)), []),
        (Pick(breakdown="cà phê"), []),
        (Pick(entity="mẫu"), []),
    ],
    ids=["all", "year", "quarters", "years", "other", "area", "ratio", "part", "firm"],
)
def test_what_is_picked(tmp_path: Path, pick: Pick, periods: list[str]) -> None:
    assert [row["period"] for row in rows(tmp_path, SOME, pick)] == periods


def test_de_cumulated_quarters_stand_among_those_told(tmp_path: Path) -> None:
    made = rows(tmp_path, SOME, Pick(frequencies=("Q",)), Reckoning(decumulate=True))
    told = [(row["period"], row["value"], row["formula"]) for row in made]
    assert told == [
        ("2021-Q1", 100_000_000, None),
        ("2021-Q2", 150_000_000, "2021-01/2021-06 - 2021-Q1"),
    ]


def test_every_vintage_is_numbered(tmp_path: Path) -> None:
    figures = [
        Figure(value="580", period="2021", status="estimate", told="2021-12-01"),
        Figure(value="590", period="2021", told="2022-02-01"),
    ]
    made = rows(tmp_path, figures, reckoning=Reckoning(vintages=True))
    assert [(r["stage"], r["vintage"], r["vintages"]) for r in made] == [
        ("estimate", 1, 2),
        ("actual", 2, 2),
    ]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ([EXPORT], (EXPORT,)),
        (["kim ngạch xuất khẩu"], (EXPORT,)),
        ([EXPORT, EXPORT], (EXPORT,)),
        ([], ()),
    ],
    ids=str,
)
def test_indicators_by_id_or_name(
    tmp_path: Path, words: list[str], ids: tuple[str, ...]
) -> None:
    with opened_study([table(tmp_path, SOME)], "default") as study:
        assert study.indicators(words) == ids


def test_a_star_is_all_below(tmp_path: Path) -> None:
    with opened_study([table(tmp_path, SOME)], "default") as study:
        below = study.indicators([f"{EXPORT}.*"])
        with pytest.raises(UsageError, match=r"did you mean vn\.trade\.export"):
            study.indicators(["vn.trade.exprot"])
    assert EXPORT in below
    assert all(one.startswith(EXPORT) for one in below)
    assert len(below) > 1


def test_tables_of_folders_and_patterns(tmp_path: Path) -> None:
    first, second = (table(tmp_path, SOME, name) for name in ("part-1", "part-2"))
    assert tables_of([str(tmp_path)]) == [first, second]
    assert tables_of([f"{tmp_path}/*-2.parquet"]) == [second]
    assert tables_of([first]) == [first]
    with pytest.raises(InputError, match="expected a Parquet table"):
        tables_of([str(tmp_path / "none.parquet")])
