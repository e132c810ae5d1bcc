"""``solieu chart`` as it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.series.figures import EXPORT, Figure, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

FIGURES = [
    Figure(value="100", period="2021-Q1"),
    Figure(value="250", period="2021-01/2021-06"),
    Figure(value="70", period="2021-Q1", area="Bình Định", code="52"),
]


@pytest.fixture
def figures(tmp_path: Path) -> str:
    return table(tmp_path, FIGURES)


def test_a_chart_is_drawn_with_what_is_derived(
    solieu: Run, figures: str, tmp_path: Path
) -> None:
    asked = ("--indicator", EXPORT, "--de-cumulate", "--area", "Gia Lai")
    done = solieu("chart", figures, *asked, "-o", "x.svg")
    assert (done.code, done.out, done.err) == (0, "", "x.svg: 3 values\n")
    assert "derived" in (tmp_path / "x.svg").read_text(encoding="utf-8")


def test_small_multiples_and_sums_are_drawn(
    solieu: Run, figures: str, tmp_path: Path
) -> None:
    asked = ("--indicator", EXPORT)
    assert solieu("chart", figures, *asked, "--by", "area", "-o", "x.png").code == 0
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    done = solieu("chart", figures, *asked, "--units-of", "2025", "-o", "y.svg")
    assert "y.svg: 1 value\n" in done.err
    assert "no sum, nothing is told of Bình Định" in done.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--indicator", EXPORT, "-o", "x.gif"], "ends in .svg or .png"),
        (["-o", "x.svg"], "--indicator: expected the id or name"),
        (["--indicator", "vn.trade.import", "-o", "x.svg"], "nothing picked is told"),
    ],
    ids=["ending", "no indicator", "nothing"],
)
def test_what_is_asked_wrongly_is_told(
    solieu: Run, figures: str, tmp_path: Path, args: list[str], said: str
) -> None:
    done = solieu("chart", figures, *args)
    assert done.code == 2
    assert said in done.err
    assert list(tmp_path.glob("x.*")) == []
