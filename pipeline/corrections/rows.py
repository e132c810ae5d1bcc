"""Makes rows of what a person said: a corrected figure, or one the model missed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.errors import InputError
from pipeline.extract.units import unit_of_words
from pipeline.io.annotations import BASES_WITHOUT_DAYS, to_label
from pipeline.io.iso import read_period
from pipeline.lexicon.indicators import read_catalogue
from pipeline.matching.gazetteer import area_code
from pipeline.models import open_model
from pipeline.schema import Base, Observation
from pipeline.text.normal import normalise
from pipeline.text.sentences import split_sentences
from pipeline.values.article_date import parse_published

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pipeline.io.annotations import Label
    from pipeline.schema import Article

RULE: Final = "correction"
"""Stands in ``inferred`` for a field that a person has given."""

CORRECTABLE: Final = (
    *("value", "value_max", "unit", "bound", "measure", "direction"),
    *("metric", "parent", "period", "base", "status", "area"),
)
"""The fields of the annotation format that a person can correct."""

_LINKING: Final = frozenset({"metric", "parent", "unit", "measure"})
"""The fields that tell the indicator."""

_UNSAID: Final[Mapping[str, Any]] = dict.fromkeys(
    (
        *("value_max", "unit_text", "unit", "direction", "metric_text"),
        *("parent_text", "entity", "indicator", "price_basis", "period", "base"),
        *("base_text", "plan_period", "plan_by", "area", "area_code"),
    )
)


class Judge:
    """Lays labels over rows; holds the catalogue of indicators.

    Args:
        model: a name or folder, as ``open_model`` takes it.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """

    def __init__(self, model: str) -> None:
        opened = open_model(model)
        self._model = opened.name
        self._indicators = IndicatorLinker(read_catalogue(opened))

    def judged(self, row: Observation, label: Label) -> Observation:
        """Give a row with the values of a label; a judged row is certain.

        Fields that the label does not change keep what goes with them (evidence, rule,
        code); of those it does, the rule is ``correction``.
        """
        was = to_label(row)
        changed = {n for n in CORRECTABLE if getattr(was, n) != getattr(label, n)}
        new: dict[str, Any] = {}
        for name in changed:
            new |= _COLUMNS[name](row, label)
        corrected = replace(row, **new)
        if not changed.isdisjoint(_LINKING):
            linked = self._indicators.link_row(corrected)
            corrected = replace(
                corrected, indicator=linked.indicator if linked else None
            )
        return replace(
            corrected,
            evidence=_evidence(row, label, changed),
            inferred=_inferred(row, label, changed),
            confidence=1.0,
        )

    def new_row(
        self, article: Article, sha256: str, key: str, label: Label
    ) -> Observation:
        """Give the bare row of a figure that the model did not find, for ``judged``."""
        start, end = _sentence(article.text, label.start)
        return Observation(
            observation_id=key,
            article_id=article.id,
            text_sha256=sha256,
            published=article.published,
            source=article.source,
            url=article.url,
            model=self._model,
            amount_start=label.start,
            amount_end=label.end,
            amount_text=article.text[label.start : label.end],
            value=label.value,
            unit_mult=0,
            quantity=label.value,
            bound="exact",
            measure="level",
            status="actual",
            **_UNSAID,
            evidence={"amount": (label.start, label.end)},
            inferred={"measure": RULE, "status": RULE},
            sentence_start=start,
            sentence_end=end,
            sentence_text=article.text[start:end],
        )


def refuse_open(label: Label, place: str) -> None:
    """Refuse a period or base that is open at an end: no row can hold it.

    Raises:
        InputError: it is.
    """
    for name in ("period", "base"):
        value = getattr(label, name)
        if value in {None, *BASES_WITHOUT_DAYS}:
            continue
        try:
            read_period(value)
        except ValueError as error:
            message = f"{name!r}: {error}"
            raise InputError(message, source=place, hint="mend it") from error


def _amount(row: Observation, label: Label) -> Mapping[str, Any]:
    """Multiply out anew; an unchanged unit keeps its code and power."""
    code, power = row.unit, row.unit_mult
    if row.unit_text != label.unit:
        code, power = unit_of_words(label.unit)
    return {
        "value": label.value,
        "value_max": label.value_max,
        "unit_text": label.unit,
        "unit": code,
        "unit_mult": power,
        "quantity": label.value.scaleb(power),
    }


def _base(_: Observation, label: Label) -> Mapping[str, Any]:
    base = None
    if label.base in BASES_WITHOUT_DAYS:
        base = Base("plan" if label.base == "plan" else "whole")
    elif label.base:
        base = Base("period", read_period(label.base))
    return {"base": base, "base_text": None}


def _area(row: Observation, label: Label) -> Mapping[str, Any]:
    """Give the area with the code that was valid when the article appeared."""
    published = parse_published(row.published) if row.published else None
    code = label.area and area_code(label.area, published.last if published else None)
    return {"area": label.area, "area_code": code or None}


_COLUMNS: Final[Mapping[str, Callable[[Observation, Label], Mapping[str, Any]]]] = {
    **dict.fromkeys(("value", "value_max", "unit"), _amount),
    "bound": lambda _, label: {"bound": label.bound},
    "measure": lambda _, label: {"measure": label.measure},
    "direction": lambda _, label: {"direction": label.direction},
    "metric": lambda _, label: {"metric_text": label.metric},
    "parent": lambda _, label: {"parent_text": label.parent},
    "period": lambda _, label: {"period": read_period(label.period)},
    "base": _base,
    "status": lambda _, label: {"status": label.status},
    "area": _area,
}
"""The columns that follow from each field."""


def _evidence(
    row: Observation, label: Label, changed: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Keep the words of what has not changed; take the label's where it gives any."""
    gone = {*changed, *(["base_text"] if "base" in changed else [])}
    kept = {name: span for name, span in row.evidence.items() if name not in gone}
    given = {n: span for n, span in label.evidence.items() if n in changed}
    return kept | given


def _inferred(
    row: Observation, label: Label, changed: Collection[str]
) -> dict[str, str]:
    kept = {name: rule for name, rule in row.inferred.items() if name not in changed}
    given = [n for n in CORRECTABLE if n in changed and n not in label.evidence]
    return kept | {n: RULE for n in given if getattr(label, n) is not None}


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Find the sentence that a character of the text as given stands in."""
    normal = normalise(text)
    spans = [normal.to_given(s.start, s.end) for s in split_sentences(normal.text)]
    number = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[number] if number >= 0 else (0, len(text))
