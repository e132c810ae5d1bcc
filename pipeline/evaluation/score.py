"""The ladder found, quantity, core, dated, full, and the figures beside it.

Scores add up: the score of two articles is the sum of theirs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, get_args

from pipeline.evaluation import agreement
from pipeline.evaluation.alignment import align
from pipeline.evaluation.mistakes import bucket_of, mistakes_in
from pipeline.schema import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pipeline.evaluation.alignment import Alignment
    from pipeline.evaluation.mistakes import Mistake
    from pipeline.io.annotations import Label, LabelledArticle

RUNGS: Final = ("found", "quantity", "core", "dated", "full")
ATTRIBUTES: Final = ("base days", "status", "parent", "bound", "area")

_AGREE: Final[Mapping[str, Callable[[Label, Label], bool]]] = {
    "quantity": agreement.same_quantity,
    "core": agreement.same_core,
    "dated": agreement.same_dated,
    "full": agreement.same_full,
}


@dataclass(frozen=True, slots=True)
class PRF:
    """Counts of right, spurious and missed, and what follows from them."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: PRF) -> PRF:
        """Pool the counts of two sets."""
        return PRF(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float | None:
        """Give the part of the predictions that is right; None if there are none."""
        return _part(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Give the part of the gold that was got; None if there is none."""
        return _part(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean; None if there is neither gold nor prediction."""
        return _part(2 * self.tp, 2 * self.tp + self.fp + self.fn)


def _part(of: int, whole: int) -> float | None:
    return of / whole if whole else None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often an attribute is right over the core matches that have it."""

    right: int = 0
    seen: int = 0

    def __add__(self, other: Accuracy) -> Accuracy:
        """Pool two sets."""
        return Accuracy(self.right + other.right, self.seen + other.seen)

    @property
    def value(self) -> float | None:
        """Give the part that is right; None if nothing was seen."""
        return _part(self.right, self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What an evaluation counted.

    Attributes:
        articles: how many were scored.
        ladder: one PRF per rung of ``RUNGS``.
        attributes: accuracy over the core matches, per ``ATTRIBUTES``.
        status: PRF per class of status over the core matches.
        buckets: how many errors of each kind.
    """

    articles: int = 0
    ladder: Mapping[str, PRF] = field(
        default_factory=lambda: dict.fromkeys(RUNGS, PRF())
    )
    attributes: Mapping[str, Accuracy] = field(
        default_factory=lambda: dict.fromkeys(ATTRIBUTES, Accuracy())
    )
    status: Mapping[Status, PRF] = field(
        default_factory=lambda: dict.fromkeys(get_args(Status), PRF())
    )
    buckets: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Score) -> Score:
        """Pool two evaluations."""
        return Score(
            articles=self.articles + other.articles,
            ladder={k: v + other.ladder[k] for k, v in self.ladder.items()},
            attributes={k: v + other.attributes[k] for k, v in self.attributes.items()},
            status={k: v + other.status[k] for k, v in self.status.items()},
            buckets=self.buckets + other.buckets,
        )

    @property
    def gold(self) -> int:
        """Count the gold observations."""
        found = self.ladder["found"]
        return found.tp + found.fn

    @property
    def predicted(self) -> int:
        """Count the predicted observations."""
        found = self.ladder["found"]
        return found.tp + found.fp


@dataclass(frozen=True, slots=True)
class Case:
    """One scored article: its labels laid over the predictions, and what they count."""

    article: LabelledArticle
    aligned: Alignment[Label]
    score: Score


@dataclass(frozen=True)
class Evaluation:
    """The scored articles, in order; score and mistakes follow from them."""

    cases: tuple[Case, ...]

    @cached_property
    def score(self) -> Score:
        """The score of all articles together."""
        return sum((case.score for case in self.cases), Score())

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Every error, in the order of the articles and their texts."""
        return tuple(
            mistake
            for case in self.cases
            for mistake in mistakes_in(case.article, case.aligned)
        )


def evaluate(
    gold: Iterable[LabelledArticle], pred: Mapping[str, tuple[Label, ...]]
) -> Evaluation:
    """Score predictions, by article id, against gold.

    A gold article without predictions counts as missed; an incomplete one is left
    out, and so are rejected labels. Predictions for other articles do not count.
    """
    return Evaluation(
        tuple(
            _case(article, pred.get(article.id, ()))
            for article in gold
            if article.complete
        )
    )


def _case(article: LabelledArticle, pred: Sequence[Label]) -> Case:
    aligned = align(standing(article.labels), standing(pred))
    return Case(article, aligned, score_article(aligned))


def standing(labels: Iterable[Label]) -> list[Label]:
    """Leave out the labels that a person has rejected."""
    return [label for label in labels if label.verdict != "rejected"]


def score_article(aligned: Alignment[Label]) -> Score:
    """Score one article."""
    cores = [pair for pair in aligned.pairs if agreement.same_core(*pair)]
    buckets = Counter(missed=len(aligned.missed), spurious=len(aligned.spurious))
    buckets.update(bucket for pair in aligned.pairs if (bucket := bucket_of(*pair)))
    return Score(
        articles=1,
        ladder={rung: _rung(rung, aligned) for rung in RUNGS},
        attributes={name: _accuracy(name, cores) for name in ATTRIBUTES},
        status={status: _status(status, cores) for status in get_args(Status)},
        buckets=+buckets,
    )


def _rung(rung: str, aligned: Alignment[Label]) -> PRF:
    right = len(aligned.pairs)
    if rung in _AGREE:
        right = sum(_AGREE[rung](*pair) for pair in aligned.pairs)
    wrong = len(aligned.pairs) - right
    return PRF(right, len(aligned.spurious) + wrong, len(aligned.missed) + wrong)


def _accuracy(name: str, cores: list[tuple[Label, Label]]) -> Accuracy:
    applies, agrees = _ATTRIBUTE[name]
    of = [pair for pair in cores if applies(pair[0])]
    return Accuracy(sum(agrees(*pair) for pair in of), len(of))


_ATTRIBUTE: Final[
    Mapping[str, tuple[Callable[[Label], bool], Callable[[Label, Label], bool]]]
] = {
    "base days": (
        lambda gold: agreement.base_kind(gold) == "period",
        agreement.same_base_days,
    ),
    "status": (lambda _: True, lambda gold, pred: gold.status == pred.status),
    "parent": (lambda gold: bool(gold.parent), agreement.same_parent),
    "bound": (lambda _: True, lambda gold, pred: gold.bound == pred.bound),
    "area": (lambda _: True, agreement.same_area),
}


def _status(status: Status, cores: list[tuple[Label, Label]]) -> PRF:
    hits = [(gold.status == status, pred.status == status) for gold, pred in cores]
    count = Counter(hits)
    return PRF(count[True, True], count[False, True], count[True, False])
