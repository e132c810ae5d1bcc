"""How well a name and an indicator fit a figure: the numbers that rank candidates.

They were set by hand on articles that may be read; a score is no probability.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.catalogue.units import fit_of
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.catalogue.breakdowns import Tail
    from pipeline.lexicon.indicators import Indicator

LEAST: Final = 0.5
"""The score from which on a link is given."""

PART: Final = 0.97
"""The name of the parent and that of the metric are together a name."""
BESIDE: Final = 0.96
"""The parent is another indicator, of which this is no part."""
UNDER: Final = 0.95
"""The indicator of the parent, and the metric is a branch, commodity or partner."""
COMPOSED: Final = 0.9
"""The metric says too little by itself, with the words of the parent it is a name."""
ITEM: Final = 0.7
"""The indicator of the parent, and the metric is whatever is a share of it."""
INSIDE: Final = 0.7
"""An indicator named somewhere in the parent."""
DOUBT: Final = 0.7
"""A short name, or that of a branch, under a parent that is something else."""

_WEAK: Final = 0.8
_WEAK_UNIT: Final = 0.8
_WEAK_TAIL: Final = 0.6
_FOREIGN_TO_FIRMS: Final = 0.4

_KNOWN_TAIL, _TIED_TAIL, _OPEN_TAIL, _CLOSED_TAIL = 0.95, 0.85, 0.75, 0.45
_LONG_TAIL: Final = 0.8
_LONG: Final = 6
_OPEN_NATURES: Final = frozenset({"flow", "stock", "price"})
_OPEN_UNITS: Final = frozenset({"money", "count"})


class Asked(NamedTuple):
    """What a figure is like, beside its words: its kind of unit, its measure, whose."""

    kind: str | None
    measure: str
    of_firm: bool


def of_figure(indicator: Indicator, asked: Asked) -> float:
    """Tell how well a figure fits an indicator, by unit, measure and whose it is."""
    fit = fit_of(indicator.units, asked.kind, asked.measure)
    foreign = asked.of_firm and not _can_be_of_firms(indicator.id)
    return fit * _FOREIGN_TO_FIRMS if foreign else fit


def of_tail(tail: Tail, indicator: Indicator) -> float:
    """Tell how far what stands behind a name leaves it what it is.

    Sums of money and things counted are open: "doanh thu phòng vé" is revenue. An
    index, a rate or the output of a product may be another one with words behind it.
    """
    if not tail.left:
        return _KNOWN_TAIL if tail.parts else 1.0
    score = _CLOSED_TAIL
    if tail.named or tail.linked:
        score = _TIED_TAIL
    elif indicator.nature in _OPEN_NATURES:
        score = (
            _CLOSED_TAIL if _OPEN_UNITS.isdisjoint(indicator.units[:1]) else _OPEN_TAIL
        )
    return score * (_LONG_TAIL if len(tail.left) > _LONG else 1.0)


def of_weak(tail: Tail, indicator: Indicator, asked: Asked) -> float:
    """Tell how far a short name for linking is believed, with its tail and unit."""
    score = _WEAK
    if tail.left and not (tail.named or tail.linked):
        score *= _WEAK_TAIL
    return score if asked.kind in indicator.units else score * _WEAK_UNIT


@lru_cache(maxsize=1)
def poor_heads() -> Mapping[str, bool]:
    """Give the poor heads; True where the parent's name by itself is the indicator."""
    rows = read_table("indicator_poor_heads")
    return {row["surface"]: row["alone"] == "yes" for row in rows}


@lru_cache(maxsize=1024)
def _can_be_of_firms(indicator: str) -> bool:
    rows = read_table("indicator_firms")
    return any(f"{indicator}.".startswith(f"{row['surface']}.") for row in rows)
