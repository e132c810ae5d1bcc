"""What a sentence takes over from the one before it, and leaves to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import Clause, kind_of, kind_of_unit, stretch
from pipeline.linking.counts import is_inside
from pipeline.linking.inheriting import whole_again
from pipeline.linking.referents import is_nominal, lists_goods
from pipeline.linking.series import headed_by, structure_of
from pipeline.linking.subjects import made_up
from pipeline.linking.tokens import SIGN, TIME, WORD, Token
from pipeline.linking.words import role_words, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic
    from pipeline.linking.figure import Figure

_BULLETS: Final = frozenset("-+*•–")
_OPENING: Final = 5
_NAMES: Final = c.NOUN | c.PLAN | c.TARGET
_WHOLE_REACH: Final = 1
"""Sentences behind a metric at which "trong đó" still tells its parts."""


def begin_sentence(first: Figure, row: list[Token], topic: Topic) -> Clause:
    """Open a sentence: "trong đó" makes what was told before the whole."""
    clause = Clause(trade=topic.trade, words=topic.words)
    clause.current = whole_again(first, row, topic)
    clause.lists = lists_goods(first.head)
    heads = headed_by(first)
    clause.whole = structure_of(first.head) or heads
    clause.heads = heads is not None and clause.whole == heads
    if topic.listed is not None:
        clause.whole = topic.listed if row[0].ref in _BULLETS else None
        topic.listed = clause.whole
    detail = row[0].word in role_words("detail") and is_nominal(first.head)
    ahead = [t for t in row[:_OPENING] if t.end <= first.amount.start]
    made, _ = made_up(first)
    if made and kind_of_unit(first) != topic.kind:
        clause.whole = stretch(made)
    elif opens_part(ahead):
        stale = first.sentence - topic.metric_at > _WHOLE_REACH
        told = (None, False) if detail or stale else topic.whole_of(first)
        clause.whole, clause.whole_counts = told
    return clause


def hand_on(figures: Sequence[Figure], topic: Topic) -> None:
    """Leave to the next sentence what this one is about."""
    first = figures[0]
    topic.kind = kind_of_unit(first)
    if first.metric and first.rules["metric"] == "counted" and is_inside(first):
        topic.metric, topic.counts = first.lead or first.metric, False
    elif first.metric:
        topic.metric, topic.counts = first.metric, first.amount.kind == "count"
    topic.alike.clear()
    for figure in figures:
        if figure.rules.get("trade"):
            topic.trade, topic.trade_at = figure.metric, figure.sentence
        if figure.metric and figure.measure == "level":
            topic.alike.setdefault(kind_of(figure), figure.metric)
            topic.last = figure.metric


def keep_whole(row: list[Token], topic: Topic, sentence: int) -> None:
    """Let "Trong đó, mức tăng chủ yếu ở hàng điện tử." hand the whole on as it came."""
    if opens_part(row[:_OPENING]) and sentence - topic.metric_at <= _WHOLE_REACH:
        topic.metric_at = sentence


def opens_part(tokens: list[Token]) -> bool:
    """Tell "trong đó" from "tính riêng trong 6 tháng", which narrows the time."""
    named = False
    for i, token in enumerate(tokens):
        named = token.type != SIGN and (named or bool(token.bits & _NAMES))
        if token.bits & c.PART:
            if named or (i and tokens[i - 1].type == WORD):
                continue  # "về kế hoạch cụ thể", "lợi nhuận riêng công ty mẹ"
            inside = says(tokens[i + 1 : i + 2], role_words("inside"))
            behind = tokens[i + 1 + inside : i + 2 + inside]
            return not behind or behind[0].type != TIME
    return False
