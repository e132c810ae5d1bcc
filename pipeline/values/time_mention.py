"""The noun of the time grammar; what its kinds and flags mean stands in times.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A stretch of the folded text that tells a time, as written, not yet resolved.

    ``until`` is the other end of an interval. ``unit`` is set where the kind alone
    does not tell: "day", "days", "week", "month", "quarter", "year", "term", "decade".
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
