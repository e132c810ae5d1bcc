from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ModelError
from pipeline.lexicon.indicators import (
    COLUMNS,
    INDICATORS,
    Catalogue,
    Indicator,
    read_catalogue,
)
from pipeline.models import Model, open_model
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "\t".join(COLUMNS)
EXPORT = (
    "vn.trade.export\tkim ngạch xuất khẩu\tExports\t"
    "trị giá xuất khẩu; Xuất khẩu hàng hoá\ttrade\tflow\tmoney\tlevel, change\t"
    "\t\tpress"
)


def changed(**cells: str) -> str:
    row = dict(zip(COLUMNS, EXPORT.split("\t"), strict=True))
    return "\t".join((row | cells).values())


def written(*lines: str) -> Model:
    return Model("mine", {INDICATORS: "\n".join(lines)})


def test_a_row_becomes_an_indicator_found_by_every_name() -> None:
    catalogue = read_catalogue(written("# a remark", HEADER, EXPORT))
    export = Indicator(
        id="vn.trade.export",
        name="kim ngạch xuất khẩu",
        english="Exports",
        aliases=("trị giá xuất khẩu", "Xuất khẩu hàng hoá"),
        sector="trade",
        nature="flow",
        units=("money",),
        measures=("level", "change"),
        parent=None,
        official_code=None,
        source="press",
    )
    names = ("kim ngạch xuất khẩu", "trị giá xuất khẩu", "xuất khẩu hàng hóa")
    assert catalogue == Catalogue(
        {"vn.trade.export": export}, dict.fromkeys(names, "vn.trade.export")
    )


@pytest.mark.parametrize("lines", [[], [HEADER]], ids=["empty-file", "header-alone"])
def test_a_table_without_rows_is_an_empty_catalogue(lines: list[str]) -> None:
    assert read_catalogue(written(*lines)) == Catalogue({}, {})


def test_a_model_without_the_table_has_an_empty_catalogue() -> None:
    assert read_catalogue(Model("mine")) == Catalogue({}, {})


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(
            [HEADER.replace("nature", "kind"), EXPORT],
            "the header needs a column 'nature'",
            id="a-column-is-missing",
        ),
        pytest.param([HEADER, "vn.x.y\tz"], ":2: expected 11 cells", id="short-row"),
        pytest.param([HEADER, EXPORT, EXPORT], "stands twice", id="id-twice"),
        pytest.param(
            [HEADER, EXPORT, changed(id="vn.trade.other", aliases="")],
            "'kim ngạch xuất khẩu' names vn.trade.export and vn.trade.other",
            id="name-of-two-indicators",
        ),
        pytest.param(
            [HEADER, changed(aliases="Kim ngạch XUẤT khẩu")],
            "a name belongs to one indicator",
            id="alias-that-folds-like-the-name",
        ),
        pytest.param(
            [HEADER, changed(nature="thing")],
            "nature 'thing' of vn.trade.export is unknown; expected one of stock",
            id="unknown-nature",
        ),
        pytest.param(
            [HEADER, changed(parent="vn.trade.all")],
            "parent 'vn.trade.all' of vn.trade.export is no id here",
            id="unknown-parent",
        ),
        pytest.param(
            [HEADER, changed(id="Xuất khẩu")],
            "must be like 'vn.trade.export'",
            id="id-of-another-form",
        ),
        pytest.param(
            [HEADER, changed(source="")], "needs a name and a source", id="no-source"
        ),
    ],
)
def test_a_faulty_table_is_refused_with_its_reason(
    lines: list[str], message: str
) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        read_catalogue(written(*lines))
    assert INDICATORS in str(caught.value)


@pytest.fixture(scope="module")
def shipped(root: Path) -> Catalogue:
    return read_catalogue(open_model(str(root / "models" / "default")))


def test_the_shipped_catalogue_covers_official_statistics(shipped: Catalogue) -> None:
    sectors = {indicator.sector for indicator in shipped.indicators.values()}
    assert len(shipped.indicators) >= 250
    assert sectors >= {
        "agriculture",
        "banking",
        "budget",
        "business",
        "energy",
        "environment",
        "growth",
        "industry",
        "investment",
        "labour",
        "planning",
        "prices",
        "tourism",
        "trade",
        "transport",
    }


def test_the_sector_is_the_second_part_of_an_id(shipped: Catalogue) -> None:
    told = {i.id: i.sector for i in shipped.indicators.values()}
    assert told == {name: name.split(".")[1] for name in told}


def test_the_shipped_table_is_sorted(shipped: Catalogue) -> None:
    assert list(shipped.indicators) == sorted(shipped.indicators)


def test_every_name_is_folded_in_the_index(shipped: Catalogue) -> None:
    names = {
        fold(name): indicator.id
        for indicator in shipped.indicators.values()
        for name in (indicator.name, *indicator.aliases)
    }
    assert shipped.ids == names


def test_names_of_counted_things_are_left_out_of_those_that_hold() -> None:
    counted = changed(id="vn.trade.markets", name="số chợ", aliases="", units="count")
    catalogue = read_catalogue(written(HEADER, EXPORT, counted))
    assert "số chợ" in catalogue.ids
    assert set(catalogue.measured_names()) == set(catalogue.ids) - {"số chợ"}
