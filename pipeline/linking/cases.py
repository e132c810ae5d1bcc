"""What a rule for the parent of a figure may look at, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.phrases import Phrase

WHOLE_REACH: Final = 2
"""Sentences over which shares and goods go on with the whole of the last share."""
OWNER_REACH: Final = 6
"""Sentences over which a project told once owns the attributes that follow."""


@dataclass(slots=True, eq=False)
class Case:
    """All that a rule may look at.

    ``named_by`` is the rule that named the figure; ``counts`` that it counts things.
    """

    figure: Figure
    before: Figure | None
    found: Phrase
    clause: Clause
    topic: Topic
    named_by: str
    counts: bool

    @property
    def near_owner(self) -> bool:
        """Whether the last project or zone was told shortly before."""
        return self.figure.sentence - self.topic.owner_at <= OWNER_REACH


@dataclass(slots=True, eq=False)
class Parent:
    """A parent, or that there is none, and the rule that says so."""

    span: Stretch | None
    rule: str
