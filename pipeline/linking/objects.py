"""Tells what object or counted set a bare attribute is of: "công suất", "số vốn"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.cases import Case, Parent
from pipeline.linking.tokens import PLACE, WORD
from pipeline.linking.words import opening, role_words, says, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token

_SET_REACH: Final = 1
"""Sentences behind a counted set in which its attributes are still told."""
_NAMING: Final = (WORD, PLACE)
_HEAD_SYLLABLES: Final = 4
_OBJECT_RULES: Final = frozenset(
    (
        "beside",
        "of_counted",
        "of_object",
        "owner",
        "owner_before",
        "subject",
        "zone_before",
    )
)


def is_bare_attribute(words: Sequence[Token]) -> bool:
    """Tell "số vốn đăng ký bình quân" from "vốn đầu tư công", a metric of its own."""
    syllables = opening(words, len(words)).split()
    heads, tails = table_words("attribute_heads"), role_words("attribute_tail")
    for length in range(min(_HEAD_SYLLABLES, len(syllables)), 0, -1):
        if " ".join(syllables[:length]) in heads:
            return tails.issuperset(syllables[length:])
    return False


def narrows(figure: Figure) -> bool:
    """Tell "đến từ 20 quốc gia", "thuộc 14 xã": where the things counted are."""
    return says(figure.head[-1:], role_words("narrowing"))


def note_object(case: Case) -> None:
    """Keep what attributes to come are of: a counted set, or what has the last one."""
    figure, clause, topic = case.figure, case.clause, case.topic
    has = figure.rules.get("parent") in _OBJECT_RULES
    if case.counts and case.named_by == "counted":
        if has or figure.measure not in ("level", "change") or narrows(figure):
            return
        clause.thing = clause.things = figure.metric
        topic.things, topic.things_at = figure.metric, figure.sentence
    elif has and figure.own_metric:
        clause.thing = figure.parent


def of_object(case: Case) -> Parent | None:
    """Read "138 doanh nghiệp mới, tăng 2%; số vốn đạt 9 tỷ": the capital is theirs."""
    clause, topic = case.clause, case.topic
    if case.counts or not case.figure.own_metric:
        return None
    if clause.whole is not None and not clause.whole_counts:
        return None
    if not is_bare_attribute(case.found.words):
        return None
    if clause.thing is not None:
        return Parent(clause.thing, "of_object")
    near = case.figure.sentence - topic.things_at <= _SET_REACH
    latest = near and topic.things_at > topic.owner_at
    if topic.things is not None and latest and _opens(case):
        return Parent(topic.things, "of_object")
    return None


def _opens(case: Case) -> bool:
    """Tell "Tổng vốn đạt 5 tỷ", which goes on, from "Tổng vốn của tỉnh đạt 5 tỷ"."""
    if case.before is not None:
        return False
    words = case.found.words
    start, end = words[0].start, words[-1].end
    for token in case.figure.head:
        if token.start < start and token.type in _NAMING:
            return False
        if token.start >= end and (token.type == PLACE or token.bits & c.PLACE):
            return False
        if token.start >= end and token.word in role_words("of"):
            return False
    return True
