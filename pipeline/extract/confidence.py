"""How sure a row is: the probability, learnt with the model, that it is right in full.

The model's ``confidence.tsv`` holds a weight for each feature; the probability is the
logistic function of their sum. ``rates.tsv`` holds how often a field is right that a
rule filled. Training counts and fits both; here they are only looked up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError, ModelError
from pipeline.lexicon.tables import parse_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.models import Model

CONFIDENCE: Final = "confidence.tsv"
RATES: Final = "rates.tsv"
BIAS: Final = "*"
"""The row of ``confidence.tsv`` that every figure has, and of ``rates.tsv`` the rate
of a field whatever its rule."""

LOWEST: Final = 0.001
HIGHEST: Final = 0.999
_STEEPEST: Final = 30.0


class Confidence:
    """Rates rows and rules by the tables of a model.

    A model without the tables knows nothing: every row has 0.5, and no rule a rate.

    Args:
        model: the model, open.

    Raises:
        ModelError: a table lacks a column, or has a weight or rate that is none.
    """

    def __init__(self, model: Model) -> None:
        self._weights = {
            row["feature"]: weight for row, weight in _numbers(model, CONFIDENCE)
        }
        self._bias = self._weights.get(BIAS, 0.0)
        self._rates = {
            (row["field"], row["rule"]): rate for row, rate in _numbers(model, RATES)
        }

    def of(self, features: Iterable[str]) -> float:
        """Give the chance that a row is right in full, between 0 and 1, both excluded.

        Args:
            features: each once; those that the model does not know change nothing.
        """
        known = self._weights
        told = 0.0
        for name in features:
            weight = known.get(name)
            if weight is not None:
                told += weight
        score = self._bias + told
        chance = 1 / (1 + math.exp(-max(-_STEEPEST, min(score, _STEEPEST))))
        return round(max(LOWEST, min(chance, HIGHEST)), 4)

    def rate(self, field: str, rule: str) -> float | None:
        """Give how often a field that a rule filled is right; None if unknown."""
        return self._rates.get((field, rule), self._rates.get((field, BIAS)))


_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    CONFIDENCE: ("feature", "weight"),
    RATES: ("field", "rule", "rate"),
}


def _numbers(model: Model, name: str) -> list[tuple[Mapping[str, str], float]]:
    """Read a table with the number that ends its key columns."""
    place = model.place_of(name)
    *_, column = keys = _KEYS[name]
    try:
        rows = parse_table(model.table(name), name=place)
    except LexiconError as error:
        raise ModelError(str(error)) from error
    for key in keys:
        if rows and key not in rows[0]:
            raise ModelError(f"{place}: the header needs a column {key!r}")
    return [(row, _number(row[column], place)) for row in rows]


def _number(cell: str, place: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ModelError(f"{place}: expected a number, got {cell!r}; train it anew")
    return value
