"""Lays one sentence out as the linker sees it, without areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicon.cues import BITS
from pipeline.linking.measures import set_measure
from pipeline.linking.parallels import follow_parallels
from pipeline.linking.tokens import AMOUNT, CUE, TIME, Mentions, Token, lay_out
from pipeline.linking.zones import figures_of, without_asides
from pipeline.matching.cues import find_cues
from pipeline.text.folding import fold
from pipeline.values.amounts import find_amounts
from pipeline.values.times import find_times

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure

SHORT = {AMOUNT: "#", TIME: "@", CUE: "~"}


def tokens_of(text: str) -> list[Token]:
    """Give the row of a sentence."""
    folded = fold(text)
    times = find_times(folded)
    found = Mentions(find_amounts(folded, times), times, find_cues(folded), ())
    return lay_out(text, folded, 0, len(text), found)


def told(text: str, tokens: list[Token]) -> str:
    """Print tokens: figures as "#5 tấn", times as "@9 tháng", cues as "~đạt"."""
    words = (SHORT.get(t.type, "") + text[t.start : t.end] for t in tokens)
    return " | ".join(words)


def figures_in(text: str) -> list[Figure]:
    """Give the figures of a sentence with measure, direction and bound."""
    figures = figures_of(without_asides(tokens_of(text)), 0)
    for figure in figures:
        set_measure(figure, fold(text))
    follow_parallels(figures)
    return figures


def kinds(token: Token) -> set[str]:
    """Give the names of a cue's kinds."""
    return {name for name, bit in BITS.items() if token.bits & bit}
