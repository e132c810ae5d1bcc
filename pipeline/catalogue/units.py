"""Whether a figure's unit and measure are those that an indicator is told in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMPARED: Final = frozenset({"change", "ratio", "share", "rank"})
RELATIVE: Final = frozenset({"percent", "times", "step", "point"})
"""Kinds of unit that compare figures, whatever these are told in."""

_BARE: Final = frozenset({"index", "number", "points", "rank"})
"""What indicators without a unit of measurement are told in."""

_PERIODS: Final = frozenset(
    {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "SESSION", "CROP"}
)
_HEADS: Final = frozenset({"PERSON", "WORKER", "HOUSEHOLD"})

FITS: Final = 1.0
ALIKE: Final = 0.8
"""Money where money a person or a hectare is expected, and the reverse."""
UNTOLD: Final = 0.7
"""No unit where one is expected."""
RATIO: Final = 0.45
"""Per cent as a level of what is told in another unit: a share, more often than not."""
MISFIT: Final = 0.3


@lru_cache(maxsize=1024)
def kind_of(code: str | None) -> str | None:
    """Give the kind of a unit: "VND/PERSON/YEAR" is money/person, None is None.

    A time that a quantity is counted for does not matter. A code that no table holds
    is of the kind "other".
    """
    if code is None:
        return None
    head, *below = code.split("/")
    kinds = _kinds()
    kind = kinds.get(head, "other")
    for part in below:
        if part not in _PERIODS:
            return f"{kind}/{'person' if part in _HEADS else kinds.get(part, 'unit')}"
    return kind


def fit_of(units: Sequence[str], kind: str | None, measure: str) -> float:
    """Tell, from 0 to 1, how well a figure fits the units of an indicator.

    Args:
        units: what the indicator is told in, as the catalogue has it.
        kind: that of the figure's unit, as ``kind_of`` gives it.
        measure: the figure's; changes, ratios and shares in per cent fit them all.
    """
    if (measure in COMPARED and (kind is None or kind in RELATIVE)) or kind in units:
        return FITS
    if not units:
        return ALIKE
    if kind == "point" and not {"percent", "index"}.isdisjoint(units):
        return FITS
    if kind is None or kind in {"point", "score"}:
        unfit = UNTOLD if kind is None else MISFIT
        return unfit if _BARE.isdisjoint(units) else FITS
    if kind in {"percent", "times"}:
        return RATIO
    heads = {unit.partition("/")[0] for unit in units}
    return ALIKE if kind.partition("/")[0] in heads - {"count"} else MISFIT


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    kinds = {row["code"]: row["kind"] for row in read_table("units") if row["code"]}
    return {**kinds, "COUNT": "count"}
