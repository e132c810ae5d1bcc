"""Tells what a run of words refers to: who acts, what owns, a zone, a partner."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import CUE, PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import (
    begins_with,
    has_bits,
    opening,
    role_words,
    says,
    table_words,
)

STRIPPED: Final = (
    c.REACH
    | c.TO
    | c.UP
    | c.DOWN
    | c.SHARE
    | c.RATIO
    | c.ABOUT
    | c.OVER
    | c.UNDER
    | c.ESTIMATE
    | c.TARGET
    | c.FORECAST
    | c.ACTUAL
    | c.VERSUS
    | c.PART
    | c.LINK
    | c.ADVERB
    | c.SAY
    | c.RANK
    | c.RESPECTIVELY
    | c.PLACE
    | c.END
    | c.PLAN
    | c.COMPARED
)
"""Kinds of cues that name nothing at the edge of a name."""
_NAMING: Final = (WORD, PLACE)
_NAMELESS: Final = (TIME, SIGN)
_SUBJECT_WORDS: Final = 12
_ACTOR_WORDS: Final = 3
_ZONE_WORDS: Final = 4
_ROLE_WORDS: Final = 3
_ACTOR_TOKENS: Final = 2


def is_content(token: Token) -> bool:
    """Tell a word that can name something: a plain word, a head or a place."""
    return token.type in _NAMING or bool(token.bits & c.HEAD)


def is_strippable(token: Token) -> bool:
    """Tell a time, a sign, a predicate or "như": what no name begins or ends with."""
    if token.type == CUE:
        return bool(token.bits & STRIPPED) and not token.bits & c.HEAD
    return token.type in _NAMELESS or token.word in role_words("such_as")


def is_home(token: Token) -> bool:
    """Tell a place of the country, which opens a clause without naming a metric."""
    if token.type != PLACE:
        return False
    return getattr(token.ref, "level", "foreign") not in ("foreign", "region")


def is_nominal(phrase: list[Token]) -> bool:
    """Tell a phrase with a head that names a metric by itself."""
    for token in phrase:  # noqa: SIM110
        if token.bits & c.NOUN:
            return True
    return False


def names_entity(phrase: list[Token]) -> bool:
    """Tell a phrase of capitalised words alone: who is meant, not what is measured."""
    named = False
    for token in phrase:
        if token.type == SIGN:
            continue
        if token.type != WORD or not token.bits & c.CAPITAL:
            return False
        named = True
    return named and not _is_grade(phrase)


def _is_grade(phrase: list[Token]) -> bool:
    """Tell a good with its grade at the head of a sentence: "Xăng RON95-III"."""
    coded = any(not sign.isalpha() for token in phrase[1:] for sign in token.word)
    return coded and begins_with(phrase, "indicator_commodities", _ACTOR_WORDS)


def names_actor(phrase: list[Token]) -> bool:
    """Tell who does or says something ("Thủ tướng", "Cục Hải quan") from a metric."""
    if not phrase or is_nominal(phrase):
        return False
    return begins_with(phrase[:_ACTOR_TOKENS], "actors", _ACTOR_WORDS)


def without_actor(words: list[Token]) -> list[Token]:
    """Leave out who acts before what is done: "Sở Tài chính | giải ngân"."""
    if is_nominal(words[:1]) or begins_with(words, "zone_heads", _ZONE_WORDS):
        return words
    acts = begins_with(words, "actors", _ACTOR_WORDS)
    if not acts and not begins_with(words, "owners", _ACTOR_WORDS):
        return words
    named = [i for i, t in enumerate(words) if t.bits & c.CAPITAL or t.type == PLACE]
    rest = range(named[-1] + 1 if named else len(words), len(words))
    at = next((i for i in rest if words[i].bits & c.HEAD), 0)
    return words[at:]


def names_zone(words: list[Token]) -> bool:
    """Tell a zone or project by name: "Khu công nghiệp Hòa Tâm 67 ha"."""
    return begins_with(words, "zone_heads", _ZONE_WORDS) and _is_named(words)


def _is_named(words: list[Token]) -> bool:
    """Tell a name behind the first word: a place, or anything with a capital."""
    for token in words[1:]:  # noqa: SIM110
        if token.bits & c.CAPITAL or token.type == PLACE:
            return True
    return False


def from_zone(words: list[Token]) -> list[Token]:
    """Leave out who builds a zone or project: "Tập đoàn X đầu tư | Nhà máy Y"."""
    for at in range(len(words)):
        if not begins_with(words[at:], "zone_heads", _ZONE_WORDS):
            continue
        if opening(words[at:], 2) not in role_words("region"):
            return words[at:] if at and has_bits(words[at:], c.CAPITAL) else words
    return words


def is_role(run: list[Token]) -> bool:
    """Tell "là thị trường lớn thứ hai": what the subject is, not what is measured."""
    return begins_with(run, "roles", _ROLE_WORDS)


def is_partner(words: list[Token]) -> bool:
    """Tell a trading partner that stands for the trade with it."""
    plain = role_words("partner_word")
    placed = False
    for token in words:
        if token.type == PLACE:
            placed = True
        elif token.word not in plain and token.word != ",":
            return False
    return placed


def lists_goods(head: list[Token]) -> bool:
    """Tell "các mặt hàng", "những nhóm hàng": goods of the trade told before follow."""
    goods, firsts = role_words("goods"), _goods_begun()
    before = ""
    for token in head:
        word = token.word
        if word in goods or (before and f"{before} {word}" in goods):
            return True
        before = word if word in firsts else ""
    return False


@lru_cache(maxsize=1)
def _goods_begun() -> frozenset[str]:
    """Give what goods begin with, of which the next token may be the rest."""
    split = [words.split() for words in role_words("goods")]
    return frozenset(" ".join(w[:n]) for w in split for n in range(1, len(w)))


def is_trade(words: list[Token]) -> bool:
    """Tell what goods and partners can be a part of, from goods with a weak head."""
    return is_nominal(words) or says(words, role_words("trade"))


def is_value(words: list[Token]) -> bool:
    """Tell a bare "trị giá", "kim ngạch": the worth of what was named before."""
    return len(words) == 1 and words[0].word in table_words("value_heads")


def is_attribute(words: list[Token]) -> bool:
    """Tell what always belongs to something: "tổng mức đầu tư", "công suất"."""
    return bool(words) and words[0].word in table_words("attribute_heads")


def belongs(words: list[Token]) -> bool:
    """Tell a value or an attribute, whatever follows it."""
    return is_attribute(words) or (
        bool(words) and words[0].word in table_words("value_heads")
    )


def can_own(phrase: list[Token]) -> bool:
    """Tell a subject that figures are of ("khu vực X", "dự án") from who acts."""
    if not phrase or names_entity(phrase) or len(phrase) > _SUBJECT_WORDS:
        return False
    first, heads = phrase[0], {phrase[0].word, opening(phrase, 2)}
    if not heads.isdisjoint(table_words("owners")):
        return False
    if first.type == PLACE and not is_home(first):
        return True
    counted = not heads.isdisjoint(table_words("counted_nouns"))
    return counted or has_bits(phrase, c.HEAD)


def is_named_owner(words: list[Token]) -> bool:
    """Tell a project or zone with a name and of a kind that is counted."""
    kinds = {words[0].word, opening(words, 2)}
    return _is_named(words) and not kinds.isdisjoint(table_words("counted_nouns"))
