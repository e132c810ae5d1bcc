"""Ties a growth or an attainment to the level that it is told of.

"X đạt 450 triệu USD (đạt 73,77% kế hoạch, tăng 12,5%)": both per cents are told of the
450 million. From level and rate together follows what is not printed: the plan, or the
value of the base period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.series.facts import PERCENT, POINTS, RELATIVE, TIMES
from pipeline.series.intervals import WHOLE, Interval, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.schema import Period
    from pipeline.series.facts import Fact

_RATES: Final = frozenset(("change", "ratio"))


class Implied(NamedTuple):
    """The value that a level and a rate of it imply, for a plan or an earlier period.

    ``reading`` tells apart the two ways to read "tăng 8,8 lần": to that many times, or
    by that many.
    """

    level: Fact
    rate: Fact
    span: Interval
    period: Period | None
    planned: bool
    reading: str = ""


def implied_by(facts: Sequence[Fact]) -> Iterator[list[Implied]]:
    """Give, for each rate of an article, what it may imply, the likeliest first.

    Args:
        facts: figures of one subject and one article, in the order of the text.
    """
    for rate in facts:
        if rate.measure not in _RATES or rate.base is None or rate.repeat:
            continue
        found = [
            one for level in levels_of(rate, facts) for one in _implied(level, rate)
        ]
        if found:
            yield found


def levels_of(rate: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """Find the levels a rate may be told of: those of its sentence, nearest first.

    Those behind it come after those before it; with none in its sentence, the last
    one before it.
    """
    fitting = [one for one in facts if _fits(one, rate)]
    near = [one for one in fitting if one.sentence == rate.sentence]
    if near:
        return sorted(near, key=lambda one: (one.start > rate.start, -one.start))
    return [one for one in fitting if one.start < rate.start][-1:]


def _fits(level: Fact, rate: Fact) -> bool:
    return (
        level.measure == "level"
        and level.article == rate.article
        and level.period == rate.period
        and level.hoped == rate.hoped
        and level.name == rate.name
        and (level.unit != PERCENT or rate.unit in (POINTS, TIMES))
    )


def _implied(level: Fact, rate: Fact) -> Iterator[Implied]:
    planned = is_of_plan(rate)
    period = rate.plan if planned else rate.base.period if rate.base else None
    if period == level.period and not planned:
        return
    for factor, reading in _factors(rate):
        span = level.span.over(factor)
        if span is not None:
            yield Implied(level, rate, span, period, planned, reading)
    if rate.measure == "change" and _increment(level, rate):
        span = level.span.plus(rate.span) if rate.down else level.span.minus(rate.span)
        yield Implied(level, rate, span, period, planned)


def _increment(level: Fact, rate: Fact) -> bool:
    """Tell whether a change is told in the unit of its level, or in points of it."""
    if level.unit == PERCENT:
        return rate.unit == POINTS
    return rate.unit == level.unit and rate.unit not in RELATIVE


def _factors(rate: Fact) -> Iterator[tuple[Interval, str]]:
    """Give how many times the base a level is, with the name of the reading."""
    if rate.unit not in RELATIVE:
        return
    part = hundredths(rate.span) if rate.unit == PERCENT else rate.span
    if rate.measure == "ratio":
        yield part, ""
        return
    moved = WHOLE.minus(part) if rate.down else WHOLE.plus(part)
    if rate.unit == TIMES and not rate.down:
        yield part, "to"
        yield moved, "by"
    else:
        yield moved, ""


def is_of_plan(rate: Fact) -> bool:
    """Tell whether a rate is against a plan."""
    return rate.base is not None and rate.base.kind == "plan"
