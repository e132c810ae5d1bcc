"""Tells by what stands beside it how much of a plan a figure is, or what was then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.measures import RELATIVE
from pipeline.linking.telling import dating_set
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.linking.words import has_bits, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure

_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER | c.LINK | c.ADVERB | c.REACH | c.ESTIMATE
_BETWEEN: Final = 4
_PASSED: Final = 4
"""Words in which "vượt" stands before its plan."""


def is_former_rate(told: Figure, before: Figure, figure: Figure) -> bool:
    """Tell the rate of then in "đạt 88%, cao hơn 1% so với năm 2023 (87%)".

    It is as large as the rate now; "tăng 5% so với năm 2023 (4%)" is growth of then.
    """
    if told.measure != "level" or before.measure != "change":
        return False
    if not told.amount.kind == figure.amount.kind == "percent":
        return False
    opens = figure.head[-1:] and figure.head[-1].word == "("
    if not opens or len(figure.head) > 1 or not has_bits(before.tail[:1], c.VERSUS):
        return False
    then, now, moved = (f.amount.value for f in (figure, told, before))
    return abs(then - now) < abs(then - moved)


def attains(before: Figure, figure: Figure) -> bool:
    """Tell "giải ngân 282 tỷ đồng, đạt 34%": how much of its plan that is."""
    if figure.amount.kind != "percent" or figure.measure != "level":
        return False
    if before.measure != "level" or before.amount.kind in RELATIVE:
        return False
    words = [t for t in figure.head if t.type != SIGN]
    return has_bits(words, c.REACH) and all(t.bits & _HEDGES for t in words)


def attained_then(before: Figure, figure: Figure) -> bool:
    """Tell "đạt 47% kế hoạch (cùng kỳ đạt 51%)": of the plan of then.

    So too "đạt 47% kế hoạch, thấp hơn cùng kỳ (51%)".
    """
    if before.measure != "ratio" or figure.measure not in ("level", "change"):
        return False
    if not before.amount.kind == figure.amount.kind == "percent":
        return False
    head = figure.head
    if not any(t.type == TIME and t.ref.kind == "same_period" for t in head):  # type: ignore[attr-defined]
        return False
    aside = head[-1].word == "(" and head[-2:-1] and head[-2].type == TIME
    named = figure.measure == "change" or figure.head_bits & (c.NOUN | c.SHARE)
    planned = has_bits(before.tail[:_BETWEEN], c.PLAN)
    return planned and bool(aside or not named)


def list_attained(figures: Sequence[Figure]) -> None:
    """Read "8 khoản thu vượt dự toán, gồm: thuế A đạt 113%; …": each of its plan."""
    row = figures[0].row if len(figures) > 1 else []
    colon = next((t for t in row if t.ref == ":"), None)
    if colon is None or not _completes(row, colon):
        return
    for figure in figures:
        if figure.amount.start < colon.start or figure.measure != "level":
            continue
        reached = says(figure.head[-_BETWEEN:], dating_set("attains"))
        if figure.amount.kind == "percent" and reached:
            figure.measure = "ratio"
            figure.infer("measure", "listed_attained")


def _completes(row: list[Token], colon: Token) -> bool:
    """Tell "hoàn thành dự toán", "vượt kế hoạch" in the part that a colon ends."""
    exceeds = dating_set("exceeds")
    told = False
    for i, token in enumerate(row):
        if token.start >= colon.start:
            break
        if token.ref == ";":
            told = False
        elif token.bits & c.PLAN and says(row[max(0, i - _PASSED) : i], exceeds):
            told = True
    return told
