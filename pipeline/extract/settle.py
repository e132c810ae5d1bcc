"""Fills what a figure has beyond its link: area, entity, prices, plan, repetition."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.extract.observe import Place, Said
from pipeline.lexicon import cues as c
from pipeline.linking.plans import read_plans
from pipeline.linking.prices import set_price_bases
from pipeline.linking.repeats import mark_repeats
from pipeline.matching.areas import spellings
from pipeline.matching.chains import parted
from pipeline.matching.entities import entities_of
from pipeline.matching.gazetteer import area_code
from pipeline.matching.reporting import AreaFinder, reporting_area
from pipeline.values.prices import find_price_bases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.extract.reading import Reading
    from pipeline.linking.figure import Figure
    from pipeline.matching.mention import AreaMention
    from pipeline.text.sentences import Sentence
    from pipeline.values.prices import PriceMention

_At: TypeAlias = "tuple[AreaMention | None, str]"
"""The area of a figure, and the rule that told it."""
_JOINT = ", "
_STATED = frozenset({"before", "after"})
"""Rules of ``AreaFinder`` that read the area off the figure's own sentence."""


def settle(reading: Reading, figures: Sequence[Figure]) -> list[tuple[Figure, Place]]:
    """Fill the figures of an article, and give each with its place.

    ``figures`` are linked and in order; they are changed in place.
    """
    main = reporting_area(
        reading.text,
        reading.folded,
        reading.areas,
        sentences=reading.sentences,
        organisations=reading.organisations,
        title=reading.title,
    )
    firms = _set_entities(reading, figures, company_report=main is None)
    set_price_bases(figures, _price_bases(reading))
    read_plans(figures, reading.folded, reading.date, company_report=main is None)
    mark_repeats(
        figures,
        reading.folded,
        sentences=[(s.start, s.end) for s in reading.sentences],
        headlines=_headlines(reading),
    )
    counts: dict[int, int] = {}
    for figure in figures:
        counts[figure.sentence] = counts.get(figure.sentence, 0) + 1
    said = {number: _said(reading, number, many) for number, many in counts.items()}
    areas = AreaFinder(reading.sentences, reading.areas, main)
    dated_by = reading.date.source if reading.date else None
    spelt = spellings(reading.text, reading.areas)
    told = _dealt(figures, [areas.at(f.amount.start, f.sentence) for f in figures])
    return [
        (f, _spell(_place(reading, at, said[f.sentence]), spelt))
        if f.amount.start not in firms
        else (f, Place(said[f.sentence], dated_by))
        for f, at in zip(figures, told, strict=True)
    ]


def _dealt(figures: Sequence[Figure], told: list[_At]) -> list[_At]:
    """Deal out a list of areas: "tại Gia Lai và Huế lần lượt có 5 và 7 xã"."""
    for i, figure in enumerate(figures):
        area, rule = told[i]
        if area is None or not figure.head_bits & c.RESPECTIVELY:
            continue
        parts = parted(area)
        many = len(parts)
        fellows = [at for at, _ in told[i : i + many]].count(area)
        alike = [f.measure for f in figures[i : i + many]]
        if fellows == alike.count(figure.measure) == many:
            told[i : i + many] = [(part, rule) for part in parts]
    return told


def _spell(place: Place, spelt: Mapping[str, str]) -> Place:
    """Give an area the name that the text has for it: "Thanh Hoá"."""
    if place.area is None or not spelt:
        return place
    names = [spelt.get(name, name) for name in place.area.split(_JOINT)]
    area = _JOINT.join(names)
    return place if area == place.area else replace(place, area=area)


def _said(reading: Reading, number: int, figures: int) -> Said:
    sentence = reading.sentences[number]
    start, end = reading.normal.to_given(sentence.start, sentence.end)
    text = reading.normal.given[start:end]
    length = sentence.end - sentence.start
    return Said(start, end, text, figures, length, sentence.kind)


def _set_entities(
    reading: Reading, figures: Sequence[Figure], *, company_report: bool
) -> frozenset[int]:
    """Note whose each figure is; give where those of companies start."""
    entities = entities_of(
        reading.text,
        reading.folded,
        reading.sentences,
        reading.organisations,
        company_report=company_report,
        title=reading.title,
    )
    firms: set[int] = set()
    if entities.nobody:
        return frozenset()
    for figure in figures:
        amount = figure.amount
        names = " ".join(
            reading.folded[slice(*span)]
            for span in (figure.metric, figure.parent)
            if span is not None
        )
        entity = entities.at(amount.start, amount.full_end, figure.sentence, names)
        if entity is None:
            continue
        if entity.firm:
            firms.add(amount.start)
        figure.entity = entity.name
        if entity.start is not None and entity.end is not None:
            figure.evidence["entity"] = (entity.start, entity.end)
        if entity.rule is not None:
            figure.infer("entity", entity.rule)
    return frozenset(firms)


def _price_bases(reading: Reading) -> list[tuple[int, PriceMention]]:
    """Give every price basis with the number of its sentence."""
    return [
        (bisect_right(reading.sentences, m.start, key=_start) - 1, m)
        for m in find_price_bases(reading.folded)
    ]


def _start(sentence: Sentence) -> int:
    return sentence.start


def _headlines(reading: Reading) -> frozenset[int]:
    kinds = {"headline", "caption", "navigation"}
    return frozenset(i for i, s in enumerate(reading.sentences) if s.kind in kinds)


def _place(reading: Reading, told: _At, said: Said) -> Place:
    area, rule = told
    dated_by = reading.date.source if reading.date else None
    if area is None:
        return Place(said, dated_by)
    return Place(
        said,
        dated_by,
        area.name,
        _code(area, reading),
        (area.start, area.end) if area.end > area.start else None,
        None if rule in _STATED else rule,
    )


def _code(area: AreaMention, reading: Reading) -> str | None:
    """Give the code that was valid on the day the article speaks from."""
    if area.level != "province":
        return area.code
    return area_code(area.name, reading.date.last if reading.date else None)
