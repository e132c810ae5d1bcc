from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.evaluation.groups import (
    GROUPINGS,
    grouped,
    measure_of,
    period_kind,
    source_of,
)
from pipeline.evaluation.score import PRF, evaluate
from pipeline.io.annotations import LabelledArticle
from pipeline.models import DEFAULT_MODEL
from tests.builders import label

if TYPE_CHECKING:
    from pipeline.io.annotations import Label

ARTICLE = LabelledArticle(id="a", labels=())
SHARE = replace(label(at=10), measure="share")


def test_the_groups_add_up_to_all_figures() -> None:
    article = LabelledArticle(id="a", labels=(label(), SHARE))
    rank = replace(label(at=20), measure="rank")
    pred = (replace(label(), metric="dầu", measure="share"), rank)
    found = evaluate([article], {"a": pred})
    groups = grouped(found.cases, measure_of)
    core = {name: score.ladder["core"] for name, score in groups.items()}
    # A wrong pair counts where its gold label is, a spurious figure where it is.
    assert core == {
        "level": PRF(0, 1, 1),
        "share": PRF(0, 0, 1),
        "rank": PRF(0, 1, 0),
    }
    assert sum(core.values(), PRF()) == found.score.ladder["core"]


def test_the_largest_group_comes_first() -> None:
    labels = (SHARE, label(), label(at=4))
    found = evaluate([LabelledArticle(id="a", labels=labels)], {})
    assert list(grouped(found.cases, measure_of)) == ["level", "share"]


SOURCES = {
    "site": (replace(ARTICLE, url="https://www.bao.vn/a/b", source="dump"), "bao.vn"),
    "data": (replace(ARTICLE, source="dump"), "dump"),
    "no site": (replace(ARTICLE, url="bao.vn/a"), "unknown"),
    "nothing": (ARTICLE, "unknown"),
}


@pytest.mark.parametrize(("article", "source"), SOURCES.values(), ids=SOURCES)
def test_a_source_is_a_site_or_what_the_data_names(
    article: LabelledArticle, source: str
) -> None:
    assert source_of(article, label()) == source


KINDS = {
    "2021": "year",
    "2021-Q3": "quarter",
    "2021-09": "month",
    "2021-09-27": "day",
    "2021-01/2021-09": "from January",
    "2021-07/2021-12": "half-year",
    "2016/2020": "other span",
    "2021-03/..": "other span",
    None: "none",
}


@pytest.mark.parametrize(("period", "kind"), KINDS.items())
def test_periods_are_of_a_kind(period: str | None, kind: str) -> None:
    assert period_kind(ARTICLE, replace(label(), period=period)) == kind


MONEY = replace(label(), unit="triệu USD")
SECTORS = {
    "metric": (replace(MONEY, metric="tổng kim ngạch xuất khẩu"), "trade"),
    "parent": (replace(MONEY, metric="gỗ dán", parent="xuất khẩu"), "trade"),
    "neither": (label(), "not in the catalogue"),
}


@pytest.mark.parametrize(("figure", "sector"), SECTORS.values(), ids=SECTORS)
def test_a_sector_is_that_of_the_indicator_named(figure: Label, sector: str) -> None:
    assert GROUPINGS["sector"](DEFAULT_MODEL)(ARTICLE, figure) == sector
