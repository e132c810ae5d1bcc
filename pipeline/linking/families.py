"""Knows the wholes of official statistics and their parts: revenue and its taxes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import Whole, stretch
from pipeline.linking.referents import is_nominal, is_trade, names_entity
from pipeline.linking.tokens import SIGN, WORD
from pipeline.linking.words import opening, role_words, says, table_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_REACH: Final = 12
"""Sentences behind a whole in which its parts are still told."""
_LONGEST: Final = 6
_JOINED: Final = 3

_PRODUCT: Final = "grdp"
"""The family of the product of a country or province, whose parts are branches."""

Names = dict[str, str]
"""The family of each surface."""


def note_family(case: Case) -> None:
    """Keep "tổng thu ngân sách" as what the taxes told after it are parts of."""
    _note_head(case)
    figure, topic = case.figure, case.topic
    if not figure.own_metric or figure.metric is None or figure.measure == "share":
        return
    family = _family(case.found.words, "whole")
    if not family or family == _family(case.found.words, "part"):
        return
    named = opening(case.found.words, len(case.found.words))
    mean = any(word in named for word in role_words("mean"))
    if not mean and not says(figure.head, role_words("mean")):
        topic.families[family] = Whole(figure.metric, figure.sentence, _kind(figure))


def of_family(case: Case) -> Parent | None:
    """Read "Thu ngân sách đạt 9 tỷ. … Thu nội địa đạt 7 tỷ": a part of all revenue."""
    if not case.topic.families or case.counts or not case.figure.own_metric:
        return None
    told = case.topic.families.get(_family(case.found.words, "part"))
    if told is None or case.figure.sentence - told.sentence > _REACH:
        return None
    alike = case.figure.measure != "level" or _kind(case.figure) == told.kind
    return Parent(told.metric, "of_family") if alike else None


def is_no_branch(case: Case, whole: Stretch) -> bool:
    """Tell "GRDP tăng 7%. Trong đó, xuất khẩu tăng 9%": trade is no branch of it."""
    product = case.topic.families.get(_PRODUCT)
    if product is None or product.metric != whole or not is_trade(case.found.words):
        return False
    return _family(case.found.words, "part") != _PRODUCT


def _note_head(case: Case) -> None:
    """Keep "giá" of "giá xăng": what the items told after it are cut short of."""
    figure, clause, words = case.figure, case.clause, case.found.words
    if not figure.own_metric or case.counts or not is_nominal(words):
        return
    plain = case.named_by == "phrase" and figure.measure != "share"
    clause.head = _head_of(words) if plain else None
    clause.head_kind = figure.measure + _kind(figure)


def _head_of(words: list[Token]) -> Stretch | None:
    """Give "giá" of "giá xăng", "tỷ lệ" of "tỷ lệ thu gom chất thải"; no total."""
    first = words[0]
    syllables = first.word.split()
    if first.word.partition(" ")[0] in role_words("total"):
        return None
    for length in range(len(syllables) - 1, 0, -1):
        head = " ".join(syllables[:length])
        if head in table_words("metric_heads"):
            return first.start, first.start + len(head)
    told = len(words) > 1 and first.bits & c.NOUN
    return stretch(words[:1]) if told else None


def half_told(case: Case) -> Parent | None:
    """Read "giá xăng giảm 5%, dầu hỏa giảm 3%": the price, though "giá" stands once."""
    figure, clause, words = case.figure, case.clause, case.found.words
    if clause.head is None or case.counts or case.named_by != "phrase":
        return None
    if clause.head_kind != figure.measure + _kind(figure) or is_nominal(words):
        return None
    if not words or names_entity(words) or words[0].type != WORD:
        return None
    joined = figure.head[0].type == SIGN and words[0] in figure.head[1:_JOINED]
    return Parent(clause.head, "half_told") if joined else None


def _kind(figure: Figure) -> str:
    """Give the kind of unit of a level: only taxes in money are parts of revenue."""
    unit = figure.amount.unit
    return unit.kind if unit and figure.measure == "level" else ""


def _family(words: list[Token], side: str) -> str:
    """Give the family whose name begins a metric, "ngành" before it left out."""
    names, sectors = _names(side), role_words("sector_word")
    first = words[0].word.partition(" ")[0] if words else ""
    if first and first not in sectors and first not in _openings(side):
        return ""
    syllables = opening(words, _LONGEST + 1).split()
    while syllables and syllables[0] in sectors:
        syllables = syllables[1:]
    for length in range(min(_LONGEST, len(syllables)), 0, -1):
        if family := names.get(" ".join(syllables[:length])):
            return family
    return ""


@lru_cache(maxsize=2)
def _names(side: str) -> Names:
    rows = read_table("families")
    return {row["surface"]: row["family"] for row in rows if row["side"] == side}


@lru_cache(maxsize=2)
def _openings(side: str) -> frozenset[str]:
    """Give the first syllables of all names."""
    return frozenset(name.partition(" ")[0] for name in _names(side))
