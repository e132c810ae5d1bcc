"""Tells what kind of statement a figure is: level, change, ratio, share or rank."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import CUE, SIGN, TIME, WORD, Token

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
    figure.bound, hedge = _bound(figure)
    if hedge is not None:
        figure.evidence["bound"] = (hedge.start, hedge.end)
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
            weak = token.bits & (c.ADVERB | c.LINK) and token.ref != "là"
            if token.bits & strong or not weak:
                return token
    return None


def _bound(figure: Figure) -> tuple[Bound, Token | None]:
    """Give the bound and the word that tells it: "hơn", "khoảng", "trở lên"."""
    for token in reversed(figure.head[-3:]):
        if token.type != CUE:
            break
        if token.bits & c.UNDER:
            return "under", token
        if token.bits & c.OVER:
            return "over", token
        if token.bits & c.ABOUT:
            return "about", token
        if token.ref == "từ" or not token.bits & (c.TO | c.REACH | c.ADVERB):
            break
    upwards = next((t for t in figure.tail[:2] if t.ref == "trở lên"), None)
    return ("over", upwards) if upwards else ("exact", None)


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
    if moved and not _lands(figure.head, cue) and not _names_other(figure, cue):
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
    return any(
        (t.bits & c.TO and t.ref not in ("tới", "đến"))
        or t.bits & (c.VERSUS | c.COMPARED)
        or t.ref in ("con số", "mức")
        for t in after
    )


def _names_other(figure: Figure, cue: Token | None) -> bool:
    """Tell "ghi nhận thêm doanh thu 33,9 tỷ": a head between verb and an amount."""
    if cue is None or figure.amount.kind in _RELATIVE:
        return False
    after = figure.head[figure.head.index(cue) + 1 :]
    return any(t.bits & c.NOUN for t in after)


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
    if first.type == WORD and not first.bits & c.HEAD:
        return True
    return folded[first.start : first.end] in _whole_heads()


def follow_parallels(figures: Sequence[Figure]) -> None:
    """Let figures without a verb of their own be what their neighbours are.

    "luồng Xanh chiếm 52,6%, luồng Vàng là 43%" are two shares; "tăng 9%, cao hơn mức
    8,5% dự đoán" two changes, as are "giảm một nửa (khoảng 55%)".
    """
    shared = any(f.measure == "share" for f in figures)
    for before, figure in zip(figures, figures[1:], strict=False):
        rate = before.measure == "change" and _only_rate(figure)
        bare = _bare_link(figure) or _compared(figure)
        if rate or (bare and _alike(figure, before)):
            figure.measure, figure.direction = before.measure, before.direction
            figure.infer("measure", "parallel_figure")
    for figure in figures:
        plain = figure.amount.kind == "percent" and figure.measure == "level"
        if plain and shared and not _compared(figure):
            figure.measure = "share"
            figure.infer("measure", "parallel_figure")


def _compared(figure: Figure) -> bool:
    """Tell "cao hơn mức 8,5%", "so với con số 9,3": what it is compared with."""
    last = [t for t in figure.head[-4:] if t.type == CUE]
    return any(t.bits & (c.COMPARED | c.VERSUS) for t in last)


def _only_rate(figure: Figure) -> bool:
    """Tell "giảm 6 đơn vị, tỷ lệ 26%": the same change as a rate."""
    named = [t for t in figure.head if t.type == WORD or t.bits & c.HEAD]
    percent = figure.amount.kind == "percent"
    return percent and bool(named) and all(t.ref == "tỷ lệ" for t in named)


def _bare_link(figure: Figure) -> bool:
    """Tell "… và 24,3% về trị giá", "… (khoảng 55%)": no verb of its own."""
    links = c.ABOUT | c.OVER | c.UNDER | c.LINK | c.ADVERB
    head = figure.head
    plain = all((t.type == CUE and t.bits & links) or t.ref in (",", "(") for t in head)
    return bool(head) and plain and not any(
        t.bits & (c.TO | c.UP | c.DOWN) for t in head
    )


def _alike(figure: Figure, other: Figure) -> bool:
    one, two = figure.amount.kind, other.amount.kind
    if "count" in (one, two):
        return False
    return one == two or (one in _RELATIVE and two in _RELATIVE)


def settle_by_metric(figures: Sequence[Figure], folded: str) -> None:
    """Let the name decide where no verb does: growth, shares and rates by name."""
    for figure in figures:
        if figure.amount.kind != "percent" or figure.metric is None:
            continue
        name = folded[slice(*figure.metric)]
        kind = _name_kind(name)
        told = figure.measure
        if told == "level" and kind in ("up", "down"):
            figure.measure = "change"
            figure.direction = "up" if kind == "up" else "down"
        elif told == "level" and kind == "share":
            figure.measure = "share"
        elif kind == "rate" and told == "share" and not _verb_of_share(figure):
            figure.measure = "level"
        elif kind == "rate" and told == "ratio" and not figure.tail[:1]:
            figure.measure = "level"
        if figure.measure != told:
            figure.evidence["measure"] = figure.metric
            figure.inferred.pop("measure", None)


def _verb_of_share(figure: Figure) -> bool:
    return any(t.bits & c.SHARE for t in figure.head)


@lru_cache(maxsize=1)
def _kinds_of_names() -> tuple[tuple[str, str], ...]:
    rows = read_table("name_kinds")
    return tuple((r["surface"], r["kind"]) for r in rows)


def _name_kind(name: str) -> str | None:
    return next((k for s, k in _kinds_of_names() if name.startswith(s)), None)
