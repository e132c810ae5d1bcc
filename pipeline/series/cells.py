"""Figures of one subject over periods and articles: told alike, rising, in step."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import parse_table
from pipeline.schema import MONTHS_A_YEAR, Period
from pipeline.series.facts import PERCENT
from pipeline.series.findings import Finding
from pipeline.series.intervals import RIVAL
from pipeline.series.ties import is_of_plan, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.series.facts import Fact
    from pipeline.series.findings import Kind, Verdict

_ROUGH: Final = Decimal("0.005")
_REVISED: Final = Decimal("0.1")
_COMPARED: Final = frozenset(("flow", "stock", "rate", "growth"))
_THOUSAND: Final = Decimal(1000)
_NEARLY: Final = Decimal("0.05")
_SLOW: Final = Decimal("0.5")
_EARLY: Final = Decimal("0.4")
"""Of the year: before it an attainment says little of the year's end."""
_BELOW: Final = Decimal("0.95")
"""A target that is lower than what was reached, by more than a cautious plan is."""
_BALANCES: Final = "balances.tsv"
_HALF: Final = Decimal("0.5")
_CUMULATIVE: Final = frozenset(("YTD", "A", "S"))


@lru_cache(maxsize=1)
def may_fall() -> tuple[str, ...]:
    """Give the beginnings of ids whose sum from January may fall."""
    text = resources.files(__package__).joinpath(_BALANCES).read_text("utf-8")
    return tuple(row["begins"] for row in parse_table(text, name=_BALANCES))


def audit_cells(facts: Sequence[Fact], nature: str | None) -> Iterator[Finding]:
    """Check the levels of one subject of the catalogue against each other.

    Args:
        facts: figures of one subject.
        nature: "flow", "stock", ... of its indicator. Prices and indices are told for
            the hour and are not compared; what may rise only is checked of flows.
    """
    levels = [one for one in facts if one.measure == "level" and not one.repeat]
    if nature in _COMPARED:
        yield from _same_cells(levels)
    if nature == "flow":
        yield from _cumulative([one for one in levels if not _may_fall(one)])
        yield from _targets(levels)
        yield from _pace(facts)


def _same_cells(levels: Sequence[Fact]) -> Iterator[Finding]:
    """Compare what articles tell of one period; a day is as often a guess of ours."""
    cells: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for one in levels:
        if one.period is not None and one.period.whole_months:
            cells[one.period, one.unit, one.hoped, one.plan_by].append(one)
    for told in cells.values():
        first, seen = told[0], {told[0].copy}
        for other in told[1:]:
            if other.copy not in seen and _comparable(first, other):
                yield from _same(first, other)
            seen.add(other.copy)


def _comparable(one: Fact, other: Fact) -> bool:
    return one.price is None or other.price is None or one.price == other.price


def _same(one: Fact, other: Fact) -> Iterator[Finding]:
    kind: Kind = "thousandfold" if _thousandfold(one, other) else "conflict"
    verdict = _alike(one, other)
    if verdict is None:
        return
    yield Finding(
        kind=kind,
        verdict=verdict,
        figures=(other, one),
        expected=one.span,
        stated=other.span.point,
        period=one.period,
        unit=one.unit,
    )


def _alike(one: Fact, other: Fact) -> Verdict | None:
    """Judge two values of one cell; None where they are hardly of one thing."""
    gap = one.span.gap(other.span)
    if one.article == other.article:
        return None
    if not gap:
        return "confirmed"
    if _thousandfold(one, other):
        alike = _named_alike(one, other) and one.clear and other.clear
        return "contradicted" if alike else "doubtful"
    if gap > RIVAL or not _named_alike(one, other):
        return None
    final = one.status == other.status == "actual"
    sure = final and one.clear and other.clear
    return "contradicted" if sure and gap > _ROUGH else "doubtful"


def _named_alike(one: Fact, other: Fact) -> bool:
    return (one.name, one.parent) == (other.name, other.parent)


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
            gap = earlier.span.gap(later.span)
            if _last(earlier) == _last(later) or later.span.high >= earlier.span.low:
                continue
            if gap > RIVAL or not _named_alike(earlier, later):
                continue
            yield Finding(
                kind="cumulative",
                verdict=(
                    "contradicted" if gap > _REVISED and later.local else "doubtful"
                ),
                figures=(later, earlier),
                expected=earlier.span,
                stated=later.span.point,
                period=later.period,
                unit=later.unit,
            )


def _may_fall(fact: Fact) -> bool:
    """Tell whether it is a balance, of which later months can take away."""
    return (fact.subject.indicator or "").startswith(may_fall())


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
            if _below(target, one) and _comparable(one, target):
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


def _below(target: Fact, reached: Fact) -> bool:
    """Tell whether a target is oddly low for what it is a target of.

    One of less than half is of something else; and what a country is told to have
    reached may be one branch's, elsewhere told of another.
    """
    same = set(target.name.split()) == set(reached.name.split())
    near = target.article == reached.article or target.local
    low = reached.span.low * _HALF <= target.span.high < reached.span.low * _BELOW
    return same and near and low and target.unit != PERCENT


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
    own = [one for one in facts if one.article == rate.article]
    return tuple(levels_of(rate, own)[:1])


def _gone(rate: Fact) -> Decimal | None:
    """Give the part of the plan's year that a figure covers."""
    period, plan = rate.period, rate.plan
    if period is None or not period.whole_months or not _from_january(period):
        return None
    if plan is not None and plan != Period.of_year(period.first.year):
        return None
    months = Decimal(period.months)
    return months / MONTHS_A_YEAR if months < MONTHS_A_YEAR else None
