"""Learns the weights of choices from labelled articles: which option was right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline.choosing import metrics, periods
from pipeline.choosing.scorer import COLUMNS, pairs_of
from pipeline.evaluation.agreement import same_metric, same_period
from pipeline.evaluation.alignment import align
from pipeline.evaluation.words import overlap
from pipeline.extract import Extractor
from pipeline.training.conditional import Group, fit_groups
from pipeline.training.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.choosing.scene import Scene
    from pipeline.choosing.scorer import Pair, Question
    from pipeline.io.annotations import Label
    from pipeline.linking.figure import Stretch
    from pipeline.models import Model
    from pipeline.schema import Period
    from pipeline.training.examples import Example

V = TypeVar("V")

PENALTY: Final = 5.0
FEWEST: Final = 3
"""Articles that a pair of trait and circumstance must stand in to have a weight."""
SMALLEST: Final = 0.03
"""Weights nearer to nothing are left out of the table."""
TUNED: Final = 0.3
"""What an article counts on which rules were chosen: they look too good there."""
_MANY: Final = 25
"""Figures of an article from which on each counts for less."""
_CLOSE: Final = 0.15
_NEARLY: Final = 0.85


@dataclass(frozen=True, slots=True)
class _Linked:
    """An article of an example as linking left it, and the label of each figure."""

    scene: Scene
    labels: tuple[Label | None, ...]


def every(pair: Pair) -> bool:
    """Keep any pair."""
    del pair
    return True


def learn_metrics(
    examples: Sequence[Example],
    model: Model,
    _seed: int,
    keep: Callable[[Pair], bool] = every,
) -> Mapping[str, bytes]:
    """Learn which words name a figure; only pairs to ``keep`` have a weight."""
    return _learn(metrics.TABLE, _metric_groups, examples, model, keep)


def learn_periods(
    examples: Sequence[Example],
    model: Model,
    _seed: int,
    keep: Callable[[Pair], bool] = every,
) -> Mapping[str, bytes]:
    """Learn which time a figure is of; ``keep`` as for metrics."""
    return _learn(periods.TABLE, _period_groups, examples, model, keep)


def _learn(
    name: str,
    groups_of: Callable[[_Linked], Iterator[tuple[Question[V], set[int]]]],
    examples: Sequence[Example],
    model: Model,
    keep: Callable[[Pair], bool],
) -> Mapping[str, bytes]:
    extractor = Extractor(model=model)
    groups: list[Group] = []
    for number, example in enumerate(examples):
        asked = list(groups_of(_link(extractor, example)))
        weight = min(1.0, (_MANY / max(1, len(asked))) ** 0.5)
        weight *= TUNED if example.tuned else 1.0
        groups += [
            Group(_kept(question, keep), frozenset(right), weight, number)
            for question, right in asked
            if right and len(question.options) > 1
        ]
    weights = fit_groups(groups, penalty=PENALTY, fewest=FEWEST)
    rows = [
        (*pair, weight)
        for pair, weight in sorted(weights.items())
        if abs(weight) >= SMALLEST
    ]
    return {name: table(COLUMNS, rows)} if rows else {}


def _kept(question: Question[V], keep: Callable[[Pair], bool]) -> list[list[Pair]]:
    return [[pair for pair in pairs if keep(pair)] for pairs in pairs_of(question)]


def _link(extractor: Extractor, example: Example) -> _Linked:
    """Link an article, and pair its figures with the labels whose amount is theirs."""
    normal, scene = extractor.scene(example.article)
    placed = [
        _Placed(*normal.to_given(figure.amount.start, figure.amount.end))
        for figure in scene.figures
    ]
    labels = {(label.start, label.end): label for label in example.standing}
    places = [_Placed(*span) for span in sorted(labels)]
    aligned = align(places, placed).pairs
    label_of = {id(pred): labels[gold.start, gold.end] for gold, pred in aligned}
    return _Linked(scene, tuple(label_of.get(id(one)) for one in placed))


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int


def _metric_groups(linked: _Linked) -> Iterator[tuple[Question[Stretch], set[int]]]:
    scene = linked.scene
    for at, label in enumerate(linked.labels):
        question = metrics.ask_metric(scene, at) if label is not None else None
        if label is None or question is None:
            continue
        parent = _words(scene, scene.figures[at].parent)
        names = [_words(scene, option.value) for option in question.options]
        near = [overlap(label.metric, name) for name in names]
        least = min(max(near) - _CLOSE, _NEARLY)
        right = {
            place
            for place, name in enumerate(names)
            if same_metric(label, replace(label, metric=name, parent=parent))
        }
        closest = {place for place in right if near[place] >= least}
        yield question, closest or right


def _period_groups(
    linked: _Linked,
) -> Iterator[tuple[Question[Period | None], set[int]]]:
    for at, label in enumerate(linked.labels):
        question = periods.ask_period(linked.scene, at) if label is not None else None
        if label is None or question is None:
            continue
        yield (
            question,
            {
                place
                for place, option in enumerate(question.options)
                if same_period(label, replace(label, period=_iso(option.value)))
            },
        )


def _words(scene: Scene, span: Stretch | None) -> str | None:
    return " ".join(scene.text[slice(*span)].split()) if span else None


def _iso(period: Period | None) -> str | None:
    return period.iso if period else None
