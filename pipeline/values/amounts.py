"""Finds the figures of a text: number, range or fraction, with unit and bound.

Works on the folded text. What is inside a time expression, a name ("Nghị định 57",
"đường 35 kV") or glued to letters ("5G") is no figure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.values.amount import Amount, Form
from pipeline.values.digit_amounts import digit_amounts
from pipeline.values.numbers import article_style
from pipeline.values.spans import Spans
from pipeline.values.word_amounts import word_amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.values.times import TimeMention

__all__ = ["Amount", "Form", "find_amounts"]

_NEAR: Final = 40
_ENDS: Final = (". ", "\n", ";", "(")


def find_amounts(folded: str, times: Sequence[TimeMention]) -> tuple[Amount, ...]:
    """Find every figure of a folded text, in order, never overlapping."""
    taken = Spans((t.start, t.end) for t in times)
    digits = digit_amounts(folded, taken, article_style(folded))
    found = sorted([*digits, *word_amounts(folded, taken)], key=lambda a: a.start)
    return tuple(_with_currencies(folded, list(_without_overlap(found))))


def _with_currencies(folded: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """Give "5 tỷ" the currency of the sum beside it: "từ 5 tỷ lên 7 tỷ USD"."""
    for at, amount in enumerate(found):
        if amount.unit is None or amount.unit.meant_at is None:
            yield amount
            continue
        beside = [*found[at + 1 : at + 2], *found[max(0, at - 1) : at]]
        sums = (
            a.unit for a in beside if a.kind == "money" and _near(folded, a, amount)
        )
        told = (u.code for u in sums if u is not None and u.meant_at is None)
        code = next((code for code in told if code is not None), "VND")
        own = (amount.unit.code or "").partition("/")
        code = "".join((code.partition("/")[0], *own[1:]))
        yield replace(amount, unit=replace(amount.unit, code=code))


def _near(folded: str, one: Amount, other: Amount) -> bool:
    first, last = sorted((one, other), key=lambda a: a.start)
    between = folded[first.full_end : last.full_start]
    return len(between) <= _NEAR and not any(s in between for s in _ENDS)


def _without_overlap(found: Sequence[Amount]) -> Iterator[Amount]:
    end = -1
    for amount in found:
        if amount.start >= end:
            yield amount
            end = amount.unit_end
