"""Tells whether a figure is exact, about, over or under: "khoảng", "hơn", "trở lên"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import CUE, Token
from pipeline.values.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.linking.figure import Figure
    from pipeline.schema import Bound

_PASSED: Final = c.TO | c.REACH | c.ADVERB | c.RATIO  # "gần gấp 2 lần"
BEHIND: Final[Mapping[str, Bound]] = {"trở lên": "over", "trở xuống": "under"}


def set_bound(figure: Figure, folded: str) -> None:
    """Fill the bound of a figure whose measure is known."""
    figure.bound, hedge = _bound(figure)
    if hedge is not None:
        figure.evidence["bound"] = (hedge.start, hedge.end)
    elif _is_many(figure, folded):
        figure.bound = "over"


def _bound(figure: Figure) -> tuple[Bound, Token | None]:
    """Give the bound and the word that tells it: "hơn", "khoảng", "trở lên"."""
    bound, word = _bound_before(figure)
    if word is not None:
        return bound, word
    for token in figure.tail[:2]:
        if token.word in BEHIND:
            return BEHIND[token.word], token
    return "exact", None


def _is_many(figure: Figure, folded: str) -> bool:
    """Tell "hàng trăm tỷ đồng", some hundreds."""
    amount = figure.amount
    opens = folded[amount.start : amount.end].partition(" ")[0]
    return amount.form == "words" and opens in words_of("many_lead")


def _bound_before(figure: Figure) -> tuple[Bound, Token | None]:
    for token in reversed(figure.head[-3:]):
        if token.type != CUE or token.ref == "cả":
            break  # "trên cả 17 lĩnh vực" is where, not how many
        if token.bits & c.UNDER:
            return "under", token
        if token.bits & c.OVER and not (token.bits & c.UP and _is_gap(figure)):
            return "over", token
        if token.bits & c.ABOUT:
            return "about", token
        if token.ref == "từ" or not token.bits & _PASSED:
            break
    return "exact", None


def _is_gap(figure: Figure) -> bool:
    """Tell "vượt 5% kế hoạch", where "vượt" is the change, from "vượt 5 tỷ USD"."""
    return figure.measure == "change"
