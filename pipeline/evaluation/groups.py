"""Scores apart by what figures have in common: measure, source, sector, kind of period.

A pair belongs to the group of its gold label, a spurious figure to that of its own
label; so the figures of the groups add up to all figures.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.evaluation.alignment import Alignment
from pipeline.evaluation.score import Score, score_article
from pipeline.extract.units import unit_of_words
from pipeline.io.iso import read_days
from pipeline.lexicon.indicators import read_catalogue
from pipeline.models import open_model
from pipeline.schema import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipeline.evaluation.score import Case
    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.models import Model

    GroupOf: TypeAlias = Callable[[LabelledArticle, Label], str]

UNKNOWN: Final = "unknown"
NO_SECTOR: Final = "not in the catalogue"
NO_PERIOD: Final = "none"

_KINDS: Final = {
    "A": "year",
    "S": "half-year",
    "Q": "quarter",
    "M": "month",
    "D": "day",
    "YTD": "from January",
    "SPAN": "other span",
}


def measure_of(article: LabelledArticle, label: Label) -> str:
    """Give the measure of a figure."""
    del article
    return label.measure


def source_of(article: LabelledArticle, label: Label) -> str:
    """Give the site of an article's address, else the source its data names."""
    del label
    site = urlsplit(article.url).hostname if article.url else None
    return (site or "").removeprefix("www.") or article.source or UNKNOWN


def period_kind(article: LabelledArticle, label: Label) -> str:
    """Give the kind of time that a figure is about: year, quarter, month and so on."""
    del article
    if not label.period:
        return NO_PERIOD
    first, last = read_days(label.period)
    if first is None or last is None:
        return _KINDS["SPAN"]
    return _KINDS[Period(first, last).frequency]


def sectors(model: str | Model) -> GroupOf:
    """Tell sectors by the catalogue of a model: the sector of the named indicator.

    The metric is looked up and, where it is none, its parent.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    catalogue = read_catalogue(open_model(model))
    linker = IndicatorLinker(catalogue)

    def sector_of(article: LabelledArticle, label: Label) -> str:
        del article
        unit, _ = unit_of_words(label.unit)
        linked = linker.link(label.metric, label.parent, unit, label.measure)
        linked = linked or linker.link(label.parent, unit=unit, measure=label.measure)
        return catalogue.indicators[linked.indicator].sector if linked else NO_SECTOR

    return sector_of


GROUPINGS: Final[Mapping[str, Callable[[str | Model], GroupOf]]] = {
    "measure": lambda _: measure_of,
    "source": lambda _: source_of,
    "sector": sectors,
    "period": lambda _: period_kind,
}
"""What can be grouped by; each takes a model or its name."""


def grouped(cases: Iterable[Case], group_of: GroupOf) -> dict[str, Score]:
    """Score each group by itself, the largest first.

    ``articles`` of a group's score counts those that have a figure of it.
    """
    scores: defaultdict[str, Score] = defaultdict(Score)
    for case in cases:
        for name, part in _parts(case, group_of).items():
            scores[name] += score_article(part)
    return dict(sorted(scores.items(), key=lambda item: (-item[1].gold, item[0])))


def _parts(case: Case, group_of: GroupOf) -> dict[str, Alignment[Label]]:
    pairs: defaultdict[str, list[tuple[Label, Label]]] = defaultdict(list)
    missed: defaultdict[str, list[Label]] = defaultdict(list)
    spurious: defaultdict[str, list[Label]] = defaultdict(list)
    for gold, pred in case.aligned.pairs:
        pairs[group_of(case.article, gold)].append((gold, pred))
    for gold in case.aligned.missed:
        missed[group_of(case.article, gold)].append(gold)
    for pred in case.aligned.spurious:
        spurious[group_of(case.article, pred)].append(pred)
    names = {*pairs, *missed, *spurious}
    return {
        name: Alignment(tuple(pairs[name]), tuple(missed[name]), tuple(spurious[name]))
        for name in names
    }
