"""Tells the parts that a bracket holds: "17 đầu mối (15 phòng và 2 đơn vị)"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.cases import Case, Parent
from pipeline.linking.referents import is_nominal

if TYPE_CHECKING:
    from pipeline.linking.figure import Stretch

_STATES: Final = c.REACH | c.ESTIMATE


def note_unit(case: Case) -> None:
    """Keep in what a level is told, for the parts that a bracket may hold."""
    figure, unit = case.figure, case.figure.amount.unit
    code = unit.code if unit and figure.own_metric else None
    if figure.metric and code and figure.measure == "level":
        case.clause.units.setdefault(figure.metric, code)


def in_bracket(case: Case) -> Parent | None:
    """Read "17 đầu mối (15 phòng và 2 đơn vị)": a bracket holds the parts."""
    figure, before = case.figure, case.before
    if not figure.depth or before is None or figure.measure != "level":
        return None
    opens = before.depth < figure.depth
    outer = case.clause.outer[-1][0] if case.clause.outer else None
    held = before.metric if opens else outer
    counts = case.counts and before.amount.kind == "count"
    if not counts and not _is_named_part(case, held):
        return None
    if opens:
        return Parent(held, "in_bracket")
    beside = before.rules.get("parent") == "in_bracket" or before.parent == held
    return Parent(before.parent, "in_bracket") if beside else None


def _is_named_part(case: Case, held: Stretch | None) -> bool:
    """Tell "vốn trung ương 9 tỷ (vốn trong nước 7 tỷ, …": a sum with a name at once.

    So too where rates stand between: "thu nội địa 7 tỷ, tăng 9% (tiền đất 1 tỷ; …".
    """
    figure, words = case.figure, case.found.words
    unit = figure.amount.unit
    if unit is None or held is None or case.clause.units.get(held) != unit.code:
        return False
    told = is_nominal(words[:1]) or bool(words and figure.head_bits & _STATES)
    return told and words[0] in figure.head[:2] and figure.own_metric
