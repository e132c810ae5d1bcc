"""What an audit says: which figures prove or doubt each other, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.schema import Period
    from pipeline.series.facts import Fact
    from pipeline.series.intervals import Interval

Verdict: TypeAlias = Literal["confirmed", "contradicted", "doubtful", "unproven"]
Kind: TypeAlias = Literal[
    "attainment",
    "growth",
    "parts",
    "share",
    "shares",
    "cumulative",
    "conflict",
    "thousandfold",
    "target_below",
    "pace",
]
KINDS: Final[dict[Kind, str]] = {
    "attainment": "value / attainment is the plan",
    "growth": "value / (1 + growth) is the value of the base period",
    "parts": "parts add up to their whole",
    "share": "share x whole is the part",
    "shares": "shares add up to no more than 100 per cent",
    "cumulative": "what is counted up from January does not fall",
    "conflict": "the same figure is told alike by two articles",
    "thousandfold": "the same figure is not a thousand times another",
    "target_below": "a target is not below what was reached before",
    "pace": "attainment keeps step with the time gone by",
}
"""What each kind of finding checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check of figures against each other.

    ``expected`` are the values that follow from the others, ``stated`` what a figure
    says, both of ``unit``. ``figures`` are those the check rests on, the one whose
    statement is checked first. ``why`` is what else there is to say.
    """

    kind: Kind
    verdict: Verdict
    figures: tuple[Fact, ...]
    expected: Interval | None = None
    stated: Decimal | None = None
    period: Period | None = None
    unit: str | None = None
    why: str = ""
