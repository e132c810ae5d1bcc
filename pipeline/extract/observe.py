"""Makes a linked figure a row of the table: an ``Observation`` in the text as given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from pipeline.extract.features import features_of
from pipeline.extract.grounds import evidence_of, inferred_of
from pipeline.extract.units import unit_of
from pipeline.schema import Observation

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.catalogue.linker import IndicatorLinker
    from pipeline.extract.confidence import Confidence
    from pipeline.extract.units import Unit
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.schema import (
        Article,
        Base,
        Bound,
        Direction,
        Measure,
        Period,
        PlanGiver,
        Status,
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
        """Give the row of one figure.

        Every field that is not null has its words in ``evidence`` or its rule in
        ``inferred``; one carried on from other words has both.
        """
        start, end = normal.to_given(figure.amount.start, figure.amount.end)
        unit = unit_of(normal.text, figure)
        evidence = evidence_of(figure, place, normal, unit)
        names = _words(normal, figure.metric), _words(normal, figure.parent)
        indicator = self._indicator(figure, names, unit)
        return Observation(
            observation_id=observation_id(article.id, sha256, start, end),
            article_id=article.id,
            text_sha256=sha256,
            published=article.published,
            source=article.source,
            url=article.url,
            model=self.model,
            amount_start=start,
            amount_end=end,
            amount_text=normal.given[start:end],
            **_amount(figure, unit),
            **_metric(figure, names, indicator),
            **_against(figure, normal),
            area=place.area,
            area_code=place.area_code,
            evidence=evidence,
            inferred=inferred_of(figure, place, unit, evidence),
            confidence=self._confidence.of(features_of(figure, place, indicator)),
            repeat_of=_id_of(article.id, sha256, normal, figure.repeat_of),
            **_said(place.sentence),
        )

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


class _Amount(TypedDict):
    """How much: the fields that the amount itself tells."""

    value: Decimal
    value_max: Decimal | None
    unit_text: str | None
    unit: str | None
    unit_mult: int
    quantity: Decimal
    bound: Bound


class _Metric(TypedDict):
    """What is measured."""

    measure: Measure
    direction: Direction | None
    metric_text: str | None
    parent_text: str | None
    entity: str | None
    indicator: str | None
    price_basis: str | None


class _Sentence(TypedDict):
    """Where it is said."""

    sentence_start: int
    sentence_end: int
    sentence_text: str


class _Against(TypedDict):
    """For when, against what, and whether it has come true."""

    period: Period | None
    base: Base | None
    base_text: str | None
    plan_period: Period | None
    plan_by: PlanGiver | None
    status: Status


def _amount(figure: Figure, unit: Unit) -> _Amount:
    amount = figure.amount
    return {
        "value": amount.value,
        "value_max": amount.value_max,
        "unit_text": unit.text,
        "unit": unit.code,
        "unit_mult": unit.power,
        "quantity": amount.value.scaleb(unit.power),
        "bound": figure.bound,
    }


def _metric(figure: Figure, names: _Names, indicator: str | None) -> _Metric:
    return {
        "measure": figure.measure,
        "direction": figure.direction,
        "metric_text": names[0],
        "parent_text": names[1],
        "entity": figure.entity,
        "indicator": indicator,
        "price_basis": figure.price_basis,
    }


def _said(said: Said) -> _Sentence:
    return {
        "sentence_start": said.start,
        "sentence_end": said.end,
        "sentence_text": said.text,
    }


def _against(figure: Figure, normal: NormalText) -> _Against:
    return {
        "period": figure.period,
        "base": figure.base,
        "base_text": _words(normal, figure.base_text),
        "plan_period": figure.plan_period,
        "plan_by": figure.plan_by,
        "status": figure.status,
    }


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
