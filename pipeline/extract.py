"""Turns an article into observations: the one place where all layers meet."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from typing import TYPE_CHECKING

from pipeline.linking.linker import SentenceInput, link_article
from pipeline.linking.tokens import Mentions
from pipeline.matching.areas import find_areas
from pipeline.matching.cues import find_cues
from pipeline.matching.reporting import area_at, reporting_area
from pipeline.schema import Article, Observation
from pipeline.text.folding import fold
from pipeline.text.normal import normalise
from pipeline.text.sentences import split_sentences
from pipeline.values.amounts import find_amounts
from pipeline.values.article_date import find_article_date
from pipeline.values.times import find_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.linking.figure import Figure
    from pipeline.text.normal import NormalText


class Extractor:
    """Article in, observations out; holds no state between articles."""

    def __init__(self, *, model: str = "default") -> None:
        """Name the model whose tables are in use."""
        self.model = model

    def extract(
        self, article: Article | str, published: str | None = None
    ) -> tuple[Observation, ...]:
        """Give every figure of an article, in the order of the text."""
        if isinstance(article, str):
            article = Article(id="", text=article, published=published)
        normal = normalise(article.text)
        text = normal.text
        folded = fold(text)
        times = [_without_lead_space(folded, t) for t in find_times(folded)]
        amounts = find_amounts(folded, times)
        if not amounts:
            return ()
        anchor = find_article_date(folded, times, published=article.published)
        sentences = split_sentences(text, folded)
        areas = find_areas(text, folded)
        cues = find_cues(folded)
        inputs = [
            SentenceInput(
                s.start,
                s.end,
                s.paragraph,
                s.kind,
                Mentions(
                    _within(amounts, s.start, s.end),
                    _within(times, s.start, s.end),
                    _within(cues, s.start, s.end),
                    _within(areas, s.start, s.end),
                ),
            )
            for s in sentences
        ]
        figures = link_article(text, folded, inputs, anchor)
        main = reporting_area(text, folded, areas, sentences=sentences)
        sha = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        out = []
        for figure in figures:
            area, rule = area_at(figure.amount.start, sentences, areas, main)
            out.append(self._observation(article, sha, normal, figure, area and area.name, sentences[figure.sentence]))
        return tuple(out)

    def _observation(self, article, sha, normal: NormalText, figure: Figure, area, sentence) -> Observation:
        amount = figure.amount
        start, end = normal.to_given(amount.start, amount.end)
        unit_text = unit_text_of(normal.text, figure)
        source_unit = (figure.unit_from or amount).unit
        power = source_unit.power if source_unit else 0
        given = article.text
        s0, s1 = normal.to_given(sentence.start, sentence.end)
        return Observation(
            observation_id=hashlib.sha256(f"{article.id}\0{sha}\0{start}\0{end}".encode()).hexdigest()[:20],
            article_id=article.id, text_sha256=sha, published=article.published, source=article.source, url=article.url,
            model=self.model, amount_start=start, amount_end=end, amount_text=given[start:end],
            value=amount.value, value_max=amount.value_max, unit_text=unit_text,
            unit=(source_unit.code if source_unit and source_unit.code else "COUNT" if amount.kind=="count" else None),
            unit_mult=power, quantity=amount.value.scaleb(power), bound=figure.bound, measure=figure.measure,
            direction=figure.direction,
            metric_text=_text(normal, figure.metric), parent_text=_text(normal, figure.parent),
            entity=None, indicator=None, price_basis=None, period=figure.period, base=figure.base, base_text=None,
            plan_period=None, plan_by=None, status=figure.status, area=area, area_code=None,
            evidence={k: normal.to_given(*v) for k, v in figure.evidence.items()}, inferred=dict(figure.inferred),
            confidence=0.5, sentence_start=s0, sentence_end=s1, sentence_text=given[s0:s1],
        )

    def stream(self, articles: Iterable[Article]) -> Iterator[Observation]:
        """Give the observations of many articles, in order."""
        for article in articles:
            yield from self.extract(article)


def unit_text_of(text: str, figure: Figure) -> str | None:
    amount = figure.amount
    if amount.kind == "times" and amount.form == "multiple":
        return "lần"
    if amount.kind == "fraction":
        return "lần" if figure.measure == "change" else None
    if amount.form == "rank":
        return None
    parts = []
    source = figure.unit_from or amount
    if source.unit:
        parts.append(source.unit.written(text))
    if source.noun:
        parts.append(text[slice(*source.noun)])
    return " ".join(" ".join(parts).split()) or None


def _text(normal: NormalText, span) -> str | None:
    if span is None:
        return None
    start, end = normal.to_given(*span)
    return " ".join(normal.given[start:end].split())


def _within(items: Sequence, start: int, end: int) -> Sequence:
    key = (lambda x: x[0]) if items and isinstance(items[0], tuple) and not hasattr(items[0], "start") else (lambda x: x.start)
    i = bisect_left(items, start, key=key)
    j = bisect_left(items, end, key=key)
    return items[i:j]


def _without_lead_space(folded, t):
    from dataclasses import replace
    s=t.start
    while s<t.end and folded[s].isspace(): s+=1
    return t if s==t.start else replace(t,start=s)
