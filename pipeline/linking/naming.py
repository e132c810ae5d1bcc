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
from pipeline.linking.bracket_lists import name_by_brackets
from pipeline.linking.clause import (
    Clause,
    bare_name,
    has_share_cue,
    stretch,
)
from pipeline.linking.counts import (
    Choice,
    around_count,
    is_inside,
    is_out_of,
    name_count,
)
from pipeline.linking.examples import open_examples
from pipeline.linking.handing_on import begin_sentence, hand_on, opens_part
from pipeline.linking.inheriting import (
    defers,
    inherit,
    is_generic,
    names_nothing,
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
)
from pipeline.linking.subjects import keep_out_of, keep_subject, made_up
from pipeline.linking.whats import told_behind, told_in_full
from pipeline.linking.words import has_bits, opening, role_words, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic
    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token

_SEMICOLON: Final = frozenset(";")
_COLON: Final = frozenset(":")


def name_figures(figures: Sequence[Figure], row: list[Token], topic: Topic) -> None:
    """Fill metric and parent of the figures of one sentence, in order."""
    clause = begin_sentence(figures[0], row, topic)
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
        if before is None or not is_out_of(figure.head):
            before = figure
    deal(figures, words)
    rank_with(figures, words)
    settle(figures)
    name_by_brackets(figures)
    hand_on(figures, topic)
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


def _name(
    figure: Figure,
    before: Figure | None,
    clause: Clause,
    topic: Topic,
    row: list[Token],
) -> Phrase:
    """Name one figure and give the words that stand before it."""
    _turn(figure, clause)
    named_in = open_examples(figure, clause)
    found = find_phrase(named_in, look_back=clause.current is None)
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
    parts = bool(figure.head_bits & c.PART) and opens_part(figure.head)
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
    return Choice(stretch(_with_inside(figure, phrase)), "phrase")


def _with_inside(figure: Figure, phrase: list[Token]) -> list[Token]:
    """Read "doanh nghiệp nhỏ trong |ngành dệt may| chiếm 90%": who in the sector."""
    head = figure.head
    at = next(
        (i for i, t in enumerate(head) if phrase and t.start == phrase[0].start), 0
    )
    if at <= 1 or is_total(phrase) or not says(head[at - 1 : at], role_words("inside")):
        return phrase
    before = find_phrase(head[: at - 1]).words
    near = bool(before) and before[-1].end + 1 >= head[at - 1].start
    return [*before, head[at - 1], *phrase] if near else phrase
