"""Figures of one subject over periods and articles: told alike, rising, in step."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.schema import MONTHS_A_YEAR, Period
from pipeline.series.facts import PERCENT
from pipeline.series.findings import Finding
from pipeline.series.ties import is_of_plan, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.series.facts import Fact
    from pipeline.series.findings import Kind, Verdict

_ROUGH: Final = Decimal("0.005")
_REVISED: Final = Decimal("0.1")
_THOUSAND: Final = Decimal(1000)
_NEARLY: Final = Decimal("0.05")
_SLOW: Final = Decimal("0.5")
_EARLY: Final = Decimal("0.4")
"""Of the year: before it an attainment says little of the year's end."""
_BELOW: Final = Decimal("0.95")
"""A target that is lower than what was reached, by more than a cautious plan is."""
_CUMULATIVE: Final = frozenset(("YTD", "A", "S"))


def audit_cells(facts: Sequence[Fact], nature: str | None) -> Iterator[Finding]:
    """Check the levels of one subject against each other.

    Args:
        facts: figures of one subject.
        nature: "flow", "stock", ... of its indicator; None where it has none. What
            may rise only is checked of flows.
    """
    levels = [one for one in facts if one.measure == "level" and not one.repeat]
    yield from _same_cells(levels)
    if nature == "flow":
        yield from _cumulative(levels)
        yield from _targets(levels)
        yield from _pace(facts)


def _same_cells(levels: Sequence[Fact]) -> Iterator[Finding]:
    cells: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for one in levels:
        if one.period is not None:
            cells[one.period, one.unit, one.hoped, one.plan_by].append(one)
    for told in cells.values():
        first, seen = told[0], {told[0].copy}
        for other in told[1:]:
            if other.copy not in seen and _comparable(first, other):
                yield _same(first, other)
            seen.add(other.copy)


def _comparable(one: Fact, other: Fact) -> bool:
    return one.price is None or other.price is None or one.price == other.price


def _same(one: Fact, other: Fact) -> Finding:
    kind, verdict = _alike(one, other)
    return Finding(
        kind=kind,
        verdict=verdict,
        figures=(other, one),
        expected=one.span,
        stated=other.span.point,
        period=one.period,
        unit=one.unit,
    )


def _alike(one: Fact, other: Fact) -> tuple[Kind, Verdict]:
    gap = one.span.gap(other.span)
    if not gap:
        return "conflict", "confirmed"
    if _thousandfold(one, other):
        return "thousandfold", "contradicted"
    final = one.status == other.status == "actual"
    if gap <= _ROUGH or (gap <= _REVISED and not final):
        return "conflict", "doubtful"
    return "conflict", "contradicted"


def _thousandfold(one: Fact, other: Fact) -> bool:
    low, high = sorted((abs(one.span.point), abs(other.span.point)))
    return bool(low) and abs(high / low / _THOUSAND - 1) <= _NEARLY


def _cumulative(levels: Sequence[Fact]) -> Iterator[Finding]:
    years: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for one in levels:
        if one.period and not one.hoped and _from_january(one.period):
            years[one.period.first, one.unit, one.price].append(one)
    for told in years.values():
        told.sort(key=lambda one: (_last(one), one.id))
        for earlier, later in pairwise(told):
            if _last(earlier) == _last(later) or later.span.high >= earlier.span.low:
                continue
            gap = earlier.span.gap(later.span)
            yield Finding(
                kind="cumulative",
                verdict="contradicted" if gap > _REVISED else "doubtful",
                figures=(later, earlier),
                expected=earlier.span,
                stated=later.span.point,
                period=later.period,
                unit=later.unit,
            )


def _last(fact: Fact) -> str:
    return str(fact.period.last) if fact.period else ""


def _from_january(period: Period) -> bool:
    january = period.first.month == period.first.day == 1
    return january and (period.frequency in _CUMULATIVE or period.months <= 1)


def _targets(levels: Sequence[Fact]) -> Iterator[Finding]:
    """A year's target below what the year before has reached."""
    reached = [one for one in levels if not one.hoped]
    for target in levels:
        year = target.period
        if target.status != "target" or year is None or year.frequency != "A":
            continue
        before = year.shifted_years(-1)
        for one in reached:
            if one.period != before or one.unit != target.unit:
                continue
            if target.span.high < one.span.low * _BELOW and _comparable(one, target):
                yield Finding(
                    kind="target_below",
                    verdict="doubtful",
                    figures=(target, one),
                    expected=one.span,
                    stated=target.span.point,
                    period=year,
                    unit=target.unit,
                )
                break


def _pace(facts: Sequence[Fact]) -> Iterator[Finding]:
    """An attainment of the year's plan far behind the part of the year gone by."""
    for rate in facts:
        if rate.measure != "ratio" or not is_of_plan(rate) or rate.unit != PERCENT:
            continue
        gone = _gone(rate)
        if gone is None or gone < _EARLY or rate.repeat:
            continue
        if rate.span.high < gone * 100 * _SLOW:
            yield Finding(
                kind="pace",
                verdict="doubtful",
                figures=(rate, *_beside(rate, facts)),
                expected=rate.span._replace(
                    low=gone * 100 * _SLOW, point=gone * 100, high=gone * 100 / _SLOW
                ),
                stated=rate.span.point,
                period=rate.period,
                unit=PERCENT,
            )


def _beside(rate: Fact, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    level = level_of(rate, [one for one in facts if one.article == rate.article])
    return (level,) if level else ()


def _gone(rate: Fact) -> Decimal | None:
    """Give the part of the plan's year that a figure covers."""
    period, plan = rate.period, rate.plan
    if period is None or not period.whole_months or not _from_january(period):
        return None
    if plan is not None and plan != Period.of_year(period.first.year):
        return None
    months = Decimal(period.months)
    return months / MONTHS_A_YEAR if months < MONTHS_A_YEAR else None
