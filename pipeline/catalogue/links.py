"""What a figure is linked to, and how candidates for it are made less sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogue.scores import COMPOSED, LEAST

if TYPE_CHECKING:
    from pipeline.catalogue.breakdowns import Breakdown


@dataclass(frozen=True, slots=True)
class Linked:
    """The indicator of a figure.

    ``score`` is from ``LEAST`` to 1 and is no probability; ``breakdown`` the parts of
    the indicator that the figure is of, in a fixed order, each dimension once;
    ``rule`` names what gave it: ``named`` and ``weak`` the words of the metric (a short
    name in the latter), ``composed`` these and those of the parent, ``part`` the
    parent's name and the metric's, ``parent`` the parent alone.
    """

    indicator: str
    score: float
    breakdown: Breakdown
    rule: str


def sure(one: Linked | None) -> Linked | None:
    """Give a candidate if it is good enough to be told."""
    return one if one is not None and one.score >= LEAST else None


def times(one: Linked, factor: float) -> Linked:
    """Give a candidate that is believed less, by a factor up to 1."""
    return Linked(one.indicator, one.score * factor, one.breakdown, one.rule)


def renamed(one: Linked, indicator: str) -> Linked:
    """Give a candidate as one of another indicator."""
    return Linked(indicator, one.score, one.breakdown, one.rule)


def composed_of(one: Linked) -> Linked:
    """Give a candidate that the words of metric and parent name together."""
    return Linked(one.indicator, one.score * COMPOSED, one.breakdown, "composed")
