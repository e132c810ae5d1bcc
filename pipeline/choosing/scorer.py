"""Scores the options of a question by weights that training has learnt.

A weight is of a pair: a trait of the option ("it is the article's date") and a
circumstance of the figure ("its metric begins with dư nợ"). The score of an option is
the sum of the weights of its pairs. That is the conditional logit of D. McFadden,
"Conditional logit analysis of qualitative choice behavior", Frontiers in Econometrics
(1974).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.models import Model

V = TypeVar("V")

COLUMNS: Final = ("trait", "circumstance", "weight")
ALWAYS: Final = "*"
"""The circumstance that every figure has."""
MOST_SUMS: Final = 2000
MOST_TRAITS: Final = 2000

Pair = tuple[str, str]


class Option(NamedTuple, Generic[V]):
    """One reading of a field.

    ``traits`` tell where it comes from and what it is like, ``kinds`` the few of them
    that words are paired with, ``names`` what its own words are.
    """

    value: V
    traits: Sequence[str]
    kinds: Sequence[str] = ()
    names: Sequence[str] = ()


class Question(NamedTuple, Generic[V]):
    """The options for a field of a figure, that of the rules first.

    ``circumstances``, of which there are not many, are paired with the traits of each
    option, ``words`` with its kinds, ``ALWAYS`` with its names.
    """

    options: Sequence[Option[V]]
    circumstances: tuple[str, ...]
    words: Sequence[str] = ()


class _Sums(dict[str, float]):
    """The weight of each trait under some circumstances, summed when first asked."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, trait: str) -> float:
        if len(self) >= MOST_TRAITS:
            self.clear()
        total = self[trait] = sum(row.get(trait, 0.0) for row in self._rows)
        return total


class Scorer:
    """Looks up weights: circumstance, then trait.

    Sums that were asked for once are kept, within bounds.
    """

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights
        self._always = weights.get(ALWAYS, {})
        self._sums: dict[tuple[str, ...], _Sums] = {}

    def scores(self, question: Question[V]) -> list[float]:
        """Give the score of each option."""
        weight_of = self._sums_under(question.circumstances).__getitem__
        known, always = self._weights, self._always
        said = [known[word] for word in question.words if word in known]
        spoken: dict[str, float] = {}
        told: list[float] = []
        for _, traits, kinds, names in question.options:
            total = sum(map(weight_of, traits))
            for kind in kinds:
                weight = spoken.get(kind)
                if weight is None:
                    weight = spoken[kind] = _summed(said, kind)
                total += weight
            for name in names:
                if name in always:
                    total += always[name]
            told.append(total)
        return told

    def best(self, question: Question[V], *, lead: float = 0.0) -> int:
        """Give the place of the option to take.

        Another than the rules' must score more than theirs by ``lead``.
        """
        told = self.scores(question)
        told[0] += lead
        return told.index(max(told))

    def _sums_under(self, circumstances: tuple[str, ...]) -> _Sums:
        sums = self._sums.get(circumstances)
        if sums is None:
            if len(self._sums) >= MOST_SUMS:
                self._sums.clear()
            rows = [self._weights[c] for c in circumstances if c in self._weights]
            sums = self._sums[circumstances] = _Sums(rows)
        return sums


def _summed(rows: Sequence[Mapping[str, float]], kind: str) -> float:
    total = 0.0
    for row in rows:
        if kind in row:
            total += row[kind]
    return total


def pairs_of(question: Question[V]) -> list[list[Pair]]:
    """Give the pairs of trait and circumstance that each option scores by."""
    return [
        [(trait, near) for trait in option.traits for near in question.circumstances]
        + [(kind, word) for kind in option.kinds for word in question.words]
        + [(name, ALWAYS) for name in option.names]
        for option in question.options
    ]


def read_scorer(model: Model, name: str) -> Scorer | None:
    """Read a table of weights; None where the model has none of this name.

    The tables are long and read at every start, so they are split by hand.

    Raises:
        ModelError: the table lacks a column, or a weight is no number.
    """
    header, *lines = model.table(name).splitlines() or [""]
    if not header:
        return None
    place = model.place_of(name)
    if tuple(header.split("\t")[: len(COLUMNS)]) != COLUMNS:
        columns = ", ".join(COLUMNS)
        raise ModelError(f"{place}: expected the columns {columns}; got {header!r}")
    weights: dict[str, dict[str, float]] = {}
    for number, line in enumerate(lines, 2):
        try:
            trait, circumstance, weight = line.split("\t")[: len(COLUMNS)]
            weights.setdefault(circumstance, {})[trait] = _weight(weight)
        except ValueError as error:
            raise ModelError(
                f"{place}:{number}: expected a trait, a circumstance and a weight,"
                f" got {line!r}; train the model anew"
            ) from error
    return Scorer(weights)


def _weight(cell: str) -> float:
    weight = float(cell)
    if not math.isfinite(weight):
        raise ValueError(cell)
    return weight
