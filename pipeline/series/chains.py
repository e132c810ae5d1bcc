"""Chains: implied plans against targets, implied bases against earlier levels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.series.facts import PERCENT, by_article
from pipeline.series.findings import Finding
from pipeline.series.intervals import RIVAL
from pipeline.series.ties import implied_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.series.facts import Fact
    from pipeline.series.findings import Verdict
    from pipeline.series.ties import Implied

TINY: Final = Decimal("0.001")
"""Rates are reckoned from figures that were rounded for print only afterwards."""
NEAR: Final = Decimal("0.05")
"""What two articles say of one figure seldom lies further apart."""
ROUGH: Final = Decimal("0.005")
"""Within one article figures may miss each other by as much through rounding twice."""


def audit_chains(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check what rates imply against what is stated.

    Args:
        facts: figures of one subject, of one or more articles, in the order of the
            articles and of their texts.
    """
    levels = [fact for fact in facts if fact.measure == "level" and not fact.repeat]
    for article in by_article(facts).values():
        found = [
            _decided([_check(implied, levels) for implied in readings])
            for readings in implied_by(article)
        ]
        yield from _reconciled(found)


def _decided(readings: Sequence[Finding]) -> Finding:
    """Give the reading that a stated figure bears out, else the likeliest."""
    borne_out = (one for one in readings if one.verdict == "confirmed")
    return next(borne_out, readings[0])


def _reconciled(found: list[Finding]) -> Iterator[Finding]:
    """Doubt no pair of values that another rate of theirs bears out."""
    proven = {_pair(one) for one in found if one.verdict == "confirmed"}
    for finding in found:
        wrong = finding.verdict == "contradicted" and _pair(finding) in proven
        yield replace(finding, verdict="doubtful") if wrong else finding


def _pair(finding: Finding) -> tuple[str, str]:
    return finding.figures[0].id, finding.figures[-1].id


def _check(implied: Implied, levels: Sequence[Fact]) -> Finding:
    partners = [one for one in levels if _partner(one, implied)]
    if not partners:
        return _finding(implied, "unproven", None)
    best = min(partners, key=lambda one: (_rank(one, implied), one.id))
    return _finding(implied, _verdict(implied, best), best)


def _partner(other: Fact, implied: Implied) -> bool:
    level = implied.level
    return (
        other.id != level.id
        and implied.period is not None
        and other.period == implied.period
        and other.unit == level.unit
        and (other.status == "target" if implied.planned else not other.hoped)
        and (level.price is None or other.price is None or level.price == other.price)
        and (level.article == other.article or level.copy != other.copy)
        and not _other_giver(other, implied)
    )


def _other_giver(other: Fact, implied: Implied) -> bool:
    giver, given = implied.rate.plan_by, other.plan_by
    return implied.planned and None not in (giver, given) and giver != given


def _rank(other: Fact, implied: Implied) -> tuple[Decimal, bool]:
    """Prefer what agrees, then what the same article says."""
    return implied.span.gap(other.span), other.article != implied.level.article


def _verdict(implied: Implied, other: Fact) -> Verdict:
    """Judge two values: only what one sentence says in full can be at fault.

    A plan has many givers, the base of another article has been revised since, and a
    further sentence may be of something else: that is doubted, or, where the two lie
    far apart, taken for two things.
    """
    gap = implied.span.gap(other.span)
    if gap <= TINY:
        return "confirmed"
    level, rate = implied.level, implied.rate
    told = {(level.article, level.sentence, level.name)}
    told |= {(one.article, one.sentence, one.name) for one in (rate, other)}
    if len(told) == 1 and rate.unit == PERCENT and gap > ROUGH:
        return "contradicted"
    if _of_one_cell(implied, other) and ROUGH < gap <= NEAR:
        return "contradicted"
    return "doubtful" if gap <= RIVAL else "unproven"


def _of_one_cell(implied: Implied, other: Fact) -> bool:
    """Tell whether another article surely speaks of what is implied.

    Then values that lie near, yet apart, are two statements of one figure; those that
    lie further apart are as often of two things with one name. A price changes within
    its day.
    """
    level, period = implied.level, implied.period
    if implied.planned or level.article == other.article:
        return False
    lasting = period is not None and period.whole_months
    exact = other.span.high - other.span.low <= NEAR * abs(other.span.point)
    return lasting and exact and level.distinct and other.distinct


def _finding(implied: Implied, verdict: Verdict, other: Fact | None) -> Finding:
    level, rate = implied.level, implied.rate
    figures = (level, rate) if other is None else (level, rate, other)
    return Finding(
        kind="attainment" if implied.planned else "growth",
        verdict=verdict,
        figures=figures,
        expected=implied.span,
        stated=other.span.point if other else None,
        period=implied.period,
        unit=level.unit,
        why=implied.reading and f"read as growth {implied.reading} that many times",
    )
