"""Deals the times of a list out to its figures: "2018, 2019 lần lượt đạt 5 và 7"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import SIGN, TIME, Token
from pipeline.linking.words import role_words
from pipeline.schema import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

_LONGEST: Final = 12
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_LENT: Final = frozenset(("carried_on", "article_date", "standing_fact", "plan_year"))
"""How a figure is dated that tells no time of its own."""


def deal_out(figures: Sequence[Figure], clock: Clock) -> None:
    """Give each figure behind "lần lượt" its own of the times told before."""
    for i, figure in enumerate(figures):
        if not figure.head_bits & c.RESPECTIVELY:
            continue
        told = _times_before(figure, clock)
        dealt = _alike(figures[i:])[: len(told)]
        if len(told) > 1 and len(dealt) == len(told):
            for one, (period, token) in zip(dealt, told, strict=True):
                one.period = period
                one.evidence["period"] = (token.start, token.end)
                one.inferred.pop("period", None)


def _times_before(figure: Figure, clock: Clock) -> list[tuple[Period, Token]]:
    """Resolve the last run of times in a head; a span of years is a run of its own."""
    run: list[Token] = []
    for token in reversed(figure.head):
        if token.type == TIME:
            run.insert(0, token)
        elif run and not (token.type == SIGN or token.bits & c.LINK):
            break
    if len(run) == 1:
        return _years_of(run[0])
    year = next((t.ref.year for t in reversed(run) if t.ref.year), None)  # type: ignore[attr-defined]
    found = [(clock.read(t.ref, sentence_year=year), t) for t in run]  # type: ignore[arg-type]
    return [(period, t) for period, t in found if period is not None]


def _years_of(token: Token) -> list[tuple[Period, Token]]:
    mention: TimeMention = token.ref  # type: ignore[assignment]
    last = mention.until.year if mention.until else None
    if mention.kind != "span" or mention.year is None or last is None:
        return []
    years = range(mention.year, last + 1)
    return [(Period.of_year(y), token) for y in years] if len(years) <= _LONGEST else []


def _alike(figures: Sequence[Figure]) -> list[Figure]:
    """Give the figures of the list: of one kind, without words of their own between."""
    kept = [figures[0]]
    for figure in figures[1:]:
        links = all(
            t.type == SIGN or t.bits & (c.LINK | c.ABOUT | c.OVER | c.UNDER | c.ADVERB)
            for t in figure.head
        )
        if not links or figure.measure != kept[0].measure:
            break
        kept.append(figure)
    return kept


def share_time_behind(figures: Sequence[Figure]) -> None:
    """Read "80.000 con lợn nái và 2 triệu con lợn thịt vào năm 2028": both of then."""
    joins = role_words("and")
    for figure, before in pairwise(figures[::-1]):
        at = figure.evidence.get("period", (0, 0))
        told = at[0] > figure.amount.start and "period" not in figure.inferred
        words = [t for t in figure.head if not t.bits & _HEDGES or t.word in joins]
        joined = len(words) == 1 and words[0].word in joins
        lent = before.period is None or before.inferred.get("period") in _LENT
        if told and joined and lent and before.status == figure.status:
            before.period, before.evidence["period"] = figure.period, at
            before.infer("period", "told_behind")
