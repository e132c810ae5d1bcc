"""Figures for the tests of audits, told in a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from pipeline.io.iso import read_period
from pipeline.series.facts import Fact, Row, fact_of

_DEFAULTS: dict[str, Any] = {
    "article_id": "a",
    "sentence_start": 0,
    "published": None,
    "source": None,
    "indicator": "vn.trade.export",
    "breakdown": "",
    "area": "64",
    "entity": None,
    "metric_text": "kim ngạch xuất khẩu",
    "parent_text": None,
    "measure": "level",
    "status": "actual",
    "value_max": None,
    "bound": "exact",
    "unit_mult": 0,
    "unit_text": "USD",
    "unit": "USD",
    "direction": None,
    "price_basis": None,
    "plan_by": None,
    "plan_period": None,
    "confidence": 0.5,
    "repeat_of": None,
    "placed": True,
}


def fact(value: str, period: str | None = "2021", **told: object) -> Fact:
    """Make a figure; ``at`` is its place, ``base`` plan, whole or a period."""
    given = cast("dict[str, Any]", {"at": 0, "base": None, **_DEFAULTS, **told})
    at, base, article = given.pop("at"), given.pop("base"), given["article_id"]
    days, against = read_period(period), None
    if base not in (None, "plan", "whole"):
        against = read_period(base)
    cells = {
        "observation_id": f"{article}-{at}",
        "amount_start": at,
        "copy": hash((article, given["sentence_start"])),
        "value": Decimal(value),
        "amount_text": value,
        "period_first": days.first if days else None,
        "period_last": days.last if days else None,
        "base": base,
        "base_first": against.first if against else None,
        "base_last": against.last if against else None,
        **given,
    }
    return fact_of(Row(**cells))


def percent(value: str, period: str | None = "2021", **told: object) -> Fact:
    """Make a rate in per cent."""
    return fact(value, period, **{"unit": "PERCENT", "unit_text": "%", **told})


def growth(value: str, since: str, period: str = "2021", **told: object) -> Fact:
    """Make a growth in per cent since a period."""
    change = {"measure": "change", "direction": "up", "base": since}
    return percent(value, period, **{**change, **told})


def attainment(value: str, period: str, plan: str = "2021", **told: object) -> Fact:
    """Make an attainment in per cent of the plan of a year."""
    ratio = {"measure": "ratio", "base": "plan", "plan_period": plan}
    return percent(value, period, **{**ratio, **told})
