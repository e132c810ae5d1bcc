"""Finds time expressions: dates, months, quarters, years, spans, durations.

``find_times`` is total and linear; the kinds and flags stand in ``time_mention``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values.time_context import join
from pipeline.values.time_forms import read_value
from pipeline.values.time_mention import TimeMention
from pipeline.values.time_places import forms_at, places

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from pipeline.values.time_forms import Form

__all__ = ["TimeMention", "find_times"]


def find_times(folded: str) -> tuple[TimeMention, ...]:
    """Find every time expression of a folded text, ordered and not overlapping.

    Every digit of a date, year, duration or clock time lies in a mention; digits of
    an amount ("12/15 chỉ tiêu", "1.500 tỷ", "3-4%") in none. An empty text has none.
    """
    return join(folded, _forms_in(folded))


def _forms_in(folded: str) -> Iterator[TimeMention]:
    end = 0
    for start in places(folded):
        if start < end:
            continue
        for form in forms_at(folded, start):
            match = form.regex.match(folded, start)
            if match is not None:
                end = match.end()
                yield _mention(match, form)
                break


def _mention(match: re.Match[str], form: Form) -> TimeMention:
    values, flags = dict(form.fixed), form.flags
    for name, group in form.groups:
        text = match[group]
        if text is None:
            continue
        if name.startswith("f_"):
            flags = flags.union(name.removeprefix("f_").split("__"))
        else:
            values[name] = read_value(name, text)
    start, end = match.span()
    last = {n[:-1]: v for n, v in values.items() if n.endswith("2")}
    return TimeMention(
        start,
        end,
        form.kind,
        year=values.get("year"),
        month=values.get("month"),
        day=values.get("day"),
        quarter=values.get("quarter"),
        count=values.get("count"),
        until=_last(start, end, values, last) if last else None,
        flags=flags,
        unit=form.unit,
    )


def _last(
    start: int, end: int, first: dict[str, int], last: dict[str, int]
) -> TimeMention:
    """Give the other end of a form that holds both; they share what stands once."""
    level = next(k for k in ("day", "month", "quarter", "year") if k in last)
    shared = {k: v for k, v in first.items() if k in ("year", "month") and k != level}
    told = {**shared, **last} if level != "year" else last
    return TimeMention(
        start,
        end,
        "date" if level == "day" else level,
        year=told.get("year"),
        month=told.get("month"),
        day=told.get("day"),
        quarter=told.get("quarter"),
    )
