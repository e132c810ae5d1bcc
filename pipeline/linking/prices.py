"""Gives figures the price basis that is told beside them or beside their metric."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from pipeline.values.prices import CONSTANT, CURRENT, official_base_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.prices import PriceMention

_PRICED: Final = frozenset(("money", "percent", "point", "times", "fraction", "bare"))
_CARRY: Final = 5
"""Sentences over which the parts of a metric go on in its prices."""

_MOST_FIGURES: Final = 80
"""Figures over which they do, in a table told as one sentence."""


def set_price_bases(
    figures: Sequence[Figure],
    mentions: Sequence[tuple[int, PriceMention]],
) -> None:
    """Fill ``price_basis`` of the figures of an article.

    A basis is of the figure that it leads to ("GRDP theo giá hiện hành đạt …"), else of
    the one right before it ("… tỷ đồng (giá so sánh 2010)"), and from there of the
    figures that go on about the same metric or its parts.

    Args:
        figures: linked, in order.
        mentions: each with the number of its sentence, in order.
    """
    told = next((m.year for _, m in mentions if m.year), None)
    numbers = [figure.sentence for figure in figures]
    for number, mention in mentions:
        here = range(bisect_left(numbers, number), bisect_right(numbers, number))
        at = _owner(figures, here, mention)
        if at is None:
            continue
        basis, rule = _basis(figures[at], mention, told)
        _note(figures[at], mention, basis, rule)
        for figure in figures[at + 1 : at + _MOST_FIGURES]:
            if figure.sentence > figures[at].sentence + _CARRY:
                break
            if _goes_on(figure, figures[at]):
                _note(figure, mention, basis, rule or "same_metric")


def _owner(figures: Sequence[Figure], here: range, mention: PriceMention) -> int | None:
    """Give the index of the figure, of those ``here``, that a basis is told of."""
    at = bisect_left(figures, mention.start, here.start, here.stop, key=_start)
    if at < here.stop:
        head = figures[at].head
        if head and (head[0].start <= mention.start or at == here.start):
            return at if _is_priced(figures[at]) else None
    before = at - 1
    return before if before in here and _is_priced(figures[before]) else None


def _start(figure: Figure) -> int:
    return figure.amount.start


def _is_priced(figure: Figure) -> bool:
    kind = figure.amount.kind
    rate = kind == "percent" and figure.measure == "level"
    return kind in _PRICED and figure.measure not in ("share", "rank") and not rate


def _goes_on(figure: Figure, owner: Figure) -> bool:
    """Tell a figure of the same metric, or of a part of it."""
    if not _is_priced(figure) or owner.metric is None:
        return False
    return owner.metric in (figure.metric, figure.parent)


def _basis(
    figure: Figure, mention: PriceMention, told: int | None
) -> tuple[str | None, str | None]:
    """Give the basis and, where its year is not told here, the rule that gave it."""
    if mention.prices != CONSTANT:
        return (CURRENT if mention.prices == CURRENT else None), None
    if mention.year is not None:
        return f"{CONSTANT}:{mention.year}", None
    if told is not None:
        return f"{CONSTANT}:{told}", "year_told_elsewhere"
    year = official_base_year(figure.period.last.year if figure.period else None)
    return f"{CONSTANT}:{year}", "official_base_year"


def _note(
    figure: Figure, mention: PriceMention, basis: str | None, rule: str | None
) -> None:
    figure.price_basis = basis
    figure.inferred.pop("price_basis", None)
    if basis is None:
        figure.evidence.pop("price_basis", None)
        return
    figure.evidence["price_basis"] = (mention.start, mention.end)
    if rule is not None:
        figure.infer("price_basis", rule)
