"""How far a score can be trusted: intervals and tests that resample whole articles.

Figures of one article stand or fall together (one date, one writer), so articles and
not figures are drawn. Everything is seeded: the same files give the same numbers.

Sources: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of
Statistics 7 (1979); E. Noreen, "Computer-intensive methods for testing hypotheses"
(1989), on approximate randomization; A. Yeh, "More accurate tests for the statistical
significance of result differences", COLING 2000, on its use for F1.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evaluation.score import RUNGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.evaluation.score import Case

    Counts = NDArray[np.float64]

SEED: Final = 20_210_927
RESAMPLES: Final = 10_000
CONFIDENCE: Final = 0.95
FEWEST: Final = 2
"""Articles below which there is nothing to draw from."""

EXACT: Final = 12
"""Up to so many articles, every way to exchange them is tried (4,096)."""

_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """Where F1 would fall in 95 of 100 such samples of articles."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of two sets of predictions, and how easily chance parts them so far.

    ``p`` is the part of all exchanges of whole articles between the two that differ
    at least as much; None for fewer than two articles.
    """

    one: float | None
    other: float | None
    p: float | None


def intervals(
    cases: Sequence[Case], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Mapping[str, Interval]:
    """Give the bootstrap interval of F1 at each rung: percentiles, by article.

    None is given (the mapping is empty) for fewer than two articles or no figures.
    """
    counts = _counts(cases)
    if len(cases) < FEWEST or not counts.any():
        return {}
    drawn = np.random.default_rng(seed).multinomial(
        len(cases), [1 / len(cases)] * len(cases), size=resamples
    )
    scores = _f1(drawn @ counts)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(scores, [tail, 1 - tail], axis=0)
    return {
        rung: Interval(float(low[at]), float(high[at])) for at, rung in enumerate(RUNGS)
    }


def compare(
    one: Sequence[Case],
    other: Sequence[Case],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Mapping[str, Difference]:
    """Test at each rung whether two sets of predictions differ (paired, two-sided).

    If they did not, it would not matter whose reading of an article is whose: so
    articles are exchanged between them, all ways if there are few articles and at
    random otherwise, and the differences of F1 that come of it are counted.

    Args:
        one: the articles scored with the first predictions.
        other: the same articles, in the same order, scored with the second.
        resamples: how many random exchanges.
        seed: of the random exchanges.
    """
    first, second = _counts(one), _counts(other)
    scores = [_f1(counts.sum(axis=0, keepdims=True))[0] for counts in (first, second)]
    chances = None
    if len(one) >= FEWEST:
        chances = _chances(first, second, resamples, seed, _f1)
    return {
        rung: Difference(
            one=_known(scores[0][at]),
            other=_known(scores[1][at]),
            p=None if chances is None else _known(chances[at]),
        )
        for at, rung in enumerate(RUNGS)
    }


def compare_means(
    one: Sequence[tuple[float, int]],
    other: Sequence[tuple[float, int]],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Difference:
    """Test whether two means over figures differ, as ``compare`` does (two-sided).

    Args:
        one: per article the sum over its figures, and how many they are.
        other: the same articles, in the same order.
        resamples: how many random exchanges.
        seed: of the random exchanges.
    """
    first, second = (np.array(x, dtype=float).reshape(-1, 2) for x in (one, other))
    means = [_mean(sums.sum(axis=0, keepdims=True))[0, 0] for sums in (first, second)]
    chance = np.nan
    if len(one) >= FEWEST:
        chance = _chances(first, second, resamples, seed, _mean)[0]
    return Difference(_known(means[0]), _known(means[1]), _known(chance))


def _chances(
    first: Counts,
    second: Counts,
    resamples: int,
    seed: int,
    score: Callable[[Counts], Counts],
) -> Counts:
    articles = len(first)
    exact = articles <= EXACT
    if exact:
        kept = np.array(list(product((0.0, 1.0), repeat=articles)))
    else:
        random = np.random.default_rng(seed)
        kept = random.integers(0, 2, (resamples, articles)).astype(float)
    seen = np.abs(
        score(kept @ first + (1 - kept) @ second)
        - score(kept @ second + (1 - kept) @ first)
    )
    observed = np.abs(
        score(first.sum(axis=0, keepdims=True))
        - score(second.sum(axis=0, keepdims=True))
    )
    as_far = np.count_nonzero(seen >= observed - _ROUNDING, axis=0)
    # What was observed is one of the exchanges too: p is never 0.
    part = as_far / len(kept) if exact else (as_far + 1) / (len(kept) + 1)
    return np.where(np.isnan(observed[0]), np.nan, part)


def _counts(cases: Sequence[Case]) -> Counts:
    """Give a row per article: right figures per rung, then gold and predicted."""
    rows = [
        [
            *(case.score.ladder[rung].tp for rung in RUNGS),
            case.score.gold + case.score.predicted,
        ]
        for case in cases
    ]
    return np.array(rows, dtype=float).reshape(len(rows), len(RUNGS) + 1)


def _f1(sums: Counts) -> Counts:
    """Give F1 per rung of summed counts; NaN where there is no figure at all."""
    with np.errstate(invalid="ignore"):
        scores: Counts = 2 * sums[:, :-1] / sums[:, -1:]
    return scores


def _mean(sums: Counts) -> Counts:
    """Give the mean of summed values and counts; NaN where nothing was counted."""
    with np.errstate(invalid="ignore"):
        means: Counts = sums[:, :1] / sums[:, 1:]
    return means


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
