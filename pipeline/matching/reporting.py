"""Which area a figure is of: the one its words name, else the article's own."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.areas import AreaMention
    from pipeline.text.sentences import Sentence

_LEAD: Final = 4
"""Sentences at the head of an article whose areas count for more."""


def reporting_area(
    text: str,
    folded: str,
    areas: Sequence[AreaMention],
    *,
    sentences: Sequence[Sentence] = (),
    title: str | None = None,
) -> AreaMention | None:
    """Give the area that the article as a whole reports on, if it tells one."""
    del text, folded, title
    lead = sentences[min(_LEAD, len(sentences)) - 1].end if sentences else 0
    weight: Counter[str] = Counter()
    first: dict[str, AreaMention] = {}
    for area in areas:
        if area.level in {"foreign", "region"}:
            continue
        weight[area.canonical] += 3 if area.start < lead else 1
        first.setdefault(area.canonical, area)
    if not weight:
        return None
    return first[weight.most_common(1)[0][0]]


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
