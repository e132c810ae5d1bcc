"""Tells what project or zone bare attributes are of: "tổng mức đầu tư 5 tỷ"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.owners import zone_in
from pipeline.linking.phrases import find_phrase
from pipeline.linking.referents import is_attribute
from pipeline.linking.words import opening, role_words, says, table_words

if TYPE_CHECKING:
    from pipeline.linking.tokens import Token


_PAID_TOKENS: Final = 3


def of_zone_before(case: Case) -> Parent | None:
    """Read "Dự án X điều chỉnh tăng vốn đầu tư thêm 5 tỷ": of the project before."""
    words = case.found.words
    if (
        case.named_by != "phrase"
        or case.topic.numbered
        or not _is_bare_attribute(words)
    ):
        return None
    zone = zone_in([t for t in case.figure.head if t.end <= words[0].start])
    return Parent(stretch(zone), "zone_before") if zone else None


def of_owner(case: Case) -> Parent | None:
    """Read "Dự án X … . Tổng mức đầu tư 5 tỷ": what the project told before has."""
    words, topic = case.found.words, case.topic
    if case.named_by != "phrase" or case.clause.whole or not _is_bare_attribute(words):
        return None
    owner = topic.numbered or (topic.owner if case.near_owner else None)
    return Parent(owner, "owner_before") if owner else None


def of_fund(case: Case) -> Parent | None:
    """Read "Gói tín dụng 15 tỷ đồng đã giải ngân 5 tỷ đồng": what is paid out of it."""
    figure, before, words = case.figure, case.before, case.found.words
    if not words or len(words) > _PAID_TOKENS:
        return None
    if opening(words, len(words)) not in role_words("paid_out"):
        return None
    head = [t for t in figure.head if t.end <= words[0].start]
    if says(head[-1:], role_words("passive")):
        return None
    acts = find_phrase(head).words
    if _is_fund(acts):
        return Parent(stretch(acts), "of_fund")
    if acts or before is None or before.measure != "level":
        return None
    led = [t for t in before.head if before.metric and t.start >= before.metric[0]]
    return Parent(before.metric, "of_fund") if _is_fund(led) else None


def _is_fund(words: list[Token]) -> bool:
    """Tell "gói tín dụng", "nguồn vốn": what is there to be paid out."""
    kinds = {opening(words, n) for n in (1, 2, 3)}
    return bool(words) and not kinds.isdisjoint(role_words("fund_heads"))


def _is_bare_attribute(words: list[Token]) -> bool:
    """Tell "tổng mức đầu tư" from "vốn đầu tư cho dự án", which says of what it is."""
    progress = bool(words) and words[0].word in role_words("progress")
    told = progress or is_attribute(words)
    return told and not says(words, table_words("zone_heads"))
