"""Whether a candidate may take the place of the model in use.

Three things must hold. On articles that teach no model, no score of the candidate is
lower: not by more than ``FALL``, nor by less where a paired test by article says that
it is no chance. No group of figures loses more than its tolerance. No set of labelled
articles falls below its floor.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.evaluation.gate import FLOORS, closed_by, find_sets, read_floors
from pipeline.evaluation.groups import GROUPINGS, grouped
from pipeline.evaluation.measuring import measure_sets
from pipeline.evaluation.resampling import compare, compare_means
from pipeline.evaluation.score import evaluate
from pipeline.extract import Extractor
from pipeline.io.annotations import to_label
from pipeline.training.candidate import labelled
from pipeline.training.learners import Unseen
from pipeline.training.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.evaluation.resampling import Difference
    from pipeline.evaluation.score import Evaluation, Score
    from pipeline.io.faults import FaultHandler
    from pipeline.models import Model
    from pipeline.training.examples import Example

FALL: Final = 0.005
"""What F1 may fall by, and what the error of the confidence may rise by, where chance
would explain it."""

CHANCE: Final = 0.05
"""The p below which a difference is taken for no chance."""

RUNGS: Final = ("core", "dated", "full")
CONFIDENCE: Final = "confidence"
SLICES: Final = ("source", "measure", "sector")
SLICE_FALL: Final = 0.03
SLICE_FIGURES: Final = 3
"""A group may lose so much of F1, or so many figures if that is more."""

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One score of both models.

    ``confidence`` is the mean squared error of it (Brier), the less the better; the
    others are F1. ``p`` is that of the paired test by article.
    """

    score: str
    candidate: float
    current: float
    p: float

    @property
    def gain(self) -> float:
        """By how much the candidate is better."""
        gain = self.candidate - self.current
        return -gain if self.score == CONFIDENCE else gain

    @property
    def is_gain(self) -> bool:
        """Be better, and not by chance."""
        return self.gain > _ROUNDING and self.p < CHANCE

    @property
    def is_loss(self) -> bool:
        """Be worse by more than may be, or worse and not by chance."""
        return self.gain < -FALL - _ROUNDING or (
            self.gain < -_ROUNDING and self.p < CHANCE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """F1 in full of a group of figures by both models."""

    group: str
    name: str
    figures: int
    candidate: float
    current: float

    @property
    def tolerance(self) -> float:
        """By how much it may fall."""
        return max(SLICE_FALL, SLICE_FIGURES / self.figures)

    @property
    def is_loss(self) -> bool:
        """Fall by more than its tolerance."""
        return self.current - self.candidate > self.tolerance + _ROUNDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All that was compared; ``floors`` says what closes the gate of floors."""

    articles: int
    figures: int
    scores: tuple[Compared, ...]
    slices: tuple[Slice, ...]
    floors: tuple[str, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """Why it is refused; empty where it is not."""
        said = [_loss(one) for one in self.scores if one.is_loss]
        said += [
            f"{one.group} {one.name!r}: full falls from {one.current:.3f} to"
            f" {one.candidate:.3f}, by more than {one.tolerance:.3f}"
            f" ({one.figures} figures)"
            for one in self.slices
            if one.is_loss
        ]
        return [*said, *self.floors]

    @property
    def gains(self) -> list[str]:
        """The scores that are better, and not by chance."""
        return [one.score for one in self.scores if one.is_gain]

    def told(self) -> dict[str, Any]:
        """Give what is kept of it: every figure that decided."""
        return {
            "articles": self.articles,
            "figures": self.figures,
            "scores": [asdict(one) for one in self.scores],
            "slices": [
                {**asdict(one), "tolerance": one.tolerance} for one in self.slices
            ],
            "gains": self.gains,
            "reasons": self.reasons,
        }


def _loss(one: Compared) -> str:
    what = "its error rises" if one.score == CONFIDENCE else "F1 falls"
    return (
        f"{one.score}: {what} from {one.current:.3f} to {one.candidate:.3f}"
        f" (p = {one.p:.3f}; at most {FALL} may be lost, and that only by chance)"
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a model makes of the articles: scores, and errors of the confidence."""

    evaluation: Evaluation
    errors: list[tuple[float, int]]


def judge(candidate: Model, current: Model, frozen: Sequence[Example]) -> Judgement:
    """Compare two models on articles that have taught neither.

    Args:
        candidate: the one that asks to be used.
        current: the one in use.
        frozen: the articles, as ``fair`` gives them; at least one.
    """
    new, old = _read(candidate, frozen), _read(current, frozen)
    told = compare(new.evaluation.cases, old.evaluation.cases)
    scores = [_compared(rung, told[rung]) for rung in RUNGS]
    scores.append(_compared(CONFIDENCE, compare_means(new.errors, old.errors)))
    return Judgement(
        articles=len(frozen),
        figures=new.evaluation.score.gold,
        scores=tuple(scores),
        slices=tuple(_slices(new.evaluation, old.evaluation, current)),
    )


def fair(frozen: Sequence[Example], candidate: Model, current: Model) -> list[Example]:
    """Leave out articles that are not complete or that taught one of the models."""
    taught = {
        mark
        for model in (candidate, current)
        for mark in model.manifest.get("data", {}).get("taught", [])
    }
    return [one for one in frozen if one.complete and one.mark not in taught]


def fallen(folder: Path, candidate: Model, *, on_fault: FaultHandler) -> list[str]:
    """Say which floors under the labelled articles a candidate breaks.

    Args:
        folder: of annotations, with their ``floors.json``; nothing is said without.
        candidate: the model.
        on_fault: told of what cannot be read.
    """
    floors = read_floors(folder / FLOORS)
    if not floors.sets:
        return []
    sets, _ = find_sets(folder)
    found = measure_sets(sets, Extractor(model=candidate).extract, on_fault=on_fault)
    return closed_by(floors, found.now, found.absent)


def _read(model: Model, frozen: Sequence[Example]) -> _Reading:
    extractor = Extractor(model=model)
    read = [Unseen(one, tuple(extractor.judged(one.article))) for one in frozen]
    gold = [labelled(one.example) for one in read]
    labels = {
        article.id: tuple(to_label(row.row) for row in one.rows)
        for article, one in zip(gold, read, strict=True)
    }
    return _Reading(evaluate(gold, labels), [_errors(one) for one in read])


def _errors(read: Unseen) -> tuple[float, int]:
    """Sum the squared errors of the confidence of an article's rows."""
    found = [(v.row.row.confidence - v.right) ** 2 for v in verdicts(read)]
    return sum(found), len(found)


def _compared(score: str, found: Difference) -> Compared:
    return Compared(
        score=score,
        candidate=found.one or 0.0,
        current=found.other or 0.0,
        p=1.0 if found.p is None else found.p,
    )


def _slices(new: Evaluation, old: Evaluation, model: Model) -> Iterator[Slice]:
    for group in SLICES:
        group_of = GROUPINGS[group](model)
        found = grouped(new.cases, group_of)
        before = grouped(old.cases, group_of)
        for name, score in before.items():
            if score.gold:
                yield Slice(
                    group=group,
                    name=name,
                    figures=score.gold,
                    candidate=_full(found, name),
                    current=_full(before, name),
                )


def _full(scores: Mapping[str, Score], name: str) -> float:
    return (scores[name].ladder["full"].f1 or 0.0) if name in scores else 0.0
