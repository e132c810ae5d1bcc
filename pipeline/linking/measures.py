"""Tells what kind of statement a figure is: level, change, ratio, share or rank."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import CUE, SIGN, TIME, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.schema import Bound, Direction, Measure

_NEAR: Final = 8
_PREDICATES: Final = (
    c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO | c.ESTIMATE
)
_RELATIVE: Final = ("percent", "point", "times", "step", "fraction")


def set_measure(figure: Figure, folded: str) -> None:
    """Fill measure, direction and bound of a figure from its head and tail."""
    figure.bound = _bound(figure)
    cue = _predicate(figure.head)
    measure, direction = _measure(figure, cue, folded)
    figure.measure = measure
    figure.direction = direction if measure == "change" else None
    if cue is not None:
        figure.evidence["measure"] = (cue.start, cue.end)


def _predicate(head: Sequence[Token]) -> Token | None:
    """Give the cue nearest to the figure that says what is done with it."""
    for token in reversed(head[-_NEAR:]):
        if token.type == SIGN and token.ref in ",;:":
            return None
        if token.type == CUE and token.bits & _PREDICATES:
            strong = c.UP | c.DOWN | c.SHARE | c.RATIO | c.TO
            if token.bits & strong or not token.bits & (c.ADVERB | c.LINK):
                return token
    return None


def _bound(figure: Figure) -> Bound:
    for token in reversed(figure.head[-3:]):
        if token.type != CUE:
            break
        if token.bits & c.UNDER:
            return "under"
        if token.bits & c.OVER:
            return "over"
        if token.bits & c.ABOUT:
            return "about"
        if token.ref == "từ" or not token.bits & (c.TO | c.REACH | c.ADVERB):
            break
    if any(t.ref == "trở lên" for t in figure.tail[:2]):
        return "over"
    return "exact"


def _measure(
    figure: Figure, cue: Token | None, folded: str
) -> tuple[Measure, Direction | None]:
    amount = figure.amount
    if amount.form == "rank" or amount.kind == "rank":
        return "rank", None
    bits = cue.bits if cue else 0
    moved = _moved(figure.head, cue)
    if amount.kind == "step":
        return "change", moved or "up"
    if moved and not _lands(figure.head, cue):
        return "change", moved
    if amount.kind not in _RELATIVE:
        return "level", None
    if amount.kind == "times":
        return ("ratio", None)
    if bits & c.SHARE or amount.kind == "fraction":
        return "share", None
    return _percent(figure, cue, folded)


def _moved(head: Sequence[Token], cue: Token | None) -> Direction | None:
    if cue is None:
        return None
    if cue.bits & c.DOWN:
        return "down"
    if cue.bits & c.UP:
        return "up"
    # "tăng trưởng khá, đạt 7%" is for the metric to tell; "tăng gấp 2 lần" is here.
    if cue.bits & c.RATIO:
        before = head[: head.index(cue)]
        if before and before[-1].bits & c.UP:
            return "up"
        if before and before[-1].bits & c.DOWN:
            return "down"
    return None


def _lands(head: Sequence[Token], cue: Token | None) -> bool:
    """Tell "tăng lên 7%", "giảm còn 3%", "tăng từ 5%": a level, not a change."""
    if cue is None:
        return False
    if cue.bits & c.TO:
        return True
    after = head[head.index(cue) + 1 :]
    return any(t.bits & c.TO and t.ref not in ("tới", "đến") for t in after)


def _percent(
    figure: Figure, cue: Token | None, folded: str
) -> tuple[Measure, Direction | None]:
    tail = figure.tail[:4]
    if any(t.bits & c.PLAN for t in tail[:3]):
        return "ratio", None
    if any(t.bits & c.VERSUS for t in tail[:2]) and cue and cue.bits & (c.RATIO | c.REACH):
        return "ratio", None
    if cue and cue.bits & c.RATIO:
        return "ratio", None
    if _whole_follows(figure, folded):
        return "share", None
    for token in reversed(figure.head):
        if token.bits & (c.UP | c.DOWN):
            return "change", "down" if token.bits & c.DOWN else "up"
    return "level", None


@lru_cache(maxsize=1)
def _whole_heads() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("whole_heads"))


def _whole_follows(figure: Figure, folded: str) -> bool:
    """Tell "83% tổng kim ngạch", "51% vốn", "35% dân số": a part of a whole."""
    if not figure.tail or figure.tail[0].type in (SIGN, TIME):
        return False
    first = figure.tail[0]
    return folded[first.start : first.end] in _whole_heads()


def follow_parallels(figures: Sequence[Figure]) -> None:
    """Let percentages without a verb of their own be what their neighbours are.

    "luồng Xanh chiếm 52,6%, luồng Vàng là 43%" are two shares; "tăng 9%, cao hơn mức
    8,5% dự đoán" two changes.
    """
    for i, figure in enumerate(figures):
        if i and _bare_link(figure) and _alike(figure, figures[i - 1]):
            figure.measure = figures[i - 1].measure
            figure.direction = figures[i - 1].direction
            continue
        if figure.amount.kind != "percent" or figure.measure != "level":
            continue
        compared = any(t.bits & c.COMPARED for t in figure.head)
        before = figures[i - 1] if i else None
        if compared and before is not None:
            figure.measure, figure.direction = before.measure, before.direction
        elif any(f.measure == "share" for f in figures[max(0, i - 2) : i + 3]):
            figure.measure = "share"


def _bare_link(figure: Figure) -> bool:
    """Tell "… và 24,3% về trị giá": no verb of its own."""
    hedges = c.ABOUT | c.OVER | c.UNDER | c.LINK | c.ADVERB
    head = figure.head
    return bool(head) and all(
        (t.type == CUE and t.bits & hedges) or t.ref == "," for t in head
    ) and not any(t.bits & (c.TO | c.UP | c.DOWN) for t in head)


def _alike(figure: Figure, other: Figure) -> bool:
    return figure.amount.kind == other.amount.kind and figure.amount.kind in _RELATIVE
