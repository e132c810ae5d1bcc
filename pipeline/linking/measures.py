"""Tells what kind of statement a figure is: level, change, ratio, share or rank."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.bounds import BEHIND, set_bound
from pipeline.linking.telling import exceeds_time, is_of_plan, last_move
from pipeline.linking.tokens import AMOUNT, CUE, SIGN, TIME, WORD, Token, start_of
from pipeline.linking.whats import added_to, is_granted, is_part_in_growth, says_what
from pipeline.linking.words import has_bits, role_words, says, table_words
from pipeline.values.vocabulary import words_of

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.linking.figure import Figure
    from pipeline.schema import Direction, Measure
    from pipeline.values.amount import Amount

_NEAR: Final = 8
_HELD: Final = 3
_CLAUSE: Final = 3
_TOLD: Final = 40
"""Words that a plan and what passes it stand apart at most."""
"""So many words between verb and amount are a phrase of their own."""
_PREDICATES: Final = c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO | c.ESTIMATE
_HEDGED: Final = c.OVER | c.UNDER | c.ABOUT
_PASSING: Final = c.PLAN | _HEDGED
RELATIVE: Final = ("percent", "point", "times", "step", "fraction")


def set_measure(figure: Figure, folded: str) -> None:
    """Fill measure, direction and bound of a figure from its head and tail."""
    cue = _predicate(figure.head) if figure.head_bits & _PREDICATES else None
    measure, direction = _measure(figure, cue, folded)
    figure.measure = measure
    figure.direction = direction if measure == "change" else None
    set_bound(figure, folded)
    if cue is not None:
        figure.evidence["measure"] = (cue.start, cue.end)


def _predicate(head: list[Token]) -> Token | None:
    """Give the cue nearest to the figure that says what is done with it."""
    near = head[-_NEAR:]
    for at in range(len(near) - 1, -1, -1):
        token = near[at]
        if token.type == SIGN and token.word in ",;:":
            return None
        if at and token.bits & c.UP and near[at - 1].bits & c.SHARE:
            continue  # "chiếm thêm 11%" is a part still
        if token.type == CUE and token.bits & _PREDICATES:
            strong = c.UP | c.DOWN | c.SHARE | c.RATIO | c.TO
            weak = token.bits & (c.ADVERB | c.LINK) and token.ref != "là"
            if token.bits & strong or not weak:
                return token
    return None


def _measure(
    figure: Figure, cue: Token | None, folded: str
) -> tuple[Measure, Direction | None]:
    amount = figure.amount
    if amount.form == "rank" or amount.kind == "rank":
        return "rank", None
    if added_to(amount, figure.tail):
        return "level", None
    if exceeds := _exceeds(figure.head):
        return "change", exceeds
    moved = _sign(figure, folded) or _moved(figure.head, cue)
    if amount.kind == "step":
        return "change", moved or "up"
    if moved and not _lands(figure, cue) and not _names_other(figure, cue):
        return "change", moved
    if amount.kind not in RELATIVE:
        return "level", None
    return _relative(figure, cue)


def _exceeds(head: list[Token]) -> Direction | None:
    """Tell "cao hơn vụ trước 0,1 tấn", "hơn năm 2019 là 6%": by how much it is more."""
    for i in range(len(head) - 1, 0, -1):
        token = head[i]
        if token.type == SIGN or token.bits & (c.NOUN | c.VERSUS):
            return None
        if token.type == TIME:
            down = head[i - 1].bits & c.DOWN
            return ("down" if down else "up") if exceeds_time(head, i) else None
    return None


def _relative(figure: Figure, cue: Token | None) -> tuple[Measure, Direction | None]:
    bits = cue.bits if cue else 0
    match figure.amount.kind:
        case "times":
            return ("ratio" if _multiplies(figure, bits) else "level"), None
        case "fraction":
            return ("ratio" if bits & c.RATIO else "share"), None
        case "point" if bits & c.SHARE:
            return "level", None
        case _ if bits & c.SHARE and not has_bits(figure.tail[:1], c.PLAN):
            return "share", None
        case _:
            return _percent(figure, cue)


def _sign(figure: Figure, folded: str) -> Direction | None:
    """Tell "(-3,8%)" and "(+3,8%)", where the sign says what moved.

    Crawls lose the plus and leave a space for it: "( 3,8%)".
    """
    at = figure.amount.start
    lead = folded[max(0, at - 2) : at]
    if figure.amount.kind not in ("percent", "point") or lead[:1].isalnum():
        return None
    if lead.endswith("+") or lead == "( ":
        return "up"
    return "down" if lead.endswith("-") else None


def _multiplies(figure: Figure, bits: int) -> bool:
    """Tell "gấp 2 lần" from what stands in times: "hệ số 2 lần", "sau 5 lần"."""
    if figure.amount.form == "multiple" or bits & (c.RATIO | c.UP | c.DOWN):
        return True
    return has_bits(figure.tail[:2], c.PLAN | c.VERSUS | c.COMPARED)


def _moved(head: list[Token], cue: Token | None) -> Direction | None:
    if cue is None:
        return None
    at = head.index(cue)
    if cue.bits & c.DOWN:
        return "down"
    if cue.bits & c.UP:
        return "up"
    # "tăng trưởng khá, đạt 7%" is for the metric to tell; "tăng gấp 2 lần" is here.
    if cue.bits & c.RATIO:
        # "tăng gần gấp 2 lần" is, too.
        before = [t for t in head[:at] if not t.bits & _HEDGED]
        if before and before[-1].bits & c.UP:
            return "up"
        if before and before[-1].bits & c.DOWN:
            return "down"
    return None


def _lands(figure: Figure, cue: Token | None) -> bool:
    """Tell "tăng lên 7%", "giảm còn 3%", "tăng từ 5%": a level, not a change."""
    head = figure.head
    if cue is None or (head[-1].word.endswith("từ") and _is_by(figure, cue)):
        return False
    if cue.bits & c.TO or head[-1].ref == "về":
        return True
    after = head[head.index(cue) + 1 :]
    return any(
        (t.bits & c.TO and t.ref not in ("tới", "đến"))
        or t.bits & (c.VERSUS | c.COMPARED)
        or t.ref in ("con số", "mức")
        for t in after
    )


def _is_by(figure: Figure, cue: Token) -> bool:
    """Tell "tăng từ 5% trở lên", "giảm từ 20 - 30 đồng/kg": by how much it moves."""
    if says(figure.tail[:1], frozenset(BEHIND)):
        return True
    ranges = figure.amount.value_max is not None
    beside = any(token is cue for token in figure.head[-2:])
    if not (ranges and beside):
        return False
    behind = bisect_left(figure.row, figure.amount.unit_end, key=start_of)
    return not has_bits(figure.row[behind : behind + 1], c.TO)


def _names_other(figure: Figure, cue: Token | None) -> bool:
    """Tell an amount that the verb of change does not reach.

    "thêm doanh thu 33,9 tỷ" names something else, "vốn tăng thêm đạt 5 tỷ" tells it
    anew, "vốn hóa vượt 5 tỷ USD" only bounds it, "dòng tiền âm 5 tỷ" is below nothing.
    """
    if cue is None or figure.amount.kind in RELATIVE:
        return False
    after = figure.head[figure.head.index(cue) + 1 :]
    if cue.bits & c.OVER and _is_plan_passed(after) and _is_less_than_told(figure):
        return False
    told = any(t.bits & (c.NOUN | c.REACH) or t.type == TIME for t in after)
    if told or cue.ref == "âm":
        return True
    if sum(t.type == WORD for t in after) >= _CLAUSE:
        return True
    against = has_bits(figure.tail[:4], c.PLAN | c.VERSUS)
    return bool(cue.bits & c.OVER) and not against


def _is_plan_passed(after: list[Token]) -> bool:
    """Tell "vượt dự toán 3.000 tỷ", by how much, from "vượt kế hoạch là 3.000 tỷ"."""
    if not after or not after[0].bits & c.PLAN:
        return False
    return all(t.type == WORD or t.bits & _PASSING for t in after)


def _is_less_than_told(figure: Figure) -> bool:
    """Tell the excess over a plan from the plan: "đạt 26 tỷ, vượt mục tiêu 24 tỷ"."""
    amount = figure.amount
    at = bisect_left(figure.row, amount.start, key=start_of)
    for token in reversed(figure.row[max(0, at - _TOLD) : at]):
        if token.type == AMOUNT and token.ref.kind == amount.kind:  # type: ignore[attr-defined]
            other: Amount = token.ref  # type: ignore[assignment]
            return _size(amount) * 2 < _size(other)
    return False


def _size(amount: Amount) -> Decimal:
    """Give the value with its magnitude: "2,5 tỷ"."""
    return amount.value.scaleb(amount.unit.power if amount.unit else 0)


def _percent(figure: Figure, cue: Token | None) -> tuple[Measure, Direction | None]:
    tail = figure.tail[:4]
    if has_bits(tail[:3], c.PLAN):
        return "ratio", None
    if cue and (cue.bits & c.RATIO or _attains(figure, cue)):
        return "ratio", None
    if _is_of_output(figure):
        return "ratio", None
    if _whole_follows(figure) or says_what(figure.amount, figure.head, figure.tail):
        return "share", None
    held = says(figure.head[-_HELD:], _holding())
    held = held or is_granted(figure.head, figure.tail)
    if held or is_part_in_growth(figure.head, cue):
        return "share", None
    if cue and cue.bits & c.TO and not _only_reaches(figure, cue):
        return "level", None
    last = last_move(figure.head) if figure.head_bits & (c.UP | c.DOWN) else None
    if last is not None:
        return "change", "down" if last.bits & c.DOWN else "up"
    return "level", None


@lru_cache(maxsize=1)
def _holding() -> frozenset[str]:
    return frozenset(words_of("holding"))


def _is_of_output(figure: Figure) -> bool:
    """Tell "thu ngân sách đạt 14,3% GDP", set against it, from "chiếm 14% GDP"."""
    if not figure.tail or figure.tail[0].word not in role_words("output"):
        return False
    states = has_bits(figure.head[-_HELD:], c.REACH | c.RATIO | c.ESTIMATE)
    return states and not says(figure.head, role_words("parts_of"))


def _attains(figure: Figure, cue: Token) -> bool:
    """Tell what is reached of a plan or period from what is the name's own value."""
    if not cue.bits & c.REACH:
        return False
    return is_of_plan(figure.head) or _attains_period(figure)


def _attains_period(figure: Figure) -> bool:
    """Tell "đạt 112% so với cùng kỳ" from "đà tăng đạt 14% so với cùng kỳ"."""
    if not has_bits(figure.tail[:2], c.VERSUS) or _is_beside_level(figure.tail):
        return False
    named = figure.head[max(0, len(figure.head) - _NEAR) :]
    for token in reversed(named):
        if token.type == SIGN and str(token.ref) in ",;:(":
            break
        if token.bits & (c.UP | c.DOWN):
            return False
    return True


def _is_beside_level(tail: list[Token]) -> bool:
    """Tell "lên mức 5% so với mức 6%": a rate beside the rate it was."""
    levels = any(t.word.endswith((" mức", " con số")) for t in tail[:2])
    return levels and all(t.type != TIME for t in tail)


def _only_reaches(figure: Figure, cue: Token) -> bool:
    """Tell "tăng từ 5-7%", a range, and "mức giảm lên tới 55%" from where it lands."""
    if str(cue.ref).endswith("từ"):
        return figure.amount.value_max is not None
    return cue.ref in ("lên tới", "lên đến")


def _whole_follows(figure: Figure) -> bool:
    """Tell "83% tổng kim ngạch", "51% vốn", "35% dân số": a part of a whole."""
    if not figure.tail or figure.tail[0].type in (SIGN, TIME):
        return False
    first = figure.tail[0]
    if first.type == WORD and not first.bits & c.HEAD:
        return True
    if says([first], table_words("whole_heads")):
        return True
    # "98% số hộ có điện": those of a number of things.
    return first.word.split(" ", 1)[0] in role_words("number_of")
