"""Tells whether a figure is an actual, an estimate, a target or a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.aims import own_cue, status_of
from pipeline.linking.telling import dating_set, dating_words, is_attribute
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.linking.words import has_bits, role_words, says, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.linking.outlook import Outlook
    from pipeline.schema import Status
    from pipeline.values.times import TimeMention

_PREDICATES: Final = c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO
_LASTING: Final = ("target", "forecast")
_OPENING: Final = 4
_NEAR: Final = 4
_ONWARD: Final = 2
_GIVES: Final = 3
_ASIDE: Final = frozenset(("states_plan", "compared_figure"))
_REACHED: Final = frozenset(("đạt", "đã đạt"))
_QUOTES: Final = frozenset('"“«')


def set_statuses(figures: Sequence[Figure], outlook: Outlook) -> None:
    """Fill the status of the figures of one sentence, in order.

    A target or forecast holds to the end of its bracket or sentence, a target on to
    the end of its paragraph unless the past is told; an estimate for its chain.
    """
    first = figures[0]
    past = dating_set("past")
    outlook.note_approval(first.head)
    lasting = _carried(first.head, outlook)
    plan = outlook.approved or bool(first.head_bits & c.PLANDOC)
    for i, figure in enumerate(figures):
        cue = own_cue(figure)
        if cue is None and i and says(figure.head, past):
            lasting = None
        if cue is not None:
            figure.status = status_of(cue, figure.head, plan=plan)
            figure.evidence["status"] = (cue.start, cue.end)
            if not figure.depth:
                lasting = figure.status if figure.status in _LASTING else None
        elif not i and outlook.estimated and _is_bare_part(figure):
            figure.status = "estimate"
            figure.infer("status", "part_of_estimate")
        else:
            _without_cue(figures, i, lasting)
    outlook.estimated = first.status == "estimate"
    outer = next((f for f in reversed(figures) if not f.depth), figures[-1])
    outlook.foretold = outer.status == "forecast"
    if lasting != "forecast" or not outlook.approved:
        outlook.status = "target" if lasting == "target" else None


def _carried(head: list[Token], outlook: Outlook) -> Status | None:
    """Give the outlook that a sentence opens with: told before, or by its first words.

    A forecast goes on only where the sentence says so: "Trong đó", "Riêng".
    """
    if says(head, dating_set("past")) or _tells_now(head):
        return None
    if _is_duty(head):
        return "target"
    onward = outlook.foretold and says(head[:_ONWARD], dating_set("onward"))
    return outlook.status or ("forecast" if onward else None)


def _is_duty(head: list[Token]) -> bool:
    """Tell "Tiếp tục triển khai 18 đề án": a task without a subject, still to do."""
    words = " ".join([t.word for t in head[:_OPENING] if t.word])
    return dating_words("duty").match(words) is not None


def _tells_now(head: list[Token]) -> bool:
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
    told = _stated(figure, before, figures[i + 1 : i + 2])
    if told is None and _is_specified(figure, before, lasting):
        told = "actual", "specified"
    if told is not None:
        figure.status, rule = told
    elif outer is not None:
        figure.status, rule = outer.status, "bracket"
    elif before and (
        not figure.own_metric or _listed(figure) or _parts(figure, before[-1])
    ):
        figure.status, rule = _peer(before, figure.depth).status, "chain"
        if figure.status == "target" and _is_done(figure):
            figure.status, rule = "actual", "done"
    else:
        figure.status = lasting or "actual"
        rule = "sentence" if lasting else "default"
    figure.infer("status", rule)


def _is_bare_part(figure: Figure) -> bool:
    """Tell "Trong đó, tôm 19 tấn": no verb, so that it is told as the whole was."""
    parts = has_bits(figure.head[:_ONWARD], c.PART)
    return parts and figure.measure == "level" and _listed(figure)


def _is_done(figure: Figure) -> bool:
    """Tell "được giao 9 tỷ đồng, đã giải ngân 3 tỷ đồng": what came of the plan."""
    return figure.measure == "level" and says(figure.head, dating_set("past"))


def _stated(
    figure: Figure, before: Sequence[Figure], after: Sequence[Figure]
) -> tuple[Status, str] | None:
    """Give what the place of a figure tells of it, and by which rule."""
    if _is_in_scheme(figure):
        return "target", "in_scheme"
    if _states_plan(figure, before) or _is_due(figure, after):
        return "target", "states_plan"
    if _is_told_before(figure, before):
        return "actual", "compared_figure"
    if _is_foretold(figure):
        return "forecast", "told_behind"
    if _is_allotted(figure):
        return "target", "allotted"
    return None


def _is_allotted(figure: Figure) -> bool:
    """Tell "được giao 900 tỷ đồng vốn": a sum to spend; not "được giao 5 ha đất"."""
    if figure.amount.kind != "money" or figure.measure != "level" or not figure.head:
        return False
    gives = says(figure.head[-_GIVES:], dating_set("allotting"))
    funds = figure.tail[:1]
    return (
        gives
        and bool(funds)
        and funds[0].word.startswith(tuple(dating_set("allotted")))
    )


def _is_specified(
    figure: Figure, before: Sequence[Figure], lasting: Status | None
) -> bool:
    """Tell "dự kiến hoàn thành năm 2026, diện tích 8 ha": what is built, not when."""
    foreseen = lasting == "forecast" or (before and before[-1].status == "forecast")
    if not foreseen or figure.measure != "level" or figure.depth:
        return False
    if says(figure.head, dating_set("attains")) or any(
        t.type == TIME for t in figure.head
    ):
        return False
    return says(figure.head, table_words("attribute_heads"))


def _is_in_scheme(figure: Figure) -> bool:
    """Tell "Đề án “Xây dựng ít nhất 1 triệu căn hộ …”": what a scheme is called."""
    head = figure.head
    if not figure.head_bits & c.PLANDOC:
        return False
    opened = next((i for i, t in enumerate(head) if t.word in _QUOTES), 0)
    return opened > 0 and bool(head[opened - 1].bits & c.PLANDOC)


def _is_told_before(figure: Figure, before: Sequence[Figure]) -> bool:
    """Tell what a figure is compared with: "so với cùng kỳ (116 tỷ đồng)"."""
    if figure.measure != "level" or not before:
        return False
    opens = bool(figure.head) and figure.head[0].word == "("
    told = before[-1]
    if opens and len(figure.head) == 1 and told.measure in ("change", "ratio"):
        return has_bits(told.tail[:1], c.VERSUS) and not _planned(told)
    return has_bits(figure.head[-_NEAR:], c.VERSUS | c.COMPARED)


def _is_foretold(figure: Figure) -> bool:
    """Tell "34 km đường sẽ được mở rộng": the verb stands behind.

    What it costs is not foretold by what becomes of it: "vốn 4 tỷ đồng sẽ được vay".
    """
    named = figure.own_metric and figure.rules.get("metric") == "phrase"
    if figure.amount.kind == "money" and named:
        return False
    for token in figure.tail[:_NEAR]:
        if token.type in (SIGN, TIME) or token.word in role_words("and"):
            return False
        if token.bits & c.FORECAST and token.ref in ("sẽ", "dự kiến"):
            return figure.measure == "level"
    return False


def _listed(figure: Figure) -> bool:
    """Tell an item of a list that has no predicate: "; thuỷ sản 8,47 tỷ USD"."""
    if not figure.head_bits & _PREDICATES:
        return True
    return not any(t.bits & _PREDICATES and t.word != "và" for t in figure.head)


def _parts(figure: Figure, before: Figure) -> bool:
    """Tell "ước đạt 9 tỷ đồng, trong đó có 5 tỷ", "ước tăng 8%: dệt tăng 5%".

    Parts of an estimate are estimates, but for what "đạt" says to be reached.
    """
    if before.status != "estimate" or has_bits(figure.head[-_NEAR:], c.RATIO | c.SHARE):
        return False
    if says(figure.head, _REACHED):
        return False
    if figure.head_bits & c.PART:
        return True
    if not figure.measure == before.measure == "change":
        return False
    moves = sum(bool(t.bits & (c.UP | c.DOWN)) for t in figure.head)
    timed = any(t.type == TIME for t in figure.head)
    return moves == 1 and not timed and figure.head[0].type == SIGN


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
    if figure.measure != "level" or not _slash(figure.head) or not after:
        return False
    if after[0].measure != "ratio" or after[0].amount.kind != "percent":
        return False
    if figure.amount.kind == "money":
        return True
    return _planned(after[0]) and after[0].head[:1][0].word == ","


def _peer(before: Sequence[Figure], depth: int) -> Figure:
    """Give the figure that a chain goes on from, past brackets and stated plans."""
    told = (f for f in reversed(before) if f.inferred.get("status") not in _ASIDE)
    return next((f for f in told if f.depth <= depth), before[-1])


def _planned(figure: Figure) -> bool:
    return has_bits(figure.tail, c.PLAN)


def _slash(row: list[Token]) -> bool:
    """Tell "7.447 tỷ đồng/8.763 tỷ đồng": what was done, and what was to do."""
    return bool(row) and row[0].word == "/"


def _outer(before: Sequence[Figure], depth: int) -> Figure | None:
    """Give the figure that a bracket explains."""
    return next((f for f in reversed(before) if f.depth < depth), None)
