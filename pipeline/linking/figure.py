"""The figure while it is being linked: what is known so far and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.linking.tokens import Token
    from pipeline.schema import (
        Base,
        Bound,
        Direction,
        Measure,
        Period,
        PlanGiver,
        Status,
    )
    from pipeline.values.amounts import Amount

Stretch = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Figure:
    """One amount of a sentence with the fields linking fills in.

    Offsets count in the folded text. ``head`` are the tokens between the barrier
    before the figure and the figure, ``tail`` those behind it that still speak of it.
    ``head_bits`` are the kinds of all tokens of the head together. ``evidence`` and
    ``inferred`` are as in the table; ``rules`` names the rule that chose a field from
    words. ``lead`` is the indicator before a counted noun,
    ``repeat_of`` the figure that this one tells again, ``row`` the tokens of its
    sentence.
    """

    amount: Amount
    sentence: int
    depth: int
    head: list[Token]
    tail: list[Token]
    head_bits: int
    row: list[Token] = field(default_factory=list)
    measure: Measure = "level"
    direction: Direction | None = None
    bound: Bound = "exact"
    metric: Stretch | None = None
    parent: Stretch | None = None
    unit_from: Amount | None = None
    period: Period | None = None
    base: Base | None = None
    status: Status = "actual"
    own_metric: bool = False
    lead: Stretch | None = None
    noun_alone: Stretch | None = None
    entity: str | None = None
    price_basis: str | None = None
    base_text: Stretch | None = None
    plan_period: Period | None = None
    plan_by: PlanGiver | None = None
    repeat_of: Figure | None = None
    evidence: dict[str, Stretch] = field(default_factory=dict)
    inferred: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    def infer(self, name: str, rule: str) -> None:
        """Note that no words state a field and which rule supplied it."""
        self.inferred[name] = rule
