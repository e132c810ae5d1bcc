"""Finds what a metric is a part or an attribute of: the parent of a figure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.clause import has_share_cue, stretch
from pipeline.linking.phrases import Phrase, can_own, following_phrase, names_entity
from pipeline.linking.tokens import AMOUNT, PLACE, TIME, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch

_OWNER_REACH: Final = 6
_WHOLE_REACH: Final = 2
_OWNER_WORDS: Final = 16
_SHORT_NAME: Final = 12
"""Characters of a bare "dự án", "nhà máy"."""
_WHOLE_LEADS: Final = frozenset(
    ("trong", "của", "trên", "về", "vào", "trong tổng số", "trong tổng")
)


def set_parent(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    topic: Topic,
) -> None:
    """Fill the parent of a figure whose metric is known."""
    parent, rule = _parent(figure, before, found, clause, topic)
    if figure.measure == "share" and parent is None and any(t.bits & c.NOUN for t in found.words):
        at = next(i for i, t in enumerate(found.words) if t.bits & c.NOUN)
        topic.whole, topic.whole_at = stretch(found.words[at:]), figure.sentence
    if figure.measure == "share" and parent is not None:
        topic.whole, topic.whole_at = parent, figure.sentence
    if parent is not None and parent != figure.metric:
        figure.parent = parent
        figure.rules["parent"] = rule
        figure.evidence["parent"] = parent


def _parent(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    topic: Topic,
) -> tuple[Stretch | None, str]:
    if figure.measure == "share":
        return _of_share(figure, found, clause, topic)
    rule = figure.rules.get("metric", "")
    if rule == "extent_of":
        return stretch(found.words), "extent_of"
    if figure.depth and figure.amount.kind == "count" and figure.measure == "level" and before is not None and before.amount.kind == "count":
        if before.depth < figure.depth:
            return before.noun_alone or before.metric, "in_bracket"
        if before.rules.get("parent") == "in_bracket":
            return before.parent, "in_bracket"
    if rule == "about_behind" and figure.tail and figure.tail[0].bits & c.PLAN:
        return None, ""
    if rule.startswith("about") and clause.current:
        return clause.subject or clause.first or clause.current, "about"
    if figure.amount.kind == "count" and figure.head and figure.head[-1].ref in _words_of("place_leads") - {"với"}:
        return None, ""
    if not figure.own_metric and before is not None and before.metric == figure.metric:
        return before.parent, "same_clause"
    if found.owner and figure.own_metric:
        return stretch(found.owner), "owner"
    if clause.subject is not None and clause.subject != figure.metric:
        return _spelled_out(clause.subject, figure, topic), "subject"
    if figure.own_metric and figure.amount.kind != "count" and clause.counted and clause.counted != figure.metric and _after_with(figure, found):
        return clause.counted, "of_counted"
    if _describes_count(figure, before) and before is not None:
        return before.noun_alone or before.metric, "of_counted"
    if _is_value(found.words) and clause.first and clause.first != figure.metric:
        return clause.first, "value_of"
    if figure.amount.kind == "count":
        return (clause.whole, "part_of") if clause.whole_counts else (None, "")
    if clause.whole is None and _is_attribute(found.words):
        near = figure.sentence - topic.owner_at <= _OWNER_REACH
        return (topic.owner, "owner_before") if near else (None, "")
    if is_partner(found.words):
        return clause.whole or clause.trade, "partner_of"
    return clause.whole, "part_of"


def share_back(figures: Sequence[Figure]) -> None:
    """Give a level the whole that its share names: "7.656 chiếc, chiếm 85% tổng …"."""
    for i, share in enumerate(figures):
        equal = any(str(t.ref).startswith("tương") for t in share.head[:3])
        if share.rules.get("parent") != "whole_behind" or share.parent is None or equal:
            continue
        for figure in reversed(figures[:i]):
            if figure.metric != share.metric:
                break
            if figure.parent is None and figure.measure in ("level", "change"):
                figure.parent = share.parent
                figure.rules["parent"] = "share_back"
                figure.evidence["parent"] = share.parent


def _spelled_out(subject: Stretch, figure: Figure, topic: Topic) -> Stretch:
    """Put the full name for "dự án (này)", where it stood shortly before."""
    owner = topic.owner
    short = subject[1] - subject[0] <= _SHORT_NAME
    if owner and short and figure.sentence - topic.owner_at <= _OWNER_REACH:
        return owner
    return subject


def _of_share(
    figure: Figure, found: Phrase, clause: Clause, topic: Topic
) -> tuple[Stretch | None, str]:
    rule = figure.rules.get("metric", "")
    if rule == "population":
        return stretch(following_phrase(figure.tail)), "population"
    behind = () if rule == "behind" else whole_behind(figure)
    if behind:
        return stretch(behind), "whole_behind"
    if rule == "share_subject":
        return stretch(found.words), "share_of"
    if clause.whole is not None:
        return clause.whole, "part_of"
    near = figure.sentence - topic.whole_at <= _WHOLE_REACH
    if topic.whole is not None and near and has_share_cue(figure.head):
        return topic.whole, "shares_before"
    if is_partner(found.words):
        return clause.trade, "partner_of"
    return None, ""


def whole_behind(figure: Figure) -> Sequence[Token]:
    """Give what a share is a share of: "chiếm 83% trong tổng kim ngạch"."""
    tail = list(figure.tail)
    while tail and tail[0].ref in _WHOLE_LEADS:
        tail.pop(0)
    whole = following_phrase(tail)
    rest = tail[len(whole) :]
    joined = whole and len(rest) > 1 and rest[0].ref in ("của", "từ", "tại", "thuộc", "trên")
    if not joined or rest[1].type == PLACE or rest[1].bits & c.PLACE:
        return whole
    more = following_phrase(rest[1:])
    return (*whole, rest[0], *more) if more else whole


def _after_with(figure: Figure, found: Phrase) -> bool:
    """Tell "… với tổng vốn 5 tỷ": what is counted before has it."""
    if not found.words:
        return False
    start = found.words[0].start
    before = [t for t in figure.head if t.end <= start]
    return bool(before) and before[-1].ref == "với"


def _describes_count(figure: Figure, before: Figure | None) -> bool:
    """Tell "13 cụm công nghiệp với tổng diện tích 416 ha": the area is of those."""
    if before is None or before.amount.kind != "count":
        return False
    if not figure.own_metric or before.measure != "level":
        return False
    leads = ("với",) if figure.amount.kind == "count" else ("với", "có")
    return any(t.ref in leads for t in figure.head[:3])


@lru_cache(maxsize=4)
def _words_of(table: str) -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table(table))


def _is_value(words: Sequence[Token]) -> bool:
    return len(words) == 1 and words[0].ref in _words_of("value_heads")


def _is_attribute(words: Sequence[Token]) -> bool:
    """Tell what always belongs to something: "tổng mức đầu tư", "công suất"."""
    return bool(words) and words[0].ref in _words_of("attribute_heads")


def is_partner(words: Sequence[Token]) -> bool:
    """Tell a trading partner that stands for the trade with it."""
    rest = [t for t in words if t.ref not in ("thị trường", "và", ",", "các")]
    return bool(rest) and all(t.type == PLACE for t in rest)


def note_owner(row: Sequence[Token], sentence: int, topic: Topic) -> None:
    """Remember the project or zone that a sentence begins with."""
    run: list[Token] = []
    for token in row[:_OWNER_WORDS]:
        plain = token.bits & (c.ADVERB | c.LINK) or token.type == TIME
        if not run and (plain or token.ref == ","):
            continue
        if token.bits & (c.SAY | c.END | c.REACH) or token.ref in (",", ";", ":", "("):
            break
        run.append(token)
    named = any(t.bits & c.CAPITAL for t in run[1:]) or run[-1:] and run[-1].ref == "này"
    if run and run[-1].ref == "này" and topic.owner:
        topic.owner_at = sentence
        return
    if run and named and can_own(run) and not names_entity(run):
        topic.owner, topic.owner_at = stretch(run), sentence


@lru_cache(maxsize=1)
def _owner_opening() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_words_of("sector_heads")))
    return re.compile(rf"\s{{0,3}}(?:{words})\b")


def opens_with_owner(folded: str, start: int) -> bool:
    """Tell cheaply whether a sentence may begin with a project or zone."""
    return _owner_opening().match(folded, start) is not None
