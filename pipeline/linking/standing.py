"""Tells stocks from flows, and facts that stand from what a period brought."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.linking.counts import is_inside
from pipeline.linking.telling import dating_set, dating_words
from pipeline.linking.words import role_words, says, table_words
from pipeline.schema import Period
from pipeline.values.periods import cumulative, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_LATE: Final = 90
"""Days at most from the end of what is reported on to the report."""
_STANDING: Final = frozenset(("count", "area", "length", "power", "volume", "money"))


def is_standing(figure: Figure, clock: Clock, folded: str) -> bool:
    """Tell a fact that stands ("Toàn tỉnh có 13 cụm công nghiệp") from one that flows.

    A standing fact without a time of its own is of the article's date, not of the
    months that were spoken of before it.
    """
    if figure.status != "actual" or clock.mention is None:
        return False
    lead = _lead(figure, folded)
    if dating_words("holding").search(lead) and not dating_words("deal").search(lead):
        return True
    if figure.measure != "level" or figure.amount.kind not in _STANDING:
        return False
    if clock.mention.kind == "now":
        return False
    if clock.span == clock.survey:
        return False
    names = " ".join(folded[slice(*s)] for s in (figure.metric, figure.parent) if s)
    if is_price(figure, folded):
        return True
    if figure.amount.kind == "money":
        return _heads("standing_heads").match(names) is not None
    return not _is_reporting(clock) and not _flows(figure, f"{lead} {names}", folded)


def is_price(figure: Figure, folded: str) -> bool:
    """Tell what one of something costs: "126.000 đồng/kg"."""
    unit = figure.amount.unit
    if figure.amount.kind != "money" or unit is None:
        return False
    goods = folded[unit.start : unit.end].partition("/")[2]
    return goods in dating_set("priced")


def is_timeless(figure: Figure, folded: str) -> bool:
    """Tell what describes a thing at any time: its length, its cost, its capacity."""
    if figure.measure != "level" or figure.status not in ("actual", "forecast"):
        return False
    if figure.amount.kind in ("length", "power", "area"):
        return True
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return figure.amount.kind == "money" and bool(_heads("standing_heads").match(name))


def _flows(figure: Figure, words: str, folded: str) -> bool:
    noun = folded[slice(*figure.amount.noun)] if figure.amount.noun else ""
    if _heads("flow_nouns").fullmatch(noun):
        return True
    return _heads("flow_verbs").search(words) is not None


def _lead(figure: Figure, folded: str) -> str:
    return folded[figure.head[0].start : figure.amount.start] if figure.head else ""


def _is_reporting(clock: Clock) -> bool:
    """Tell a clock at the year that has just ended, which an article looks back on."""
    period, anchor = clock.period, clock.anchor
    if period is None or anchor is None or period.frequency != "A":
        return False
    return 0 < (anchor.first - period.last).days < _LATE


def flow_or_stock(
    figure: Figure, mention: TimeMention, period: Period, folded: str
) -> Period:
    """Count a flow up to a date from 1 January; a stock stands on the day itself."""
    if _opens_year(figure, mention, folded):
        return Period.of_day(period.first - timedelta(days=1))
    if not mention.flags & {"until", "end"} or mention.kind == "since_start":
        return period
    if figure.status == "target" and mention.kind == "year":
        # What is to be by "cuối năm 2025" is set for the year.
        return Period.of_year(period.last.year)
    if period.frequency not in ("D", "M"):
        return period
    if "cumulative" in mention.flags:
        return cumulative(period)
    if is_stock(figure, folded):
        return standing(period)
    return cumulative(period)


def _opens_year(figure: Figure, mention: TimeMention, folded: str) -> bool:
    """Tell "dư nợ đầu năm 2017": what stood before the first day."""
    if mention.kind != "year" or "start" not in mention.flags:
        return False
    if "period" in figure.inferred:
        return False
    held = figure.measure == "level" and figure.amount.kind == "money"
    return held and is_stock(figure, folded)


def is_stock(figure: Figure, folded: str) -> bool:
    """Tell a metric that stands at a moment (debt, area) from one that accrues."""
    if figure.amount.kind in ("percent", "area", "power") and figure.measure == "level":
        return True
    names = [folded[slice(*s)] for s in (figure.metric, figure.parent) if s]
    if any(_heads("stock_heads").search(name) for name in names):
        return True
    if figure.amount.kind not in ("count", "percent"):
        return False
    if figure.amount.kind == "count" and is_inside(figure):
        return not says(figure.head[-1:], role_words("beneficiary"))
    lead = _lead(figure, folded)
    if figure.amount.kind == "percent":
        return not any(_heads("flow_heads").search(words) for words in [*names, lead])
    return not _is_done(lead, names)


def _is_done(lead: str, names: Sequence[str]) -> bool:
    """Tell counts of what was done: "cấp phép cho 12 dự án", "dự án cấp mới"."""
    if dating_words("ongoing").search(lead):
        return False
    if any(dating_words("fresh").search(words) for words in [*names, lead]):
        return True
    if any(dating_words("lasting").match(name) for name in names):
        return False
    return _tells_flow(lead)


def _tells_flow(words: str) -> bool:
    """Tell "thu 5 tỷ", but not "chi cục Thuế", whose syllables are verbs by chance."""
    flows = table_words("flow_verbs")
    return any(found[0] in flows for found in _verbs().finditer(words))


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    words = [*table_words("flow_verbs"), *dating_set("no_flow")]
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")


@lru_cache(maxsize=8)
def _heads(table: str) -> re.Pattern[str]:
    words = sorted((r["surface"] for r in read_table(table)), key=len, reverse=True)
    return re.compile(
        r"(?<!trị )\b(?:" + "|".join(map(re.escape, words)) + r")\b(?! trị)"
    )
