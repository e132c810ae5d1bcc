"""Scores of the mentions under the figures, where the gold labels their evidence.

A mention is a field and the words it comes from; named by several figures it counts
once. Only fields that an article's gold labels somewhere are looked at in it, so an
annotator may label the evidence of metrics alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.evaluation.alignment import align
from pipeline.evaluation.score import PRF, standing
from pipeline.schema import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.evaluation.score import Case
    from pipeline.io.annotations import Label


@dataclass(frozen=True, slots=True)
class MentionScore:
    """How often the words of a field are found: to the character, and at all."""

    exact: PRF = field(default_factory=PRF)
    overlap: PRF = field(default_factory=PRF)

    def __add__(self, other: MentionScore) -> MentionScore:
        """Pool two sets."""
        return MentionScore(self.exact + other.exact, self.overlap + other.overlap)


def score_mentions(cases: Iterable[Case]) -> dict[str, MentionScore]:
    """Score the mentions of each field whose evidence is labelled somewhere."""
    total: defaultdict[str, MentionScore] = defaultdict(MentionScore)
    for case in cases:
        gold = _mentions(standing(case.article.labels))
        seen = (*(pred for _, pred in case.aligned.pairs), *case.aligned.spurious)
        pred = _mentions(seen)
        for name, spans in gold.items():
            total[name] += _score(spans, pred.get(name, set()))
    return dict(sorted(total.items()))


def _mentions(labels: Iterable[Label]) -> Mapping[str, set[Span]]:
    found: defaultdict[str, set[Span]] = defaultdict(set)
    for label in labels:
        for name, (start, end) in label.evidence.items():
            found[name].add(Span(start, end))
    return found


def _score(gold: set[Span], pred: set[Span]) -> MentionScore:
    same = len(gold & pred)
    aligned = align(sorted(gold), sorted(pred))
    return MentionScore(
        exact=PRF(same, len(pred) - same, len(gold) - same),
        overlap=PRF(len(aligned.pairs), len(aligned.spurious), len(aligned.missed)),
    )
