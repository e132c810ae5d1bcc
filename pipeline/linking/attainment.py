"""Finds the ratios to a plan that the text does not name: "thu 90 tỷ, đạt 82,3%"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicon import cues as c
from pipeline.linking.telling import dating_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure


def settle_attainment(figures: Sequence[Figure], folded: str) -> None:
    """Read a percentage reached right behind an amount paid or collected as a ratio.

    "Giải ngân 3.108 tỷ đồng, đạt 82,3%" is against the plan, which ``own_base`` learns
    from the rule "attained".
    """
    for before, figure in zip(figures, figures[1:], strict=False):
        if _attains(figure, before) and _is_budgeted(before, folded):
            figure.measure, figure.direction = "ratio", None
            figure.rules["base"] = "attained"


def _attains(figure: Figure, before: Figure) -> bool:
    if figure.amount.kind != "percent" or figure.measure != "level":
        return False
    if before.amount.kind != "money" or before.measure != "level":
        return False
    cues = [t for t in figure.head if t.ref not in (",", "(")]
    reached = any(t.bits & c.REACH for t in cues)
    return reached and all(t.bits & (c.REACH | c.ADVERB | c.RATIO) for t in cues)


def _is_budgeted(figure: Figure, folded: str) -> bool:
    start = figure.head[0].start if figure.head else figure.amount.start
    words = folded[start : figure.amount.start]
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return dating_words("budgeted").search(f"{words} {name}") is not None
