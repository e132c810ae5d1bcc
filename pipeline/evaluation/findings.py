"""All that one evaluation found out, for whoever tells it: terminal, JSON or page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.evaluation.mentions import MentionScore
    from pipeline.evaluation.mistakes import Mistake
    from pipeline.evaluation.resampling import Difference, Interval
    from pipeline.evaluation.score import Score

HELD_OUT: Final = "quiet"
"""The split whose errors nobody reads, so that its scores stay honest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A score and what goes with it.

    Attributes:
        score: of all articles.
        intervals: of F1, by rung; empty for fewer than two articles.
        mentions: by field; empty where no evidence is labelled.
        groups: the scores of each group, by what is grouped by.
        differences: to a second set of predictions, by rung; empty without one.
        comparators: the scores of the learning-free readers, by name.
        mistakes: the errors to show.
        withheld: how many errors may not be read.
    """

    score: Score
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    mentions: Mapping[str, MentionScore] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    comparators: Mapping[str, Score] = field(default_factory=dict)
    mistakes: Sequence[Mistake] = ()
    withheld: int = 0


def readable(mistakes: Sequence[Mistake], bucket: str | None = None) -> list[Mistake]:
    """Give the errors that may be read, of one bucket if it is named."""
    return [
        one for one in mistakes if not is_withheld(one) and bucket in {None, one.bucket}
    ]


def is_withheld(mistake: Mistake) -> bool:
    """Be an error of the split that is held out."""
    return mistake.split == HELD_OUT
