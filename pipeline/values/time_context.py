"""Joins time forms: lists that share a year, intervals, counts from January."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.values.time_doubts import ENDS, NEAR, accept
from pipeline.values.time_forms import piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.values.time_mention import TimeMention

_GAP: Final = 48
_LISTED: Final = frozenset(("date", "month", "quarter"))
_RELATIVE: Final = frozenset(("this", "previous", "next"))


def join(folded: str, found: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """Add the words before each mention, drop doubtful ones, make intervals."""
    kept: list[TimeMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        accepted = accept(folded, mention, before)
        if accepted is None:
            continue
        if before is not None and _closes(folded, before, mention):
            kept[-1] = _interval(before, accepted)
            continue
        kept.append(_from_january(accepted))
        _share_year(folded, kept)
    return tuple(kept)


def _closes(folded: str, before: TimeMention, mention: TimeMention) -> bool:
    """Tell whether ``mention`` ends the interval that ``before`` begins."""
    if before.until is not None or before.kind not in ENDS:
        return False
    begun = bool({"from", "since"} & before.flags)
    gap = folded[before.end : mention.start]
    if mention.kind == "now":
        return begun and gap.strip(" ,") == ""
    if mention.kind not in ENDS or len(gap) > _GAP:
        return False
    if not piece("gap").match(gap):
        return False
    return begun or before.kind == mention.kind


def _interval(first: TimeMention, last: TimeMention) -> TimeMention:
    kind = first.kind
    if (first.kind, first.day, first.month) == ("date", 1, 1):
        kind = "since_start"
    elif first.kind == "year" and last.kind in ("year", "now"):
        kind = "span"
    flags = first.flags - {"bare"}
    return replace(first, kind=kind, end=last.end, until=last, flags=flags)


def _share_year(folded: str, kept: list[TimeMention]) -> None:
    """Give the year behind the last of a rising list to those before it.

    "tháng 8, tháng 9 và tháng 10/2021" are all of 2021; "tháng 9 và tháng 8/2020" not.
    """
    at = len(kept) - 1
    while at and kept[at].year is not None and kept[at].kind in _LISTED:
        first, second = kept[at - 1], kept[at]
        if first.kind != second.kind or first.year is not None or _placed(first):
            return
        if second.start - first.end > NEAR or _rank(first) >= _rank(second):
            return
        if not piece("and_gap").match(folded, first.end, second.start):
            return
        at -= 1
        kept[at] = replace(first, year=second.year)


def _placed(mention: TimeMention) -> bool:
    return mention.until is not None or bool(mention.flags & _RELATIVE)


def _rank(mention: TimeMention) -> tuple[int, int, int]:
    return mention.quarter or 0, mention.month or 0, mention.day or 0


def _from_january(mention: TimeMention) -> TimeMention:
    """Read "lũy kế đến 15/9" as an interval that began on 1 January."""
    begun = {"cumulative", "until"} <= mention.flags and mention.until is None
    if not begun or mention.kind not in ENDS:
        return mention
    end = replace(mention, flags=mention.flags - {"cumulative"})
    return replace(
        mention,
        kind="since_start",
        year=None,
        month=None,
        day=None,
        quarter=None,
        count=None,
        until=end,
    )
