"""Learns how sure a row is: the tables behind ``confidence``, and how good they are.

The rows are those of articles that the model was not taught, and what is told of the
confidence itself is counted in folds once more: each fold is judged by weights that
were fitted on the others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.extract.confidence import BIAS, CONFIDENCE, HIGHEST, LOWEST, RATES
from pipeline.training.logistic import as_matrix, fit, predict
from pipeline.training.reliability import (
    Bin,
    Covered,
    brier,
    coverage,
    expected_error,
    reliability,
)
from pipeline.training.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.training.verdicts import Verdict

RELIABILITY: Final = "reliability.tsv"
COVERAGE: Final = "coverage.tsv"
TABLES: Final = (CONFIDENCE, RATES, RELIABILITY, COVERAGE)

PENALTIES: Final = (1.0, 3.0, 10.0, 30.0)
"""Tried in folds, from the weakest."""

FEWEST: Final = 5
"""Figures that must have a feature for it to have a weight, and a rule a rate."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The tables of the confidence and what is told of it in the manifest."""

    tables: dict[str, bytes]
    told: dict[str, float | int]


def calibrate(verdicts: Sequence[Verdict], folds: Sequence[int]) -> Calibration:
    """Fit the confidence on rows whose verdict is known.

    Args:
        verdicts: of articles that the model was not taught.
        folds: the fold of each row; rows of an article are of one.

    Returns:
        No tables at all where there is nothing to learn from: fewer than two folds.
    """
    if len(set(folds)) < 2:  # noqa: PLR2004 - one to learn from, one to judge by
        return Calibration({}, {})
    fitted = _fit(verdicts, np.array(folds))
    came = [one.right for one in verdicts]
    bins = reliability(fitted.said, came)
    told = {
        "figures": len(came),
        "penalty": fitted.penalty,
        "right": round(sum(came) / len(came), 4),
        "expected_error": round(expected_error(bins), 4),
        "brier": round(brier(fitted.said, came), 4),
    }
    tables = {
        CONFIDENCE: table(("feature", "weight", "figures"), fitted.weights),
        RATES: _rates(verdicts),
        RELIABILITY: table(_fields(Bin), map(astuple, bins)),
        COVERAGE: table(_fields(Covered), map(astuple, coverage(fitted.said, came))),
    }
    return Calibration(tables, told)


def _fields(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Weights with their features and how many figures have them, the bias first.

    ``said`` is what weights say of each row that were fitted on the other folds.
    """

    penalty: float
    weights: list[tuple[str, float, int]]
    said: list[float]


def _fit(verdicts: Sequence[Verdict], folds: NDArray[np.int_]) -> _Fitted:
    right = np.array([one.right for one in verdicts], dtype=float)
    rows = [one.row.features for one in verdicts]
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= FEWEST)
    matrix = as_matrix(rows, {name: at for at, name in enumerate(names)})
    penalty, said = _best(matrix, right, folds)
    *weights, bias = map(float, fit(matrix, right, penalty))
    told = [(BIAS, bias, len(rows))]
    told += [(n, weight, seen[n]) for n, weight in zip(names, weights, strict=True)]
    return _Fitted(penalty, told, said)


def _best(
    matrix: NDArray[np.float64], right: NDArray[np.float64], folds: NDArray[np.int_]
) -> tuple[float, list[float]]:
    """Give the best penalty, and what it makes of each row when judged in folds.

    It is the largest that is no worse than the best by more than a standard error: on
    articles of another kind the plainer model is the safer one (Hastie, Tibshirani and
    Friedman, 7.10).
    """
    tried = {penalty: _in_folds(matrix, right, folds, penalty) for penalty in PENALTIES}
    losses = {p: _losses(said, right, folds) for p, said in tried.items()}
    best = min(losses.values(), key=lambda loss: float(loss.mean()))
    enough = float(best.mean() + best.std(ddof=1) / np.sqrt(len(best)))
    penalty = max(p for p, loss in losses.items() if float(loss.mean()) <= enough)
    return penalty, [float(chance) for chance in tried[penalty]]


def _in_folds(
    matrix: NDArray[np.float64],
    right: NDArray[np.float64],
    folds: NDArray[np.int_],
    penalty: float,
) -> NDArray[np.float64]:
    said = np.zeros(len(right))
    for fold in np.unique(folds):
        out = folds == fold
        said[out] = predict(matrix[out], fit(matrix[~out], right[~out], penalty))
    return np.clip(said, LOWEST, HIGHEST)


def _losses(
    said: NDArray[np.float64], right: NDArray[np.float64], folds: NDArray[np.int_]
) -> NDArray[np.float64]:
    """Give how unlikely what came true was held to be, on average in each fold."""
    surprise = -np.log(np.where(right > 0, said, 1 - said))
    return np.array([surprise[folds == fold].mean() for fold in np.unique(folds)])


def _rates(verdicts: Sequence[Verdict]) -> bytes:
    """Count how often each field is right by its rule, where there is a figure.

    One right and one wrong are added to each, so that a rate is never 0 or 1.
    """
    counts: Counter[tuple[str, str, bool]] = Counter()
    for one in verdicts:
        for field, rule in one.row.rules.items():
            if field in one.fields:
                counts[field, rule, one.fields[field]] += 1
                counts[field, BIAS, one.fields[field]] += 1
    told = []
    for field, rule in sorted({(field, rule) for field, rule, _ in counts}):
        hits, misses = counts[field, rule, True], counts[field, rule, False]
        if hits + misses >= FEWEST:
            rate = (hits + 1) / (hits + misses + 2)
            told.append((field, rule, rate, hits + misses))
    return table(("field", "rule", "rate", "figures"), told)
