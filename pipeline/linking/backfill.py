"""Dates the figures that no time stands before, once the article has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.schema import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.periods import ArticleDate

_HEADLINES: Final = 3
_BACKFILL_REACH: Final = 3
_FEW: Final = 13
"""Counts below this recur by chance: \"4 tỉnh\", \"hai dự án\"."""


def backfill(figures: Sequence[Figure], anchor: ArticleDate | None) -> None:
    """Date the figures that no time stands before.

    A headline repeats a figure of the body, else it means the first time told soon
    after it; standing facts are of the article's own date.
    """
    first = next((f for f in figures if f.period is not None), None)
    for figure in figures:
        if figure.period is not None:
            continue
        twin = next((f for f in figures if _repeats(figure, f)), None)
        if twin is not None:
            figure.period = twin.period
            figure.infer("period", "repeated_figure")
        elif (
            first
            and figure.sentence < _HEADLINES
            and 0 <= first.sentence - figure.sentence <= _BACKFILL_REACH
        ):
            figure.period = first.period
            figure.infer("period", "first_told")
        elif anchor and figure.measure == "level" and figure.status == "actual":
            figure.period = Period(anchor.first, anchor.last)
            figure.infer("period", "article_date")


def _repeats(figure: Figure, other: Figure) -> bool:
    if other.period is None or other is figure:
        return False
    one, two = figure.amount, other.amount
    same = one.value == two.value and one.value_max == two.value_max
    if (
        one.kind == "count"
        and one.value < _FEW
        and other.sentence > figure.sentence + 1
    ):
        return False
    return same and one.kind == two.kind and figure.measure == other.measure
