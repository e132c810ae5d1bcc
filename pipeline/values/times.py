"""Finds time expressions: dates, months, quarters, years, spans, durations.

Kinds of a TimeMention
    date          a day: ``day``, and ``month``, ``year`` where told; "hôm nay" (flag
                  this), "hôm qua" (previous), "ngày mai" (next)
    month         one month: "tháng 9/2021", "tháng này" (this)
    months        ``count`` months from January ("9 tháng đầu năm"), flag "last": up to
                  December; with ``month`` and ``until``, a run ("tháng 1-10"); without
                  any number "những tháng cuối năm"
    quarter       "quý I/2024"; with ``until`` a run of quarters
    quarters      ``count`` quarters from January, flag "last": up to December
    half          the first half, flag "last": the second; of a year, or of the month
                  ``month`` when unit is "month" ("nửa đầu tháng 7")
    year          "năm 2020", "năm nay" (this), "năm ngoái" (previous), "năm tới" (next),
                  "năm qua" (this, past); flags start, middle, end for "đầu năm 2021" …;
                  flag "bare": four digits without "năm" (a name's part, seldom a period)
    since_start   from 1 January (flag cumulative: the text says "lũy kế") to ``until``;
                  ``until`` None: up to the article's date
    span          several years: ``year`` to ``until``; unit "decade" ("thập niên 1990")
    season        a crop or school year ("niên vụ 2005-2006"), perhaps with ``until``
    century       "thế kỷ 21"
    week          "tuần này" (this), "tuần tới" (next)
    same_period   "cùng kỳ", with ``year`` or flag previous or unit "month" where told
    previous      the ``unit`` before: "tháng trước", "năm trước", "kỳ trước" (term)
    now           "hiện nay", "đến nay" (flag until)
    duration      names no time: "trong 3 năm"; flag each: "mỗi năm", past: "3 năm qua"
    clock         "17:40", "8h30"

Flags beside those: "until" the words before say up to ("đến", "tính đến", "đến hết"),
"from" ("từ", "kể từ"), "end" the end of it ("hết tháng 8", "cuối quý I"), "start",
"middle", "cumulative" ("lũy kế"), "since" counted from 1 January.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.values.time_context import join
from pipeline.values.time_forms import Form, load_forms, read_value
from pipeline.values.time_mention import TimeMention

if TYPE_CHECKING:
    import re

__all__ = ["TimeMention", "find_times"]


def find_times(folded: str) -> tuple[TimeMention, ...]:
    """Find every time expression of a folded text, ordered and not overlapping.

    Every digit of a date, year, duration or clock time lies in a mention; digits of
    an amount ("12/15 chỉ tiêu", "1.500 tỷ", "3-4%") in none. An empty text has none.
    """
    forms = load_forms()
    found = [
        _mention(match, forms.forms[match.lastindex])
        for match in forms.regex.finditer(folded)
        if match.lastindex
    ]
    return join(folded, found)


def _mention(match: re.Match[str], form: Form) -> TimeMention:
    values = {name: int(value) for name, value in form.fixed if value.isdigit()}
    flags = set(form.flags)
    for name, group in form.groups:
        text = match[group]
        if text is None:
            continue
        if name.startswith("f_"):
            flags.add(name.removeprefix("f_"))
        else:
            values[name] = read_value(name, text)
    start, end = match.span()
    until = {n.removesuffix("2"): v for n, v in values.items() if n.endswith("2")}
    return TimeMention(
        start,
        end,
        form.kind,
        year=values.get("year"),
        month=values.get("month"),
        day=values.get("day"),
        quarter=values.get("quarter"),
        count=values.get("count"),
        until=_until(start, end, until) if until else None,
        flags=frozenset(flags),
        unit=dict(form.fixed).get("unit"),
    )


def _until(start: int, end: int, values: dict[str, int]) -> TimeMention:
    kind = next(k for k in ("day", "month", "quarter", "year") if k in values)
    return TimeMention(start, end, "date" if kind == "day" else kind, **values)
