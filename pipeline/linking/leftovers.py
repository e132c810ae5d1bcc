"""Completes units from parallel figures and tells numbers that are no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.words import role_words, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.amounts import Amount


_THOUSAND: Final = 1000


def fill_units(figures: Sequence[Figure]) -> None:
    """Give a figure without a unit that of the parallel figure beside it."""
    for i, figure in enumerate(figures):
        amount = figure.amount
        told = amount.kind != "bare" or figure.unit_from is not None
        if told or amount.form not in ("digits", "part"):
            continue
        other = _unit_giver(figures, i)
        if other is not None:
            figure.unit_from = other
            figure.infer("unit", "parallel_figure")


def _unit_giver(figures: Sequence[Figure], at: int) -> Amount | None:
    """Find the figure that spells the unit out.

    "240.000 và 180.000 đồng" share the currency; "điện giảm 3,03; chế biến tăng
    1,27%" the percent sign; "Hà Nội (1,29 triệu), Đồng Nai (704.134)" go on counting
    what was counted before the list.
    """
    figure = figures[at]
    joined = _joined_to(figures, at)
    if joined is not None:
        return joined
    beside = [*figures[at + 1 : at + 3], *reversed(figures[max(0, at - 2) : at])]
    for other in beside:
        if other.amount.kind == "percent" and other.measure == figure.measure:
            return other.amount if figure.amount.unit is None else None
    counted = (f.amount for f in reversed(figures[:at]) if f.amount.kind == "count")
    return next(counted, None) if figure.depth or _is_stated(figure) else None


def _is_stated(figure: Figure) -> bool:
    """Tell "trong đó, khách quốc tế đạt 862.000": it counts what was counted before."""
    amount = figure.amount
    grouped = amount.end - amount.start > len(str(int(amount.value)))
    stated = figure.head_bits & (c.REACH | c.ESTIMATE)
    return bool(stated) and figure.own_metric and amount.value >= _THOUSAND and grouped


def _joined_to(figures: Sequence[Figure], at: int) -> Amount | None:
    """Give the amount with a unit that only "và" or a comma parts from this one."""
    figure, after = figures[at], figures[at + 1 : at + 2]
    if figure.amount.unit is not None or not after or after[0].amount.unit is None:
        return None
    between = [*figure.tail, *after[0].head]
    joins = role_words("and") | {","}
    return after[0].amount if len(between) == 1 and between[0].word in joins else None


def is_leftover(figure: Figure, folded: str) -> bool:
    """Tell a number that nothing makes a figure: no unit, no noun, no index."""
    amount = figure.amount
    if amount.kind != "bare" or amount.unit is not None or figure.unit_from is not None:
        return False
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return not any(head in name for head in table_words("index_heads"))


def is_in_name(figure: Figure, text: str, start: int) -> bool:
    """Tell a number word that is part of a name: "các khu du lịch như Ba Hồ".

    ``start`` is where the sentence begins.
    """
    amount = figure.amount
    if not text[amount.start].isupper() or not text[start : amount.start].strip():
        return False
    return text[amount.end : amount.end + 2].strip().isupper()
