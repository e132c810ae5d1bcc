"""Vintages of a cell: in time, confirmed by independent outlets, latest, as of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.series.ledger import cells_of
from tests.series.figures import Figure, facts, plan_base, with_

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.series.ledger import Cell

YEAR = "2021"
TOLD_TWICE = (
    Figure(value="610", period=YEAR, status="target", told="2021-01-05"),
    Figure(value="590", period=YEAR, status="estimate", told="2021-12-20"),
    Figure(value="612.5", period=YEAR, told="2022-02-01"),
    Figure(value="615", period=YEAR, told="2022-09-01"),
)


def cells(folder: Path, *figures: Figure, as_of: date | None = None) -> list[Cell]:
    return list(cells_of(facts(folder, figures), as_of=as_of))


def test_vintages_go_from_estimate_to_revised_beside_the_target(tmp_path: Path) -> None:
    outcome, target = cells(tmp_path, *TOLD_TWICE)
    stages = [(one.stage, str(one.told)) for one in outcome.vintages]
    assert stages == [
        ("estimate", "2021-12-20"),
        ("actual", "2022-02-01"),
        ("revised", "2022-09-01"),
    ]
    assert outcome.latest.span.point == 615_000_000
    assert [one.stage for one in target.vintages] == ["target"]
    assert (outcome.series.aim, target.series.aim) == ("outcome", "target")


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2021, 1, 4), []),
        (date(2021, 1, 5), ["target"]),
        (date(2021, 12, 31), ["estimate", "target"]),
        (date(2022, 2, 1), ["actual", "target"]),
        (date(2030, 1, 1), ["revised", "target"]),
    ],
)
def test_as_of_a_day_only_what_had_been_told_is_known(
    tmp_path: Path, day: date, known: list[str]
) -> None:
    found = cells(tmp_path, *TOLD_TWICE, as_of=day)
    assert [cell.latest.stage for cell in found] == known


def test_what_has_no_date_is_never_later_and_not_known_as_of(tmp_path: Path) -> None:
    undated = Figure(value="700", period=YEAR, told=None)
    dated = Figure(value="690", period=YEAR, told="2022-02-01")
    (cell,) = cells(tmp_path, undated, dated)
    assert cell.latest.span.point == 690_000_000
    assert not cells(tmp_path, undated, as_of=date(2099, 1, 1))


SENTENCE = "Tỉnh mẫu xuất khẩu 450 triệu USD."


@pytest.mark.parametrize(
    ("outlets", "sentences", "confirmations"),
    [
        (["báo A", "báo B", "báo C"], [None, None, None], 3),
        (["báo A", "báo A"], [None, None], 1),
        (["báo A", "báo B"], [SENTENCE, SENTENCE], 1),
        (["báo A", "báo B", "báo C"], [SENTENCE, SENTENCE, None], 2),
        ([None, None], [None, None], 1),
        (["báo A", None], [None, None], 2),
    ],
    ids=["three", "one twice", "copied", "copied and own", "unnamed", "one unnamed"],
)
def test_confirmations_are_independent_outlets(
    tmp_path: Path,
    outlets: list[str | None],
    sentences: list[str | None],
    confirmations: int,
) -> None:
    figures = [
        Figure(
            value="450",
            period=YEAR,
            outlet=outlet,
            sentence=sentence,
            more=with_(url=None),
        )
        for outlet, sentence in zip(outlets, sentences, strict=True)
    ]
    (cell,) = cells(tmp_path, *figures)
    assert cell.latest.confirmations == confirmations
    assert len(cell.latest.facts) == len(outlets)


def test_the_host_of_the_address_stands_for_an_outlet(tmp_path: Path) -> None:
    figures = [
        Figure(value="450", period=YEAR, outlet=None, more=with_(url=url))
        for url in ("https://www.mau.vn/a", "http://mau.vn:80/b", "https://khac.vn/c")
    ]
    (cell,) = cells(tmp_path, *figures)
    assert {fact.outlet for fact in cell.latest.facts} == {"mau.vn", "khac.vn"}
    assert cell.latest.confirmations == 2


def test_a_repetition_within_an_article_is_no_figure_of_its_own(tmp_path: Path) -> None:
    repeated = Figure(
        value="450", period=YEAR, outlet="báo B", more=with_(repeat_of="another")
    )
    (cell,) = cells(tmp_path, Figure(value="450", period=YEAR), repeated)
    assert len(cell.latest.facts) == 1


def test_a_rounded_and_an_exact_figure_are_one_vintage(tmp_path: Path) -> None:
    exact = Figure(value="449.7", period=YEAR, outlet="báo B")
    (cell,) = cells(tmp_path, Figure(value="450", period=YEAR), exact)
    assert [one.confirmations for one in cell.vintages] == [2]
    assert cell.latest.span.point == 449_700_000


@pytest.mark.parametrize(
    ("values", "days", "conflicts"),
    [
        (("450", "470"), ("2022-01-01", "2022-06-01"), 0),
        (("450", "470"), ("2022-01-01", "2022-01-01"), 2),
        (("450", "900"), ("2022-01-01", "2022-06-01"), 2),
        (("450", "0.45"), ("2022-01-01", "2022-06-01"), 2),
    ],
    ids=["revised", "the same day", "twice as much", "a thousandth"],
)
def test_what_differs_by_more_than_a_revision_is_a_conflict(
    tmp_path: Path, values: tuple[str, str], days: tuple[str, str], conflicts: int
) -> None:
    figures = [
        Figure(value=value, period=YEAR, told=day)
        for value, day in zip(values, days, strict=True)
    ]
    (cell,) = cells(tmp_path, *figures)
    assert sum(one.conflict for one in cell.vintages) == conflicts
    assert len(cell.vintages) == 2


def test_of_contradicting_vintages_the_better_confirmed_stands(tmp_path: Path) -> None:
    wrong = Figure(value="450000", period=YEAR, told="2022-06-01", outlet="báo C")
    right = [Figure(value="450", period=YEAR, outlet=one) for one in ("báo A", "báo B")]
    (cell,) = cells(tmp_path, wrong, *right)
    assert cell.latest.span.point == 450_000_000


@pytest.mark.parametrize(
    "other",
    [
        with_(unit="VND"),
        with_(price_basis="constant:2010"),
        with_(measure="ratio", base=plan_base()),
        with_(entity="Công ty Mẫu"),
        with_(indicator="vn.trade.import"),
        with_(area="Đắk Lắk", area_code="66"),
    ],
    ids=lambda more: more[0][0],
)
def test_what_differs_in_kind_never_meets(
    tmp_path: Path, other: tuple[tuple[str, object], ...]
) -> None:
    figures = [
        Figure(value="450", period=YEAR),
        Figure(value="460", period=YEAR, more=other),
    ]
    rows = [row for one in figures for row in facts(tmp_path, [one])]
    found = list(cells_of(rows))
    assert len({cell.series for cell in found}) == 2
    assert all(len(cell.vintages) == 1 for cell in found)


def test_what_fell_is_below_nothing(tmp_path: Path) -> None:
    more = with_(measure="change", direction="down", unit="PERCENT", unit_mult=0)
    (cell,) = cells(tmp_path, Figure(value="5.5", period=YEAR, more=more))
    low, point, high = cell.latest.span
    assert low < point < high < 0
    assert point == Decimal("-5.5")
