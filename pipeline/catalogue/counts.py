"""Whether so few are counted that an article tells of just these: no statistic."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


def reached_by(quantity: Decimal | None) -> int | None:
    """Give the largest number of the table that a quantity reaches.

    Quantities between two numbers of the table are alike: a linker can remember them
    together. None stays None: how many is not told.
    """
    if quantity is None:
        return None
    numbers = _numbers()
    return numbers[max(bisect_right(numbers, quantity) - 1, 0)]


def are_few(indicator: str, reached: int | None) -> bool:
    """Tell whether a count is too small to be a figure of its indicator.

    Args:
        indicator: the id.
        reached: as ``reached_by`` gives it; None is never too small.
    """
    return reached is not None and reached < _fewest_of(indicator)


@lru_cache(maxsize=1024)
def _fewest_of(indicator: str) -> int:
    parts = indicator.split(".")
    above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_fewest()[one] for one in above if one in _fewest()), 0)


@lru_cache(maxsize=1)
def _fewest() -> Mapping[str, int]:
    return {row["id"]: int(row["fewest"]) for row in read_table("indicator_fewest")}


@lru_cache(maxsize=1)
def _numbers() -> tuple[int, ...]:
    return (0, *sorted(set(_fewest().values())))
