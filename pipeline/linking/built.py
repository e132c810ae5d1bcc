"""Tells what storeys, lanes and phases are of: what is built with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.objects import clause_before, is_bare_attribute, object_in
from pipeline.linking.words import opening, role_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token


def of_built(case: Case) -> Parent | None:
    """Read "xây 2 trường học cao 3 tầng", "mở rộng cao tốc A lên 8 làn xe": theirs."""
    figure = case.figure
    if not case.counts or not _is_built_part(figure):
        return None
    if case.named_by != "counted" and not is_bare_attribute(case.found.words[:1]):
        return None
    row = clause_before(figure.row, figure.amount.start)
    counted = _counted_at(case.before, row)
    found = stretch(object_in(row))
    if counted is not None and (found is None or counted[0] > found[0]):
        found = counted
    return Parent(found, "of_built") if found else None


def _is_built_part(figure: Figure) -> bool:
    """Tell "4 làn xe", "2 giai đoạn": what is built has them."""
    parts = role_words("built_parts")
    return opening(figure.tail, 1) in parts or opening(figure.tail, 2) in parts


def _counted_at(before: Figure | None, row: list[Token]) -> Stretch | None:
    """Give the things counted last, where the clause still tells of them."""
    if before is None or before.metric is None or not row:
        return None
    if before.metric[0] < row[0].start:
        return None
    if _is_built_part(before):
        return before.parent
    return before.metric if before.amount.kind == "count" else None
