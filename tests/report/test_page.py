from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from pipeline.report.choosing import Choice, Chosen, Drawing, Limits, chosen
from pipeline.report.page import Contents, report, write_report
from pipeline.series.run import Meter
from pipeline.series.telling import Evidence, Told
from tests.builders import ARTICLE, observation, three_figures

if TYPE_CHECKING:
    from pathlib import Path

ROWS = three_figures()
METER = Meter(3, 1, 2, {("growth", "unproven"): 9})
EVIL = "<script>alert(1)</script>\u202e&"


def contents(*articles: Chosen, **changes: object) -> Contents:
    many = articles or (Chosen(ARTICLE, ROWS, len(ROWS)),)
    figures = sum(one.figures for one in many)
    found = Contents(
        title="Báo cáo",
        choice=Choice(list(many), len(many), figures),
        texts={ARTICLE.id: ARTICLE},
        findings=(),
        meter=METER,
        charts=(),
        limits=Limits(),
    )
    return replace(found, **changes)  # type: ignore[arg-type] # by the names of fields


def told(figure: str) -> Told:
    known = Evidence(
        id=figure,
        article="a1",
        published=None,
        outlet=None,
        area="Bình An",
        amount="5",
        metric="gỗ dán",
        period="2021",
        status="actual",
        before=EVIL,
        figure="5",
        after=" dự án",
        suspect=True,
    )
    return Told(
        kind="growth",
        verdict="contradicted",
        indicator=None,
        name=f"gỗ dán {EVIL}",
        entity=None,
        period="2021",
        unit=None,
        low=None,
        expected=None,
        high=None,
        stated=None,
        why=None,
        area="Bình An",
        figures=(known,),
    )


class Page(HTMLParser):
    """What a page holds: its elements, their ids, what they lead to, its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.led: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.led += [given[n] or "" for n in ("href", "src") if n in given]
        assert not [name for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_shows_text_figures_and_what_they_come_from() -> None:
    text = report(contents())
    page = Page(text)
    assert ARTICLE.text.replace("\r", "") in page.words.replace("\r", "")
    assert '<a class="m k-amount" href="#a0f0">1.250,5</a>' in text
    assert '<span class="m k-metric">sản lượng gỗ dán</span>' in text
    assert "2020-01/2020-09" in page.words
    assert "3 figures in 1 article." in page.words


def test_every_link_leads_to_something_on_the_page() -> None:
    findings = (told(ROWS[0].observation_id), told("elsewhere"))
    page = Page(report(contents(findings=findings)))
    links = [one for one in page.led if one.startswith("#")]
    assert "#a0f0" in links
    assert {one.removeprefix("#") for one in links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_nothing_is_loaded_and_nothing_runs() -> None:
    drawing = Drawing("gỗ dán, Bình An", '<svg onload="alert(1)"/>')
    text = report(contents(charts=(drawing,)))
    page = Page(text)
    assert not {"script", "link", "iframe", "object", "base"} & set(page.tags)
    assert [one for one in page.led if not one.startswith(("#", "data:image/"))] == []
    assert "url(" not in text
    (address,) = [one for one in page.led if one.startswith("data:")]
    assert base64.b64decode(address.split(",")[1]).decode() == drawing.svg
    assert "default-src 'none'" in text


def test_whatever_an_article_says_is_escaped() -> None:
    evil = replace(ARTICLE, id=f"a1{EVIL}", title=EVIL, text=f"{EVIL} 5", source=EVIL)
    row = replace(
        observation(evil, "5"), metric_text=EVIL, area=EVIL, unit_text=EVIL, model=EVIL
    )
    given = contents(Chosen(evil, (row,), 1), texts={evil.id: evil}, title=EVIL)
    text = report(replace(given, findings=(told("x"),)))
    assert "script" not in Page(text).tags
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("texts", [{}, {"a1": replace(ARTICLE, text="Bài khác.")}])
def test_without_its_text_an_article_shows_the_sentences(
    texts: dict[str, object],
) -> None:
    page = Page(report(contents(texts=texts)))
    assert "The text is not at hand" in page.words
    assert "sản lượng gỗ dán" in page.words
    assert "Bài khác." not in page.words


LIMITS = {
    "articles": (Limits(characters=60), "left out: 2 of 2 articles"),
    "all figures": (Limits(figures=4), "left out: 1 of 2 articles"),
    "nothing": (Limits(), None),
}


@pytest.mark.parametrize(("limits", "said"), LIMITS.values(), ids=LIMITS)
def test_what_is_left_out_is_said(limits: Limits, said: str | None) -> None:
    other = replace(ARTICLE, id="a2")
    many = Chosen(ARTICLE, ROWS, 3), Chosen(other, ROWS, 3)
    words = Page(report(contents(*many, limits=limits))).words
    assert ("left out" in words) == (said is not None)
    assert said is None or said in words


def test_figures_and_findings_that_are_left_out_are_said() -> None:
    meter = replace(METER, counts={("growth", "contradicted"): 7})
    given = contents(Chosen(ARTICLE, ROWS[:1], 3), meter=meter)
    words = Page(report(replace(given, findings=(told("x"),)))).words
    assert "Of this article 2 figures more are left out" in words
    assert "left out: 6 of 7 findings" in words


def test_articles_of_contradictions_come_before_others() -> None:
    many = [
        (replace(ARTICLE, id=f"a{n}"), [replace(ROWS[0], observation_id=f"f{n}")])
        for n in range(6)
    ]
    found = chosen(many, {"f3", "f5"}, Limits(articles=3))
    assert [one.article.id for one in found.articles] == ["a0", "a3", "a5"]
    assert (found.all_articles, found.all_figures) == (6, 6)
    few = chosen(many, {"f3", "f4", "f5"}, Limits(articles=2))
    assert [one.article.id for one in few.articles] == ["a3", "a4"]
    assert chosen(many, {"f3"}, Limits(articles=0)).articles == []
    (one,) = chosen([(ARTICLE, ROWS)], (), Limits(figures_each=2)).articles
    assert (len(one.rows), one.figures) == (2, 3)


def test_the_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    size = write_report(str(path), contents())
    assert path.stat().st_size == size
    assert re.match(r"<!doctype html>", path.read_text(encoding="utf-8"))
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
