"""Keeps what a sentence is about: its trade, or who or what has its figures."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.cases import OWNER_REACH
from pipeline.linking.clause import stretch
from pipeline.linking.owners import is_bare
from pipeline.linking.phrases import Phrase, find_phrase
from pipeline.linking.referents import (
    can_own,
    is_content,
    is_home,
    is_nominal,
    is_partner,
    names_entity,
    names_zone,
)
from pipeline.linking.tokens import PLACE, SIGN, Token
from pipeline.linking.words import opening, role_words, says, table_words

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch

_SEMICOLON: Final = frozenset(";")
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER | c.ADVERB
_VERBS: Final = c.REACH | c.SAY
_PREDICATE: Final = c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.SAY | c.ESTIMATE


def note_subject(row: list[Token], topic: Topic, sentence: int) -> None:
    """Take the metric that a sentence without figures is about as the topic.

    It stands before the first predicate, or behind who tells it: "Theo báo cáo của X,
    ngành dệt tăng trưởng khá".
    """
    comma = next((i for i, t in enumerate(row) if t.word == ","), len(row))
    for part in (row, row[comma + 1 :]):
        words = find_phrase(part[: _predicate(part)]).words
        sector = len(words) > 1 and words[0].word in table_words("sector_heads")
        if (is_nominal(words[:1]) or sector) and not is_partner(words):
            topic.metric = topic.last = stretch(words)
            topic.counts = False
            topic.metric_at = sentence
            return


def _predicate(row: list[Token]) -> int:
    for i, token in enumerate(row):
        if token.bits & _PREDICATE and not token.bits & c.HEAD:
            return i
    return len(row)


def keep_subject(
    figure: Figure,
    found: Phrase,
    metric: Stretch | None,
    clause: Clause,
    topic: Topic,
) -> None:
    """Remember who has the figures: "khu vực X có 24 doanh nghiệp, vốn đạt 5 tỷ".

    "dự án (này)" stands for the project told before.
    """
    words = found.subject
    # "dự án có quy mô dân số 9.000 người": an extent, though people are counted.
    extent = is_bare(found.subject) and metric == stretch(found.words)
    if figure.amount.kind == "count" and metric is not None and not extent:
        words = found.words if _has_counts(figure, found.words) else []
    if words and (_owns_nothing(words) or _only_frames(figure, words, clause)):
        words = []
    subject = stretch(words)
    if words and is_bare(words) and figure.sentence - topic.owner_at <= OWNER_REACH:
        subject = topic.owner or subject
    elif names_zone(words):
        topic.owner, topic.owner_at = subject, figure.sentence
    if subject is not None and subject != metric:
        clause.subject = subject


def _owns_nothing(words: list[Token]) -> bool:
    """Tell what is done ("quyết định thu hồi đất") and where from who has a figure."""
    last = words[-1]
    if is_home(last) and getattr(last.ref, "span_start", last.start) <= words[0].start:
        return True
    deeds = role_words("deed")
    return words[0].word in deeds or opening(words, 2) in deeds


def _only_frames(figure: Figure, words: list[Token], clause: Clause) -> bool:
    """Tell what frames a figure: "Bên cạnh dự án mới, có 9", "trong khu X có 9".

    Nor is what stands before "trong đó": "8 dự án tại khu X, trong đó có 4 nhà máy".
    """
    if opening(words, 2).startswith(tuple(role_words("frames"))):
        return True
    start, end = words[0].start, words[-1].end
    within = role_words("within")
    for token in figure.head:
        if token.end < start and token.end + 2 > start and token.word in within:
            return True
        if token.bits & c.PART and token.start >= end and clause.whole_counts:
            return token.word not in role_words("consists")
    return False


def _has_counts(figure: Figure, words: list[Token]) -> bool:
    """Tell a subject of counted things: "xây dựng 538 doanh nghiệp", "ngành X có 9"."""
    if not words:
        return False
    if _consists(figure, words) or _is_office(figure, words):
        return True
    if is_nominal(words[:1]):
        return False
    if any(t.bits & _VERBS and not t.bits & c.HEAD for t in words):
        return False
    listed = says(figure.head[:3], _SEMICOLON)
    having = says(figure.head[-3:], role_words("having_counts"))
    placed = names_entity(words) or any(t.type == PLACE for t in words)
    if listed and having and not placed:
        return True
    if not can_own(words) or figure.head[-1].bits & c.END:
        return False
    sectors = table_words("sector_heads")
    if listed or (words[0].word in sectors and having):
        return True
    plain = len(words) > 1 and not words[0].bits & c.HEAD
    return having and (plain or opening(words, 2) in sectors)


def _consists(figure: Figure, words: list[Token]) -> bool:
    """Tell "quy mô tuyến gồm 4 làn xe": what is made up of the things counted."""
    after = [t for t in figure.head if t.start >= words[-1].end]
    made = after and after[-1].word in role_words("consists")
    apart = any(t.type == SIGN for t in after)
    alone = " " not in opening(words, len(words))
    who = names_entity(words) or words[0].type == PLACE or alone
    return bool(made) and not apart and not who


def made_up(figure: Figure) -> tuple[list[Token], list[Token]]:
    """Give what parts are told of, and what names the first of them.

    "Cơ cấu sử dụng đất gồm | 21 ha đất ở", "Dự án gồm | nhà xưởng 3 ha": it stands
    right before the verb.
    """
    head = figure.head
    if figure.head_bits & c.PART:
        for i, token in enumerate(head):
            if token.word in role_words("consists"):
                words = find_phrase(head[:i]).words
                near = words and words[-1].end + 1 >= token.start
                whole = words if near and _can_be_made_up(words) else []
                return whole, find_phrase(head[i + 1 :]).words if whole else []
    return [], []


def _can_be_made_up(words: list[Token]) -> bool:
    first = words[0]
    named = first.bits & c.HEAD or first.word in role_words("structure")
    return bool(named) or names_zone(words)


def _is_office(figure: Figure, words: list[Token]) -> bool:
    """Tell "Sở Nội vụ mới có 22 phòng": an office that has what is counted."""
    after = [t for t in figure.head if t.start >= words[-1].end]
    has = says(after[-1:], role_words("having"))
    between = all(t.bits & c.ADVERB for t in after[:-1])
    syllables = opening(words, 3).split()
    heads = {" ".join(syllables[:n]) for n in (1, 2, 3)}
    named = len(words) > 1 and words[0].bits & c.CAPITAL
    return bool(has and between and named) and not heads.isdisjoint(_offices())


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    rows = read_table("organisations")
    return frozenset(row["head"] for row in rows if row["kind"] == "office")


def keep_out_of(figure: Figure, clause: Clause) -> None:
    """Remember that counts are out of this one: "trong số 34 dự án, có 22 …"."""
    if figure.amount.kind != "count" or not figure.tail:
        return
    head = [t for t in figure.head if not t.bits & _HEDGES or t.bits & c.END]
    if not head:
        return
    last = opening(head[-2:], 2)
    if head[-1].word in role_words("out_of") or last in role_words("out_of"):
        clause.out_of = figure.metric
    elif head[-1].word in role_words("out_of_alike") and not any(
        is_content(t) for t in head[:-1]
    ):
        clause.out_of, clause.out_of_word = figure.metric, figure.tail[0].word
