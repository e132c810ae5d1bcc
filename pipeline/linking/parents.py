"""Finds what a metric is a part or an attribute of: the parent of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.lexicon import cues as c
from pipeline.linking.behind import whole_behind
from pipeline.linking.clause import has_share_cue, stretch
from pipeline.linking.phrases import Phrase, following_phrase
from pipeline.linking.referents import (
    is_attribute,
    is_nominal,
    is_partner,
    is_value,
)
from pipeline.linking.words import role_words, says, table_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch

_OWNER_REACH: Final = 6
"""Sentences over which a project told once owns the attributes that follow."""
_WHOLE_REACH: Final = 2
_SHORT_NAME: Final = 12
"""Characters of a bare "dự án", "nhà máy", "dự án này"."""


class _Case(NamedTuple):
    """All that a rule may look at."""

    figure: Figure
    before: Figure | None
    found: Phrase
    clause: Clause
    topic: Topic

    @property
    def named_by(self) -> str:
        """The rule that named the figure."""
        return self.figure.rules.get("metric", "")

    @property
    def counts(self) -> bool:
        """Whether the figure counts things."""
        return self.figure.amount.kind == "count"

    @property
    def near_owner(self) -> bool:
        """Whether the last project or zone was told shortly before."""
        return self.figure.sentence - self.topic.owner_at <= _OWNER_REACH


class Parent(NamedTuple):
    """A parent, or that there is none, and the rule that says so."""

    span: Stretch | None
    rule: str


_NO_PARENT: Final = Parent(None, "")


def set_parent(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    topic: Topic,
) -> None:
    """Fill the parent of a figure whose metric is known."""
    case = _Case(figure, before, found, clause, topic)
    rules = _SHARE_RULES if figure.measure == "share" else _RULES
    parent = _NO_PARENT
    for rule in rules:
        if told := rule(case):
            parent = told
            break
    if figure.measure == "share":
        _note_whole(case, parent.span)
    if parent.span is not None and parent.span != figure.metric:
        figure.parent = figure.evidence["parent"] = parent.span
        figure.rules["parent"] = parent.rule


def _note_whole(case: _Case, parent: Stretch | None) -> None:
    """Keep what this share is of, or its own name, for the shares behind it."""
    words = case.found.words
    if parent is None and is_nominal(words):
        head = next(i for i, t in enumerate(words) if t.bits & c.NOUN)
        parent = stretch(words[head:])
    if parent is not None:
        case.topic.whole, case.topic.whole_at = parent, case.figure.sentence


def _extent_of(case: _Case) -> Parent | None:
    if case.named_by != "extent_of":
        return None
    return Parent(stretch(case.found.words), "extent_of")


def _in_bracket(case: _Case) -> Parent | None:
    """Read "17 đầu mối (15 phòng và 2 đơn vị)": a bracket holds the parts."""
    figure, before = case.figure, case.before
    inside = figure.depth and case.counts and figure.measure == "level"
    if not inside or before is None or before.amount.kind != "count":
        return None
    if before.depth < figure.depth:
        return Parent(before.noun_alone or before.metric, "in_bracket")
    if before.rules.get("parent") == "in_bracket":
        return Parent(before.parent, "in_bracket")
    return None


def _about(case: _Case) -> Parent | None:
    """Read "tăng 9% về lượng": the quantity is of what the clause is about."""
    if not case.named_by.startswith("about"):
        return None
    clause, tail = case.clause, case.figure.tail
    if case.named_by == "about_behind" and tail and tail[0].bits & c.PLAN:
        return _NO_PARENT
    if clause.current:
        return Parent(clause.subject or clause.first or clause.current, "about")
    return None


def _narrowing(case: _Case) -> Parent | None:
    """Read "từ 3 thị trường": a count that narrows a name is a part of nothing."""
    if not case.counts or not case.figure.head:
        return None
    last = case.figure.head[-1].word
    inside = last in table_words("place_leads") and last not in role_words("with")
    return _NO_PARENT if inside else None


def _same_clause(case: _Case) -> Parent | None:
    figure, before = case.figure, case.before
    if figure.own_metric or before is None or before.metric != figure.metric:
        return None
    return Parent(before.parent, "same_clause")


def _owner(case: _Case) -> Parent | None:
    if not case.found.owner or not case.figure.own_metric:
        return None
    return Parent(stretch(case.found.owner), "owner")


def _subject(case: _Case) -> Parent | None:
    """Give who has the figures, with the full name for "dự án (này)"."""
    subject, owner = case.clause.subject, case.topic.owner
    if subject is None or subject == case.figure.metric:
        return None
    short = subject[1] - subject[0] <= _SHORT_NAME
    return Parent(owner if owner and short and case.near_owner else subject, "subject")


def _of_counted(case: _Case) -> Parent | None:
    """Read "13 cụm công nghiệp với tổng diện tích 416 ha": the area is of those."""
    figure, before, counted = case.figure, case.before, case.clause.counted
    if not figure.own_metric:
        return None
    if not case.counts and counted and counted != figure.metric and _after_with(case):
        return Parent(counted, "of_counted")
    if before is None or before.amount.kind != "count" or before.measure != "level":
        return None
    leads = role_words("with" if case.counts else "with_or_has")
    if not says(figure.head[:3], leads):
        return None
    return Parent(before.noun_alone or before.metric, "of_counted")


def _after_with(case: _Case) -> bool:
    if not case.found.words:
        return False
    start = case.found.words[0].start
    before = [t for t in case.figure.head if t.end <= start]
    return bool(before) and before[-1].word in role_words("with")


def _value_of(case: _Case) -> Parent | None:
    """Read "4,2 triệu tấn, trị giá 148 triệu USD": the worth of what came first."""
    first = case.clause.first
    if not is_value(case.found.words) or not first or first == case.figure.metric:
        return None
    return Parent(first, "value_of")


def _part_of(case: _Case) -> Parent | None:
    """Give the whole that "trong đó" opened, or the trade that a partner is part of."""
    clause = case.clause
    if case.counts:
        return Parent(clause.whole if clause.whole_counts else None, "part_of")
    if clause.whole is None and is_attribute(case.found.words):
        return Parent(case.topic.owner if case.near_owner else None, "owner_before")
    if is_partner(case.found.words):
        return Parent(clause.whole or clause.trade, "partner_of")
    goods = case.figure.own_metric and not is_nominal(case.found.words)
    if clause.whole is None and goods and clause.lists:
        return Parent(clause.trade, "goods_of")
    return Parent(clause.whole, "part_of")


def _of_population(case: _Case) -> Parent | None:
    if case.named_by != "population":
        return None
    return Parent(stretch(following_phrase(case.figure.tail)), "population")


def _whole_told(case: _Case) -> Parent | None:
    if case.named_by == "behind":
        return None
    whole = stretch(whole_behind(case.figure))
    return Parent(whole, "whole_behind") if whole else None


def _share_subject(case: _Case) -> Parent | None:
    if case.named_by != "share_subject":
        return None
    return Parent(stretch(case.found.words), "share_of")


def _share_part(case: _Case) -> Parent | None:
    clause, topic = case.clause, case.topic
    if clause.whole is not None:
        return Parent(clause.whole, "part_of")
    near = case.figure.sentence - topic.whole_at <= _WHOLE_REACH
    if topic.whole is not None and near and has_share_cue(case.figure):
        return Parent(topic.whole, "shares_before")
    if is_partner(case.found.words):
        return Parent(clause.trade, "partner_of")
    if has_share_cue(case.figure) and not is_nominal(case.found.words):
        return Parent(clause.trade, "share_of_trade")
    return None


_RULES: Final[tuple[Callable[[_Case], Parent | None], ...]] = (
    _extent_of,
    _in_bracket,
    _about,
    _narrowing,
    _same_clause,
    _owner,
    _subject,
    _of_counted,
    _value_of,
    _part_of,
)
"""The first rule that speaks decides."""
_SHARE_RULES: Final[tuple[Callable[[_Case], Parent | None], ...]] = (
    _of_population,
    _whole_told,
    _share_subject,
    _share_part,
)
