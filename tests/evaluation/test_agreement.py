from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.evaluation.agreement import (
    base_kind,
    same_area,
    same_base_days,
    same_core,
    same_dated,
    same_full,
    same_metric,
    same_parent,
    same_period,
    same_quantity,
    same_unit,
)
from pipeline.evaluation.words import overlap, read_area, read_unit
from pipeline.io.annotations import Label
from tests.builders import label

UNITS = {
    "tỷ đồng": ("1000000000", "VND"),
    "nghìn tỷ VNĐ": ("1000000000000", "VND"),
    "Triệu USD": ("1000000", "USD"),
    "triệu đồng / người /năm": ("1000000", "VND/người/năm"),
    "phần trăm": ("1", "%"),
    "điểm %": ("1", "pp"),
    "dự án điện gió": ("1", "dự án điện gió"),
    "trăm ha": ("100", "ha"),
    "": ("1", ""),
    None: ("1", ""),
}


@pytest.mark.parametrize(("unit", "meaning"), UNITS.items(), ids=str)
def test_a_unit_is_a_magnitude_and_what_is_counted(
    unit: str | None, meaning: tuple[str, str]
) -> None:
    scale, counted = read_unit(unit)
    assert (f"{scale:f}", counted) == meaning


def one(value: str, unit: str | None, top: str | None = None) -> Label:
    return replace(label(value, unit), value_max=label(top).value if top else None)


SAME = {
    "magnitudes multiplied out": (one("1500", "triệu đồng"), one("1.5", "tỷ đồng")),
    "both ends": (one("5", "tỷ đồng", "7"), one("5000", "triệu đồng", "7000")),
    "rounding far behind": (one("0.333333", None), one("0.3333333", None)),
    "half of the noun": (one("3", "dự án điện gió"), one("3", "dự án gió")),
    "a noun that begins the other": (one("3", "dự án"), one("3", "dự án điện gió ở")),
    "spelling of a unit": (one("3", "héc-ta"), one("3", "HA")),
    "slash with spaces": (one("3", "tạ / ha"), one("3", "tạ/ha")),
}
OTHER = {
    "value": (one("1.5", "tỷ đồng"), one("1.6", "tỷ đồng")),
    "magnitude": (one("1.5", "tỷ đồng"), one("1.5", "triệu đồng")),
    "range against one value": (one("5", "%", "7"), one("5", "%")),
    "one value against range": (one("5", "%"), one("5", "%", "7")),
    "end of range": (one("5", "%", "7"), one("5", "%", "8")),
    "physical units have no half": (one("3", "m2"), one("3", "m3")),
    "percent and point": (one("3", "%"), one("3", "điểm %")),
    "denominator": (one("3", "tạ/ha"), one("3", "tạ")),
    "no unit": (one("3", "dự án"), one("3", None)),
    "another noun": (one("3", "dự án"), one("3", "doanh nghiệp")),
    "a noun against a unit": (one("3", "ha đất"), one("3", "ha")),
}


@pytest.mark.parametrize(("gold", "pred"), SAME.values(), ids=SAME)
def test_quantities_agree(gold: Label, pred: Label) -> None:
    assert same_quantity(gold, pred)


@pytest.mark.parametrize(("gold", "pred"), OTHER.values(), ids=OTHER)
def test_quantities_differ(gold: Label, pred: Label) -> None:
    assert not same_quantity(gold, pred)


def test_a_unit_agrees_whatever_its_magnitude() -> None:
    assert same_unit(one("1", "tỷ đồng"), one("1", "triệu đồng"))


def named(metric: str | None, parent: str | None = None) -> Label:
    return replace(label(), metric=metric, parent=parent)


METRICS = {
    "same": (named("sản lượng gỗ"), named("Sản lượng gỗ "), True),
    "half": (named("sản lượng gỗ dán"), named("sản lượng"), True),
    "less than half": (named("tổng sản lượng gỗ dán"), named("sản lượng"), False),
    "nothing": (named(None), named(None), False),
    "the parent told as metric": (
        named("kim ngạch", "thủy sản"),
        named("thủy sản", "kim ngạch xuất khẩu"),
        True,
    ),
    "only one metric within the other's pair": (
        named("gỗ", "kim ngạch xuất khẩu"),
        named("kim ngạch xuất khẩu", "dệt may"),
        False,
    ),
}


@pytest.mark.parametrize(("gold", "pred", "agree"), METRICS.values(), ids=METRICS)
def test_metrics(gold: Label, pred: Label, *, agree: bool) -> None:
    assert same_metric(gold, pred) is agree


PARENTS = {
    "neither has one": (named("gỗ"), named("gỗ"), True),
    "invented": (named("gỗ"), named("gỗ", "xuất khẩu"), False),
    "lost": (named("gỗ", "xuất khẩu"), named("gỗ"), False),
    "half": (named("gỗ", "kim ngạch xuất khẩu"), named("gỗ", "xuất khẩu"), True),
    "told within the metric": (named("xuất khẩu gỗ"), named("gỗ", "xuất khẩu"), True),
    "another": (named("gỗ", "xuất khẩu"), named("gỗ", "nhập"), False),
}


@pytest.mark.parametrize(("gold", "pred", "agree"), PARENTS.values(), ids=PARENTS)
def test_parents(gold: Label, pred: Label, *, agree: bool) -> None:
    assert same_parent(gold, pred) is agree


PERIODS = {
    "two spellings": ("2021-Q1", "2021-01/2021-03", True),
    "a year and its months": ("2021", "2021-01/2021-12", True),
    "another day": ("2021-09-27", "2021-09-28", False),
    "none and none": (None, None, True),
    "none and some": (None, "2021", False),
    "open end": ("2021/..", "2021/..", True),
}


@pytest.mark.parametrize(("gold", "pred", "agree"), PERIODS.values(), ids=PERIODS)
def test_periods(gold: str | None, pred: str | None, *, agree: bool) -> None:
    assert same_period(
        replace(label(), period=gold), replace(label(), period=pred)
    ) is (agree)
    bases = replace(label(), base=gold), replace(label(), base=pred)
    assert same_base_days(*bases) is agree


@pytest.mark.parametrize(
    ("base", "kind"),
    [("plan", "plan"), ("whole", "whole"), ("2020", "period"), (None, "none")],
)
def test_a_base_has_a_kind(base: str | None, kind: str) -> None:
    assert base_kind(replace(label(), base=base)) == kind


AREAS = {
    "Tỉnh Bình An": "bình an",
    "TP.HCM": "hồ chí minh",
    "TP HCM": "hồ chí minh",
    "thành phố Hồ Chí Minh": "hồ chí minh",
    "cả nước": "việt nam",
    "Huyện Chư Prông": "chư prông",
    "Huế": "thừa thiên huế",
    None: "",
}


@pytest.mark.parametrize(("area", "key"), AREAS.items(), ids=str)
def test_an_area_has_one_name(area: str | None, key: str) -> None:
    assert read_area(area) == key


def test_no_words_have_nothing_in_common() -> None:
    assert (overlap("", ""), overlap(None, "a"), overlap("a b", "b c")) == (0, 0, 1 / 3)


GOLD = Label(
    start=0,
    end=2,
    value=label().value,
    unit="%",
    measure="change",
    direction="up",
    metric="gỗ dán",
    period="2021",
    base="2020",
    status="estimate",
    area="Bình An",
)
RUNGS: dict[str, tuple[dict[str, Any], tuple[bool, bool, bool]]] = {
    "the same": ({}, (True, True, True)),
    "bound is beside the ladder": ({"bound": "over"}, (True, True, True)),
    "unit": ({"unit": "tấn"}, (False, False, False)),
    "measure": ({"measure": "level"}, (False, False, False)),
    "direction": ({"direction": "down"}, (False, False, False)),
    "metric": ({"metric": "dầu"}, (False, False, False)),
    "period": ({"period": "2022"}, (True, False, False)),
    "kind of base": ({"base": "plan"}, (True, False, False)),
    "days of base": ({"base": "2019"}, (True, True, False)),
    "status": ({"status": "actual"}, (True, True, False)),
    "parent": ({"parent": "nông sản"}, (True, True, False)),
    "area": ({"area": None}, (True, True, False)),
}


@pytest.mark.parametrize(("change", "rungs"), RUNGS.values(), ids=RUNGS)
def test_each_field_belongs_to_its_rung(
    change: dict[str, Any], rungs: tuple[bool, bool, bool]
) -> None:
    pred = replace(GOLD, **change)
    agree = (same_core(GOLD, pred), same_dated(GOLD, pred), same_full(GOLD, pred))
    assert agree == rungs
    assert same_area(GOLD, pred) is ("area" not in change)
