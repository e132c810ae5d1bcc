"""Tells stocks from flows: what is there at a moment from what a term has brought."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.counts import is_inside
from pipeline.linking.telling import dating_set, dating_words
from pipeline.linking.tokens import TIME
from pipeline.linking.words import role_words, says, table_words
from pipeline.schema import Period
from pipeline.values.periods import cumulative, standing
from pipeline.values.vocabulary import leaping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_TERMS: Final = frozenset(("months", "quarter", "quarters", "half", "since_start"))
_HELD_KINDS: Final = frozenset(("percent", "area", "power", "score"))
_BEHIND: Final = 32
"""Characters behind a counted noun that still say which: "dự án … còn hiệu lực"."""


def flow_or_stock(
    figure: Figure, mention: TimeMention, period: Period, folded: str
) -> Period:
    """Count a flow up to a date from 1 January; a stock stands on the day itself."""
    if _opens_year(figure, mention, folded):
        return Period.of_day(period.first - timedelta(days=1))
    if mention.kind in _TERMS and _is_balance(figure, folded):
        return standing(period)
    if not mention.flags & {"until", "end"} or mention.kind == "since_start":
        return period
    if figure.status == "target" and mention.kind == "year":
        # What is to be by "cuối năm 2025" is set for the year.
        return Period.of_year(period.last.year)
    if period.frequency not in ("D", "M"):
        return period
    if "cumulative" not in mention.flags and is_stock(figure, folded):
        return standing(period)
    return _accrued(mention, period, folded)


def _accrued(mention: TimeMention, period: Period, folded: str) -> Period:
    """Tell "kết thúc quý II", whose sales are the quarter's, from "hết quý II"."""
    closes = dating_words("closes").match(folded, mention.start) is not None
    if closes and mention.kind == "quarter" and "cumulative" not in mention.flags:
        return Period(date(period.last.year, period.last.month - 2, 1), period.last)
    return cumulative(period)


def _is_balance(figure: Figure, folded: str) -> bool:
    """Tell what a term ends with: "tồn kho", "vốn chủ sở hữu", "dự án còn hiệu lực"."""
    if figure.measure != "level" or figure.metric is None:
        return False
    begin, end = figure.metric
    if any(word in folded[end : figure.amount.start] for word in role_words("mean")):
        return False  # "tồn kho bình quân 9 tháng là 75%"
    if figure.amount.kind == "money":
        return heads("balance_heads").match(folded, begin, end) is not None
    if figure.amount.kind != "count":
        return dating_words("in_store").search(folded, begin, end) is not None
    return dating_words("in_force").search(folded, begin, end + _BEHIND) is not None


def _opens_year(figure: Figure, mention: TimeMention, folded: str) -> bool:
    """Tell "dư nợ đầu năm 2017": what stood before the first day."""
    if mention.kind != "year" or "start" not in mention.flags:
        return False
    if "period" in figure.inferred:
        return False
    held = figure.measure == "level" and figure.amount.kind == "money"
    return held and _is_held(figure, folded)


def is_stock(figure: Figure, folded: str) -> bool:
    """Tell a metric that stands at a moment (debt, area) from one that accrues."""
    kind = figure.amount.kind
    if kind in _HELD_KINDS and figure.measure == "level":
        return True
    if _is_held(figure, folded):
        return True
    if kind == "money":
        return costs(figure, folded) and not tells_flow(_words(figure, folded))
    if kind not in ("count", "percent"):
        return False
    if kind == "count":
        return _is_there(figure, folded)
    words = (lead_of(figure, folded), *names_of(figure, folded))
    return not any(heads("flow_heads").search(w) for w in words)


def _is_held(figure: Figure, folded: str) -> bool:
    held = heads("stock_heads")
    for name in names_of(figure, folded):  # noqa: SIM110
        if held.search(name) is not None:
            return True
    return False


def costs(figure: Figure, folded: str) -> bool:
    """Tell what a thing costs or pays at any time: "tổng mức đầu tư", "mức phí"."""
    if figure.amount.kind != "money" or figure.metric is None:
        return False
    begin, end = figure.metric
    return heads("standing_heads").match(folded, begin, end) is not None


def _is_there(figure: Figure, folded: str) -> bool:
    """Tell "đang quản lý 12 chợ" from what was done: "cấp phép cho 12 dự án"."""
    if is_inside(figure):
        return not says(figure.head[-1:], role_words("beneficiary"))
    lead, names = lead_of(figure, folded), names_of(figure, folded)
    if dating_words("ongoing").search(lead):
        return True
    if any(dating_words("fresh").search(words) for words in (*names, lead)):
        return False
    if says(figure.head, dating_set("attracting")) and _is_compared(figure):
        return False
    if any(dating_words("lasting").match(name) for name in names):
        return True
    return not tells_flow(lead)


def _is_compared(figure: Figure) -> bool:
    """Tell "thu hút 25 dự án, tăng 9% so với cùng kỳ": those of this year alone."""
    for i, token in enumerate(figure.row):
        if token.start > figure.amount.end and token.bits & c.VERSUS:
            return any(
                t.type == TIME and t.ref.kind == "same_period"  # type: ignore[attr-defined]
                for t in figure.row[i + 1 : i + 3]
            )
    return False


def is_run(figure: Figure, folded: str) -> bool:
    """Tell a level that words around it call a flow: "đón 5 nghìn lượt khách"."""
    noun = folded[slice(*figure.amount.noun)] if figure.amount.noun else ""
    if heads("flow_nouns").fullmatch(noun):
        return True
    words = _words(figure, folded)
    return dating_words("fresh").search(words) is not None or tells_flow(words)


def _words(figure: Figure, folded: str) -> str:
    return " ".join((lead_of(figure, folded), *names_of(figure, folded)))


def tells_flow(words: str) -> bool:
    """Tell "thu 5 tỷ", but not "chi cục Thuế", whose syllables are verbs by chance."""
    flows = table_words("flow_verbs")
    return any(found[0] in flows for found in _verbs().finditer(words))


def lead_of(figure: Figure, folded: str) -> str:
    """Give the words that lead to a figure, and to it alone."""
    return folded[figure.head[0].start : figure.amount.start] if figure.head else ""


def names_of(figure: Figure, folded: str) -> Sequence[str]:
    """Give its metric and what that is a part of, as far as they are known."""
    names: list[str] = []
    if figure.metric is not None:
        start, end = figure.metric
        names.append(folded[start:end])
    if figure.parent is not None:
        start, end = figure.parent
        names.append(folded[start:end])
    return names


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    words = [*table_words("flow_verbs"), *dating_set("no_flow")]
    longest = sorted(words, key=len, reverse=True)
    return re.compile(leaping(map(re.escape, longest), r"\w") + r"\b")


@lru_cache(maxsize=8)
def heads(table: str) -> re.Pattern[str]:
    """Compile the surfaces of a table of heads; "trị giá", "giá trị" are no "giá"."""
    words = sorted((r["surface"] for r in read_table(table)), key=len, reverse=True)
    return re.compile(leaping(map(re.escape, words), r"\w", "trị ") + r"\b(?! trị)")
