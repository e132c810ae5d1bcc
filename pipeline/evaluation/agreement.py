"""When two observations of one figure agree: the ladder of the annotation guide.

Every function takes the gold label first; most are not symmetric.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.evaluation.words import is_physical, overlap, read_area, read_unit, words
from pipeline.io.annotations import BASES_WITHOUT_DAYS
from pipeline.io.iso import Days, read_days

if TYPE_CHECKING:
    from pipeline.io.annotations import Label

TOLERANCE: Final = Decimal("1E-6")
"""Of the greater value, or of one: what a figure written out may lose."""

HALF: Final = 0.5
MOST: Final = 0.8


def same_quantity(gold: Label, pred: Label) -> bool:
    """Agree on the amount once magnitudes are multiplied out, and on the unit."""
    return same_amount(gold, pred) and same_unit(gold, pred)


def same_amount(gold: Label, pred: Label) -> bool:
    """Agree on both ends of the amount, magnitudes multiplied out."""
    of_gold, of_pred = read_unit(gold.unit)[0], read_unit(pred.unit)[0]
    return _near(gold.value * of_gold, pred.value * of_pred) and _near(
        _times(gold.value_max, of_gold), _times(pred.value_max, of_pred)
    )


def same_digits(gold: Label, pred: Label) -> bool:
    """Agree on the number as written, whatever its magnitude word."""
    return _near(gold.value, pred.value) and _near(gold.value_max, pred.value_max)


def _times(value: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if value is None else value * scale


def _near(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(Decimal(1), abs(one), abs(other))


def same_unit(gold: Label, pred: Label) -> bool:
    """Agree on the unit; two counted nouns by half of their words, or a beginning."""
    one, _, per_one = read_unit(gold.unit)[1].partition("/")
    other, _, per_other = read_unit(pred.unit)[1].partition("/")
    if per_one != per_other:
        return False
    if one == other:
        return True
    if not one or not other or is_physical(one) or is_physical(other):
        return False
    begins = one.startswith(f"{other} ") or other.startswith(f"{one} ")
    return begins or overlap(one, other) >= HALF


def same_metric(gold: Label, pred: Label) -> bool:
    """Agree on half of the metric's words, or with the parent taken together."""
    if overlap(gold.metric, pred.metric) >= HALF:
        return True
    together = overlap(_pair(gold), _pair(pred)) >= HALF
    return together and _covered(gold, pred) and _covered(pred, gold)


def _pair(label: Label) -> str:
    return f"{label.metric or ''} {label.parent or ''}"


def _covered(one: Label, other: Label) -> bool:
    metric = words(one.metric)
    return len(metric & words(_pair(other))) >= HALF * max(1, len(metric))


def same_core(gold: Label, pred: Label) -> bool:
    """Agree on quantity, measure, direction and metric."""
    return (
        same_quantity(gold, pred)
        and gold.measure == pred.measure
        and gold.direction == pred.direction
        and same_metric(gold, pred)
    )


def same_period(gold: Label, pred: Label) -> bool:
    """Agree on the period's first and last day."""
    return _days(gold.period) == _days(pred.period)


def base_kind(label: Label) -> str:
    """Name what the figure is against: plan, whole, period or none."""
    if not label.base:
        return "none"
    return label.base if label.base in BASES_WITHOUT_DAYS else "period"


def same_base_kind(gold: Label, pred: Label) -> bool:
    """Agree on the kind of base."""
    return base_kind(gold) == base_kind(pred)


def same_base_days(gold: Label, pred: Label) -> bool:
    """Agree on the base's days; a base without days has none."""
    return _days(gold.base) == _days(pred.base)


def _days(period: str | None) -> Days | None:
    if not period or period in BASES_WITHOUT_DAYS:
        return None
    return read_days(period)


def same_dated(gold: Label, pred: Label) -> bool:
    """Agree on the core, the period and the kind of base."""
    return (
        same_core(gold, pred) and same_period(gold, pred) and same_base_kind(gold, pred)
    )


def same_parent(gold: Label, pred: Label) -> bool:
    """Agree on the parent, or have it told within the metric."""
    together = overlap(_pair(gold), _pair(pred)) >= MOST
    if not gold.parent:
        return not pred.parent or together
    return overlap(gold.parent, pred.parent) >= HALF or together


def same_area(gold: Label, pred: Label) -> bool:
    """Agree on the area's name."""
    return read_area(gold.area) == read_area(pred.area)


def same_full(gold: Label, pred: Label) -> bool:
    """Agree on everything that a published row must have right."""
    return (
        same_dated(gold, pred)
        and same_base_days(gold, pred)
        and gold.status == pred.status
        and same_parent(gold, pred)
        and same_area(gold, pred)
    )
