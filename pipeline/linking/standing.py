"""Tells facts that stand from what a period brought, where no time is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.linking.stocks import costs, heads, is_run, lead_of, names_of
from pipeline.linking.telling import dating_set, dating_words

if TYPE_CHECKING:
    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure

_LATE: Final = 90
"""Days at most from the end of what is reported on to the report."""
_STANDING: Final = frozenset(("count", "area", "length", "power", "volume", "money"))
_EXTENTS: Final = frozenset(("length", "power", "area"))


def is_standing(figure: Figure, clock: Clock, folded: str) -> bool:
    """Tell a fact that stands ("Toàn tỉnh có 13 cụm công nghiệp") from one that flows.

    A standing fact without a time of its own is of the article's date, not of the
    months that were spoken of before it.
    """
    if figure.status != "actual" or clock.mention is None:
        return False
    lead = lead_of(figure, folded)
    if _holds(lead):
        return True
    if figure.measure != "level" or figure.amount.kind not in _STANDING:
        return False
    if clock.mention.kind == "now" or clock.span == clock.survey:
        return False
    if figure.amount.kind == "money":
        return is_price(figure, folded) or _costs(figure, folded)
    words = " ".join((lead, *names_of(figure, folded)))
    if dating_words("ongoing").search(words):
        return True
    return not _is_reporting(clock) and not is_run(figure, folded)


def _holds(lead: str) -> bool:
    """Tell who owns ("nắm giữ 5% vốn") from deals, and from "vốn chủ sở hữu"."""
    held = dating_words("holding").search(dating_words("equity").sub("", lead))
    return held is not None and dating_words("deal").search(lead) is None


def _costs(figure: Figure, folded: str) -> bool:
    """Tell what costs by its own name, or by that of what it is a part of."""
    names = " ".join(names_of(figure, folded))
    return heads("standing_heads").match(names) is not None


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
    return figure.amount.kind in _EXTENTS or costs(figure, folded)


def is_specified(figure: Figure, folded: str) -> bool:
    """Tell what is foreseen of a thing: "tổng vốn đầu tư dự kiến 900 tỷ đồng"."""
    if figure.measure != "level" or figure.status not in ("forecast", "estimate"):
        return False
    if figure.amount.kind in _EXTENTS:
        return True
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return dating_words("specified").match(name) is not None


def _is_reporting(clock: Clock) -> bool:
    """Tell a clock at the year that has just ended, which an article looks back on."""
    period, anchor = clock.period, clock.anchor
    if period is None or anchor is None or period.frequency != "A":
        return False
    return 0 < (anchor.first - period.last).days < _LATE
