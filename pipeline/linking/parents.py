"""Finds what a metric is a part or an attribute of: the parent of a figure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.bracketed import in_bracket, note_unit
from pipeline.linking.built import of_built
from pipeline.linking.cases import WHOLE_REACH, Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.counted import COUNTED_RULES, counts_set, with_it
from pipeline.linking.examples import of_examples
from pipeline.linking.families import (
    half_told,
    is_no_branch,
    note_family,
    of_family,
)
from pipeline.linking.holders import of_fund, of_owner, of_zone_before
from pipeline.linking.objects import (
    note_object,
    object_of_maker,
    of_counted_inside,
    of_crop,
    of_goods_behind,
    of_object,
    of_opener,
    of_provided,
)
from pipeline.linking.referents import (
    is_nominal,
    is_partner,
    is_value,
)
from pipeline.linking.segments import of_segment
from pipeline.linking.shares import SHARE_RULES, is_share, note_whole, of_growth
from pipeline.linking.words import opening, role_words, table_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.phrases import Phrase

_NO_PARENT: Final = Parent(None, "")


def set_parent(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    topic: Topic,
) -> None:
    """Fill the parent of a figure whose metric is known."""
    named_by, counts = figure.rules.get("metric", ""), figure.amount.kind == "count"
    case = Case(figure, before, found, clause, topic, named_by, counts)
    share = figure.measure == "share" or is_share(case)
    parent = _NO_PARENT
    for rule in SHARE_RULES if share else _RULES:
        if told := rule(case):
            parent = told
            break
    if share:
        note_whole(case, parent.span)
    if parent.span is not None and parent.span != figure.metric:
        figure.parent = figure.evidence["parent"] = parent.span
        figure.rules["parent"] = parent.rule
    note_unit(case)
    note_object(case)
    note_family(case)


def _extent_of(case: Case) -> Parent | None:
    """Read "9 dự án, gồm: Khu A 28 ha; khu B 15 ha": zones named by their areas."""
    if case.named_by != "extent_of":
        return None
    zone = stretch(case.found.words)
    if zone == case.figure.metric:
        return Parent(case.clause.whole or case.clause.counted, "extent_of")
    return Parent(zone, "extent_of")


def _about(case: Case) -> Parent | None:
    """Read "tăng 9% về lượng": the quantity is of what the clause is about."""
    sum_behind = case.named_by == "about_behind" and case.figure.measure == "level"
    if not case.named_by.startswith("about") or sum_behind:
        return None
    clause, tail = case.clause, case.figure.tail
    if case.figure.measure == "rank" or counts_set(case.figure):
        return _NO_PARENT
    if case.named_by == "about_behind" and tail and tail[0].bits & c.PLAN:
        return _NO_PARENT
    if _told_about(case.before) and not counts_set(case.before):
        return (
            _NO_PARENT if case.before is None else Parent(case.before.parent, "about")
        )
    if clause.current:
        return Parent(clause.subject or clause.first or clause.current, "about")
    return None


def _told_about(before: Figure | None) -> bool:
    """Tell "tăng 2% về lượng|, giảm 4% về trị giá": both of the same goods."""
    return before is not None and before.rules.get("metric", "").startswith("about")


def _narrowing(case: Case) -> Parent | None:
    """Read "từ 3 thị trường": a count that narrows a name is a part of nothing."""
    if not case.counts or not case.figure.head:
        return None
    last = case.figure.head[-1].word
    inside = last in table_words("place_leads") and last not in role_words("with")
    return _NO_PARENT if inside else None


def _same_clause(case: Case) -> Parent | None:
    figure, before = case.figure, case.before
    if figure.own_metric or before is None or before.metric != figure.metric:
        return None
    return Parent(before.parent, "same_clause")


def _inherited(case: Case) -> Parent | None:
    """Read "Thu nội địa tháng 3 đạt 9 tỷ. Luỹ kế quý I đạt 20 tỷ": a part as before."""
    topic, figure = case.topic, case.figure
    if figure.own_metric or case.named_by != "sentence_before":
        return None
    return Parent(topic.parent, "sentence_before") if topic.parent else None


def _owner(case: Case) -> Parent | None:
    if not case.found.owner or not case.figure.own_metric:
        return None
    return Parent(stretch(case.found.owner), "owner")


def _out_of(case: Case) -> Parent | None:
    """Read "trong số 34 dự án có 22 dự án chậm": those are out of the first."""
    clause, tail = case.clause, case.figure.tail
    if clause.out_of is None or not case.counts or not tail:
        return None
    if case.figure.measure != "level" or clause.out_of_word not in ("", tail[0].word):
        return None
    return Parent(clause.out_of, "out_of")


def _subject(case: Case) -> Parent | None:
    """Give who has the figures."""
    subject = case.clause.subject
    if subject is None or subject == case.figure.metric:
        return None
    return Parent(subject, "subject")


def _value_of(case: Case) -> Parent | None:
    """Read "4,2 triệu tấn, trị giá 148 triệu USD": the worth of what came first."""
    first, thing = case.clause.first, case.clause.thing
    if case.before is not None and case.before.metric == case.clause.partner:
        first = case.clause.partner or first
    if not is_value(case.found.words) or not first or first == case.figure.metric:
        return None
    if case.clause.first_bare:
        return Parent(thing, "of_object") if thing else None
    return Parent(first, "value_of")


def _is_no_count(case: Case) -> bool:
    """Tell "100 hồ sơ; trong đó, số thu đạt 5 tỷ": no part of the things counted."""
    level = case.figure.measure == "level"
    if _is_of_targets(case):
        return True
    return case.clause.whole_counts and (level or is_nominal(case.found.words))


def _is_of_targets(case: Case) -> bool:
    """Tell "36 chỉ tiêu, trong đó GRDP tăng 8%": what a target is for."""
    clause = case.clause
    counted = clause.whole is not None and clause.whole == clause.counted
    return counted and clause.noun.startswith(tuple(role_words("targets_counted")))


def _names_same(case: Case) -> bool:
    """Tell "lợi nhuận 9 tỷ. Trong đó, lợi nhuận quý IV": a part of the time alone."""
    words = case.found.words
    same = tuple(opening(words, len(words)).split()) == case.topic.words
    return bool(case.topic.words) and same


def _trade(case: Case) -> Stretch | None:
    """Give what goods are a part of: the whole of the last shares, else the trade."""
    topic, trade = case.topic, case.clause.trade
    recent = case.figure.sentence - topic.whole_at <= WHOLE_REACH
    later = trade != topic.trade or topic.trade_at > topic.whole_at
    return topic.whole if recent and topic.whole and not later else trade


def _kind(case: Case) -> str:
    """Give the kind of unit of a level with a name of its own."""
    unit, level = case.figure.amount.unit, case.figure.measure == "level"
    return unit.kind if unit and level and case.figure.own_metric else ""


def _goes_on_listing(case: Case) -> bool:
    """Tell "sản lượng thịt 148 nghìn tấn; thịt lợn 71 nghìn tấn": parts of it."""
    figure, clause = case.figure, case.clause
    unit = figure.amount.unit
    listed = bool(figure.head) and figure.head[0].ref == ";"
    same = unit is not None and unit.code == clause.trade_unit
    return listed and same and figure.amount.kind != "money"


@lru_cache(maxsize=1)
def _extents() -> frozenset[str]:
    rows = read_table("units")
    return frozenset(r["code"] for r in rows if r["kind"] in ("area", "length"))


def _has_extent(case: Case) -> Parent | None:
    """Read "đường dài 46 km, gồm 3 cầu": what has the length has what is counted."""
    clause = case.clause
    code = clause.units.get(clause.whole) if clause.whole else None
    if clause.thing is None or code not in _extents():
        return None
    return Parent(clause.thing, "of_object")


def _part_of(case: Case) -> Parent | None:
    """Give the whole that "trong đó" opened, or the trade that a partner is part of."""
    clause = case.clause
    if case.counts and not (clause.heads and case.named_by == "phrase"):
        whole = clause.whole if clause.whole_counts else None
        return _has_extent(case) or Parent(whole, "part_of")
    if clause.heads and case.figure.own_metric:
        return Parent(clause.whole, "part_of")
    kind = _kind(case)
    clause.part_kind = clause.part_kind or kind
    if kind not in ("", clause.part_kind) and is_nominal(case.found.words):
        return _NO_PARENT  # among weights of shrimp "kim ngạch 9 tỷ" is no part
    whole = None if _is_no_count(case) else clause.whole
    if whole and whole == case.topic.metric and _names_same(case):
        whole = case.topic.parent
    if whole and is_no_branch(case, whole):
        return _NO_PARENT
    if is_partner(case.found.words):
        return Parent(whole or clause.trade, "partner_of")
    goods = case.figure.own_metric and not is_nominal(case.found.words)
    if whole is None and goods and (clause.lists or _goes_on_listing(case)):
        return Parent(_trade(case), "goods_of")
    return Parent(whole, "part_of") if whole else None


_RULES: Final[tuple[Callable[[Case], Parent | None], ...]] = (
    _extent_of,
    in_bracket,
    of_examples,
    of_growth,
    _about,
    of_built,
    _narrowing,
    _same_clause,
    _inherited,
    _owner,
    of_goods_behind,
    of_counted_inside,
    _out_of,
    with_it,
    object_of_maker,
    of_fund,
    _subject,
    of_zone_before,
    *COUNTED_RULES,
    of_crop,
    _value_of,
    of_object,
    of_provided,
    of_segment,
    of_opener,
    of_owner,
    _part_of,
    of_family,
    half_told,
)
"""The first rule that speaks decides."""
