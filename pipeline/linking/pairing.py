"""Gives growth told in pairs the bases of the pair told before, in order.

"giảm 41% so với tháng trước và giảm 9% so với cùng kỳ. Trong đó, vốn cấp tỉnh giảm 37%
và giảm 17%": the first is against the month before, the second against the year before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.bases import inherit_base
from pipeline.linking.tokens import SIGN
from pipeline.linking.words import has_bits
from pipeline.schema import Base

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.linking.figure import Figure

_RULE: Final = "base_in_order"
_REACH: Final = 3
"""Sentences behind a pair that it still tells the bases of."""
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER | c.LINK | c.ADVERB | c.REACH | c.RATIO


def pair_bases(figures: Sequence[Figure]) -> None:
    """Fill the bases of runs of growth by the last run that told all of its own."""
    told: list[Figure] = []
    for run in _runs(figures):
        if _tells_all(run):
            told = run
        elif told and _goes_along(run, told):
            for figure, other in zip(run, told, strict=True):
                _follow(figure, other)


def _runs(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Give figures of one name beside each other that tell growth or attainment."""
    run: list[Figure] = []
    for figure in figures:
        relative = figure.amount.kind == "percent" and _moves(figure)
        goes_on = run and figure.sentence == run[-1].sentence and not figure.own_metric
        if run and not (relative and goes_on and figure.depth == run[-1].depth):
            yield run
            run = []
        if relative:
            run.append(figure)
    if run:
        yield run


def _moves(figure: Figure) -> bool:
    """Tell "tăng 7%" and "đạt 40%", each with a verb of its own."""
    if figure.measure == "change":
        return bool(figure.head_bits & (c.UP | c.DOWN))
    return figure.measure == "ratio" or _only_reaches(figure)


def _only_reaches(figure: Figure) -> bool:
    words = [t for t in figure.head if t.type != SIGN]
    reaches = figure.measure == "level" and has_bits(words, c.REACH)
    return reaches and all(t.bits & _HEDGES for t in words)


def _tells_all(run: list[Figure]) -> bool:
    """Tell a run whose figures have bases in words, and not the same."""
    if len(run) == 1 or not all(map(_tells_own, run)):
        return False
    return len({(f.base.kind, f.base.period) for f in run if f.base}) == len(run)


def _tells_own(figure: Figure) -> bool:
    return figure.base is not None and "base" not in figure.inferred


def _goes_along(run: list[Figure], told: list[Figure]) -> bool:
    """Tell a run of the same make, one of whose bases at most its own words tell."""
    near = run[0].sentence - told[0].sentence <= _REACH
    if len(run) != len(told) or not near or sum(map(_tells_own, run)) > 1:
        return False
    return all(map(_is_like, run, told))


def _is_like(figure: Figure, other: Figure) -> bool:
    """Tell two at one place of their runs: both of the plan, or of a time."""
    if figure.base is not None and _tells_own(figure):
        return other.base is not None and figure.base.kind == other.base.kind
    planned = other.base is not None and other.base.kind == "plan"
    return planned == (figure.measure != "change")


def _follow(figure: Figure, other: Figure) -> None:
    if _tells_own(figure):
        return
    if figure.measure == "change":
        figure.base = None
        inherit_base(figure, other, _RULE)
        return
    figure.measure, figure.base = "ratio", Base("plan")
    figure.infer("base", _RULE)
    figure.infer("measure", _RULE)
