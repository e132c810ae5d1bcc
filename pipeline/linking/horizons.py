"""Corrects the status of figures by their times, once these are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.linking.telling import dating_set
from pipeline.linking.tokens import TIME
from pipeline.linking.words import says

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.schema import Period
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

_INHERITED: Final = frozenset(("chain", "bracket", "sentence"))
_YEAR_LEFT: Final = 45
"""Days left of a year from which on a figure for the year cannot be an actual."""
_TO_THE_END: Final = frozenset(("whole", "until", "end"))
_NEXT: Final = 1
"""Sentences from a target to the next of its list."""
_YEAR_BEGUN: Final = 60
"""Days of a year up to which nothing is known of the whole of it."""


def settle_by_period(figures: Sequence[Figure], anchor: ArticleDate | None) -> None:
    """Correct what was only inferred, once every figure's period is known.

    A figure for a year that has hardly begun can only be a target; one for a time
    before that of its neighbour, or already over, shares no estimate or target.
    """
    before: Figure | None = None
    attained = {f.sentence for f in figures if _attains(f)}
    aims: dict[Stretch | None, int] = {}
    told: set[Stretch | None] = set()
    for figure in figures:
        if _is_over(figure, before, anchor) or _follows_past(figure, before):
            figure.status = "actual"
            figure.infer("status", "past_period")
        elif anchor and _is_ahead(figure, aims, anchor, attained):
            figure.status = "target"
            figure.infer("status", "future_period")
        if figure.status == "target":
            aims[figure.evidence.get("period")] = figure.sentence
        span = figure.evidence.get("period")
        if "period" not in figure.inferred:
            told.add(span)
        elif anchor and span not in told and _is_running(figure, anchor):
            figure.period = anchor.period
            figure.infer("period", "standing_fact")
        before = figure


def _is_running(figure: Figure, anchor: ArticleDate) -> bool:
    """Tell things counted in a year that was only heard of and is far from over.

    They are of the day they are told: "Hội nghị năm 2024 … . Huyện xây 6 làng nghề",
    told in July. Money may still be that of the year.
    """
    period = figure.period
    if figure.inferred.get("period") != "carried_on" or figure.status != "actual":
        return False
    if figure.amount.kind == "money" or figure.measure != "level":
        return False
    if period is None or period.frequency != "A":
        return False
    left = (period.last - anchor.last).days
    return period.first <= anchor.first and left > _YEAR_BEGUN


def _follows_past(figure: Figure, before: Figure | None) -> bool:
    """Tell the growth or ratio of a level that was found to be past."""
    if before is None or before.inferred.get("status") != "past_period":
        return False
    told = figure.inferred.get("status") == "chain" and not figure.own_metric
    return told and figure.sentence == before.sentence and figure.measure != "level"


def _attains(figure: Figure) -> bool:
    """Tell "đã trao 90 suất quà cho 90 hộ", "đạt 40% kế hoạch": this has been."""
    if figure.status != "actual":
        return False
    planned = figure.base is not None and figure.base.kind == "plan"
    done = figure.measure == "ratio" and planned
    return done or says(figure.head, dating_set("past"))


def _is_ahead(
    figure: Figure,
    aims: Mapping[Stretch | None, int],
    anchor: ArticleDate,
    attained: AbstractSet[int],
) -> bool:
    """Tell a figure for years to come, "năm 2030 có 40 cụm", from what has been."""
    period = figure.period
    if period is None or figure.status != "actual":
        return False
    if figure.measure in ("rank", "ratio"):
        return False
    if figure.inferred.get("status") not in ("default", "chain", "bracket"):
        return False
    whole = period.frequency == "A" or period.last.year > period.first.year
    if not whole or (period.last - anchor.last).days <= _YEAR_LEFT:
        return False
    if period.first > anchor.first:
        return True
    if figure.sentence in attained:
        return False
    return _goes_on(figure, aims) or _hardly_begun(figure, period, anchor)


def _goes_on(figure: Figure, aims: Mapping[Stretch | None, int]) -> bool:
    """Tell the next of a list of targets, all for the year that was told once."""
    aimed = aims.get(figure.evidence.get("period"))
    return aimed is not None and figure.sentence - aimed <= _NEXT


def _hardly_begun(figure: Figure, period: Period, anchor: ArticleDate) -> bool:
    """Tell "Năm 2021 xuất khẩu 44 tỷ USD", told in January of that year.

    A span of years is planned in its first half.
    """
    if figure.inferred.get("period") == "carried_on":
        return False
    gone = (anchor.last - period.first).days
    if period.last.year > period.first.year + 1:
        return gone * 2 < (period.last - period.first).days
    return gone < _YEAR_BEGUN or _tells_whole(figure)


def _tells_whole(figure: Figure) -> bool:
    """Tell "cả năm đạt 8%", "đến hết năm đạt 8%", told while the year runs."""
    for token in figure.head:
        if token.type == TIME:
            mention: TimeMention = token.ref  # type: ignore[assignment]
            if mention.kind == "year" and mention.flags & _TO_THE_END:
                return True
    return False


def _is_over(figure: Figure, before: Figure | None, anchor: ArticleDate | None) -> bool:
    """Tell an inherited estimate or target whose own time is told and past."""
    period, rule = figure.period, figure.inferred.get("status")
    if figure.status == "actual" or rule not in _INHERITED:
        return False
    if period is None or "period" in figure.inferred:
        return False
    beside = before.period if before else None
    if figure.status == "estimate" or anchor is None:
        return beside is not None and period.last < beside.first
    return period.last <= anchor.last and beside != period
