"""Finds the figures of a text: number, range or fraction, with unit and bound.

Works on the folded text. What is inside a time expression, a name ("Nghị định 57",
"đường 35 kV") or glued to letters ("5G") is no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values.amount import Amount, Form
from pipeline.values.digit_amounts import digit_amounts
from pipeline.values.numbers import article_style
from pipeline.values.spans import Spans
from pipeline.values.word_amounts import word_amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.values.times import TimeMention

__all__ = ["Amount", "Form", "find_amounts"]


def find_amounts(folded: str, times: Sequence[TimeMention]) -> tuple[Amount, ...]:
    """Find every figure of a folded text, in order, never overlapping."""
    taken = Spans((t.start, t.end) for t in times)
    digits = digit_amounts(folded, taken, article_style(folded))
    found = sorted([*digits, *word_amounts(folded, taken)], key=lambda a: a.start)
    return tuple(_without_overlap(found))


def _without_overlap(found: Sequence[Amount]) -> Iterator[Amount]:
    end = -1
    for amount in found:
        if amount.start >= end:
            yield amount
            end = amount.end
