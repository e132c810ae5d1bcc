"""Logistic regression on features that are there or not, by Newton's method.

Sources: D. R. Cox, "The regression analysis of binary sequences", J. Royal Statistical
Society B 20 (1958); A. E. Hoerl and R. W. Kennard, "Ridge regression", Technometrics
12 (1970), for the penalty; both as in T. Hastie, R. Tibshirani, J. Friedman, "The
Elements of Statistical Learning" (2009), 4.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST_STEPS: Final = 50
_SMALL: Final = 1e-9
_STEEPEST: Final = 30.0


def as_matrix(rows: Sequence[Iterable[str]], columns: Mapping[str, int]) -> Numbers:
    """Give a row of ones and noughts per figure, and a last column of ones.

    Args:
        rows: the features of each figure; those without a column are passed over.
        columns: the column of each feature, from 0.
    """
    matrix = np.zeros((len(rows), len(columns) + 1))
    matrix[:, -1] = 1.0
    for at, features in enumerate(rows):
        for name in features:
            if name in columns:
                matrix[at, columns[name]] = 1.0
    return matrix


def fit(matrix: Numbers, right: Numbers, penalty: float) -> Numbers:
    """Give the weights of the columns, the last that of the bias.

    Args:
        matrix: as ``as_matrix`` gives it.
        right: 1.0 or 0.0 per row.
        penalty: half of it times the squared weight is paid for each but the bias.
    """
    width = matrix.shape[1]
    ridge = np.full(width, penalty)
    ridge[-1] = _SMALL
    weights = np.zeros(width)
    for _ in range(MOST_STEPS):
        chances = predict(matrix, weights)
        slope = matrix.T @ (chances - right) + ridge * weights
        spread = chances * (1 - chances)
        bend = (matrix.T * spread) @ matrix + np.diag(ridge + _SMALL)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if float(np.abs(step).max()) < _SMALL:
            break
    return weights


def predict(matrix: Numbers, weights: Numbers) -> Numbers:
    """Give the chance of each row."""
    scores = np.clip(matrix @ weights, -_STEEPEST, _STEEPEST)
    chances: Numbers = 1 / (1 + np.exp(-scores))
    return chances
