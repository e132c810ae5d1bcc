"""The noun of the time grammar: what kinds of time there are, and their flags.

Kinds
    date          a day: ``day``, and ``month``, ``year`` where told; "hôm nay" (flag
                  this), "hôm qua" (previous), "ngày mai" (next); unit "days": from
                  ``day`` to ``until`` ("ngày 23-24/10"); unit "weekday": names no day
    month         one month: "tháng 9/2021", "tháng này" (flag this), "tháng qua" (this,
                  past)
    months        ``count`` months from January ("9 tháng đầu năm"), flag last: up to
                  December; with ``until`` a run of months (range: "tháng 1-10", list:
                  "tháng 4, 5, 6"); flag past: "8 tháng qua"; vague: "những tháng đầu
                  năm"; unit "fiscal": from October, as a fiscal year begins
    quarter       "quý I/2024"; with ``until`` a run (range) or list of quarters
    quarters      ``count`` quarters from January, flag last: up to December
    half          the first half, flag last: the second; of a year, or of the month
                  ``month`` when unit is "month" ("nửa đầu tháng 7")
    year          "năm 2020", "năm nay" (this; whole: "cả năm"), "năm ngoái" (previous),
                  "năm tới" (next), "năm qua" (this, past; with ``year`` "năm 2016 vừa
                  qua"); flags start, middle, end for "đầu năm 2021" and so on; flag
                  bare: four digits without "năm", seldom a period ("Mekong 2006")
    since_start   from 1 January to ``until``; ``until`` None: to the article's date
    span          several years: ``year`` to ``until``; unit "decade" ("thập niên 1990")
    season        a crop, school or (unit "fiscal") book year, perhaps with ``until``
    century       "thế kỷ 21"
    week          "tuần này" (this), "tuần tới" (next); ``count``: which week of
                  ``month``, 5 being its last
    same_period   a year back ("cùng kỳ"), or in ``year``; unit "month": a month back
    same_time     the time spoken of already ("trong cùng kỳ", "cùng thời gian này")
    previous      the ``unit`` before: "tháng trước", "năm trước", "kỳ trước" (term)
    now           "hiện nay", "đến nay" (flag until)
    duration      names no time: "trong 3 năm"; flag each: "mỗi năm", past: "3 năm qua"
    clock         "17:40", "8h30"

Flags from the words before a mention, which then lie inside it: until ("đến", "tính
đến", "hết"; strong: with "tính" or "cho"), from ("từ", "kể từ"), end ("cuối", "hết"),
start ("đầu"), middle ("giữa"), cumulative ("lũy kế"), since ("từ đầu năm"). Flag spoken
is of what the text is at, if it is at such ("trong quý", "năm này"). How it was
written, and nothing more, is told by slash ("9/2021"), iso, short ("2020-21"), typo.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A stretch of the folded text that tells a time, as written, not yet resolved.

    ``start`` and ``end`` are half-open. ``until`` is the other end of an interval and
    has its own offsets where it is a form of its own. ``unit`` is set where the kind
    alone does not tell: day, days, weekday, week, month, quarter, year, term, decade,
    fiscal.
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    until: TimeMention | None = None
    count: int | None = None
    flags: frozenset[str] = frozenset()
    unit: str | None = None
