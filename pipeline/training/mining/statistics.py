"""How closely words hang together, counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def openness(neighbours: Mapping[str, int], edge: str) -> float:
    """Give how freely a phrase ends on one side, 0 to 1.

    It is one minus the share of the commonest neighbouring word: the part of branching
    entropy (Harris, 1955; Jin and Tanaka-Ishii, 2006) that few sightings can tell. An
    edge (a sign, a figure) is no word and counts as free.
    """
    total = sum(neighbours.values())
    if not total:
        return 1.0
    bound = max(
        (n for word, n in neighbours.items() if word not in ("", edge)), default=0
    )
    return 1 - bound / total


def log_likelihood(together: int, phrase: int, slot: int, total: int) -> float:
    """Give Dunning's log-likelihood ratio (1993) of a phrase and a slot, never under 0.

    Args:
        together: how often the phrase stands in the slot.
        phrase: how often it stands anywhere.
        slot: how many slots there are.
        total: how many places there are in all.

    Returns:
        0 where the phrase stands in the slot no more often than chance has it; above
        10.83 chance is an explanation in one of a thousand cases.
    """
    phrase, slot = max(phrase, together), max(slot, together)
    total = max(total, phrase + slot - together)
    if together * total <= phrase * slot:
        return 0.0
    others, elsewhere = total - phrase, total - slot
    cells = (
        (together, phrase * slot / total),
        (phrase - together, phrase * elsewhere / total),
        (slot - together, others * slot / total),
        (total - phrase - slot + together, others * elsewhere / total),
    )
    return 2 * sum(seen * math.log(seen / chance) for seen, chance in cells if seen > 0)
