"""Gives each figure its reporting period and the base it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import CUE, SIGN, TIME, WORD, Token
from pipeline.schema import Base, Period
from pipeline.values.periods import base_period, cumulative, resolve, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

_TAIL_REACH: Final = 7
_BASE_REACH: Final = 9
_LEAD: Final = 8
_THIS_MONTH: Final = 31
_HEADLINES: Final = 3
_BACKFILL_REACH: Final = 3
_MAIN_KINDS: Final = frozenset(("year", "months", "month", "quarter", "quarters", "half", "since_start", "span"))
_RELATIVE: Final = frozenset(("same_period", "previous"))
_NO_PERIOD: Final = frozenset(("duration", "clock", "century", "week"))


@dataclass(slots=True)
class Clock:
    """The time an article is at while it is read from front to back."""

    anchor: ArticleDate | None
    period: Period | None = None
    span: tuple[int, int] | None = None
    mention: TimeMention | None = None
    year: int | None = None
    paragraph: int = -1
    plan: tuple[Period, tuple[int, int]] | None = None

    def read(
        self, mention: TimeMention, *, sentence_year: int | None, moves: bool = False
    ) -> Period | None:
        """Resolve a mention in this context; growth ``moves`` through whole years."""
        year = sentence_year
        if year is None and self.anchor is None:
            year = self.year
        if "past" in mention.flags and self.period is not None:
            # "trong tháng qua" goes on about the month the article is at.
            named = {"month": "M", "year": "A", "quarter": "Q"}.get(mention.kind)
            if self.period.frequency == named:
                return self.period
        if "start" in mention.flags or (moves and mention.kind == "year" and "end" in mention.flags):
            mention = replace(mention, flags=mention.flags - {"start", "end"})
        return resolve(mention, anchor=self.anchor, year=year)

    def state(self) -> tuple[Period | None, tuple[int, int] | None, TimeMention | None]:
        """Give what ``go_back`` takes."""
        return self.period, self.span, self.mention

    def go_back(
        self, state: tuple[Period | None, tuple[int, int] | None, TimeMention | None]
    ) -> None:
        """Return to an earlier time."""
        self.period, self.span, self.mention = state

    def move(self, token: Token, period: Period) -> None:
        """Be at the period that a time token tells."""
        self.mention = token.ref  # type: ignore[assignment]
        self.period, self.span = period, (token.start, token.end)
        if self.mention is not None and self.mention.year is not None:
            self.year = self.mention.year

    def note_plan(self, row: Sequence[Token]) -> None:
        """Remember the year of a plan that is spoken of: "kế hoạch năm 2021"."""
        for i, token in enumerate(row):
            if token.type != TIME or not _is_planned(row, i):
                continue
            mention: TimeMention = token.ref  # type: ignore[assignment]
            if mention.kind in ("year", "span") and mention.year is not None:
                period = self.read(mention, sentence_year=None)
                if period is not None:
                    self.plan = period, (token.start, token.end)

    def hear(self, row: Sequence[Token], folded: str) -> None:
        """Move on by the time that a stretch without figures leads with.

        Further inside, only a month or quarter with its year is taken up.
        """
        self.note_plan(row)
        for i, token in enumerate(row):
            if token.type != TIME or _is_base(row, i) or _is_vision(folded, token):
                continue
            mention: TimeMention = token.ref  # type: ignore[assignment]
            if _is_planned(row, i):
                continue
            leads = i < _LEAD and mention.kind in _MAIN_KINDS
            kinds = () if self.period else _MAIN_KINDS
            told = mention.year is not None and mention.kind in kinds
            if not (leads or told) or not _tells_period(mention, row, i):
                continue
            period = self.read(mention, sentence_year=None)
            if period is not None:
                self.move(token, period)
                return


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
    opening = 0 if not lead or any(t.bits & c.PART for t in lead) else lead[0].start
    clock.note_plan([t for f in figures for t in f.head])
    for figure in figures:
        before = clock.state()
        year = _period_from_head(figure, clock, year, folded)
        relative = clock.mention is not None and clock.mention.kind in _RELATIVE
        if clock.state() != before:
            clock.paragraph = paragraph
            if not _is_now(clock.mention) and not relative:
                kept = clock.state()
        own = _tail_time(figure)
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
            )
        if relative:
            clock.go_back(before)
    _date_conversions(figures)
    for i, figure in enumerate(figures):
        figure.base = _own_base(figure, clock)
        if i:
            _date_of_base(figure, figures[i - 1])
    _share_bases(figures)
    if kept[0] is not None:
        clock.go_back(kept)


def _is_planned(row: Sequence[Token], i: int) -> bool:
    """Tell "nhiệm vụ năm 2024", "kế hoạch phát triển kinh tế năm 2024"."""
    before = row[max(0, i - 6) : i]
    return any(t.bits & (c.PLAN | c.TARGET) or t.ref in ("vụ", "nhiệm vụ") for t in before)


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
    near = at is not None and at[1] >= figure.head[0].start - 2 if figure.head else False
    plain = all(t.bits & (c.REACH | c.ADVERB | c.ABOUT | c.OVER | c.UNDER) for t in head)
    comma = any(t.ref in (",", ";") for t in figure.head)
    if near and plain and not comma:
        figure.period = base.period
        figure.evidence["period"] = at or (0, 0)


def _period_from_head(
    figure: Figure, clock: Clock, year: int | None, folded: str
) -> int | None:
    """Move the clock by the times that lead to the figure."""
    head = figure.head
    for i, token in enumerate(head):
        if token.type != TIME or _is_base(head, i) or _is_vision(folded, token):
            continue
        mention: TimeMention = token.ref  # type: ignore[assignment]
        if not _tells_period(mention, head, i):
            continue
        vague = mention.kind == "now" and "until" not in mention.flags
        if vague and clock.period and figure.measure != "level":
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


def _tells_period(mention: TimeMention, row: Sequence[Token], i: int) -> bool:
    if mention.kind in _NO_PERIOD or "bare" in mention.flags:
        return False
    if "from" in mention.flags and mention.until is None:
        return False
    if _in_name(mention, row, i):
        return False
    if mention.kind == "date" and mention.until is None:
        return "until" in mention.flags or _predicate_follows(row, i)
    return True


def _in_name(mention: TimeMention, row: Sequence[Token], i: int) -> bool:
    """Tell "Chương trình … giai đoạn 2021-2025": the time is part of a name."""
    horizon = mention.kind == "span" or (
        mention.kind == "year" and "until" in mention.flags
    )
    if not horizon or not i:
        return False
    before = row[i - 1]
    return before.type == WORD and not before.bits & c.HEAD


def _predicate_follows(row: Sequence[Token], i: int) -> bool:
    after = row[i + 1 : i + 3]
    return bool(after) and any(t.bits & (c.REACH | c.ESTIMATE) for t in after)


def _is_base(row: Sequence[Token], i: int) -> bool:
    """Tell a time that a comparison word governs: "so với cùng kỳ năm 2020"."""
    for token in reversed(row[max(0, i - 8) : i]):
        if token.bits & c.VERSUS:
            return True
        if token.type == SIGN or token.type == TIME:
            return False
    return False


def _is_future(period: Period, clock: Clock) -> bool:
    if clock.anchor is None:
        return False
    return (period.first - clock.anchor.last).days > _THIS_MONTH


_STANDING: Final = frozenset(("count", "area", "length", "power", "volume", "money"))


def _is_standing(figure: Figure, clock: Clock, folded: str) -> bool:
    """Tell a fact that stands ("Toàn tỉnh có 13 cụm công nghiệp") from one that flows.

    A standing fact without a time of its own is of the article's date, not of the
    months that were spoken of before it.
    """
    if figure.measure != "level" or figure.status != "actual":
        return False
    if figure.amount.kind not in _STANDING or clock.mention is None:
        return False
    if clock.mention.kind == "now" or clock.mention.flags & {"until", "end"}:
        return False
    names = " ".join(folded[slice(*s)] for s in (figure.metric, figure.parent) if s)
    if figure.amount.kind == "money":
        return _heads("standing_heads").match(names) is not None
    noun = folded[slice(*figure.amount.noun)] if figure.amount.noun else ""
    if _heads("flow_nouns").fullmatch(noun):
        return False
    lead = folded[figure.head[0].start : figure.amount.start] if figure.head else ""
    return not _heads("flow_verbs").search(f"{lead} {names}")


def _is_past(period: Period, clock: Clock) -> bool:
    return clock.anchor is not None and period.last < clock.anchor.first


def _stays_now(figure: Figure, clock: Clock, paragraph: int) -> bool:
    """Keep a future period from actual figures of another paragraph."""
    if figure.status in ("target", "forecast"):
        return False
    return clock.paragraph != paragraph


def _is_vision(folded: str, token: Token) -> bool:
    """Tell "tầm nhìn đến năm 2050", which dates a plan's name and no figure."""
    return "tầm nhìn" in folded[max(0, token.start - 12) : token.start + 10]


def _tail_time(figure: Figure) -> Token | None:
    """Give the time behind a figure that dates it: "44 tỷ USD năm 2021"."""
    for i, token in enumerate(figure.tail[:_TAIL_REACH]):
        if i == 0 and token.ref == ")":
            continue
        if token.type == SIGN or token.bits & (c.VERSUS | c.PLAN):
            return None
        if token.type == TIME:
            mention: TimeMention = token.ref  # type: ignore[assignment]
            dates = mention.kind not in ("same_period", "previous", "date")
            if dates or mention.until is not None or "until" in mention.flags:
                return token if _tells_period(mention, figure.tail, i) else None
            return None
    return None


def _apply_tail(
    figure: Figure, token: Token, clock: Clock, year: int | None, folded: str
) -> None:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    period = clock.read(
        mention, sentence_year=year, moves=figure.measure == "change"
    )
    if period is None:
        _apply_clock(figure, clock, folded, paragraph=clock.paragraph)
        return
    figure.period = _flow_or_stock(figure, mention, period, folded)
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
) -> None:
    period = clock.period
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
    if carried and figure.status in ("target", "forecast") and _is_past(period, clock):
        return
    before = clock.span[0] < opening
    if before and clock.anchor and not moving and _is_standing(figure, clock, folded):
        figure.period = Period(clock.anchor.first, clock.anchor.last)
        figure.infer("period", "standing_fact")
        return
    figure.period = period
    figure.evidence["period"] = clock.span
    inside = figure.head and figure.head[0].start <= clock.span[0]
    if not inside:
        figure.infer("period", "carried_on")
    if clock.mention is not None:
        figure.period = _flow_or_stock(figure, clock.mention, period, folded)


@lru_cache(maxsize=8)
def _heads(table: str) -> re.Pattern[str]:
    words = sorted((r["surface"] for r in read_table(table)), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


def _flow_or_stock(
    figure: Figure, mention: TimeMention, period: Period, folded: str
) -> Period:
    """Count a flow up to a date from 1 January; a stock stands on the day itself."""
    if not mention.flags & {"until", "end"} or mention.kind == "since_start":
        return period
    if period.frequency not in ("D", "M"):
        return period
    if "cumulative" in mention.flags:
        return cumulative(period)
    if is_stock(figure, folded):
        return standing(period)
    return cumulative(period)


def is_stock(figure: Figure, folded: str) -> bool:
    """Tell a metric that stands at a moment (debt, area) from one that accrues."""
    if figure.amount.kind in ("percent", "area", "power") and figure.measure == "level":
        return True
    names = [folded[slice(*s)] for s in (figure.metric, figure.parent) if s]
    if any(_heads("stock_heads").search(name) for name in names):
        return True
    if figure.amount.kind not in ("count", "percent"):
        return False
    lead = folded[figure.head[0].start : figure.amount.start] if figure.head else ""
    return not any(_heads("flow_heads").search(t) for t in [*names, lead])


def _own_base(figure: Figure, clock: Clock) -> Base | None:
    if figure.measure == "share":
        return Base("whole")
    if figure.measure not in ("change", "ratio"):
        return None
    row = [*figure.tail[:_BASE_REACH]]
    found = _base_in(figure, row, clock, behind=True)
    return found or _base_in(figure, _last_part(figure.head), clock, behind=False)


def _last_part(head: Sequence[Token]) -> Sequence[Token]:
    """Give the part of the head that a comparison may stand in.

    "so với cùng kỳ, tăng 5%" and "vượt kế hoạch 5%", but not what is compared in an
    earlier part of the sentence.
    """
    commas = [i for i, t in enumerate(head) if t.type == SIGN and t.ref in ",;:"]
    if not commas:
        return head
    last = commas[-1] + 1
    if any(t.bits & ~(c.UP | c.DOWN) and t.bits & c.NOUN for t in head[last:]):
        return head[last:]
    before = commas[-2] + 1 if len(commas) > 1 else 0
    versus = any(t.bits & c.VERSUS for t in head[before:last])
    return head[before:] if versus else head[last:]


def _base_in(
    figure: Figure, row: Sequence[Token], clock: Clock, *, behind: bool
) -> Base | None:
    versus = not behind and figure.measure == "never"
    for token in row:
        if behind and token.type == SIGN and token.ref in ";":
            break
        if token.bits & c.VERSUS:
            versus = True
        elif token.type == CUE and token.bits & c.PLAN and (versus or behind or _exceeds(row)):
            figure.evidence["base"] = (token.start, token.end)
            return Base("plan")
        elif token.type == TIME and (versus or _names_base(token)):
            base = _period_base(figure, token, clock)
            if base is not None:
                return base
    return None


def _exceeds(row: Sequence[Token]) -> bool:
    return any(t.ref in ("vượt", "hoàn thành", "bằng", "đạt") for t in row)


def _names_base(token: Token) -> bool:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    return mention.kind == "same_period"


def _period_base(figure: Figure, token: Token, clock: Clock) -> Base | None:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    period = base_period(mention, of=figure.period, anchor=clock.anchor)
    if period is None:
        return None
    figure.evidence["base"] = (token.start, token.end)
    return Base("period", period)


def _share_bases(figures: Sequence[Figure]) -> None:
    """Let parallel changes share the base that stands once, behind or before them."""
    moving = [f for f in figures if f.measure in ("change", "ratio")]
    for rule, order in (("base_of_next", moving[::-1]), ("base_of_last", moving)):
        known: Figure | None = None
        for figure in order:
            if figure.base is not None:
                known = figure if figure.base.kind == "period" else known
            elif known is not None and figure.measure == "change":
                inherit_base(figure, known, rule)


def inherit_base(figure: Figure, other: Figure, rule: str) -> None:
    """Give a figure the base of a parallel one, moved along with its own period."""
    period = _moved_base(figure.period, other)
    if period is None:
        return
    figure.base = Base("period", period)
    if "base" in other.evidence:
        figure.evidence["base"] = other.evidence["base"]
    figure.infer("base", rule)


def _moved_base(own: Period | None, other: Figure) -> Period | None:
    base, period = other.base, other.period
    if base is None or base.period is None:
        return None
    if own is None or period is None or own == period:
        return base.period
    years = base.period.last.year - period.last.year
    if base.period == period.shifted_years(years):
        return own.shifted_years(years)
    return base.period if base.period.last < own.first else None


_CARRY: Final = 5


def carry_bases(figures: Sequence[Figure]) -> None:
    """Give growth without a base that of the parallel growth told last, or next."""
    moving = [f for f in figures if f.measure == "change" and _grows(f)]
    for rule, order in (("base_carried_on", moving), ("base_told_next", moving[::-1])):
        known: Figure | None = None
        for figure in order:
            if figure.base is None and known is not None:
                if abs(figure.sentence - known.sentence) <= _CARRY:
                    inherit_base(figure, known, rule)
            elif figure.base is not None and figure.base.kind == "period":
                known = figure


def _grows(figure: Figure) -> bool:
    relative = figure.amount.kind in ("percent", "times", "fraction")
    return relative and figure.status in ("actual", "estimate")


def backfill(figures: Sequence[Figure], anchor: ArticleDate | None) -> None:
    """Date the figures that no time stands before.

    A headline repeats a figure of the body, else it means the first time told soon
    after it; standing facts are of the article's own date.
    """
    first = next((f for f in figures if f.period is not None), None)
    for figure in figures:
        if figure.period is not None:
            continue
        twin = next((f for f in figures if _repeats(figure, f)), None)
        if twin is not None:
            figure.period = twin.period
            figure.infer("period", "repeated_figure")
        elif (
            first
            and figure.sentence < _HEADLINES
            and 0 <= first.sentence - figure.sentence <= _BACKFILL_REACH
        ):
            figure.period = first.period
            figure.infer("period", "first_told")
        elif anchor and figure.measure == "level" and figure.status == "actual":
            figure.period = Period(anchor.first, anchor.last)
            figure.infer("period", "article_date")


def _repeats(figure: Figure, other: Figure) -> bool:
    if other.period is None or other is figure:
        return False
    one, two = figure.amount, other.amount
    same = one.value == two.value and one.value_max == two.value_max
    return same and one.kind == two.kind and figure.measure == other.measure
