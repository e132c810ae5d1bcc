"""Periods as the annotation format writes them: ``2021-Q3``, ``2021-01/2021-09``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, TypeAlias

from pipeline.schema import Period

Days: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None is an end left open."""

_EDGE: Final = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?))?"
)
_OPEN: Final = frozenset({"", ".."})


def read_days(period: str) -> Days:
    """Give the first and last day of a period: "2021-Q3" is 1 July to 30 September.

    Raises:
        ValueError: it is not a year, quarter, month, day or an interval of such.
    """
    first, _, last = period.partition("/")
    return (
        None if first in _OPEN else _edge(first).first,
        None if (last or first) in _OPEN else _edge(last or first).last,
    )


def read_period(period: str | None) -> Period | None:
    """Give a period with both its ends; None for None.

    Raises:
        ValueError: it is no period, or an end of it is open.
    """
    if period is None:
        return None
    first, last = read_days(period)
    if first is None or last is None:
        raise ValueError(f"expected a period with both ends, got {period!r}")
    return Period(first, last)


def _edge(text: str) -> Period:
    found = _EDGE.fullmatch(text)
    try:
        if found:
            return _period(found)
    except ValueError:
        pass  # a 13th month, a 30 February: told below like any other mistake
    raise ValueError(
        "expected a period such as 2021, 2021-Q3, 2021-09, 2021-09-27 or"
        f" 2021-01/2021-09, got {text!r}"
    )


def _period(found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["quarter"]:
        return Period.of_quarter(year, int(found["quarter"]))
    if not found["month"]:
        return Period.of_year(year)
    month = int(found["month"])
    if found["day"]:
        return Period.of_day(date(year, month, int(found["day"])))
    return Period.of_months(year, month, month)
