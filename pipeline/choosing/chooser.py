"""Lays the learned choices over what the rules of linking found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.choosing import metrics, periods
from pipeline.choosing.scorer import read_scorer
from pipeline.schema import Base

if TYPE_CHECKING:
    from pipeline.choosing.scene import Scene
    from pipeline.choosing.scorer import Option, Question, Scorer
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.models import Model
    from pipeline.schema import Period

CHOSEN: Final = "chosen"
"""The rule that a field names which was chosen by learned weights."""
_INHERITED: Final = frozenset(("same_clause", "clause_opening"))
_LEAD: Final = {metrics.TABLE: 0.4, periods.TABLE: 1.0}
"""How much better than the rules' reading another must score to be taken.

On articles of two folds that were not taught, a metric was put right 92 times and
spoilt 33 times at this lead (without any 118 and 65), a period 103 and 46 times.
"""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses where a model has weights; without any it leaves all as it is."""

    metric: Scorer | None = None
    period: Scorer | None = None

    def revise(self, scene: Scene) -> None:
        """Change the fields of linked figures in place, where weights say so."""
        if self.metric is not None:
            _revise_metrics(scene, self.metric)
        if self.period is not None:
            _revise_periods(scene, self.period)


def read_chooser(model: Model) -> Chooser:
    """Read the weights of a model.

    Raises:
        ModelError: a table of weights is malformed.
    """
    return Chooser(read_scorer(model, metrics.TABLE), read_scorer(model, periods.TABLE))


def _revise_metrics(scene: Scene, scorer: Scorer) -> None:
    lead = _LEAD[metrics.TABLE]
    chosen: list[Stretch | None] = []
    for at, figure in enumerate(scene.figures):
        if _inherits(scene, at):
            chosen.append(chosen[at - 1])
            continue
        question = metrics.ask_metric(scene, at)
        best = scorer.best(question, lead=lead) if question is not None else 0
        if question is None or not best:
            chosen.append(figure.metric)
        else:
            chosen.append(question.options[best].value)
    for figure, span in zip(scene.figures, chosen, strict=True):
        if span is not None and span != figure.metric:
            _rename(scene, figure, span)


def _inherits(scene: Scene, at: int) -> bool:
    """Tell whether a figure has the name of that before it, as its growth does."""
    figure = scene.figures[at]
    if not at or figure.inferred.get("metric") not in _INHERITED:
        return False
    return scene.figures[at - 1].metric == figure.metric


def _rename(scene: Scene, figure: Figure, span: Stretch) -> None:
    figure.metric = figure.evidence["metric"] = span
    figure.rules["metric"] = CHOSEN
    if span[0] < scene.sentences[figure.sentence].start:
        figure.infer("metric", CHOSEN)
    else:
        figure.inferred.pop("metric", None)
    if figure.parent == span:
        figure.parent = None
        figure.evidence.pop("parent", None)
        figure.rules.pop("parent", None)


def _revise_periods(scene: Scene, scorer: Scorer) -> None:
    lists: list[list[_Asked]] = []
    for at, figure in enumerate(scene.figures):
        question = periods.ask_period(scene, at)
        if question is None:
            continue
        asked = _Asked(figure, question, scorer.scores(question))
        if lists and _goes_on(lists[-1][-1].figure, figure):
            lists[-1].append(asked)
        else:
            lists.append([asked])
    for listed in lists:
        best = _best_for_all(listed)
        if best is not None:
            for asked in listed:
                _redate(asked.figure, best.value)


@dataclass(slots=True, eq=False)
class _Asked:
    """A figure with the options for its period and their scores."""

    figure: Figure
    question: Question[Period | None]
    scores: list[float]


def _goes_on(before: Figure, figure: Figure) -> bool:
    """Tell a list of one time: "12 gói thầu tư vấn, 1 gói thầu xây lắp, 3 gói …"."""
    return (
        before.sentence == figure.sentence
        and before.amount.kind == figure.amount.kind
        and before.measure == figure.measure
        and before.status == figure.status
        and before.period == figure.period
        and before.evidence.get("period") == figure.evidence.get("period")
    )


def _best_for_all(listed: list[_Asked]) -> Option[Period | None] | None:
    """Give the period to take; the figures of a list weigh together.

    Only what is an option for each of them can be taken.
    """
    first, most = listed[0], _LEAD[periods.TABLE] * len(listed)
    best: Option[Period | None] | None = None
    for place, option in enumerate(first.question.options):
        if not place:
            continue
        gain = first.scores[place] - first.scores[0]
        for other in listed[1:]:
            at = _place_of(option.value, other.question)
            if at < 0:
                break
            gain += other.scores[at] - other.scores[0]
        else:
            if gain > most:
                best, most = option, gain
    return best


def _place_of(period: Period | None, question: Question[Period | None]) -> int:
    for place, option in enumerate(question.options):
        if option.value == period:
            return place
    return -1


def _redate(figure: Figure, period: Period | None) -> None:
    """Give a figure another period, and move a base that goes along with it."""
    old, base = figure.period, figure.base
    along = old and base and base.period and base.period == old.shifted_years(-1)
    if along and period is not None:
        figure.base = Base("period", period.shifted_years(-1))
    figure.period = period
    figure.evidence.pop("period", None)
    figure.rules.pop("period", None)
    figure.inferred.pop("period", None)
    if period is not None:
        figure.infer("period", CHOSEN)
