from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.evaluation.findings import Findings, readable
from pipeline.evaluation.groups import grouped, measure_of
from pipeline.evaluation.page import Line, card, page, write_page
from pipeline.evaluation.resampling import intervals
from pipeline.evaluation.score import Evaluation, evaluate
from pipeline.io.annotations import LabelledArticle
from tests.builders import label

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Gỗ <b>dán</b> & dầu 05 tấn. Giá 06. Thêm 07."
GOLD = replace(label(at=20), metric="gỗ <dán>", period="2021")
LATER = label(at=32)


def found(split: str | None = None) -> Evaluation:
    article = LabelledArticle(id="a&b", text=TEXT, split=split, labels=(GOLD, LATER))
    pred = (replace(GOLD, period="2020", base="plan"), label(at=41))
    return evaluate([article, replace(article, id="c")], {"a&b": pred})


def findings(evaluation: Evaluation) -> Findings:
    return Findings(
        score=evaluation.score,
        intervals=intervals(evaluation.cases),
        groups={"measure": grouped(evaluation.cases, measure_of)},
        mistakes=readable(evaluation.mistakes),
        withheld=3,
    )


def test_an_error_stands_in_its_sentence_with_both_sides() -> None:
    shown = card(found().mistakes[0])
    assert (shown.before, shown.figure, shown.after) == (
        "Gỗ <b>dán</b> & dầu ",
        "05",
        " tấn.",
    )
    assert shown.lines == (
        Line("number", "5", "5", differs=False),
        Line("unit", "%", "%", differs=False),
        Line("measure", "level", "level", differs=False),
        Line("metric", "gỗ <dán>", "gỗ <dán>", differs=False),
        Line("period", "2021", "2020", differs=True),
        Line("base", "–", "plan", differs=True),
        Line("status", "actual", "actual", differs=False),
        Line("bound", "exact", "exact", differs=False),
    )


def test_a_lone_figure_has_one_side() -> None:
    missed, spurious = (card(one) for one in found().mistakes[1:3])
    assert {line.other for line in missed.lines} == {"–"}
    assert {line.one for line in spurious.lines} == {"–"}


def test_the_page_is_one_file_and_nothing_in_it_is_live() -> None:
    text = page(findings(found()), title="<i>gold</i>", names=("gold", "predicted"))
    assert "<b>" not in text
    assert "<i>" not in text
    assert "Gỗ &lt;b&gt;dán&lt;/b&gt; &amp; dầu <mark>05</mark> tấn." in text
    assert 'data-article="a&amp;b"' in text
    assert not re.search(r"(?:src|href)=|https?:|@import|url\(", text)
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_every_error_can_be_filtered() -> None:
    text = page(findings(found()), title="gold", names=("A", "B"))
    buckets = re.findall(r'<article data-bucket="(\w+)"', text)
    assert buckets == ["period", "missed", "spurious", "missed", "missed"]
    options = re.findall(r'<option value="\w+">([^<]+)</option>', text)
    assert options == ["missed (3)", "spurious (1)", "period (1)"]
    assert "3 more are of held-out articles" in text


def test_held_out_errors_are_not_on_the_page() -> None:
    held = findings(found("quiet"))
    assert "<article" not in page(held, title="gold", names=("A", "B"))


def test_half_a_character_does_not_stop_the_page(tmp_path: Path) -> None:
    article = LabelledArticle(id="a", text="\ud800 05", labels=(label(at=2),))
    target = tmp_path / "page.html"
    some = findings(evaluate([article], {}))
    write_page(str(target), some, title="gold", names=("A", "B"))
    assert "<mark>05</mark>" in target.read_text(encoding="utf-8")
