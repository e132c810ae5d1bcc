"""Settles names among the figures of a sentence: lists dealt out, ranks, wholes."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.counts import is_out_of
from pipeline.linking.lists import coordinated
from pipeline.linking.referents import is_nominal
from pipeline.linking.runs import from_head, named_runs, segment_start, trim
from pipeline.linking.words import opening, role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token
    from pipeline.values.units import UnitMention

_SHARED: Final = frozenset(("whole_behind", "shares_before"))
"""Rules by which a share has the whole that its level is a part of too."""

_GUESSED: Final = frozenset(("goods_of", "owner_before", "part_of", "partner_of"))
"""Rules whose parent gives way to a whole that the text tells."""


_PAIR: Final = 2
_OPENING: Final = 3
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_JOINS: Final = frozenset((",", ";", "và"))
_MOVING: Final = frozenset(("change", "ratio"))


def deal(figures: Sequence[Figure], words: Sequence[list[Token]]) -> None:
    """Deal out what a list names once; ``words`` are those before each figure."""
    _deal_out(figures, words)
    _deal_back(figures)
    _give_out(figures)


def settle(figures: Sequence[Figure]) -> None:
    """Settle what figures beside each other tell of one another: shares, wholes."""
    _share_back(figures)
    _follow_order(figures)
    _part_and_whole(figures)


def _deal_out(figures: Sequence[Figure], words: Sequence[list[Token]]) -> None:
    """Read "doanh thu và lợi nhuận lần lượt đạt 5 và 2 tỷ": each part its figure.

    ``words`` are those that stand before each figure.
    """
    for i, figure in enumerate(figures):
        if not _deals(figure) and not _dashed(figures[i + 1 : i + 2]):
            continue
        alike = _alike(figures[i:])
        if not _deals(figure) and not (len(alike) > _PAIR and _dashed(alike[1:])):
            continue
        parts = coordinated(words[i])
        if len(alike) == 1 or len(parts) != len(alike):
            continue
        of_whole = figure.rules.get("parent") in ("subject", "share_of")
        last = alike[-1]
        whole = last.metric if last.own_metric else last.parent
        structure = structure_of(figure.head)
        for one, part in zip(alike, parts, strict=True):
            one.metric = one.evidence["metric"] = part
            one.rules["metric"] = "respectively"
            one.inferred.pop("metric", None)
            if of_whole or structure:
                one.measure, one.parent = "share", structure
                one.rules["parent"] = "structure"
            elif whole is not None and one.measure == "share":
                one.parent = one.evidence["parent"] = whole
        _deal_on(figures[i + len(alike) :], parts)


def _deal_on(figures: Sequence[Figure], parts: Sequence[Stretch]) -> None:
    """Read "lần lượt tăng 8% và 12% lên 45 và 60 tỷ đồng": the levels go round too."""
    alike = _alike(figures) if figures and not figures[0].own_metric else []
    if len(alike) != len(parts) or figures[0].depth:
        return
    for one, part in zip(alike, parts, strict=True):
        one.metric = one.evidence["metric"] = part
        one.rules["metric"] = "respectively"
        one.inferred.pop("metric", None)


def _deal_back(figures: Sequence[Figure]) -> None:
    """Read "doanh thu 5 tỷ, lợi nhuận 2 tỷ, tăng lần lượt 7% và 9%": growth of each."""
    for i, figure in enumerate(figures):
        if not figure.head_bits & c.RESPECTIVELY or not _moves_alone(figure):
            continue
        moves = list(takewhile(_moves_alone, figures[i:]))
        told = figures[i - len(moves) : i] if i >= len(moves) > 1 else []
        if not told or not all(map(_is_named_level, told)):
            continue
        for one, level in zip(moves, told, strict=True):
            one.metric, one.parent = level.metric, level.parent
            one.infer("metric", "respectively")
            one.rules["metric"] = "respectively"


def _give_out(figures: Sequence[Figure]) -> None:
    """Read "hỗ trợ 5 tỷ đồng cho 300 hộ, 2 tỷ đồng cho 40 hợp tác xã": to whom.

    What is given is told once; "trong đó" tells the parts of what was told before.
    """
    given: Stretch | None = None
    for i, (figure, after) in enumerate(pairwise(figures)):
        if not _goes_to(figure, after):
            continue
        if figure.own_metric or (i == 0 and figure.head_bits & c.PART):
            given = figure.metric
        told = after.metric
        if told is not None and given is not None and not figure.own_metric:
            figure.metric = figure.evidence["metric"] = told
            figure.parent = figure.evidence["parent"] = given
            figure.rules["metric"] = figure.rules["parent"] = "given_to"
            figure.inferred.pop("metric", None)


def _goes_to(figure: Figure, after: Figure) -> bool:
    """Tell "5 tỷ đồng |cho hơn| 300 hộ nghèo"."""
    head = after.head
    if figure.amount.kind != "money" or after.amount.kind != "count" or not head:
        return False
    hedged = all(t.bits & _HEDGES for t in head[1:])
    gives = head[0].word in role_words("meant_for")
    return gives and hedged and after.own_metric


def _moves_alone(figure: Figure) -> bool:
    return figure.measure in _MOVING and not figure.own_metric


def _is_named_level(figure: Figure) -> bool:
    named = figure.own_metric or figure.rules.get("metric") == "respectively"
    return named and figure.measure == "level"


def structure_of(head: list[Token]) -> Stretch | None:
    """Give what a list behind a colon divides: "cơ cấu kinh tế: A - B - C"."""
    colons = [i for i, t in enumerate(head) if t.word == ":"]
    if not colons:
        return None
    before = head[segment_start(head, colons[-1]) : colons[-1]]
    at = next(
        (i for i, t in enumerate(before) if t.word in role_words("structure")), None
    )
    if at is None:
        return None
    moves = role_words("structure_moves")
    return stretch(trim(list(takewhile(lambda t: t.word not in moves, before[at:]))))


def headed_by(first: Figure) -> Stretch | None:
    """Give what a list is of: "sản lượng nhiều mặt hàng tăng, như: chè 4 tấn; …".

    What stands before the verb is all that the list tells a part of. Where growth alone
    is listed, that is of the whole told before.
    """
    head = first.head
    if first.measure != "level" or first.amount.kind == "percent":
        return None
    colon = next((i for i, t in enumerate(head) if t.ref == ":"), 0)
    if not colon or is_nominal(head[colon:]):
        return None
    moves = c.UP | c.DOWN
    at = next((i for i, t in enumerate(head[:colon]) if t.bits & moves), 0)
    runs = named_runs(head[segment_start(head, at) : at])
    if len(runs) != 1 or not is_nominal(runs[0].words[:_OPENING]):
        return None
    return stretch(from_head(runs[0].words))


def _dashed(figures: Sequence[Figure]) -> bool:
    """Tell "nông nghiệp - công nghiệp - dịch vụ là 20%| - 35% - 45%"."""
    for figure in figures:
        if len(figure.head) != 1 or figure.head[0].word != "-":
            return False
    return bool(figures)


def _alike(figures: Sequence[Figure]) -> list[Figure]:
    """Give the first figure and those behind it that have no name of their own."""
    alike = [figures[0]]
    for other in figures[1:]:
        named = other.own_metric and "behind" not in other.rules["metric"]
        if named or other.measure != figures[0].measure:
            break
        alike.append(other)
    return alike


def _deals(figure: Figure) -> bool:
    if figure.head_bits & c.RESPECTIVELY:
        return True
    words = opening(figure.head, len(figure.head))
    for word in role_words("in_turn"):  # noqa: SIM110
        if word in words:
            return True
    return False


def _part_and_whole(figures: Sequence[Figure]) -> None:
    """Read "62/188 xã đạt chuẩn", "8 trong số 14 cụm": a part of the second."""
    for part, whole in pairwise(figures):
        levels = part.measure == whole.measure == "level"
        if not levels or not is_out_of(whole.head):
            continue
        unit, kind = whole.amount.unit, whole.amount.kind
        if kind != part.amount.kind or not (kind == "count" or _is_area(unit)):
            continue
        whole.parent = None
        if kind == "count" and part.rules.get("parent") == "part_of":
            continue
        told = whole.noun_alone or part.metric
        part.parent, part.rules["parent"] = told, "out_of_next"
        if told is not None:
            part.evidence["parent"] = told


def _follow_order(figures: Sequence[Figure]) -> None:
    """Read "Mỹ 8 tỷ USD, tiếp đến là Nga 5 tỷ USD": parts of one whole, told of one.

    What else is listed behind goes with them: "và Lào 2 tỷ USD".
    """
    order = role_words("in_order")
    first: Figure | None = None
    for i, figure in enumerate(figures):
        if figure.measure != "level" or not figure.own_metric:
            continue
        if any(t.word in order for t in figure.head[:_PAIR]):
            first = next(
                (f for f in reversed(figures[:i]) if _same_kind(f, figure)), None
            )
        elif first is not None and not _lists_on(figure, first):
            first = None
        if first is not None:
            _share_whole(first, figure)


def _same_kind(figure: Figure, other: Figure) -> bool:
    """Tell amounts of one unit, each with a name."""
    if figure.measure != "level" or not figure.own_metric:
        return False
    one, two = figure.amount.unit, other.amount.unit
    same = one is not None and two is not None and one.code == two.code
    return same and figure.amount.kind == other.amount.kind


def _lists_on(figure: Figure, first: Figure) -> bool:
    begins = bool(figure.head) and figure.head[0].word in _JOINS
    return begins and _same_kind(figure, first)


def _share_whole(first: Figure, figure: Figure) -> None:
    told, other = (first, figure) if first.parent is not None else (figure, first)
    if told.parent is not None and other.parent is None:
        other.parent = other.evidence["parent"] = told.parent
        other.rules["parent"] = "in_order"


def _is_area(unit: UnitMention | None) -> bool:
    return unit is not None and unit.kind == "area"


def _share_back(figures: Sequence[Figure]) -> None:
    """Give a level the whole that its share names: "7.656 chiếc, chiếm 85% tổng …"."""
    for i, share in enumerate(figures):
        if share.rules.get("parent") not in _SHARED or share.parent is None:
            continue
        if says_same(share):
            continue
        guessed = {f.parent for f in figures[:i] if f.rules.get("parent") in _GUESSED}
        for figure in reversed(figures[:i]):
            if figure.metric != share.metric:
                break
            untold = figure.parent is None or figure.parent in guessed
            if untold and figure.measure in ("level", "change"):
                figure.parent = figure.evidence["parent"] = share.parent
                figure.rules["parent"] = "share_back"


def says_same(figure: Figure) -> bool:
    """Tell "tương đương 6,5% …", which says the figure before in other terms."""
    same = tuple(role_words("same_as"))
    return any(token.word.startswith(same) for token in figure.head[:3])
