"""Parts against their whole: sums, and shares of it, within one article."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.series.facts import PERCENT
from pipeline.series.findings import Finding
from pipeline.series.intervals import NOTHING, Interval, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.schema import Period
    from pipeline.series.facts import Fact
    from pipeline.series.findings import Verdict

_FEWEST: Final = 2
_ALL: Final = Interval(*(Decimal(part) for part in (100, 100, 100)))
_ROUGH: Final = Decimal("0.01")

_Family = tuple[str, "Period | None", str | None, bool]
"""The whole's name, the period, the unit, and whether it is still hoped for."""


def audit_wholes(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check the parts and shares that an article tells of a whole.

    Args:
        facts: all figures of one article, in the order of the text.
    """
    facts = [fact for fact in facts if not fact.repeat]
    levels: dict[_Family, list[Fact]] = defaultdict(list)
    shares: dict[tuple[str, Period | None, bool], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.measure == "level" and fact.unit != PERCENT:
            levels[fact.parent, fact.period, fact.unit, fact.hoped].append(fact)
        elif fact.measure == "share" and fact.unit == PERCENT:
            shares[fact.parent, fact.period, fact.hoped].append(fact)
    for (parent, *_), parts in levels.items():
        if parent:
            yield from _sum(parts, _whole(facts, parts[0]))
    for (parent, *_), told in shares.items():
        if parent:
            yield from _shares(told)
            yield from _values(told, facts)


def _whole(facts: Sequence[Fact], part: Fact) -> Fact | None:
    """Find the level of a part's whole: of its period and unit, the nearest before."""
    found = [
        one
        for one in facts
        if one.measure == "level"
        and one.name == part.parent
        and (one.period, one.unit, one.hoped) == (part.period, part.unit, part.hoped)
        and (one.subject.area, one.subject.entity)
        == (part.subject.area, part.subject.entity)
    ]
    before = [one for one in found if one.start < part.start]
    return before[-1] if before else None


def _sum(parts: list[Fact], whole: Fact | None) -> Iterator[Finding]:
    """Parts that lack some of the whole prove nothing; more than it is a fault."""
    if (
        whole is None
        or len(parts) < _FEWEST
        or len({p.name for p in parts}) != len(parts)
    ):
        return
    total = NOTHING
    for part in parts:
        total = total.plus(part.span)
    yield Finding(
        kind="parts",
        verdict=_summed(total, whole.span),
        figures=(whole, *parts),
        expected=total,
        stated=whole.span.point,
        period=whole.period,
        unit=whole.unit,
    )


def _shares(told: list[Fact]) -> Iterator[Finding]:
    if len(told) < _FEWEST or len({share.name for share in told}) != len(told):
        return
    total = NOTHING
    for share in told:
        total = total.plus(share.span)
    yield Finding(
        kind="shares",
        verdict=_summed(total, _ALL),
        figures=tuple(told),
        expected=_ALL,
        stated=total.point,
        period=told[0].period,
        unit=PERCENT,
    )


def _summed(total: Interval, whole: Interval) -> Verdict:
    if total.meets(whole):
        return "confirmed"
    return "contradicted" if total.low > whole.high * (1 + _ROUGH) else "unproven"


def _values(shares: list[Fact], facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check share x whole against the part, where both are told."""
    for share in shares:
        part = _part(facts, share)
        whole = _whole(facts, part) if part else None
        if part is None or whole is None:
            continue
        expected = whole.span.times(hundredths(share.span))
        gap = expected.gap(part.span)
        yield Finding(
            kind="share",
            verdict="contradicted"
            if gap > _ROUGH
            else "doubtful"
            if gap
            else "confirmed",
            figures=(share, part, whole),
            expected=expected,
            stated=part.span.point,
            period=share.period,
            unit=part.unit,
        )


def _part(facts: Sequence[Fact], share: Fact) -> Fact | None:
    """Find the level that a share is told of: of its name, nearest to it."""
    found = [
        one
        for one in facts
        if one.measure == "level"
        and (one.name, one.parent, one.period, one.hoped)
        == (share.name, share.parent, share.period, share.hoped)
        and one.unit != PERCENT
    ]
    return min(found, key=lambda one: abs(one.start - share.start), default=None)
