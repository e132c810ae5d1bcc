"""``solieu report``: results on one page, to send by mail."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName  # noqa: TC001 - typer reads it
from pipeline.cli.results import Results, articles_in, by_text, parquet_of
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.report.choosing import Choice, Limits
    from pipeline.report.page import Contents
    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu report seeds/ -o report.html
  solieu report figures.parquet --articles press/ -o report.html
  solieu report OUT/ --most 20 --title "Gia Lai, 9 tháng" -o report.html
"""
_VERDICTS: Final = ("contradicted", "doubtful", "confirmed")
_KILOBYTE: Final = 2**10

OutputFile: TypeAlias = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="A name in .html.")
]
Texts: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--articles", metavar="FILE", help="The texts of the articles; repeatable."
    ),
]
Most: TypeAlias = Annotated[
    int, typer.Option(min=0, help="Articles on the page, at most.")
]
Title: TypeAlias = Annotated[
    str, typer.Option(metavar="WORDS", help="What heads the page.")
]


def report(
    inputs: Results,
    *,
    output: OutputFile,
    articles: Texts = None,
    most: Most = 100,
    title: Title = "Figures of the press",
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Write articles, tables, charts and findings to one page of HTML.

    The file holds all it shows: it loads nothing, runs nothing and reads on a phone.
    Articles whose texts are not at hand show the sentences of their figures. What a
    page cannot hold is left out and said on it; articles of contradictions come first.
    """
    from pipeline.report.choosing import Limits
    from pipeline.report.page import write_report

    if not output.lower().endswith((".html", ".htm")):
        raise UsageError(f"{output}: expected a name that ends in .html")
    faults = Faults()
    texts = [*(articles or []), *articles_in(inputs)]
    with parquet_of(inputs, model, faults) as tables:
        contents = _contents(tables, texts, model, title, Limits(articles=most), faults)
        size = write_report(output, contents)
    shown = f"{size / _KILOBYTE:,.0f} kB"
    told = count(contents.choice.all_articles, "article")
    tell(f"{output}: {told}, {count(contents.choice.all_figures, 'figure')}, {shown}")
    return faults.exit_code


def _contents(
    tables: Sequence[str],
    texts: Sequence[str],
    model: str,
    title: str,
    limits: Limits,
    faults: Faults,
) -> Contents:
    from pipeline.report.choosing import drawn
    from pipeline.report.page import Contents
    from pipeline.series.run import Audited
    from pipeline.series.study import opened_study

    with opened_study(tables, model) as study:
        natures = {one.id: one.nature for one in study.catalogue.indicators.values()}
        audited = Audited(study.store, natures)
        findings = list(audited.findings(*_VERDICTS, most=limits.findings))
        charts, meter = drawn(study, limits), audited.meter()
    disputed = {
        figure.id
        for one in findings
        if one.verdict == "contradicted"
        for figure in one.figures
    }
    choice = _choice(tables, disputed, limits, faults)
    return Contents(
        title=title,
        choice=choice,
        texts=_texts(texts, {one.article.id for one in choice.articles}, faults),
        findings=findings,
        meter=meter,
        charts=charts,
        limits=limits,
    )


def _choice(
    tables: Sequence[str], wanted: Collection[str], limits: Limits, faults: Faults
) -> Choice:
    from pipeline.io.stored import read_table
    from pipeline.report.choosing import chosen

    rows = chain.from_iterable(read_table(one, on_fault=faults) for one in tables)
    return chosen(by_text(rows), wanted, limits)


def _texts(
    inputs: Sequence[str], wanted: Collection[str], faults: Faults
) -> Mapping[str, Article]:
    """Read the texts of the articles that are shown."""
    if not inputs:
        return {}
    from pipeline.io.readers import read_articles

    read = read_articles(inputs, on_fault=faults)
    return {article.id: article for article in read if article.id in wanted}
