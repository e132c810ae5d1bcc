"""Gives each figure its reporting period and base, sentence by sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.carrying import Reading, carry_over, follow
from pipeline.linking.dealing import deal_out, share_time_behind
from pipeline.linking.digressing import (
    end_digression,
    looks_back_inside,
    note_digression,
)
from pipeline.linking.explicit import apply_tail, read_head, tail_time
from pipeline.linking.former import accrue, base_then, find_bases, part_from_to
from pipeline.linking.prospects import follow_aims, note_aims
from pipeline.linking.stocks import is_stock
from pipeline.linking.telling import dating_words, names_year
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.linking.words import has_bits, role_words
from pipeline.schema import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock, State
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_MOVING: Final = frozenset(("change", "ratio"))
_LEAD: Final = 4
_ASIDE: Final = 48
"""Characters from a figure to the bracket that dates it."""
_RELATIVE: Final = frozenset(("same_period", "previous"))


def date_sentence(
    figures: Sequence[Figure], clock: Clock, folded: str, *, paragraph: int
) -> None:
    """Fill period and base of the figures of one sentence, in order.

    What a time behind a figure tells holds to the end of the sentence; a time that
    leads holds on after it.
    """
    reading = _open(figures, clock, folded, paragraph)
    was = reading.kept
    for i, figure in enumerate(figures):
        _date(figure, figures[:i], reading)
    if reading.aside is not None:
        clock.go_back(reading.aside)
    _date_conversions(figures)
    share_time_behind(figures)
    _span_averages(figures, folded)
    deal_out(figures, clock)
    follow_aims(figures, reading)
    find_bases(figures, clock, onward=not reading.opening)
    part_from_to(figures, clock)
    base_then(figures)
    note_aims(figures, clock, paragraph)
    about = _about(figures, clock)
    clock.spoken = _spoken(about, clock) if about is not None else None
    clock.spoken_in = paragraph
    named = clock.span is not None and names_year(clock.span[0], folded)
    if reading.kept[0] is not None or named:
        clock.go_back(reading.kept)
    note_digression(figures, clock, was, paragraph=paragraph)


def note_asides(
    figures: Sequence[Figure], whole: list[Token], row: list[Token]
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
        elif not before and figures:
            _lead_with(figures[0].head, token)


def _lead_with(head: list[Token], token: Token) -> None:
    """Keep "vốn của dự án (2017-2022) khoảng 88 tỷ": years told before any figure."""
    mention: TimeMention = token.ref  # type: ignore[assignment]
    if mention.kind == "span" and head and token.start < head[-1].end:
        at = next((i for i, t in enumerate(head) if t.start > token.start), len(head))
        head.insert(at, token)
    elif mention.kind == "span":
        head.append(token)


def _open(
    figures: Sequence[Figure], clock: Clock, folded: str, paragraph: int
) -> Reading:
    lead = figures[0].head[:_LEAD]
    onward = bool(lead) and _goes_on_about(lead, folded)
    begin = lead[0].start if lead else figures[0].amount.start
    if not onward:
        end_digression(figures, clock, paragraph=paragraph)
    reading = Reading(
        clock=clock,
        folded=folded,
        paragraph=paragraph,
        begin=begin,
        opening=lead[0].start if lead and not onward else 0,
        moving=_moving(figures),
        kept=clock.state(),
    )
    if (
        onward
        and clock.spoken is not None
        and clock.spoken_in == paragraph
        and (clock.paragraph == paragraph or clock.spoken[2] is None)
    ):
        clock.go_back(clock.spoken)
    words = [t for f in figures for t in f.head]
    clock.note_plan([*words, *figures[-1].tail], folded)
    return reading


def _moving(figures: Sequence[Figure]) -> frozenset[int]:
    """Tell levels that growth or a ratio is told of: "đạt 5 tấn, tăng 7%"."""
    told: list[int] = []
    level = before = -1
    for figure in figures:
        if figure.measure not in _MOVING:
            level = figure.amount.start
        elif not figure.own_metric or (before == level and not _apart(figure)):
            told.append(level)
        before = figure.amount.start
    return frozenset(told)


def _apart(figure: Figure) -> bool:
    return any(t.type == SIGN for t in figure.head)


def _goes_on_about(lead: list[Token], folded: str) -> bool:
    """Tell "Trong đó, …": the sentence is about the time of the one before."""
    opens = dating_words("onward").match(folded, lead[0].start) is not None
    return opens or has_bits(lead, c.PART)


def _date(figure: Figure, before: Sequence[Figure], reading: Reading) -> None:
    clock = reading.clock
    _come_back(figure, reading)
    state = clock.state()
    read_head(figure, reading)
    relative = clock.mention is not None and clock.mention.kind in _RELATIVE
    if looks_back_inside(figure, state, clock):
        reading.aside, reading.aside_depth = reading.aside or state, figure.depth
    if clock.state() != state:
        clock.paragraph = reading.paragraph
        if state[0] is not None and not _is_vague(state[2]):
            clock.flowing = state
        if not relative and _lasts(reading, first=not before):
            reading.kept = clock.state()
    own = tail_time(figure, reading.folded)
    if own is None or not apply_tail(figure, own, reading):
        carry_over(figure, reading)
    if before:
        follow(figure, before)
    if relative:
        reading.aside = reading.aside or state
        figure.rules["period"] = "relative"
        accrue(figure, before)


def _come_back(figure: Figure, reading: Reading) -> None:
    """Return from "tháng trước" at the next sign, and from now where a flow is told."""
    inside = reading.aside_depth and figure.depth >= reading.aside_depth
    signed = any(t.type == SIGN for t in figure.head)
    if reading.aside is not None and signed and not inside:
        reading.clock.go_back(reading.aside)
        reading.aside, reading.aside_depth = None, 0
    if reading.clock.flowing is not None and _flows_on(figure, reading):
        reading.clock.go_back(reading.clock.flowing)
        reading.kept = reading.clock.flowing


def _flows_on(figure: Figure, reading: Reading) -> bool:
    """Tell "Hiện có 16 dự án, kim ngạch đạt 623 triệu USD": a flow is not of now."""
    now = _is_vague(reading.clock.mention)
    money = figure.amount.kind == "money" and figure.measure == "level"
    return now and money and figure.own_metric and not is_stock(figure, reading.folded)


def _is_vague(mention: TimeMention | None) -> bool:
    """Tell "hiện", "hiện nay" from "đến nay"."""
    return (
        mention is not None and mention.kind == "now" and "until" not in mention.flags
    )


def _lasts(reading: Reading, *, first: bool) -> bool:
    """Tell a time that the next sentence goes on from: no look back, none passing."""
    clock = reading.clock
    if _is_passing(clock.mention):
        return False
    if clock.span and names_year(clock.span[0], reading.folded):
        return False
    period, whole = clock.period, reading.kept[0]
    if first or period is None or whole is None:
        return True
    # "9 tháng đạt 90 tỷ đồng, riêng tháng 9 đạt 8 tỷ đồng": the text is at nine months.
    ends = whole.first < period.first < period.last == whole.last
    return not ends and period.last >= whole.last


def _is_passing(mention: TimeMention | None) -> bool:
    """Tell "đến nay" and a bare day, which hold for their sentence only."""
    if mention is None or mention.kind == "now":
        return mention is not None and not _is_vague(mention)
    bare = mention.until is None and "until" not in mention.flags
    return mention.kind == "date" and bare


def _date_conversions(figures: Sequence[Figure]) -> None:
    """Let "23 tỷ CAD (17,5 tỷ USD) của năm 2015" share the time behind the bracket."""
    for before, figure in pairwise(figures):
        twin = figure.depth > before.depth and not figure.own_metric
        at = figure.evidence.get("period", (0, 0))
        told = at[0] > figure.amount.start and "period" not in figure.inferred
        if twin and told and figure.measure == before.measure == "level":
            before.period = figure.period
            before.evidence["period"] = figure.evidence["period"]


def _span_averages(figures: Sequence[Figure], folded: str) -> None:
    """Read "năm 2016 đạt 28 tỷ, năm 2019 đạt 38 tỷ, bình quân tăng 9%": all the years.

    The growth has no year of its own, and two years were told before it.
    """
    told: list[Figure] = []
    for figure in figures:
        period = figure.period
        if period is None:
            continue
        if figure.measure == "level":
            told.append(figure)
        carried = figure.inferred.get("period") == "carried_on"
        if not carried or not _is_mean_growth(figure, folded):
            continue
        years = {f.period for f in told if f.period and f.period.frequency == "A"}
        if len(years) > 1:
            first, last = min(y.first for y in years), max(y.last for y in years)
            figure.period = Period.of_years(first.year, last.year)
            figure.infer("period", "years_before")


def _is_mean_growth(figure: Figure, folded: str) -> bool:
    if figure.measure != "change" or not figure.head:
        return False
    lead = folded[figure.head[0].start : figure.amount.start]
    return any(word in lead for word in role_words("mean"))


def _about(figures: Sequence[Figure], clock: Clock) -> Figure | None:
    """Give the figure whose time a sentence is about, where it has one.

    "Kế hoạch cả năm là 900 ha; đến 10/10 đã trồng 800 ha" is about what was done.
    """
    first, last = figures[0], figures[-1]
    if all(f.period == first.period for f in figures):
        return first
    if first.status != "target" or last.depth or clock.anchor is None:
        return None
    over = last.period is not None and last.period.last <= clock.anchor.last
    return last if over and "period" in last.evidence else None


def _spoken(figure: Figure, clock: Clock) -> State:
    """Give the time a sentence was about, for one that goes on about it."""
    span = figure.evidence.get("period") or clock.span
    standing = figure.inferred.get("period") == "standing_fact"
    return figure.period, span, None if standing else clock.mention
