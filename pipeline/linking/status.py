"""Tells whether a figure is an actual, an estimate, a target or a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import CUE, SIGN, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.schema import Status

_ANY: Final = c.ESTIMATE | c.TARGET | c.FORECAST | c.ACTUAL


def set_statuses(figures: Sequence[Figure], inherited: Status | None) -> None:
    """Fill the status of the figures of one sentence, in order.

    A target or forecast holds to the end of its sentence; an estimate for the chain
    of figures about one metric. ``inherited`` is what a heading above set.
    """
    lasting: Status | None = inherited
    for i, figure in enumerate(figures):
        cue = _own_cue(figure.head)
        if cue is not None:
            status = _status_of(cue)
            figure.evidence["status"] = (cue.start, cue.end)
            lasting = status if status in ("target", "forecast") else None
        elif i and figure.depth > 0 and (outer := _outer(figures[:i], figure.depth)):
            status = outer.status
            figure.infer("status", "bracket")
        elif i and not figure.own_metric:
            status = figures[i - 1].status
            figure.infer("status", "chain")
        else:
            status = lasting or "actual"
            figure.infer("status", "sentence" if lasting else "default")
        figure.status = status


def _outer(before: Sequence[Figure], depth: int) -> Figure | None:
    """Give the figure that a bracket explains."""
    return next((f for f in reversed(before) if f.depth < depth), None)


def _status_of(cue: Token) -> Status:
    if cue.bits & c.TARGET:
        return "target"
    if cue.bits & c.FORECAST:
        return "forecast"
    return "estimate" if cue.bits & c.ESTIMATE else "actual"


def _own_cue(head: Sequence[Token]) -> Token | None:
    for i in range(len(head) - 1, -1, -1):
        token = head[i]
        if token.type == CUE and token.bits & _ANY and not _compared(head, i):
            return token
    return None


def _compared(head: Sequence[Token], i: int) -> bool:
    """Tell "vượt kế hoạch", "so với dự toán": the plan is a base, not a status."""
    if not head[i].bits & c.PLAN:
        return False
    if i + 1 < len(head) and head[i + 1].type == SIGN:
        return True
    before = head[max(0, i - 2) : i]
    return any(t.bits & (c.VERSUS | c.RATIO) or t.ref in ("vượt", "đạt") for t in before)
