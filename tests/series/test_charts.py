"""What a chart shows: marks of every vintage, told apart, and pictures that open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest

from pipeline.io.iso import read_period
from pipeline.series.charts import as_png, as_svg, draw
from pipeline.series.marks import kind_of, picture
from pipeline.series.picking import Pick, Reckoning
from pipeline.series.study import opened_study
from tests.series.figures import Figure, table, with_

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.series.marks import Picture

FIGURES = [
    Figure(value="580", period="2021", status="estimate", told="2021-12-01"),
    Figure(value="590", period="2021", told="2022-02-01"),
    Figure(value="610", period="2021", status="target", told="2021-01-01"),
    Figure(value="300", period="2022", told="2023-01-01"),
    Figure(value="900", period="2022", told="2023-01-01"),
    Figure(value="5", period="2022", more=with_(unit="VND", unit_mult=9)),
    Figure(value="70", period="2021", area="Đắk Lắk", code="66"),
]


def shown(folder: Path, figures: list[Figure], pick: Pick | None = None) -> Picture:
    reckoning = Reckoning(vintages=True)
    with opened_study([table(folder, figures)], "default") as study:
        points = study.points(pick or Pick(), reckoning)
        return picture(points, study.rows(reckoning))


def test_every_vintage_has_its_mark(tmp_path: Path) -> None:
    made = shown(tmp_path, FIGURES)
    told = {
        (one["value"], one["stage"], one["latest"], one["conflict"])
        for one in made.marks
        if one["area"] == "Gia Lai"
    }
    assert told == {
        (580.0, "estimate", False, False),
        (590.0, "actual", True, False),
        (610.0, "target", True, False),
        (300.0, "actual", False, True),
        (900.0, "actual", True, True),
    }
    assert (made.axis, made.left_out, made.merger) == ("m USD", 1, False)


def test_names_say_what_is_not_alike(tmp_path: Path) -> None:
    both = shown(tmp_path, FIGURES)
    assert {one["name"] for one in both.marks} == {"Gia Lai", "Đắk Lắk"}
    one = shown(tmp_path, FIGURES, Pick(areas=("66",)))
    assert {mark["name"] for mark in one.marks} == {"all"}


def test_a_merged_province_shows_its_merger(tmp_path: Path) -> None:
    now = Figure(value="9", period="2025", area="Gia Lai", code="52", told="2026-01-01")
    made = shown(tmp_path, [*FIGURES, now])
    assert made.merger
    assert "Gia Lai (2025)" in {one["area"] for one in made.marks}


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        ("2021", "year"),
        ("2021-Q2", "quarter"),
        ("2021-07/2021-12", "second half"),
        ("2021-01/2021-06", "6 months from January"),
        ("2021-05-01/2021-05-15", "other period"),
        ("2016/2020", "several years"),
    ],
)
def test_kinds_of_periods(period: str, kind: str) -> None:
    told = read_period(period)
    assert told is not None
    assert kind_of(told) == kind


def test_nothing_told_is_no_mark(tmp_path: Path) -> None:
    assert shown(tmp_path, FIGURES, Pick(areas=("01",))).marks == ()


@pytest.mark.parametrize("by", [None, "area"])
def test_pictures_open(tmp_path: Path, by: str | None) -> None:
    drawn = draw(shown(tmp_path, FIGURES), "Xuất khẩu", "", "area" if by else None)
    svg = as_svg(drawn)
    words = {text.text for text in fromstring(svg).iter() if text.text}  # noqa: S314 - ours
    assert {"Xuất khẩu", "m USD", "stage"} <= words
    assert {"Gia Lai", "Đắk Lắk"} <= words
    assert as_png(drawn).startswith(b"\x89PNG")
