"""Cuts the counted noun with its modifiers out of the words behind a number."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.referents import is_content
from pipeline.linking.syllables import left_of_word
from pipeline.linking.tokens import AMOUNT, CUE, PLACE, SIGN, WORD, Token
from pipeline.linking.words import role_words, says

if TYPE_CHECKING:
    from pipeline.linking.figure import Stretch

COUNT_WORDS: Final = 12
"""Syllables of a counted noun with its modifiers."""
_LOOK_AHEAD: Final = 3
_STOPS: Final = (
    c.UP
    | c.DOWN
    | c.SHARE
    | c.RATIO
    | c.VERSUS
    | c.PLACE
    | c.PART
    | c.ABOUT
    | c.OVER
    | c.UNDER
    | c.ESTIMATE
    | c.TARGET
    | c.FORECAST
    | c.TO
    | c.RESPECTIVELY
    | c.LINK
    | c.SAY
    | c.END
    | c.REACH
    | c.ADVERB
)
_RELATED: Final = c.SAY | c.RATIO | c.UP | c.DOWN | c.FORECAST
"""What follows the counted directly and tells which of them are meant."""
_RELATIVE_TOKENS: Final = 8
_ROUGHLY: Final = c.ABOUT | c.OVER | c.UNDER
_SIGNS: Final = frozenset(",;:()")


def counted_phrase(
    row: list[Token], start: int, *, noun: Stretch | None
) -> list[Token]:
    """Give the counted noun with its modifiers, in the tokens from ``start`` on.

    ``noun`` is the span of the noun where the vocabulary knows it: it belongs to the
    phrase even where a word of it could be a cue. A phrase that is cut for its length
    is cut behind a word, never inside one.
    """
    limit = noun[1] if noun else -1
    kept: list[Token] = []
    words = 0
    for token in row[start:]:
        words += len(token.word.split()) or 1
        if token.end > limit and not _goes_on(token, kept):
            break
        if token.bits & c.END and says(kept[-1:], role_words("newly")):
            # "dự án mới | được cấp giấy phép"
            limit = token.start
            break
        if token.end > limit and words > COUNT_WORDS:
            kept += _rest_of_word(kept, row[start + len(kept) :])
            break
        kept.append(token)
    if _exists(row[:start]):
        kept += _relative(kept, row[start + len(kept) :])
    kept = _before_figure(kept, row[start + len(kept) :])
    while kept and not is_content(kept[-1]) and kept[-1].end > limit:
        kept.pop()
    return kept


def told_apart(rest: list[Token]) -> list[Token]:
    """Give what tells things counted twice apart: "8 lô | thuộc khu B".

    A province or district is the area of the count.
    """
    if not rest or rest[0].word not in role_words("narrowing"):
        return []
    said = list(takewhile(_is_said, rest[:_RELATIVE_TOKENS]))
    end = rest[len(said) : len(said) + 1]
    if len(said) == 1 or says(said[-1:], role_words("kind_of_place")):
        return []
    return said if not end or end[0].type not in (AMOUNT, PLACE) else []


def _is_said(token: Token) -> bool:
    return token.type in (CUE, WORD) and token.word not in role_words("and")


def _exists(before: list[Token]) -> bool:
    """Tell "có 6 dự án", "và 6 dự án" from "bán 6 xe", "5/6 dự án"."""
    at = len(before) - 2
    while at >= 0 and before[at].bits & _ROUGHLY:
        at -= 1
    if at < 0:
        return True
    token = before[at]
    leads = role_words("having_counts") | role_words("and")
    return token.word in leads or bool(token.bits & c.PART) or token.word in _SIGNS


def _acts(token: Token) -> bool:
    """Tell a verb or a sign, with which what is said of the counted has begun."""
    return token.type in (CUE, SIGN) and not token.bits & (c.HEAD | c.PLACE)


def _relative(kept: list[Token], rest: list[Token]) -> list[Token]:
    """Give what the counted do: "6 dự án | dự kiến hoàn thành", "9 mã | tăng giá"."""
    if not rest or not rest[0].bits & _RELATED or any(_acts(t) for t in kept):
        return []
    stops = role_words("relative_stop")
    said = [
        *takewhile(
            lambda t: t.type in (CUE, WORD) and t.word not in stops,
            rest[:_RELATIVE_TOKENS],
        )
    ]
    end = rest[len(said) : len(said) + 1]
    if len(said) == 1 or (end and end[0].type == AMOUNT):
        return []
    return said


def _before_figure(kept: list[Token], rest: list[Token]) -> list[Token]:
    """Leave out the name of the figure behind: "dự án mới | có vốn đầu tư 5 tỷ".

    "mặt hàng có kim ngạch trên 1 tỷ USD" are those above it: that is part of the name.
    """
    roughly = role_words("roughly")
    figure = next((t for t in rest if t.word not in roughly), None)
    if figure is None or figure.type != AMOUNT:
        return kept
    heads = [i for i, t in enumerate(kept) if i and t.bits & c.NOUN]
    return kept[: heads[-1]] if heads else kept


def _rest_of_word(kept: list[Token], rest: list[Token]) -> list[Token]:
    """Give the tokens that end the word which the limit of length has cut."""
    more = list(takewhile(lambda t: t.word and _goes_on(t, kept), rest[:_LOOK_AHEAD]))
    left = left_of_word(*(" ".join(t.word for t in part) for part in (kept, more)))
    return more[: len(left.split())]


def _goes_on(token: Token, kept: list[Token]) -> bool:
    if token.type == PLACE:
        return bool(kept) and getattr(token.ref, "level", "") == "foreign"
    if token.type == SIGN:
        return token.ref in ("-", "&") and bool(kept)
    if kept and token.word in role_words("count_break"):
        return False
    if token.type != CUE:
        return token.type == WORD
    goes_on = token.bits & c.HEAD or token.word in role_words("kept_in_count")
    return bool(goes_on) or not token.bits & _STOPS
