"""How well a name and an indicator fit a figure: the numbers that rank candidates.

They were set by hand on articles that may be read; a score is no probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.catalogue.counts import are_few
from pipeline.catalogue.units import MISFIT, fit_of
from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.catalogue.breakdowns import Dimension, Tail
    from pipeline.catalogue.words import Words
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
DOUBT: Final = 0.6
"""A short name, or that of a branch, under a parent that is something else."""
WHOLE_ALONE: Final = 0.45
"""A share of what the metric names, where no words tell what has it."""

_OTHER_MEASURE: Final = 0.75
_UNRANKED: Final = 0.45
WEAK: Final = 0.8
"""A short name for linking, in a unit that fits."""

_STRANGE_LEAD: Final = 0.4
_WEAK_UNIT: Final = 0.8
_WEAK_TAIL: Final = 0.6
_FOREIGN_TO_FIRMS: Final = 0.4
_FEW: Final = 0.45

_KNOWN_TAIL, _TIED_TAIL, _OPEN_TAIL, _CLOSED_TAIL = 0.95, 0.85, 0.75, 0.45
_LONG_TAIL: Final = 0.55
_LONG: Final = 4
_OPEN_NATURES: Final = frozenset({"flow", "stock", "price"})
_OPEN_UNITS: Final = frozenset({"money", "count"})
_SUMS: Final = frozenset({"flow", "stock"})
_OF_PEOPLE: Final = frozenset({"education", "health", "labour", "population", "social"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a figure is like, beside its words: kind of unit, measure, whose, how many.

    ``reached`` is as ``counts.reached_by`` gives it, where things are counted.
    """

    kind: str | None
    measure: str
    of_firm: bool
    reached: int | None = None


def of_figure(indicator: Indicator, asked: Asked) -> float:
    """Tell how well a figure fits an indicator, by unit, measure and whose it is."""
    fit = fit_of(indicator.units, asked.kind, asked.measure)
    if _is_other_price(asked.kind, indicator):
        fit = MISFIT
    if asked.measure == "rank" and indicator.units[:1] == ("count",):
        fit *= _UNRANKED
    elif asked.measure != "rank" and asked.measure not in indicator.measures:
        fit *= _OTHER_MEASURE
    if not asked.of_firm and _closed().get(indicator.id):
        fit *= _FOREIGN_TO_FIRMS
    if asked.of_firm and not _can_be_of_firms(indicator.id):
        fit *= _FOREIGN_TO_FIRMS
    return fit * _FEW if are_few(indicator.id, asked.reached) else fit


def _is_other_price(kind: str | None, indicator: Indicator) -> bool:
    """Tell whether a unit is money for a thing that the indicator is no price of."""
    if kind is None or kind in indicator.units or not kind.startswith("money/"):
        return False
    if indicator.nature in _SUMS:
        return kind != "money/person"
    priced = any(unit.startswith("money/") for unit in indicator.units)
    return indicator.nature == "price" and priced and kind != "money/unit"


def of_tail(tail: Tail, indicator: Indicator) -> float:
    """Tell how far what stands behind a name leaves it what it is.

    Sums of money and things counted are open: "doanh thu phòng vé" is revenue. An
    index, a rate or the output of a product may be another one with words behind it.
    """
    if not tail.left:
        return _KNOWN_TAIL if tail.parts else 1.0
    if indicator.id in _closed():
        return _CLOSED_TAIL
    score = _OPEN_TAIL if _is_open(indicator) else _CLOSED_TAIL
    if tail.named or tail.linked:
        score = _TIED_TAIL
    return score * (_LONG_TAIL if len(tail.left) > _LONG else 1.0)


def _is_open(indicator: Indicator) -> bool:
    """Tell whether any words behind a name make it narrower and nothing else.

    People are counted in every accident: "lao động bị thương" is no employment.
    """
    if indicator.nature not in _OPEN_NATURES:
        return False
    of_people = indicator.sector in _OF_PEOPLE and indicator.units[:1] == ("count",)
    return not of_people and not _OPEN_UNITS.isdisjoint(indicator.units[:1])


def can_be_split(indicator: Indicator, dimension: Dimension) -> bool:
    """Tell whether an indicator is ever told by branch, commodity or partner.

    What is counted has branches at most; goods are those of trade and of sums of money:
    fish is no part of the output of meat.
    """
    if indicator.units[:1] == ("count",):
        return dimension == "branch"
    if dimension == "commodity":
        return indicator.sector == "trade" or indicator.units[:1] == ("money",)
    return True


def of_lead(lead: Words, indicator: Indicator) -> float:
    """Tell how far the small words before a name leave it what it is.

    "số dự án" counts projects, "khối lượng dự án" does not.
    """
    counted = indicator.units[:1] == ("count",)
    strange = counted and " ".join(lead.folded) in _leads_of_sums()
    return _STRANGE_LEAD if strange else 1.0


def of_weak(tail: Tail, indicator: Indicator, asked: Asked) -> float:
    """Tell how far a short name for linking is believed, with its tail and unit."""
    score = WEAK
    if tail.left and not (tail.named or tail.linked):
        score *= _WEAK_TAIL
    return score if asked.kind in indicator.units else score * _WEAK_UNIT


@lru_cache(maxsize=1)
def poor_heads() -> Mapping[str, bool]:
    """Give the poor heads; True where the parent's name by itself is the indicator."""
    rows = read_table("indicator_poor_heads")
    return {row["surface"]: row["alone"] == "yes" for row in rows}


@lru_cache(maxsize=1)
def _closed() -> Mapping[str, bool]:
    """Give the ids whose names go on to other things; True where only firms have it."""
    rows = read_table("indicator_closed")
    return {row["id"]: row["firms"] == "yes" for row in rows}


@lru_cache(maxsize=1)
def _leads_of_sums() -> frozenset[str]:
    rows = read_table("indicator_leads")
    return frozenset(fold(row["surface"]) for row in rows if row["counts"] == "no")


@lru_cache(maxsize=1024)
def _can_be_of_firms(indicator: str) -> bool:
    rows = read_table("indicator_firms")
    return any(f"{indicator}.".startswith(f"{row['surface']}.") for row in rows)
