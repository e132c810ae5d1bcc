"""Finds the whole that a share is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.behind import is_total, people_in, whole_behind
from pipeline.linking.cases import WHOLE_REACH, Case, Parent
from pipeline.linking.clause import bare_name, has_share_cue, stretch
from pipeline.linking.parallels import name_kind
from pipeline.linking.phrases import following_phrase
from pipeline.linking.referents import can_own, is_nominal, is_partner
from pipeline.linking.tokens import SIGN
from pipeline.linking.whats import added_to
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.linking.figure import Figure, Stretch

_HELD_REACH: Final = 6
_BEHIND: Final = frozenset(("about_behind", "behind"))
_PEOPLE: Final = frozenset(("population", "same_people", "shares_before"))


def is_share(case: Case) -> bool:
    """Tell "tỷ trọng dịch vụ là 40%", which its name alone makes a share."""
    figure, words = case.figure, case.found.words
    percent = figure.amount.kind == "percent" and figure.measure == "level"
    named = percent and figure.own_metric and bool(words)
    return named and name_kind(words[0].word) == "share"


def note_whole(case: Case, parent: Stretch | None) -> None:
    """Keep what this share is of, or its own name, for the shares behind it."""
    words = case.found.words
    if parent is None and is_nominal(words):
        head = next(i for i, t in enumerate(words) if t.bits & c.NOUN)
        parent = stretch(words[head:])
    if parent is not None:
        case.topic.whole, case.topic.whole_at = parent, case.figure.sentence


def of_growth(case: Case) -> Parent | None:
    """Read "đóng góp 2 điểm phần trăm vào mức tăng chung": a part of that growth."""
    growth = added_to(case.figure.amount, case.figure.tail)
    if growth is None:
        return None
    if growth.bits & c.HEAD:
        return Parent(stretch(whole_behind(case.figure)), "added_to")
    lead = growth.word.index(" ") + 1
    return Parent((growth.start + lead, growth.end), "added_to")


def _of_population(case: Case) -> Parent | None:
    if case.named_by == "fellows":
        return Parent(case.clause.people, "population")
    if case.named_by != "population":
        return None
    return Parent(stretch(people_in(case.figure.tail)), "population")


def _held_in(case: Case) -> Parent | None:
    """Read "mua 90% cổ phần của dự án X": what the shares are in."""
    if case.named_by not in ("behind", "about_behind"):
        return None
    tail = list(case.figure.tail)
    for i, token in enumerate(tail[:_HELD_REACH]):
        if token.type == SIGN:
            break
        if token.word in role_words("held_in"):
            held = following_phrase(tail[i + 1 :])
            if held and held[0].word in role_words("determiner"):
                held = held[1:]
            return Parent(stretch(held), "held_in") if can_own(held) else None
    return None


def _whole_told(case: Case) -> Parent | None:
    if case.named_by == "behind":
        return None
    whole = whole_behind(case.figure)
    if not whole:
        return None
    span = stretch(whole)
    if len(whole) == 1:
        span = case.topic.in_full(whole[0].word) or span
    elif span:
        case.topic.called[bare_name(whole[0].word)] = span
    # What adds to growth is no part of it by its own: "tăng 5%, đóng góp 12% vào …".
    growth = name_kind(whole[0].word) == "up"
    return Parent(span, "growth_behind" if growth else "whole_behind")


def _whole_before(case: Case) -> Parent | None:
    """Read "nợ xấu trong tổng dư nợ chiếm 2%": the whole stands before the share."""
    head = case.figure.head
    inside = role_words("inside")
    for i in range(len(head) - 1, 0, -1):
        if head[i - 1].word in inside and is_total(head[i : i + 1]):
            whole = stretch(following_phrase(head[i:]))
            return Parent(whole, "whole_before")
    return None


def _same_people(case: Case) -> Parent | None:
    """Read "20% doanh nghiệp lạc quan, 46% cho rằng …": both of the firms."""
    before = case.before
    if case.named_by not in _BEHIND or before is None or before.measure != "share":
        return None
    told = before.rules.get("parent") in _PEOPLE
    return Parent(before.parent, "same_people") if told else None


def _share_subject(case: Case) -> Parent | None:
    if case.named_by != "share_subject":
        return None
    return Parent(stretch(case.found.words), "share_of")


def _share_part(case: Case) -> Parent | None:
    clause, topic = case.clause, case.topic
    if clause.whole is not None:
        return Parent(clause.whole, "part_of")
    if topic.whole is not None and _goes_on(case):
        return Parent(topic.whole, "shares_before")
    if is_partner(case.found.words):
        return Parent(clause.trade, "partner_of")
    if has_share_cue(case.figure) and not is_nominal(case.found.words):
        return Parent(clause.trade, "share_of_trade")
    return None


def _goes_on(case: Case) -> bool:
    """Tell a share of the whole told last: by its verb, or beside another share.

    "lãi suất 0%" beside shares is a rate.
    """
    distance = case.figure.sentence - case.topic.whole_at
    if has_share_cue(case.figure):
        return distance <= WHOLE_REACH
    words = case.found.words if case.figure.own_metric else ()
    return not distance and not (words and name_kind(words[0].word) == "rate")


SHARE_RULES: Final[tuple[Callable[[Case], Parent | None], ...]] = (
    _of_population,
    _same_people,
    _held_in,
    _whole_told,
    _whole_before,
    _share_subject,
    _share_part,
)


def parts_of_sum(figures: Sequence[Figure], folded: str) -> None:
    """Read "tổng vốn 90 tỷ đồng; trong đó vốn vay 15%": a part without its verb.

    A rate by its own name ("tỷ lệ nợ xấu 2%") is none.
    """
    sums: set[Stretch] = set()
    for figure in figures:
        if figure.metric is None or figure.measure != "level":
            continue
        if figure.amount.kind != "percent":
            sums.add(figure.metric)
        elif figure.parent in sums and _is_plain_part(figure, folded):
            figure.measure = "share"
            figure.infer("measure", "part_of_sum")


def _is_plain_part(figure: Figure, folded: str) -> bool:
    if not figure.own_metric or figure.rules.get("parent") != "part_of":
        return False
    return name_kind(folded[slice(*(figure.metric or (0, 0)))]) is None
