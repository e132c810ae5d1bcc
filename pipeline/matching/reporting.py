"""Which area a figure is of: the one its words name, else the article's own.

``reporting_area`` weighs an article once; ``area_at`` then answers for a place in it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.matching.areas import AreaMention
from pipeline.matching.evidence import Evidence, gather, weigh_title
from pipeline.matching.organisations import OrgMention, find_organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.text.sentences import Sentence

NATION: Final = AreaMention(0, 0, "Việt Nam", "VN", "country", "Việt Nam", 0)
"""The area of an article that reports on the country without naming it."""

_LOCAL_SHARE: Final = 0.5
_CUE_SHARE: Final = 0.35
_MINISTRY_SHARE: Final = 0.5
_MOST_COMPANY: Final = 10.0
_PLACE_OVER_COMPANY: Final = 3.0
_NATION_OVER_COMPANY: Final = 2.0
_LEAST_FOREIGN: Final = 3.0
_LEAST_SHARE: Final = 0.4


def reporting_area(
    text: str,
    folded: str,
    areas: Sequence[AreaMention],
    *,
    sentences: Sequence[Sentence] = (),
    organisations: Sequence[OrgMention] | None = None,
    title: str | None = None,
) -> AreaMention | None:
    """Give the area that the article as a whole reports on.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        areas: what ``find_areas`` gave.
        sentences: what ``split_sentences`` gave; without them nothing counts for more.
        organisations: what ``find_organisations`` gave, where it has been called.
        title: the headline, where it is not part of the text.

    Returns:
        The first mention of the area. It covers no words (0 to 0) where the text has
        none: a national report that never names the country, an area that only the
        title names. None for the report of a company, and where nothing tells.
    """
    if organisations is None:
        organisations = find_organisations(text, folded)
    evidence = gather(folded, areas, organisations, sentences)
    first: dict[str, AreaMention] = {}
    for area in areas:
        first.setdefault(area.canonical, area)
    for area in weigh_title(evidence, title):
        first.setdefault(area.canonical, replace(area, start=0, end=0, span_start=0))
    name = _subject(evidence, first)
    return first.get(name, NATION) if name is not None else None


def _subject(evidence: Evidence, first: dict[str, AreaMention]) -> str | None:
    province, local = _best_province(evidence, first)
    national = _national(evidence)
    company = evidence.scopes["company"] + min(
        max(evidence.companies.values(), default=0.0), _MOST_COMPANY
    )
    abroad, points = _abroad(evidence, first)
    if points > max(evidence.areas["Việt Nam"], local):
        return abroad if points * _PLACE_OVER_COMPANY >= company else None
    if company > max(local * _PLACE_OVER_COMPANY, national * _NATION_OVER_COMPANY):
        return None
    if local > national:
        return province
    return "Việt Nam" if national else None


def _national(evidence: Evidence) -> float:
    return (
        evidence.areas["Việt Nam"]
        + _CUE_SHARE * evidence.scopes["country"]
        + _MINISTRY_SHARE * evidence.ministries
    )


def _best_province(
    evidence: Evidence, first: dict[str, AreaMention]
) -> tuple[str | None, float]:
    """Give the province that leads, and its points; districts count for theirs."""
    points: dict[str, float] = {}
    for name, weight in evidence.areas.items():
        area = first[name]
        owner = area.within if area.level == "district" else name
        if area.level in {"province", "district"} and owner in first:
            points[owner] = points.get(owner, 0.0) + weight
    if not any(points.values()):
        return None, 0.0
    best = max(points, key=lambda name: points[name])
    share = points[best] / sum(points.values())
    cues = min(evidence.scopes["local"], 2 * points[best])
    total = points[best] + _LOCAL_SHARE * cues
    return best, total if share >= _LEAST_SHARE else total / 2


def _abroad(
    evidence: Evidence, first: dict[str, AreaMention]
) -> tuple[str | None, float]:
    """Give the other country that the article is about, not a mere trading partner."""
    if evidence.scopes["foreign"] < _LEAST_FOREIGN:
        return None, 0.0
    named = [n for n in evidence.areas if first[n].level == "foreign" and first[n].code]
    best = max(named, key=lambda name: evidence.areas[name], default=None)
    return best, evidence.areas[best] if best is not None else 0.0


def area_at(
    position: int,
    sentences: Sequence[Sentence],
    areas: Sequence[AreaMention],
    article_area: AreaMention | None,
) -> tuple[AreaMention | None, str]:
    """Give the area of a figure and the name of the rule that tells it.

    Rules: ``sentence`` (the nearest province or country named before the figure in
    its sentence) and ``article``.

    Args:
        position: where the figure starts.
        sentences: all sentences of the article, in order.
        areas: all mentions, in order.
        article_area: what ``reporting_area`` gave.
    """
    number = bisect_right([s.start for s in sentences], position) - 1
    if number < 0:
        return article_area, "article"
    start = sentences[number].start
    for area in reversed(areas):
        if area.level in {"foreign", "region"}:
            continue
        if start <= area.start < position:
            return area, "sentence"
    return article_area, "article"
