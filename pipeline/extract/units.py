"""The unit of a figure: its own, or that of the figure beside it that spells it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.values.amount import Amount

COUNT: Final = "COUNT"
TIMES: Final = "TIMES"
_TIMES_TEXT: Final = "lần"


def unit_text(text: str, figure: Figure) -> str | None:
    """Give magnitude, unit and counted noun as written, or as meant where left out.

    A multiple in words ("gấp đôi") and a fraction that tells a change ("giảm một nửa")
    are in "lần"; a rank and a share as a fraction ("1/3 diện tích") have none.
    """
    amount = figure.amount
    if is_multiple(amount):
        return _TIMES_TEXT
    if amount.kind == "fraction":
        return _TIMES_TEXT if figure.measure == "change" else None
    if amount.form == "rank":
        return None
    source = figure.unit_from or amount
    parts = []
    if source.unit:
        parts.append(source.unit.written(text))
    if source.noun:
        parts.append(text[slice(*source.noun)])
    return " ".join(" ".join(parts).split()) or None


def unit_code(figure: Figure) -> str | None:
    """Give the canonical code; None for a rank, an index level, a bare magnitude."""
    amount = figure.amount
    if is_multiple(amount):
        return TIMES
    if amount.kind == "fraction":
        return TIMES if figure.measure == "change" else None
    source = figure.unit_from or amount
    if source.unit and source.unit.code:
        return source.unit.code
    return COUNT if source.kind == "count" else None


def unit_power(figure: Figure) -> int:
    """Give the power of ten of the magnitude words."""
    source = figure.unit_from or figure.amount
    return source.unit.power if source.unit else 0


def unit_span(figure: Figure) -> Stretch | None:
    """Give the words that tell the unit, from the magnitude to the counted noun."""
    amount = figure.amount
    if is_multiple(amount):
        return amount.start, amount.end
    source = figure.unit_from or amount
    spans = [(source.unit.start, source.unit.end)] if source.unit else []
    if source.noun:
        spans.append(source.noun)
    return (spans[0][0], max(end for _, end in spans)) if spans else None


def is_multiple(amount: Amount) -> bool:
    """Tell a multiple in words, which holds its own unit: "gấp đôi"."""
    return amount.kind == "times" and amount.form == "multiple"
