"""Fits the conditional logit: which of several options was right.

D. McFadden, "Conditional logit analysis of qualitative choice behavior" (1974), with a
ridge; several options of a group may be right, then their chances are added. The
optimum is sought by L-BFGS: J. Nocedal, "Updating quasi-Newton matrices with limited
storage", Mathematics of Computation 35 (1980).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.choosing.scorer import Pair

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

STEPS: Final = 300
MEMORY: Final = 8
_ENOUGH: Final = 1e-6
"""Of the gain of the first steps; when one step brings less, the search ends."""
_HALVINGS: Final = 20
_SUFFICIENT: Final = 1e-4


class Group(NamedTuple):
    """One question that was answered: the pairs of each option, and which were right.

    ``article`` tells apart where it comes from, ``weight`` how much it counts.
    """

    options: Sequence[Sequence[Pair]]
    right: frozenset[int]
    weight: float
    article: int


def fit_groups(
    groups: Sequence[Group], *, penalty: float, fewest: int
) -> dict[Pair, float]:
    """Give the weight of every pair that stands in at least ``fewest`` articles.

    Args:
        groups: each with at least one right option.
        penalty: half of it times the squared weight is paid for each weight.
        fewest: pairs of fewer articles have no weight.
    """
    columns = _columns(groups, fewest)
    if not columns:
        return {}
    problem = _problem(groups, columns, penalty)
    weights = _search(problem, len(columns))
    return {pair: float(weights[column]) for pair, column in columns.items()}


def _columns(groups: Sequence[Group], fewest: int) -> dict[Pair, int]:
    last: dict[Pair, int] = {}
    seen: dict[Pair, int] = {}
    for group in groups:
        for option in group.options:
            for pair in option:
                if last.get(pair) != group.article:
                    last[pair] = group.article
                    seen[pair] = seen.get(pair, 0) + 1
    kept = sorted(pair for pair, times in seen.items() if times >= fewest)
    return {pair: column for column, pair in enumerate(kept)}


@dataclass(frozen=True, slots=True)
class _Problem:
    """The groups as arrays: one row per option, one entry per pair of it.

    ``row`` and ``column`` place the entries, ``group`` tells the group of each row,
    ``begins`` the first row of each group, ``right`` is 1.0 for right options,
    ``weight`` is per group.
    """

    row: Places
    column: Places
    group: Places
    begins: Places
    right: Numbers
    weight: Numbers
    penalty: float

    def loss(self, weights: Numbers) -> tuple[float, Numbers]:
        """Give the loss and its slope."""
        rows = len(self.group)
        scores = np.bincount(self.row, weights[self.column], rows)
        top = np.maximum.reduceat(scores, self.begins)
        parts = np.exp(scores - top[self.group])
        whole = np.add.reduceat(parts, self.begins)
        good = np.add.reduceat(parts * self.right, self.begins)
        likely = (self.weight * np.log(good / whole)).sum()
        share = parts / whole[self.group] - parts * self.right / good[self.group]
        pull = share * self.weight[self.group]
        slope = np.bincount(self.column, pull[self.row], len(weights))
        ridge = self.penalty * weights
        return float(-likely + 0.5 * weights @ ridge), slope + ridge


def _problem(
    groups: Sequence[Group], columns: dict[Pair, int], penalty: float
) -> _Problem:
    row: list[int] = []
    column: list[int] = []
    group_of: list[int] = []
    begins: list[int] = []
    right: list[float] = []
    for number, group in enumerate(groups):
        begins.append(len(group_of))
        for place, option in enumerate(group.options):
            known = [columns[pair] for pair in option if pair in columns]
            row += [len(group_of)] * len(known)
            column += known
            group_of.append(number)
            right.append(float(place in group.right))
    return _Problem(
        np.array(row, dtype=np.int64),
        np.array(column, dtype=np.int64),
        np.array(group_of, dtype=np.int64),
        np.array(begins, dtype=np.int64),
        np.array(right),
        np.array([group.weight for group in groups]),
        penalty,
    )


def _search(problem: _Problem, size: int) -> Numbers:
    """Walk downhill until a step brings next to nothing."""
    weights = np.zeros(size)
    loss, slope = problem.loss(weights)
    first = loss
    past: deque[tuple[Numbers, Numbers, float]] = deque(maxlen=MEMORY)
    for _ in range(STEPS):
        moved = _step(problem, weights, loss, slope, _direction(slope, past))
        if moved is None:
            break
        new, new_loss, new_slope = moved
        bend = float((new - weights) @ (new_slope - slope))
        if bend > 0:
            past.append((new - weights, new_slope - slope, 1 / bend))
        gain = loss - new_loss
        weights, loss, slope = new, new_loss, new_slope
        if gain < _ENOUGH * max(first - loss, 1e-12):
            break
    return weights


def _direction(
    slope: Numbers, past: Sequence[tuple[Numbers, Numbers, float]]
) -> Numbers:
    """Give the way down: the slope, bent by what the last steps have shown."""
    way = -slope
    bends: list[float] = []
    for moved, turned, rho in reversed(past):
        bend = rho * float(moved @ way)
        bends.append(bend)
        way = way - bend * turned
    if past:
        moved, turned, _ = past[-1]
        way = way * (float(moved @ turned) / float(turned @ turned))
    else:
        way = way / max(1.0, float(np.linalg.norm(slope)))
    for (moved, turned, rho), bend in zip(past, reversed(bends), strict=True):
        way = way + (bend - rho * float(turned @ way)) * moved
    return way


def _step(
    problem: _Problem, weights: Numbers, loss: float, slope: Numbers, way: Numbers
) -> tuple[Numbers, float, Numbers] | None:
    """Go as far along a way as it leads well down; None where it leads nowhere."""
    fall = float(slope @ way)
    length = 1.0
    for _ in range(_HALVINGS):
        new = weights + length * way
        new_loss, new_slope = problem.loss(new)
        if new_loss <= loss + _SUFFICIENT * length * fall:
            return new, new_loss, new_slope
        length /= 2
    return None
