"""Tells two numbers in digits that are the ends of one range: "5-7", "5% đến 7%"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.nonfigures import is_glued
from pipeline.values.vocabulary import AFTER_WORD, any_of

if TYPE_CHECKING:
    from pipeline.values.amount import Amount
    from pipeline.values.units import UnitMention

_THOUSAND: Final = 1000
_RANGE_REACH: Final = 18
_APART: Final = 10**6
"""An end so many times the other is none: "từ 5 USD đến 8 tỷ USD" lost a word."""
_LISTED_AFTER: Final = re.compile(r"[ ]?-[ ]?\d")
_LISTED_BEFORE: Final = re.compile(r"\d\s?%\s?-\s?\Z")


@lru_cache(maxsize=1)
def range_sign() -> re.Pattern[str]:
    """Compile what stands between the ends of a range."""
    return re.compile(rf"[ ]?[-~][ ]?(?=\d)|[ ]{any_of('range')}[ ](?=\d)")


@lru_cache(maxsize=1)
def _range_lead() -> re.Pattern[str]:
    return re.compile(rf"{AFTER_WORD}{any_of('range_lead')}[ ](?:khoảng[ ])?\Z")


def _is_listed(folded: str, low: Amount, high: Amount) -> bool:
    """Tell "20% - 35% - 45%", the parts of a structure, from the ends of a range."""
    if high.kind != "percent":
        return False
    reach = max(0, low.start - _RANGE_REACH)
    after = _LISTED_AFTER.match(folded, high.unit_end)
    return bool(after) or bool(_LISTED_BEFORE.search(folded, reach, low.start))


def makes_range(folded: str, low: Amount, high: Amount, sign: re.Match[str]) -> bool:
    """Tell the ends of a range from figures that stand side by side."""
    if folded[high.end : high.end + 1].isalpha() and is_glued(folded, high):
        return False
    if _is_listed(folded, low, high):
        return False
    if sign.start() == low.end:
        return not (low.kind == "count" and high.kind == "bare")
    if not _same_unit(low.unit, high.unit):
        return False
    if "-" in sign[0] or "~" in sign[0]:
        return True
    reach = max(0, low.start - _RANGE_REACH)
    return _range_lead().search(folded, reach, low.start) is not None


def _same_unit(low: UnitMention | None, high: UnitMention | None) -> bool:
    """Tell two units of one range: "5 triệu đến 7 triệu tấn", "5% đến 7%/năm"."""
    if low is None or high is None:
        return False
    if low.code is None or low.meant_at is not None:
        return low.power > 0 and (high.kind == "money" or high.power > 0)
    return low.code in (high.code, (high.code or "").partition("/")[0])


def between(low: Amount, high: Amount, *, rescaled: bool) -> Amount | None:
    """Give the range, told in the unit of its high end; None if it falls."""
    value = low.value
    if rescaled and low.unit and high.unit:
        value = value.scaleb(low.unit.power - high.unit.power)
        if 0 < value * _APART <= high.value:
            return None
    elif value < _THOUSAND <= high.value and not high.value % _THOUSAND:
        # "40-50.000 đồng" shares the thousands, where that rises.
        shared = value * _THOUSAND
        value = shared if shared < high.value else value
    if high.value <= value:
        return None
    return replace(high, start=low.start, value=value, value_max=high.value)
