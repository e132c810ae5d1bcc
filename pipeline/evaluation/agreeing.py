"""How far two annotators agree, at every level, and what they differ in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.findings import Findings
from pipeline.evaluation.mistakes import CHECKED, differences
from pipeline.evaluation.resampling import intervals
from pipeline.evaluation.score import Accuracy, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.evaluation.mistakes import Mistake
    from pipeline.io.annotations import LabelledArticle


@dataclass(frozen=True, slots=True)
class Agreement:
    """The ladder with the first annotator as gold, and field by field.

    ``fields`` counts, over the figures both found, how often each of ``CHECKED`` is
    the same; unlike the buckets, a pair counts in every field that it differs in.
    """

    findings: Findings
    fields: Mapping[str, Accuracy]

    @staticmethod
    def differing(one: Mistake) -> Iterator[str]:
        """Name everything that a pair differs in; for a lone figure, its bucket."""
        if one.gold and one.pred:
            yield from differences(one.gold, one.pred)
        else:
            yield one.bucket


def agreement_of(
    first: Sequence[LabelledArticle], second: Mapping[str, LabelledArticle]
) -> Agreement:
    """Compare the labels of the ``first`` articles with the ``second`` of each id."""
    labels = {one.id: second[one.id].labels for one in first if one.id in second}
    found = evaluate(first, labels)
    pairs = [pair for case in found.cases for pair in case.aligned.pairs]
    wrong = [set(differences(*pair)) for pair in pairs]
    fields = {
        name: Accuracy(sum(name not in one for one in wrong), len(pairs))
        for name in CHECKED
    }
    findings = Findings(
        score=found.score,
        intervals=intervals(found.cases),
        mistakes=found.mistakes,
    )
    return Agreement(findings, fields)
