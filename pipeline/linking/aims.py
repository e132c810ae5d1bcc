"""Finds the word that says that a figure is planned, foretold, estimated or done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.telling import dating_set, dating_words, is_more
from pipeline.linking.tokens import CUE, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, opening, role_words, says

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure
    from pipeline.schema import Status

_ANY: Final = c.ESTIMATE | c.TARGET | c.FORECAST | c.ACTUAL
_BOUND: Final = c.ABOUT | c.OVER | c.UNDER
_LEADS: Final = _BOUND | c.REACH | c.PLAN
_NAMES: Final = ("quốc gia", "và đầu tư")
_EARMARKED: Final = ("bổ sung có", "hỗ trợ có")
_MOVES: Final = c.REACH | c.UP | c.DOWN
_MANY: Final = 2
_TELLS: Final = c.UP | c.DOWN | c.REACH
_REACH: Final = 28
"""Tokens from the word for a plan to the last figure that it can still govern."""


def status_of(cue: Token, head: list[Token], *, plan: bool) -> Status:
    """Give what a cue tells; "sẽ" tells a target where ``plan`` is spoken of."""
    if cue.bits & c.TARGET:
        return "target"
    if cue.bits & c.FORECAST:
        aimed = any(t.bits & c.TARGET for t in head)
        will = str(cue.ref).startswith("sẽ") and plan
        return "target" if aimed or will else "forecast"
    if cue.bits & c.ESTIMATE:
        return "target" if _is_aimed(cue, head) else "estimate"
    return "actual"


def _is_aimed(cue: Token, head: list[Token]) -> bool:
    """Tell "đặt mục tiêu doanh thu ước đạt 9 tỷ": no time parts the two words."""
    for token in reversed(head[: head.index(cue)]):
        if token.type in (TIME, SIGN):
            return False
        if token.bits & c.TARGET:
            return True
    return False


def tells_met(row: list[Token]) -> bool:
    """Tell "Các chỉ tiêu đều vượt kế hoạch": what has been, told by its plan."""
    if not has_bits(row, c.PLAN) or has_bits(row, c.FORECAST):
        return False
    if any(t.bits & c.TARGET and not t.bits & c.PLAN for t in row):
        return False
    text = " ".join([t.word for t in row if t.word])
    met = dating_words("plan_met").search(text)
    return met is not None and not dating_words("yet_to_do").search(text, 0, met.end())


def own_cue(figure: Figure) -> Token | None:
    """Give the cue that governs a figure: the nearest one that no clause cuts off."""
    if figure.measure == "level" and _counts_others(figure):
        return None
    head = figure.head
    past = dating_set("past")
    for i in range(len(head) - 1, -1, -1):
        token = head[i]
        if token.word in past and i and not _decides(head, i):
            return None
        if token.type != CUE or not token.bits & _ANY:
            continue
        if token.bits & c.PLAN and _says_no_plan(head, i):
            continue
        if token.bits & c.FORECAST and _is_closed(head, i):
            return None
        if not _compared(figure, i):
            return token
    return None


def _says_no_plan(head: list[Token], i: int) -> bool:
    """Tell a plan carried out, one in a name, one too far back, and none at all."""
    if len(head) - i > _REACH or _is_done(head, i) or _is_name(head, i):
        return True
    if any(t.ref == ":" for t in head[i + 1 :]) and tells_met(head):
        return True
    return head[i].word == "chỉ tiêu" and _are_measured(head, i)


def _are_measured(head: list[Token], i: int) -> bool:
    """Tell "các chỉ tiêu đều tăng, thu tăng 12%": what is measured, not what is set.

    "các chỉ tiêu năm 2025 đều cao hơn" are those of a year that they are set for. So
    are they where a statement of its own ends: "nhiều chỉ tiêu khởi sắc; xuất khẩu …".
    """
    if not says(head[max(0, i - _MANY) : i], dating_set("many")):
        return False
    for at in range(i + 1, len(head)):
        token = head[at]
        if token.type in (TIME, SIGN):
            return token.ref == ";"
        if token.word in dating_set("each"):
            return True
        if token.bits & _MOVES and not token.bits & (c.HEAD | c.END):
            return any(t.type == SIGN for t in head[at:])
    return False


def _counts_others(figure: Figure) -> bool:
    """Tell "kế hoạch của hai công ty", whose number nobody plans."""
    last = figure.head[-1:]
    return figure.amount.kind == "count" and says(last, dating_set("beside"))


def _decides(head: list[Token], i: int) -> bool:
    """Tell "kế hoạch đã được giao là", "chỉ tiêu đã đề ra": when it was made."""
    if head[i - 1].bits & c.PLAN:
        return True
    decided = says(head[i + 1 : i + 3], dating_set("decided"))
    return decided and has_bits(head[:i], c.PLAN)


def _is_name(head: list[Token], i: int) -> bool:
    """Tell "chương trình mục tiêu quốc gia", "Sở Kế hoạch và Đầu tư".

    So too "bổ sung có mục tiêu", the name of funds that are earmarked.
    """
    after = opening(head[i + 1 :], 3)
    before = " ".join([t.word for t in head[max(0, i - 2) : i]])
    return after.startswith(_NAMES) or before.endswith(_EARMARKED)


def _is_closed(head: list[Token], i: int) -> bool:
    """Tell "dự kiến hoàn thành năm 2028; khu đô thị B rộng": the item before."""
    return any(t.word == ";" for t in head[i + 1 :])


def _is_done(head: list[Token], i: int) -> bool:
    """Tell "kế hoạch vốn giải ngân được 22 tỷ đồng", "giải ngân kế hoạch đạt 9 tỷ".

    So too "kế hoạch vốn năm nay mới đạt 19%".
    """
    last = next((t for t in reversed(head) if not t.bits & _BOUND), head[i])
    if last.word in dating_set("done"):
        return True
    if last.bits & c.REACH and opening(head[-2:], 1) in role_words("only_so_far"):
        return True
    carried_out = i > 0 and head[i - 1].word in dating_set("carrying_out")
    return carried_out and bool(last.bits & c.REACH) and last is not head[i]


def _compared(figure: Figure, i: int) -> bool:
    """Tell "vượt kế hoạch", "so với dự toán": the plan is a base, not a status.

    Of a level it is none where it stands right before: "so với kế hoạch 300 tỷ".
    """
    head = figure.head
    if not head[i].bits & c.PLAN:
        return False
    level = figure.measure == "level"
    if level and all(t.bits & _LEADS for t in head[i + 1 :]):
        return False
    if not level and i + 1 < len(head) and head[i + 1].type == SIGN:
        return True
    before = head[max(0, i - 2) : i]
    if level:
        if _states_sum(head, i):
            return False
        return any(t.bits & c.VERSUS or t.ref == "vượt" for t in before)
    if any(is_more(t) for t in before):
        # "thấp hơn kế hoạch và giảm 4%"; but "cao hơn mục tiêu (4%)" is the target.
        return has_bits([t for t in head[i + 1 :] if not t.bits & c.TO], _TELLS)
    return any(
        t.bits & (c.VERSUS | c.RATIO) or t.ref in ("vượt", "đạt") for t in before
    )


def _states_sum(head: list[Token], i: int) -> bool:
    """Tell "so với kế hoạch lợi nhuận 200 tỷ đồng, …": the sum that was planned."""
    opens = i == 1 or (i > 1 and head[i - 2].type == SIGN)
    if not opens or not head[i - 1].bits & c.VERSUS:
        return False
    named = has_bits(head[i + 1 : i + 2], c.HEAD)
    return named and all(
        t.bits & (c.HEAD | _BOUND) or t.type in (WORD, TIME) for t in head[i + 1 :]
    )
