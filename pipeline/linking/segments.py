"""Tells what market or segment supply, rents and turnover are of: "văn phòng"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.tokens import AMOUNT, WORD, Token
from pipeline.linking.words import (
    begins_otherwise,
    begins_with,
    first_syllables,
    has_bits,
    opening,
    role_words,
)

if TYPE_CHECKING:
    from pipeline.linking.clause import Topic

_REACH: Final = 3
"""Sentences behind a segment in which its attributes are still told."""
_OPENING: Final = 12
_LONGEST: Final = 4
_WORDS: Final = 6
_STOPS: Final = c.END | c.REACH | c.SAY | c.UP | c.DOWN | c.ESTIMATE | c.PLACE


def note_segment(row: list[Token], sentence: int, topic: Topic) -> None:
    """Keep "văn phòng cho thuê" of "Đối với văn phòng cho thuê, nguồn cung …".

    "Phân khúc cao cấp chiếm 68%, …" divides a market, and goes on about all of it.
    """
    heads = first_syllables("segment_heads")
    for i, token in enumerate(row[:_OPENING]):
        if token.type == AMOUNT:
            return
        if token.word and begins_otherwise(token.word, heads):
            continue
        if begins_with(row[i:], "segment_heads", _LONGEST):
            run = _run(row[i:])
            if has_bits(row[i + len(run) : i + len(run) + 1], c.SHARE):
                return
            if opening(run, len(run)) not in role_words("kind_of_market"):
                topic.segment, topic.segment_at = stretch(run), sentence
                return


def _run(row: list[Token]) -> list[Token]:
    run: list[Token] = []
    for token in row[:_WORDS]:
        if token.type != WORD or (run and token.bits & _STOPS):
            break
        if token.word in role_words("object_stop"):
            break
        run.append(token)
    return run


def of_segment(case: Case) -> Parent | None:
    """Read "Đối với văn phòng, …. Giá thuê đạt 21 USD": the rent is of offices."""
    topic, figure = case.topic, case.figure
    if topic.segment is None or case.counts or not figure.own_metric:
        return None
    if figure.sentence - topic.segment_at > _REACH:
        return None
    attribute = begins_with(case.found.words, "segment_attributes", _LONGEST)
    return Parent(topic.segment, "of_segment") if attribute else None
