"""Parts against their whole: sums, and shares of it, within one article.

What is a part of what is the least sure of all that is read, and parts may overlap. So
sums that come out right prove something; of those that do not, only a list of shares
that goes a little beyond the whole, and a share that fits no whole of its article, are
worth a look.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.series.facts import PERCENT
from pipeline.series.findings import Finding
from pipeline.series.intervals import NOTHING, RIVAL, Interval, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.series.facts import Fact
    from pipeline.series.findings import Verdict

_FEWEST: Final = 2
_MOST: Final = 40
"""Parts of one whole that are added up; longer lists are tables."""
_HUNDRED: Final = Decimal(100)
_ALL: Final = Interval(_HUNDRED, _HUNDRED, _HUNDRED)
_MISPRINT: Final = Decimal(115)
"""Shares that add up to more are of things that overlap."""
_ROUGH: Final = Decimal("0.01")


def audit_wholes(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check the parts and shares that an article tells of a whole.

    Args:
        facts: all figures of one article, in the order of the text.
    """
    facts = [fact for fact in facts if not fact.repeat]
    levels = [one for one in facts if one.measure == "level" and one.unit != PERCENT]
    shares = [one for one in facts if one.measure == "share" and one.unit == PERCENT]
    for parts in _families(levels):
        yield from _sum(parts, _whole(levels, parts[0]))
    for told in _families(shares):
        yield from _shares(told)
    for share in shares:
        yield from _value(share, levels)


def _families(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Gather the parts of one whole, period and unit."""
    found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for one in facts:
        if one.parent:
            found[one.parent, one.period, one.unit, one.hoped].append(one)
    yield from (parts for parts in found.values() if _FEWEST <= len(parts) <= _MOST)


def _whole(levels: Sequence[Fact], part: Fact) -> Fact | None:
    """Find the level of a part's whole, the nearest before it."""
    found = [
        one
        for one in levels
        if one.name == part.parent and one.start < part.start and _alike(one, part)
    ]
    return found[-1] if found else None


def _alike(one: Fact, other: Fact) -> bool:
    return (one.period, one.unit, one.hoped) == (
        other.period,
        other.unit,
        other.hoped,
    ) and (one.subject.area, one.subject.entity) == (
        other.subject.area,
        other.subject.entity,
    )


def _sum(parts: list[Fact], whole: Fact | None) -> Iterator[Finding]:
    """Look for parts told one after the other that make up the whole."""
    run = _making_up(parts, whole.span) if whole else None
    if whole is None or run is None:
        return
    yield Finding(
        kind="parts",
        verdict="confirmed",
        figures=(whole, *run),
        expected=_total(run),
        stated=whole.span.point,
        period=whole.period,
        unit=whole.unit,
    )


def _making_up(parts: list[Fact], whole: Interval) -> list[Fact] | None:
    """Give the longest run of parts whose sum is the whole."""
    for length in range(len(parts), _FEWEST - 1, -1):
        for first in range(len(parts) - length + 1):
            run = parts[first : first + length]
            if len({part.name for part in run}) == length and _total(run).meets(whole):
                return run
    return None


def _total(parts: Sequence[Fact]) -> Interval:
    total = NOTHING
    for part in parts:
        total = total.plus(part.span)
    return total


def _shares(told: list[Fact]) -> Iterator[Finding]:
    run = _making_up(told, _ALL)
    total = _total(run or told)
    one_list = len({share.sentence for share in told}) == 1
    if run is None and not (one_list and _HUNDRED < total.low <= _MISPRINT):
        return
    yield Finding(
        kind="shares",
        verdict="confirmed" if run else "doubtful",
        figures=tuple(run or told),
        expected=_ALL,
        stated=total.point,
        period=told[0].period,
        unit=PERCENT,
    )


def _value(share: Fact, levels: Sequence[Fact]) -> Iterator[Finding]:
    """Check share x whole against the part: its own whole, else any of the article."""
    part = _part(levels, share)
    if part is None:
        return
    wholes = [one for one in levels if one.id != part.id and _alike(one, part)]
    fitting = [one for one in wholes if _of(share, one).meets(part.span)]
    own = _whole(levels, part)
    whole = own if own in fitting else fitting[-1] if fitting else own
    if whole is None:
        return
    expected = _of(share, whole)
    gap = expected.gap(part.span)
    yield Finding(
        kind="share",
        verdict=_close(gap),
        figures=(share, part, whole),
        expected=expected,
        stated=part.span.point,
        period=share.period,
        unit=part.unit,
    )


def _close(gap: Decimal) -> Verdict:
    if not gap:
        return "confirmed"
    return "doubtful" if _ROUGH < gap <= RIVAL else "unproven"


def _of(share: Fact, whole: Fact) -> Interval:
    return whole.span.times(hundredths(share.span))


def _part(levels: Sequence[Fact], share: Fact) -> Fact | None:
    """Find the level that a share is told of: of its name, nearest to it."""
    found = [
        one
        for one in levels
        if (one.name, one.parent, one.period, one.hoped)
        == (share.name, share.parent, share.period, share.hoped)
    ]
    return min(found, key=lambda one: abs(one.start - share.start), default=None)
