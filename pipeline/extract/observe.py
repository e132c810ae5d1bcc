"""Makes a linked figure a row of the table: an ``Observation`` in the text as given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.features import features_of
from pipeline.extract.grounds import evidence_of, inferred_of
from pipeline.extract.units import unit_of
from pipeline.schema import Observation

if TYPE_CHECKING:
    from pipeline.catalogue.linker import IndicatorLinker
    from pipeline.extract.confidence import Confidence
    from pipeline.extract.units import Unit
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.schema import (
        Article,
    )
    from pipeline.text.normal import NormalText


_Names = tuple["str | None", "str | None"]
"""The words of a metric and those of its parent."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as given: the figures of it share one copy of its text.

    ``figures`` counts them; ``length`` is in characters of NFC, whatever the text is
    in; ``kind`` is that of its line: body, headline, ….
    """

    start: int
    end: int
    text: str
    figures: int
    length: int
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands and of which area it is.

    ``dated_by`` names what told the article's date, if anything did. ``area_span``, in
    the NFC text, are the words that name the area, ``area_rule`` is the rule that gave
    it where no words of the sentence do.
    """

    sentence: Said
    dated_by: str | None = None
    area: str | None = None
    area_code: str | None = None
    area_span: Stretch | None = None
    area_rule: str | None = None


class Observer:
    """Makes linked figures rows; holds what is the same for every article.

    Every field of a row that is not null has its words in ``evidence`` or its rule in
    ``inferred``; one carried on from other words has both.

    Args:
        model: the name of the model, which the rows tell.
        indicators: links figures to the indicators of the catalogue.
        confidence: rates the rows.
    """

    def __init__(
        self, model: str, indicators: IndicatorLinker, confidence: Confidence
    ) -> None:
        self.model = model
        self._indicators = indicators
        self._confidence = confidence

    def observe(
        self,
        article: Article,
        sha256: str,
        normal: NormalText,
        figure: Figure,
        place: Place,
    ) -> Observation:
        """Give the row of one figure."""
        amount, said = figure.amount, place.sentence
        start, end = normal.to_given(amount.start, amount.end)
        unit = unit_of(normal.text, figure)
        evidence = evidence_of(figure, place, normal, unit)
        names = _words(normal, figure.metric), _words(normal, figure.parent)
        indicator = self._indicator(figure, names, unit)
        # Told field by field: a call with merged dicts costs as much as linking a name.
        return Observation(
            observation_id=observation_id(article.id, sha256, start, end),
            article_id=article.id, text_sha256=sha256, model=self.model,
            published=article.published, source=article.source, url=article.url,
            amount_start=start, amount_end=end, amount_text=normal.given[start:end],
            value=amount.value, value_max=amount.value_max, bound=figure.bound,
            unit_text=unit.text, unit=unit.code, unit_mult=unit.power,
            quantity=amount.value.scaleb(unit.power), entity=figure.entity,
            measure=figure.measure, direction=figure.direction, status=figure.status,
            metric_text=names[0], parent_text=names[1], indicator=indicator,
            period=figure.period, base=figure.base, price_basis=figure.price_basis,
            base_text=_words(normal, figure.base_text),
            plan_period=figure.plan_period, plan_by=figure.plan_by,
            area=place.area, area_code=place.area_code,
            evidence=evidence, inferred=inferred_of(figure, place, unit, evidence),
            confidence=self._confidence.of(features_of(figure, place, indicator)),
            repeat_of=_id_of(article.id, sha256, normal, figure.repeat_of),
            sentence_start=said.start, sentence_end=said.end, sentence_text=said.text,
        )  # fmt: skip

    def features(
        self, normal: NormalText, figure: Figure, place: Place
    ) -> tuple[str, ...]:
        """Give what the confidence of a row rests on."""
        unit = unit_of(normal.text, figure)
        names = _words(normal, figure.metric), _words(normal, figure.parent)
        return features_of(figure, place, self._indicator(figure, names, unit))

    def _indicator(self, figure: Figure, names: _Names, unit: Unit) -> str | None:
        linked = self._indicators.link(
            names[0],
            names[1],
            unit.code,
            figure.measure,
            figure.entity,
            figure.amount.value.scaleb(unit.power),
        )
        return linked.indicator if linked else None


def observation_id(article_id: str, sha256: str, start: int, end: int) -> str:
    """Give the id of a figure by its place in a text, whichever model finds it."""
    key = f"{article_id}\0{sha256}\0{start}\0{end}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _id_of(
    article_id: str, sha256: str, normal: NormalText, figure: Figure | None
) -> str | None:
    if figure is None:
        return None
    start, end = normal.to_given(figure.amount.start, figure.amount.end)
    return observation_id(article_id, sha256, start, end)


def _words(normal: NormalText, span: Stretch | None) -> str | None:
    if span is None:
        return None
    start, end = span if normal.offsets is None else normal.to_given(*span)
    return " ".join(normal.given[start:end].split())
