"""Deals articles into folds: by article, never by figure, and the same every time."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.training.examples import Example

FOLDS: Final = 5


def folds_of(examples: Sequence[Example], seed: int, folds: int = FOLDS) -> list[int]:
    """Give the fold of each article, from 0; sizes differ by one at most.

    The order follows from the hash of seed and text, so an article that stands twice
    under two ids is dealt beside its copy.
    """

    def lot(at: int) -> str:
        return hashlib.sha256(f"{seed}:{examples[at].key[1]}".encode()).hexdigest()

    dealt = [0] * len(examples)
    for place, at in enumerate(sorted(range(len(examples)), key=lot)):
        dealt[at] = place * folds // len(examples)
    return dealt
