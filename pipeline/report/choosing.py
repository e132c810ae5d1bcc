"""Chooses what of a table of figures a page can hold, in bounded memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.series.picking import Pick, Reckoning

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from pipeline.schema import Article, Observation
    from pipeline.series.points import Point
    from pipeline.series.study import Study

_A_SERIES: Final = 3
"""Periods that a series has at least, to be worth a drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a page holds at most.

    Args:
        articles: how many.
        figures: of all articles together.
        figures_each: of one article.
        characters: of all texts together.
        findings: of the audit.
        charts: how many.
    """

    articles: int = 100
    figures: int = 6_000
    figures_each: int = 200
    characters: int = 1_500_000
    findings: int = 300
    charts: int = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """An article with those of its figures that are shown, and how many it has."""

    article: Article
    rows: tuple[Observation, ...]
    figures: int


@dataclass(slots=True)
class Choice:
    """The articles of a page, and the counts of all."""

    articles: list[Chosen] = field(default_factory=list)
    all_articles: int = 0
    all_figures: int = 0


def chosen(
    articles: Iterable[tuple[Article, Sequence[Observation]]],
    wanted: Container[str],
    limits: Limits,
) -> Choice:
    """Choose the articles that a page shows, in their order.

    Args:
        articles: each with its figures.
        wanted: ids of figures whose articles come before others.
        limits: how many there may be.
    """
    choice = Choice()
    kept: list[tuple[bool, int, Chosen]] = []
    for number, (article, rows) in enumerate(articles):
        choice.all_articles += 1
        choice.all_figures += len(rows)
        asked = any(row.observation_id in wanted for row in rows)
        shown = Chosen(article, tuple(rows[: limits.figures_each]), len(rows))
        if len(kept) < limits.articles:
            kept.append((not asked, number, shown))
        elif asked and kept and (last := max(kept, key=lambda one: one[:2]))[0]:
            kept.remove(last)
            kept.append((False, number, shown))
    kept.sort(key=lambda one: one[1])
    choice.articles = [one for _, _, one in kept]
    return choice


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG, and what it is of in words."""

    name: str
    svg: str


def drawn(study: Study, limits: Limits) -> list[Drawing]:
    """Draw the series that are told of most periods, the longest first."""
    from pipeline.series.charts import as_svg, draw
    from pipeline.series.marks import picture

    rows = study.rows(Reckoning())
    pictures = []
    for points in _longest(study, limits.charts):
        found = picture(points, rows)
        areas = dict.fromkeys(str(mark["area"]) for mark in found.marks)
        title, subtitle = "; ".join(found.names), ", ".join(areas)
        svg = as_svg(draw(found, title, subtitle, None))
        pictures.append(Drawing(f"{title}, {subtitle}", svg))
    return pictures


def _longest(study: Study, most: int) -> list[list[Point]]:
    """Give the points of the longest series, targets beside what came about."""
    periods: Counter[tuple[object, ...]] = Counter()
    for point in study.points(Pick(), Reckoning()):
        periods[_key(point)] += 1
    keys = [key for key, seen in periods.most_common(most) if seen >= _A_SERIES]
    found: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    names = tuple(dict.fromkeys(str(key[0]) for key in keys))
    if names:
        for point in study.points(Pick(indicators=names), Reckoning(vintages=True)):
            if _key(point) in keys:
                found[_key(point)].append(point)
    return [found[key] for key in keys if key in found]


def _key(point: Point) -> tuple[object, ...]:
    subject = point.series.subject
    place = subject.area, subject.entity, subject.breakdown
    return subject.indicator, *place, point.series.unit, point.series.price
