"""Gives each figure its reporting period, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.dealing import deal_out
from pipeline.linking.bases import frame_of, own_base, share_bases
from pipeline.linking.standing import flow_or_stock, is_standing
from pipeline.linking.telling import (
    dating_words,
    is_base,
    is_vision,
    opens_with_day,
    tells_period,
)
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.schema import Period
from pipeline.values.periods import base_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock, State
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_TAIL_REACH: Final = 7
_NOW_REACH: Final = 3
_ASIDE: Final = 48
"""Characters from a figure to the bracket that dates it."""
_THIS_MONTH: Final = 31
_RELATIVE: Final = frozenset(("same_period", "previous"))


def date_sentence(
    figures: Sequence[Figure], clock: Clock, folded: str, *, paragraph: int
) -> None:
    """Fill period and base of the figures of one sentence, in order.

    What a time behind a figure tells holds to the end of the sentence; a time that
    leads holds on after it.
    """
    year: int | None = None
    kept = clock.state()
    moving = any(f.measure in ("change", "ratio") for f in figures)
    lead = figures[0].head[:4]
    onward = bool(lead) and _goes_on_about(lead, folded)
    if onward and clock.spoken is not None and clock.paragraph == paragraph:
        clock.go_back(clock.spoken)
    opening = lead[0].start if lead and not onward else 0
    begin = lead[0].start if lead else figures[0].amount.start
    clock.note_plan([t for f in figures for t in f.head])
    aside: State | None = None
    for i, figure in enumerate(figures):
        if aside is not None and any(t.type == SIGN for t in figure.head):
            clock.go_back(aside)
            aside = None
        before = clock.state()
        year = _period_from_head(figure, clock, year, folded)
        relative = clock.mention is not None and clock.mention.kind in _RELATIVE
        if clock.state() != before:
            clock.paragraph = paragraph
            if (
                not _is_passing(clock.mention)
                and not relative
                and (not i or _goes_on(clock, kept))
            ):
                kept = clock.state()
        own = _tail_time(figure, folded)
        if own is not None:
            _apply_tail(figure, own, clock, year, folded)
        else:
            _apply_clock(
                figure,
                clock,
                folded,
                paragraph=paragraph,
                moving=moving,
                opening=opening,
                begin=begin,
            )
        if i:
            _follow(figure, figures[i - 1])
        if relative:
            aside = aside or before
            figure.rules["period"] = "relative"
    if aside is not None:
        clock.go_back(aside)
    _date_conversions(figures)
    deal_out(figures, clock)
    frame = frame_of(figures)
    for i, figure in enumerate(figures):
        figure.base = own_base(figure, clock, frame)
        if i:
            _date_of_base(figure, figures[i - 1])
    share_bases(figures)
    same = all(f.period == figures[0].period for f in figures)
    clock.spoken = _spoken(figures[0], clock) if same else None
    if kept[0] is not None:
        clock.go_back(kept)


def note_asides(
    figures: Sequence[Figure], whole: Sequence[Token], row: Sequence[Token]
) -> None:
    """Put the time of a bracket without figures right behind the figure before it.

    Such asides are left out of the row: "chiếm 31% (thời điểm cuối tháng 10)".
    """
    if len(whole) == len(row):
        return
    kept = {t.start for t in row}
    for token in whole:
        if token.type != TIME or token.start in kept:
            continue
        before = [f for f in figures if f.amount.start < token.start]
        if before and token.start - before[-1].amount.end < _ASIDE:
            before[-1].tail.insert(0, token)


def _goes_on_about(lead: Sequence[Token], folded: str) -> bool:
    """Tell "Trong đó, …": the sentence is about the time of the one before."""
    opens = dating_words("onward").match(folded, lead[0].start) is not None
    return opens or any(t.bits & c.PART for t in lead)


def _goes_on(clock: Clock, kept: State) -> bool:
    """Tell a time inside a sentence that the next may go on from: not a look back."""
    return not clock.period or not kept[0] or clock.period.last >= kept[0].last


def _follow(figure: Figure, before: Figure) -> None:
    """Let a figure be of the days of the one it is told with.

    Growth and ratios follow their level, counts the counts beside them, flow or
    stock; what goes on behind a standing fact stands too.
    """
    told = figure.evidence.get("period")
    rule = before.inferred.get("period")
    if rule == "standing_fact" and figure.inferred.get("period") == "carried_on":
        if figure.measure == before.measure and figure.amount.kind == before.amount.kind:
            figure.period = before.period
            figure.infer("period", "standing_fact")
        return
    if told is None or told != before.evidence.get("period") or rule == "plan_year":
        return
    counts = figure.amount.kind == before.amount.kind == "count"
    grows = not figure.own_metric and figure.measure in ("change", "ratio")
    if grows or (counts and figure.measure == before.measure):
        figure.period = before.period


def _spoken(figure: Figure, clock: Clock) -> State:
    """Give the time a sentence was about, for one that goes on about it."""
    span = figure.evidence.get("period") or clock.span
    standing = figure.inferred.get("period") == "standing_fact"
    return figure.period, span, None if standing else clock.mention


def _is_passing(mention: TimeMention | None) -> bool:
    """Tell "hiện nay" and a bare day, which hold for their sentence only."""
    if mention is None or mention.kind == "now":
        return mention is not None
    bare = mention.until is None and "until" not in mention.flags
    return mention.kind == "date" and bare


def _is_now(mention: TimeMention | None) -> bool:
    return mention is not None and mention.kind == "now"


def _date_conversions(figures: Sequence[Figure]) -> None:
    """Let "23 tỷ CAD (17,5 tỷ USD) của năm 2015" share the time behind the bracket."""
    for before, figure in zip(figures, figures[1:], strict=False):
        twin = figure.depth > before.depth and not figure.own_metric
        told = "period" in figure.evidence and "period" not in figure.inferred
        if twin and told and figure.measure == before.measure == "level":
            before.period = figure.period
            before.evidence["period"] = figure.evidence["period"]


def _date_of_base(figure: Figure, before: Figure) -> None:
    """Read "giảm 7% so với năm 2016 (đạt 6.396 tỷ đồng)": the level is of the base."""
    base = before.base
    stated = figure.measure == "level" and not figure.own_metric
    if not stated or base is None or base.period is None or "base" in before.inferred:
        return
    at = before.evidence.get("base")
    head = [t for t in figure.head if t.type != SIGN]
    near = (
        at is not None and at[1] >= figure.head[0].start - 2 if figure.head else False
    )
    plain = all(
        t.bits & (c.REACH | c.ADVERB | c.ABOUT | c.OVER | c.UNDER) for t in head
    )
    comma = any(
        t.ref in (",", ";") or t.bits & c.LINK and t.bits & c.NOUN for t in figure.head
    )
    if near and plain and not comma:
        figure.period = base.period
        figure.evidence["period"] = at or (0, 0)


def _period_from_head(
    figure: Figure, clock: Clock, year: int | None, folded: str
) -> int | None:
    """Move the clock by the times that lead to the figure."""
    head = figure.head
    for i, token in enumerate(head):
        if token.type != TIME or is_base(head, i) or is_vision(folded, token):
            continue
        mention: TimeMention = token.ref  # type: ignore[assignment]
        if not tells_period(head, i, folded) and not opens_with_day(
            head, i, figure.amount.start, folded
        ):
            continue
        vague = mention.kind == "now" and "until" not in mention.flags
        near = figure.measure == "share" and i >= len(head) - _NOW_REACH
        if vague and clock.period and figure.measure != "level" and not near:
            continue
        period = _relative(mention, clock) or clock.read(mention, sentence_year=year)
        if period is None:
            continue
        year = mention.year or year
        clock.move(token, period)
    return year


def _relative(mention: TimeMention, clock: Clock) -> Period | None:
    """Resolve "cùng kỳ", "tháng trước" as a period of its own, against the clock."""
    if mention.kind in _RELATIVE:
        return base_period(mention, of=clock.period, anchor=clock.anchor)
    return None


def _is_future(period: Period, clock: Clock) -> bool:
    if clock.anchor is None:
        return False
    return (period.first - clock.anchor.last).days > _THIS_MONTH


def _is_past(period: Period, clock: Clock, *, over: bool) -> bool:
    """Tell a period that has ended by the article's date; well before unless over."""
    if clock.anchor is None:
        return False
    return (
        period.last <= clock.anchor.last if over else period.last < clock.anchor.first
    )


def _stays_now(figure: Figure, clock: Clock, paragraph: int) -> bool:
    """Keep a future period from actual figures of another paragraph."""
    if figure.status in ("target", "forecast"):
        return False
    return clock.paragraph != paragraph


def _is_loose(figure: Figure, folded: str) -> bool:
    """Tell "Sau đó, … nâng vốn lên 3 tỷ": a time that nothing tells."""
    if not figure.head or figure.measure in ("change", "ratio"):
        return False
    head = folded[figure.head[0].start : figure.amount.start]
    return any(dating_words(role).match(head) for role in ("later", "lately"))


def _states_plan(figure: Figure, *, earlier: bool) -> bool:
    """Tell "(kế hoạch là 455 tỷ đồng)": a plan, which is set for the whole year."""
    if figure.status != "target" or figure.measure != "level":
        return False
    told = figure.rules.get("status") == "states_plan"
    return told or (not earlier and any(t.bits & c.PLAN for t in figure.head))


def _tail_time(figure: Figure, folded: str) -> Token | None:
    """Give the time behind a figure that dates it: "44 tỷ USD năm 2021"."""
    for i, token in enumerate(figure.tail[:_TAIL_REACH]):
        if i == 0 and token.ref == ")":
            continue
        if token.type == SIGN or token.bits & (c.VERSUS | c.PLAN):
            return None
        if dating_words("reason").fullmatch(str(token.ref)):
            return None
        if token.type == TIME:
            mention: TimeMention = token.ref  # type: ignore[assignment]
            dates = mention.kind not in ("same_period", "previous", "date")
            if mention.kind == "date" and _at_day(figure.tail[:i], folded):
                return token
            if dates or mention.until is not None or "until" in mention.flags:
                return token if tells_period(figure.tail, i, folded) else None
            return None
    return None


def _at_day(between: Sequence[Token], folded: str) -> bool:
    """Tell "giảm 7% trong phiên giao dịch ngày 18/3": nothing else before the day."""
    if not between:
        return True
    text = folded[between[0].start : between[-1].end]
    return not dating_words("at_day").sub("", text).strip()


def _apply_tail(
    figure: Figure, token: Token, clock: Clock, year: int | None, folded: str
) -> None:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    period = clock.read(mention, sentence_year=year, moves=figure.measure == "change")
    if period is None:
        _apply_clock(figure, clock, folded, paragraph=clock.paragraph)
        return
    figure.period = flow_or_stock(figure, mention, period, folded)
    figure.evidence["period"] = (token.start, token.end)
    before = folded[max(0, token.start - 4) : token.start]
    compared = any(t.bits & (c.COMPARED | c.VERSUS) for t in figure.head)
    if not before.startswith("của") and not compared:
        clock.move(token, period)


def _apply_clock(
    figure: Figure,
    clock: Clock,
    folded: str,
    *,
    paragraph: int,
    moving: bool = False,
    opening: int = 0,
    begin: int = 0,
) -> None:
    period = clock.period
    if clock.period is None and figure.status == "target" and clock.plan is not None:
        figure.period, figure.evidence["period"] = clock.plan
        figure.infer("period", "plan_year")
        return
    if period is None or clock.period is None or clock.span is None:
        return
    if _is_future(period, clock) and _stays_now(figure, clock, paragraph):
        return
    carried = not figure.head or clock.span[0] < figure.head[0].start
    if figure.status == "target" and carried and clock.plan is not None:
        period, span = clock.plan
        if span[0] > clock.span[0] and period.last >= clock.period.last:
            figure.period = period
            figure.evidence["period"] = span
            figure.infer("period", "plan_year")
            return
    earlier = clock.span[0] < begin
    aims = figure.status in ("target", "forecast")
    if carried and _states_plan(figure, earlier=earlier):
        figure.period = Period.of_year(period.last.year)
        figure.evidence["period"] = clock.span
        figure.infer("period", "plan_year")
        return
    if (
        carried
        and aims
        and _is_past(period, clock, over=earlier and not _is_now(clock.mention))
    ):
        return
    if earlier and _is_loose(figure, folded):
        figure.infer("period", "unknown_time")
        return
    before = clock.span[0] < opening
    if before and not moving and is_standing(figure, clock, folded):
        figure.period = clock.anchor.period if clock.anchor else None
        figure.infer("period", "standing_fact")
        return
    figure.period = period
    figure.evidence["period"] = clock.span
    inside = figure.head and figure.head[0].start <= clock.span[0]
    if not inside:
        figure.infer("period", "carried_on")
    if clock.mention is not None:
        figure.period = flow_or_stock(figure, clock.mention, period, folded)
