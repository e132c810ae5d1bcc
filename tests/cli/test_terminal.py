from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from pipeline.cli.terminal import TableWriter, cells, figure, marked
from pipeline.schema import Article
from tests.builders import ARTICLE, TEXT, observation, place, three_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.schema import Observation

LEVEL, CHANGE, TARGET = three_figures()


def shown(
    article: Article, figures: Sequence[Observation], *, width: int, color: bool = False
) -> str:
    stream = io.StringIO()
    console = Console(
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
    )
    TableWriter(console, stream).write(article, figures)
    return stream.getvalue()


def lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


WIDE = """\
a1 · 2021-09-27 · Gỗ dán tăng · 3 figures

Trong 9 tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt [1.250,5] nghìn m3, tăng \
[7,25]% so với cùng kỳ.
  figure            measure   metric < parent   period      against     status    \
area     conf
  1.250,5 nghìn m3  level     sản lượng gỗ dán  2021-01/09              estimate  \
Bình An  0.90
  7,25%             change ↑  sản lượng gỗ dán  2021-01/09  2020-01/09  estimate  \
Bình An  0.40

Cả năm phấn đấu [5-7] dự án.
  5-7 dự án         level     dự án             2021        plan        target    \
         0.50
"""
NARROW = """\
a1 · 2021-09-27 · Gỗ dán tăng · 3 figures

Trong 9 tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt [1.250,5] nghìn m3, tăng
[7,25]% so với cùng kỳ.
  1.250,5 nghìn m3  level     2021-01/09              estimate  Bình An  0.90
      sản lượng gỗ dán
  7,25%             change ↑  2021-01/09  2020-01/09  estimate  Bình An  0.40
      sản lượng gỗ dán

Cả năm phấn đấu [5-7] dự án.
  5-7 dự án         level     2021        plan        target             0.50
      dự án
"""


@pytest.mark.parametrize(
    ("width", "expected"), [(160, WIDE), (84, NARROW)], ids=["wide", "narrow"]
)
def test_each_sentence_has_its_figures_below(width: int, expected: str) -> None:
    found = shown(ARTICLE, (LEVEL, CHANGE, TARGET), width=width)
    assert lines_of(found) == lines_of(expected + "\n")


def test_an_article_without_figures_is_one_line() -> None:
    bare = Article(id="b", text="Không có số.")
    assert lines_of(shown(bare, (), width=80)) == ["b · 0 figures", ""]


def test_evidence_is_in_colours() -> None:
    first = TEXT[: LEVEL.sentence_end]
    sentence = marked(TEXT, (LEVEL, CHANGE), brackets=False)
    assert sentence.plain == first
    found = {(span.start, span.end, str(span.style)) for span in sentence.spans}
    assert found == {
        (*place(TEXT, "sản lượng gỗ dán"), "cyan"),
        (*place(TEXT, "Bình An"), "bright_black"),
        (*place(TEXT, "1.250,5"), "bold green"),
        (*place(TEXT, "7,25"), "bold green"),
    }


def test_evidence_of_another_sentence_is_not_marked() -> None:
    seen = replace(TARGET, evidence={"metric": place(TEXT, "sản lượng gỗ dán")})
    sentence = marked(TEXT, [seen], brackets=False)
    assert [str(span.style) for span in sentence.spans] == ["bold green"]


def test_colours_are_kept_when_asked_for() -> None:
    assert "\x1b[1;32m7,25\x1b[0m" in shown(ARTICLE, (CHANGE,), width=160, color=True)


def test_a_text_cannot_steer_the_terminal() -> None:
    text = "Giá\x1b[31m\u009b31m\ttăng 5\x07%\nnữa."
    article = Article(id="a\x1b]0;x\x07", text=text, title="\r\x1b[2J")
    seen = replace(observation(article, "5"), area="\x1b[0m", metric_text="a\nb")
    found = shown(article, [seen], width=160)
    assert not set(found) & {
        chr(c) for c in (*range(10), *range(11, 32), *range(127, 160))
    }
    assert "Giá [31m 31m tăng [5] % nữa." in found


FIGURES: dict[str, tuple[dict[str, Any], str]] = {
    "plain": ({}, "1.250,5 nghìn m3"),
    "percent": ({"unit_text": "%"}, "1.250,5%"),
    "rank": ({"unit_text": None}, "1.250,5"),
    "about": ({"bound": "about"}, "≈ 1.250,5 nghìn m3"),
    "over": ({"bound": "over"}, "> 1.250,5 nghìn m3"),
    "under": ({"bound": "under"}, "< 1.250,5 nghìn m3"),
    "words": (
        {"amount_text": "gấp đôi", "value": Decimal(2), "unit_text": "lần"},
        "gấp đôi = 2 lần",
    ),
}


@pytest.mark.parametrize(("change", "expected"), FIGURES.values(), ids=FIGURES)
def test_a_figure_is_written_for_the_eye(change: dict[str, Any], expected: str) -> None:
    assert figure(replace(LEVEL, **change)) == expected


def test_cells_tell_what_is_not_known() -> None:
    bare = replace(LEVEL, metric_text=None, period=None, area=None, entity="Công ty A")
    assert cells(bare)[2:7] == ("?", "?", "", "estimate", "Công ty A")
    parted = replace(LEVEL, parent_text="lâm sản")
    assert cells(parted)[2] == "sản lượng gỗ dán < lâm sản"
