"""Tells whether a figure is an actual, an estimate, a target or a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.telling import dating_set, dating_words, is_attribute
from pipeline.linking.tokens import CUE, SIGN, TIME, Token
from pipeline.linking.words import has_bits, says

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.outlook import Outlook
    from pipeline.schema import Status
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

_PREDICATES: Final = c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO
_ANY: Final = c.ESTIMATE | c.TARGET | c.FORECAST | c.ACTUAL
_LASTING: Final = ("target", "forecast")
_BOUND: Final = c.ABOUT | c.OVER | c.UNDER
_INHERITED: Final = frozenset(("chain", "bracket", "sentence"))
_OPENING: Final = 4
_YEAR_LEFT: Final = 45
"""Days left of a year from which on a figure for the year cannot be an actual."""


def set_statuses(figures: Sequence[Figure], outlook: Outlook) -> None:
    """Fill the status of the figures of one sentence, in order.

    A target or forecast holds to the end of its bracket or sentence, a target on to
    the end of its paragraph unless the past is told; an estimate for its chain.
    """
    lasting = outlook.status
    past = dating_set("past")
    first = figures[0]
    if says(first.head, past) or _tells_now(first.head):
        lasting = None
    elif _is_duty(first.head):
        lasting = "target"
    outlook.note_approval(first.head)
    plan = outlook.approved or bool(first.head_bits & c.PLANDOC)
    for i, figure in enumerate(figures):
        cue = _own_cue(figure)
        if cue is None and i and says(figure.head, past):
            lasting = None
        if cue is not None:
            figure.status = _status_of(cue, figure.head, plan=plan)
            figure.evidence["status"] = (cue.start, cue.end)
            if not figure.depth:
                lasting = figure.status if figure.status in _LASTING else None
        else:
            _without_cue(figures, i, lasting)
    outlook.status = "target" if lasting == "target" else None


def _is_duty(head: Sequence[Token]) -> bool:
    """Tell "Tiếp tục triển khai 18 đề án": a task without a subject, still to do."""
    words = " ".join([t.word for t in head[:_OPENING] if t.word])
    return dating_words("duty").match(words) is not None


def _tells_now(head: Sequence[Token]) -> bool:
    for i, token in enumerate(head):
        if token.type != TIME or is_attribute(head, i):
            continue
        mention: TimeMention = token.ref  # type: ignore[assignment]
        if mention.kind == "now":
            return True
    return False


def _without_cue(figures: Sequence[Figure], i: int, lasting: Status | None) -> None:
    figure, before = figures[i], figures[:i]
    outer = _outer(before, figure.depth) if figure.depth else None
    if _states_plan(figure, before) or _is_due(figure, figures[i + 1 : i + 2]):
        figure.status = "target"
        figure.infer("status", "states_plan")
        figure.rules["status"] = "states_plan"
    elif outer is not None:
        figure.status = outer.status
        figure.infer("status", "bracket")
    elif before and (not figure.own_metric or _listed(figure)):
        figure.status = _peer(before, figure.depth).status
        figure.infer("status", "chain")
    else:
        figure.status = lasting or "actual"
        figure.infer("status", "sentence" if lasting else "default")


def _listed(figure: Figure) -> bool:
    """Tell an item of a list that has no predicate: "; thuỷ sản 8,47 tỷ USD"."""
    if not figure.head_bits & _PREDICATES:
        return True
    return not any(t.bits & _PREDICATES and t.word != "và" for t in figure.head)


def _states_plan(figure: Figure, before: Sequence[Figure]) -> bool:
    """Tell "hoàn thành 23% chỉ tiêu cả năm (455 tỷ đồng)": the target itself."""
    if not before or figure.measure != "level":
        return False
    if _slash(figure.head):
        outer = _outer(before, figure.depth)
        return outer is not None and outer.measure == "ratio" and _planned(outer)
    if figure.depth <= before[-1].depth or _slash(figure.tail):
        return False
    planned = before[-1].measure == "ratio" and _planned(before[-1])
    return planned and not figure.head_bits & c.REACH


def _is_due(figure: Figure, after: Sequence[Figure]) -> bool:
    """Tell the plan in "giải ngân 393/932 tỷ đồng, đạt 42%"."""
    money = figure.measure == "level" and figure.amount.kind == "money"
    if not money or not _slash(figure.head) or not after:
        return False
    return after[0].measure == "ratio" and after[0].amount.kind == "percent"


def _peer(before: Sequence[Figure], depth: int) -> Figure:
    """Give the figure that a chain goes on from, past brackets and stated plans."""
    told = (f for f in reversed(before) if f.rules.get("status") != "states_plan")
    return next((f for f in told if f.depth <= depth), before[-1])


def _planned(figure: Figure) -> bool:
    return has_bits(figure.tail, c.PLAN)


def _slash(row: Sequence[Token]) -> bool:
    """Tell "7.447 tỷ đồng/8.763 tỷ đồng": what was done, and what was to do."""
    return bool(row) and row[0].word == "/"


def _outer(before: Sequence[Figure], depth: int) -> Figure | None:
    """Give the figure that a bracket explains."""
    return next((f for f in reversed(before) if f.depth < depth), None)


def _status_of(cue: Token, head: Sequence[Token], *, plan: bool) -> Status:
    if cue.bits & c.TARGET:
        return "target"
    if cue.bits & c.FORECAST:
        aimed = any(t.bits & c.TARGET and not t.bits & c.PLAN for t in head)
        will = str(cue.ref).startswith("sẽ") and plan
        return "target" if aimed or will else "forecast"
    return "estimate" if cue.bits & c.ESTIMATE else "actual"


def _own_cue(figure: Figure) -> Token | None:
    head = figure.head
    past = dating_set("past")
    for i in range(len(head) - 1, -1, -1):
        token = head[i]
        if token.word in past and i and not head[i - 1].bits & c.PLAN:
            return None
        if token.type != CUE or not token.bits & _ANY:
            continue
        if token.bits & c.PLAN and _is_done(head, i):
            continue
        if figure.measure == "level" or not _compared(head, i):
            return token
    return None


def _is_done(head: Sequence[Token], i: int) -> bool:
    """Tell "kế hoạch vốn giải ngân được 22 tỷ đồng", "giải ngân kế hoạch đạt 9 tỷ"."""
    last = next((t for t in reversed(head) if not t.bits & _BOUND), head[i])
    if last.word in dating_set("done"):
        return True
    carried_out = i > 0 and head[i - 1].word in dating_set("carrying_out")
    return carried_out and bool(last.bits & c.REACH) and last is not head[i]


def _compared(head: Sequence[Token], i: int) -> bool:
    """Tell "vượt kế hoạch", "so với dự toán": the plan is a base, not a status."""
    if not head[i].bits & c.PLAN:
        return False
    if i + 1 < len(head) and head[i + 1].type == SIGN:
        return True
    before = head[max(0, i - 2) : i]
    return any(
        t.bits & (c.VERSUS | c.RATIO) or t.ref in ("vượt", "đạt") for t in before
    )


def settle_by_period(figures: Sequence[Figure], anchor: ArticleDate | None) -> None:
    """Correct what was only inferred, once every figure's period is known.

    A figure for a year that has hardly begun can only be a target; one for a time
    before that of its neighbour, or already over, shares no estimate or target.
    """
    before: Figure | None = None
    attained = {f.sentence for f in figures if _attains(f)}
    aimed = {f.evidence.get("period") for f in figures if f.status == "target"}
    for figure in figures:
        if _is_over(figure, before, anchor) or _follows_past(figure, before):
            figure.status = "actual"
            figure.infer("status", "past_period")
        elif anchor and _is_ahead(figure, anchor, attained, aimed):
            figure.status = "target"
            figure.infer("status", "future_period")
        before = figure


def _follows_past(figure: Figure, before: Figure | None) -> bool:
    """Tell the growth or ratio of a level that was found to be past."""
    if before is None or before.inferred.get("status") != "past_period":
        return False
    told = figure.inferred.get("status") == "chain" and not figure.own_metric
    return told and figure.sentence == before.sentence and figure.measure != "level"


def _attains(figure: Figure) -> bool:
    planned = figure.base is not None and figure.base.kind == "plan"
    return figure.measure == "ratio" and planned and figure.status == "actual"


def _is_ahead(
    figure: Figure,
    anchor: ArticleDate,
    attained: AbstractSet[int],
    aimed: AbstractSet[Stretch | None],
) -> bool:
    period = figure.period
    if period is None or figure.status != "actual":
        return False
    if figure.measure in ("rank", "ratio"):
        return False
    if figure.inferred.get("status") not in ("default", "chain", "bracket"):
        return False
    begun = period.first <= anchor.first
    done = figure.sentence in attained or says(figure.head, dating_set("past"))
    carried = figure.inferred.get("period") == "carried_on"
    if begun and carried and figure.evidence.get("period") not in aimed:
        return False
    if begun and done:
        return False
    whole = period.frequency == "A" or period.last.year > period.first.year
    return whole and (period.last - anchor.last).days > _YEAR_LEFT


def _is_over(figure: Figure, before: Figure | None, anchor: ArticleDate | None) -> bool:
    """Tell an inherited estimate or target whose own time is told and past."""
    period, rule = figure.period, figure.inferred.get("status")
    if figure.status == "actual" or rule not in _INHERITED:
        return False
    if period is None or "period" in figure.inferred:
        return False
    beside = before.period if before else None
    if figure.status == "estimate" or anchor is None:
        return beside is not None and period.last < beside.first
    return period.last <= anchor.last and beside != period
