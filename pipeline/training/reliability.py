"""How far a confidence can be taken at its word: what was said beside what came true.

Sources: M. H. DeGroot and S. E. Fienberg, "The comparison and evaluation of
forecasters", The Statistician 32 (1983), for the table; M. P. Naeini and others,
"Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015, for the
expected error; Y. Geifman and R. El-Yaniv, "Selective classification for deep neural
networks", NIPS 2017, for coverage and risk; G. W. Brier, "Verification of forecasts
expressed in terms of probability", Monthly Weather Review 78 (1950).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS: Final = 10
STEPS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Figures whose confidence is from ``low`` to ``high``, on average ``said``."""

    low: float
    high: float
    figures: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Covered:
    """The part ``coverage`` of figures that is surest.

    They have a confidence of ``least`` or more; ``risk`` is the part that is wrong.
    """

    coverage: float
    least: float
    figures: int
    risk: float


def reliability(
    said: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> list[Bin]:
    """Give the bins of equal width that hold figures, from the least sure on."""
    held: dict[int, list[int]] = {}
    for at, chance in enumerate(said):
        held.setdefault(min(int(chance * bins), bins - 1), []).append(at)
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            figures=len(members),
            said=sum(said[at] for at in members) / len(members),
            right=sum(right[at] for at in members) / len(members),
        )
        for number, members in sorted(held.items())
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """Give by how much what is said and what comes true differ, on average."""
    figures = sum(one.figures for one in bins)
    if not figures:
        return 0.0
    return sum(one.figures * abs(one.said - one.right) for one in bins) / figures


def brier(said: Sequence[float], right: Sequence[bool]) -> float:
    """Give the mean squared distance of what is said from what comes true."""
    if not said:
        return 0.0
    pairs = zip(said, right, strict=True)
    return sum((chance - came) ** 2 for chance, came in pairs) / len(said)


def coverage(
    said: Sequence[float], right: Sequence[bool], steps: int = STEPS
) -> list[Covered]:
    """Give how right the surest figures are, from the surest tenth to all of them."""
    order = sorted(range(len(said)), key=lambda at: (-said[at], at))
    told = []
    for step in range(1, steps + 1):
        members = order[: round(len(order) * step / steps)]
        if members:
            wrong = sum(not right[at] for at in members)
            told.append(
                Covered(
                    coverage=step / steps,
                    least=said[members[-1]],
                    figures=len(members),
                    risk=wrong / len(members),
                )
            )
    return told
