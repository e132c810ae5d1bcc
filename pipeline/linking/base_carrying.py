"""Carries bases from growth to growth, and gives what is reached that of the plan."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.bases import inherit_base, looks_back
from pipeline.linking.telling import dating_set, is_of_plan
from pipeline.linking.words import role_words, says
from pipeline.schema import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure

_CARRY: Final = 5
_RELATIVE: Final = frozenset(("percent", "times", "fraction"))


def carry_bases(figures: Sequence[Figure]) -> None:
    """Give growth without a base that of the parallel growth told last, or next.

    Then ratios that are reached right behind a level, or paid out, are of the plan,
    and a growth told twice has the base of its bracket.
    """
    moving = [f for f in figures if _grows(f)]
    begin = min((f.sentence for f in figures), default=0)
    lead = figures[0].sentence if figures else begin
    _carry(moving, "base_carried_on", lead=lead, begin=begin)
    _carry_increments(figures)
    _carry(moving[::-1], "base_told_next", lead=lead, begin=begin)
    for before, figure in pairwise(figures):
        if figure.base is None and _attains(before, figure):
            figure.base = Base("plan")
            figure.infer("base", "attained")
        if before.base is None and _same_growth(before, figure):
            inherit_base(before, figure, "base_in_bracket")
    for figure in figures:
        if figure.base is None and _is_paid_out(figure):
            figure.base = Base("plan")
            figure.infer("base", "paid_out")


def _carry(figures: Sequence[Figure], rule: str, *, lead: int, begin: int) -> None:
    """Carry bases along; a ``lead`` put last stands where the text begins."""
    known: Figure | None = None
    at = 0
    for figure in figures:
        place = begin if figure.sentence == lead else figure.sentence
        if figure.base is not None:
            if figure.base.kind == "period":
                known, at = figure, place
        elif known and abs(place - at) <= _CARRY:
            inherit_base(figure, known, rule)


def _carry_increments(figures: Sequence[Figure]) -> None:
    """Give "tăng 60 triệu USD" the base of the growth told right before it."""
    known: Figure | None = None
    for figure in figures:
        if figure.measure != "change" or looks_back(figure):
            continue
        if figure.base is not None:
            known = figure if figure.base.kind == "period" else None
        elif known and figure.sentence - known.sentence <= 1 and _rises(figure):
            inherit_base(figure, known, "base_carried_on")


def _rises(figure: Figure) -> bool:
    """Tell "tăng 60 triệu USD" from "có thêm 60 chi nhánh", which is no comparison."""
    moves = [t for t in figure.head if t.bits & (c.UP | c.DOWN)]
    plain = bool(moves) and moves[-1].word in dating_set("rises")
    absolute = plain and figure.amount.kind not in _RELATIVE
    return absolute and figure.status in ("actual", "estimate")


def _attains(before: Figure, figure: Figure) -> bool:
    """Tell "giải ngân 282 tỷ đồng, đạt 34%": the part of a plan that is not named."""
    ratio = figure.measure == "ratio" and figure.amount.kind == "percent"
    if not ratio or figure.own_metric or before.sentence != figure.sentence:
        return False
    if says(figure.tail[:1], role_words("output")):
        return False  # "400 nghìn tỷ đồng, tương đương 3,6% GDP"
    then = before.base is not None and before.base.kind == "plan" and looks_back(figure)
    done = before.measure == "change" and says(figure.head, dating_set("completing"))
    return then or done or before.measure == "level"


def _is_paid_out(figure: Figure) -> bool:
    """Tell "mới giải ngân được 13%", "kế hoạch vốn mới đạt 19%": of what is planned."""
    if figure.measure != "ratio" or figure.amount.kind != "percent":
        return False
    if figure.head_bits & c.VERSUS:
        return False
    if figure.inferred.get("measure") == "listed_attained":
        return True
    return says(figure.head, dating_set("paying_out")) or is_of_plan(figure.head)


def _same_growth(figure: Figure, twin: Figure) -> bool:
    """Tell "tăng 931 triệu USD (tăng 2,9%)": one growth told twice."""
    beside = figure.sentence == twin.sentence and figure.depth < twin.depth
    return beside and figure.measure == twin.measure == "change" and not twin.own_metric


def _grows(figure: Figure) -> bool:
    """Tell growth in percent or times that has happened, not that of the base.

    Growth over several years is against no time of its own.
    """
    over_years = figure.period is not None and (
        figure.period.last.year - figure.period.first.year > 1
    )
    relative = figure.amount.kind in _RELATIVE
    told = figure.status in ("actual", "estimate") and not looks_back(figure)
    return figure.measure == "change" and relative and told and not over_years
