"""Names each figure: the words that say what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.behind import (
    is_extent,
    is_total,
    named_behind,
    whole_behind,
)
from pipeline.linking.clause import (
    Clause,
    bare_name,
    has_share_cue,
    kind_of_unit,
    stretch,
)
from pipeline.linking.counts import Choice, around_count, is_inside, name_count
from pipeline.linking.inheriting import (
    defers,
    inherit,
    is_generic,
    names_nothing,
    whole_again,
)
from pipeline.linking.parents import set_parent
from pipeline.linking.phrases import Phrase, find_phrase
from pipeline.linking.ranks import name_rank, rank_with
from pipeline.linking.referents import (
    is_nominal,
    is_partner,
    is_trade,
    is_value,
    lists_goods,
    names_entity,
    names_zone,
)
from pipeline.linking.series import (
    deal,
    settle,
    structure_of,
)
from pipeline.linking.subjects import keep_out_of, keep_subject, made_up
from pipeline.linking.tokens import SIGN, TIME, WORD, Token
from pipeline.linking.whats import told_behind, told_in_full
from pipeline.linking.words import has_bits, opening, role_words, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic
    from pipeline.linking.figure import Figure

_SEMICOLON: Final = frozenset(";")
_COLON: Final = frozenset(":")
_BULLETS: Final = frozenset("-+*•–")
_OPENING: Final = 5
_NAMES: Final = c.NOUN | c.PLAN | c.TARGET
_WHOLE_REACH: Final = 1
"""Sentences behind a metric at which "trong đó" still tells its parts."""


def name_figures(figures: Sequence[Figure], row: list[Token], topic: Topic) -> None:
    """Fill metric and parent of the figures of one sentence, in order."""
    clause = _begin(figures[0], row, topic)
    depth = 0
    words: list[list[Token]] = []
    before: Figure | None = None
    for figure in figures:
        if figure.depth > depth:
            _keep_led(figure, clause)
        clause.enter(figure.depth, depth)
        depth = figure.depth
        found = _name(figure, before, clause, topic, row)
        words.append(found.subject if is_generic(found.words) else found.words)
        before = figure
    deal(figures, words)
    rank_with(figures, words)
    settle(figures)
    _hand_on(figures, topic)
    if row[-1].ref == ":" and any(t.bits & c.PART for t in row[-3:]):
        topic.listed = topic.metric
    topic.parent = figures[0].parent
    topic.parted = figures[0].rules.get("parent") == "part_of" and not topic.counts
    topic.metric_at = figures[0].sentence
    if figures[0].own_metric:
        topic.words = tuple(opening(words[0], len(words[0])).split())


def _keep_led(figure: Figure, clause: Clause) -> None:
    """Keep "số thu (17 chuyến) đạt 5 tỷ": what a bracket parts from its figure."""
    at = [i for i, t in enumerate(figure.head) if t.ref in ("(", "[")]
    led = find_phrase(figure.head[: at[-1]]).words if at else []
    if is_nominal(led):
        clause.current = stretch(led)
        clause.first = clause.first or clause.current


def _begin(first: Figure, row: list[Token], topic: Topic) -> Clause:
    """Open a sentence: "trong đó" makes what was told before the whole."""
    clause = Clause(trade=topic.trade, words=topic.words)
    clause.current = whole_again(first, row, topic)
    clause.lists = lists_goods(first.head)
    clause.whole = structure_of(first.head)
    if topic.listed is not None:
        clause.whole = topic.listed if row[0].ref in _BULLETS else None
        topic.listed = clause.whole
    detail = row[0].word in role_words("detail") and is_nominal(first.head)
    ahead = [t for t in row[:_OPENING] if t.end <= first.amount.start]
    made, _ = made_up(first)
    if made and kind_of_unit(first) != topic.kind:
        clause.whole = stretch(made)
    elif _opens_part(ahead):
        stale = first.sentence - topic.metric_at > _WHOLE_REACH
        clause.whole = None if detail or stale else topic.metric
        clause.whole_counts = topic.counts
    return clause


def _hand_on(figures: Sequence[Figure], topic: Topic) -> None:
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
            topic.alike.setdefault(figure.amount.kind, figure.metric)
            topic.last = figure.metric


def keep_whole(row: list[Token], topic: Topic, sentence: int) -> None:
    """Let "Trong đó, mức tăng chủ yếu ở hàng điện tử." hand the whole on as it came."""
    if _opens_part(row[:_OPENING]) and sentence - topic.metric_at <= _WHOLE_REACH:
        topic.metric_at = sentence


def _opens_part(tokens: list[Token]) -> bool:
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


def _name(
    figure: Figure,
    before: Figure | None,
    clause: Clause,
    topic: Topic,
    row: list[Token],
) -> Phrase:
    """Name one figure and give the words that stand before it."""
    _turn(figure, clause)
    found = find_phrase(figure.head, look_back=clause.current is None)
    choice = _choose(figure, before, found, clause, row)
    metric, rule = choice.metric, choice.rule
    told = clause.current or topic.metric
    area = is_extent(figure)
    if area and rule == "phrase" and names_zone(found.words):
        metric, rule = topic.extent or metric, "extent_of"
    keep_subject(figure, found, metric, clause, topic)
    if metric is None:
        choice = inherit(figure, clause, topic)
        metric, rule = choice.metric, choice.rule
        figure.infer("metric", rule)
    else:
        figure.own_metric = True
        _remember(figure, found, Choice(metric, rule), clause, topic)
    figure.rules["metric"] = rule
    figure.metric = metric
    if area and rule == "phrase":
        topic.extent = metric
    if metric is not None:
        figure.evidence["metric"] = metric
    set_parent(figure, before, found, clause, topic)
    keep_out_of(figure, clause)
    if figure.measure == "rank":
        name_rank(figure, found.words, told)
    return found


def _turn(figure: Figure, clause: Clause) -> None:
    """Begin a new part of the sentence at a semicolon, "trong đó" or a colon."""
    if says(figure.head[:3], _SEMICOLON):
        clause.turn()
    counts = figure.amount.kind == "count"
    listed = not counts and says(figure.head[:1], _COLON)
    parts = bool(figure.head_bits & c.PART) and _opens_part(figure.head)
    opens = listed or parts
    clause.lists = clause.lists or lists_goods(figure.head)
    if opens and not counts and made_up(figure)[0]:
        return
    if opens and _sets_apart(figure.head, clause):
        return
    if opens and clause.current is not None:
        clause.open_part(counts=counts)


def _sets_apart(head: list[Token], clause: Clause) -> bool:
    """Tell "…; riêng khai khoáng giảm": one more part, not a part of the last."""
    if clause.whole is None or not says(head, role_words("apart")):
        return False
    return not says(head, frozenset(clause.words))


def _remember(
    figure: Figure, found: Phrase, choice: Choice, clause: Clause, topic: Topic
) -> None:
    """Keep what the figures behind may inherit."""
    metric, rule = choice.metric, choice.rule
    counted = rule == "counted"
    inner = figure.lead if counted and is_inside(figure) else None
    if rule == "about" and not clause.current and is_nominal(found.words):
        clause.current = clause.first = stretch(found.words)
    clause.first = clause.first or inner or metric
    ranked = figure.measure == "rank" and clause.current is None
    # "hoàn thành 101% kế hoạch lợi nhuận với 9 tỷ đồng": the sum is of the profit.
    ranked = ranked or (rule == "about_behind" and has_bits(figure.tail[:1], c.PLAN))
    if ranked or not rule.startswith("about"):
        clause.current = inner or metric
        clause.words = tuple(opening(found.words, len(found.words)).split())
    if counted and figure.amount.kind == "count":
        clause.counted = metric
    worth = clause.partners and is_value(found.words)
    clause.partners = is_partner(found.words)
    clause.partner = metric if clause.partners else clause.partner
    share = figure.measure == "share" or worth
    if is_trade(found.words) and not clause.partners and not share:
        clause.trade = metric
        clause.trade_unit = figure.amount.unit.code if figure.amount.unit else None
        figure.rules["trade"] = "headed"
        if metric and rule == "phrase" and len(found.words) > 1:
            topic.called.setdefault(bare_name(found.words[0].word), metric)


def _choose(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    row: list[Token],
) -> Choice:
    """Give the words that name the figure and the rule; no words let it inherit."""
    phrase = _said(figure, found.words, clause)
    if told := told_in_full(figure, phrase, before):
        return told
    if defers(figure, before, phrase, clause):
        return Choice()
    if figure.amount.kind == "count":
        return name_count(figure, before, row, phrase, clause)
    if behind := told_behind(figure, phrase, clause):
        return behind
    if inner := around_count(figure, before, phrase):
        return Choice(inner, "around_count")
    if figure.measure in ("share", "change") and is_generic(phrase):
        return Choice()
    if figure.measure == "share":
        return _share_of(figure, phrase, found, clause)
    # "chia cổ tức với tỷ lệ 5%" is "chia cổ tức".
    named = found.subject if is_generic(phrase) else []
    return Choice(stretch(named or phrase), "phrase")


def _said(figure: Figure, words: list[Token], clause: Clause) -> list[Token]:
    """Give the words before a figure that can name it."""
    whole, part = made_up(figure)
    if whole and (part or named_behind(figure, [], clause)):
        return part
    return [] if names_nothing(figure, words, clause) else words


def _share_of(
    figure: Figure, phrase: list[Token], found: Phrase, clause: Clause
) -> Choice:
    """Name a share: what a company has of a whole is a part of that whole."""
    if names_entity(phrase) and not clause.partners:
        whole = whole_behind(figure)
        if len(whole) > 1:
            part = whole[1:] if is_total(whole) else whole
            return Choice(stretch(part), "entity_share")
    if found.subject and has_share_cue(figure):
        return Choice(stretch(found.subject), "share_subject")
    return Choice(stretch(phrase), "phrase")
