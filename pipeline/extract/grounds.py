"""What the fields of a row rest on: the words that tell them, or a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.observe import Place
    from pipeline.extract.units import Unit
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.text.normal import NormalText


def evidence_of(
    figure: Figure, place: Place, normal: NormalText, unit: Unit
) -> dict[str, Stretch]:
    """Give the words of every field that has any, in the text as given."""
    amount = figure.amount
    told: dict[str, Stretch] = {"amount": (amount.start, amount.end)}
    if unit.span is not None:
        told["unit"] = unit.span
    told |= figure.evidence
    if figure.base_text is not None:
        told["base_text"] = figure.base_text
    if place.area_span is not None:
        told["area"] = place.area_span
    if figure.direction is not None and "measure" in told:
        told["direction"] = told["measure"]
    if normal.offsets is None:
        return told
    return {name: normal.to_given(*span) for name, span in told.items()}


def inferred_of(
    figure: Figure, place: Place, unit: Unit, evidence: dict[str, Stretch]
) -> dict[str, str]:
    """Name the rule of every field that is told and has no words of its own."""
    rules = dict(figure.inferred)
    if place.area_rule is not None:
        rules["area"] = place.area_rule
    for name in _told(figure, unit):
        if name not in evidence and name not in rules:
            rules[name] = _rule(name, figure)
    return rules


def _told(figure: Figure, unit: Unit) -> list[str]:
    """Name the fields that are told and may have no words of their own."""
    told = ["measure"]
    if figure.direction is not None:
        told.append("direction")
    if figure.parent is not None:
        told.append("parent")
    if figure.period is not None:
        told.append("period")
    if figure.base is not None:
        told.append("base")
    told.append("status")
    if unit.code is not None:
        told.append("unit")
    return told


def _rule(name: str, figure: Figure) -> str:
    """Name the rule of a field that linking has filled without a word on it."""
    if name == "base" and figure.base and figure.base.kind == "whole":
        return "share_of_whole"
    if name == "direction":
        return figure.inferred.get("measure", "kind_of_unit")
    return "kind_of_unit" if name in {"measure", "unit"} else "default"
