"""Names counts: by the noun behind the number or by the indicator before it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.referents import is_content, is_nominal
from pipeline.linking.syllables import left_of_word
from pipeline.linking.tokens import AMOUNT, CUE, PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, opening, role_words, says, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Clause
    from pipeline.linking.figure import Figure, Stretch

COUNT_WORDS: Final = 12
"""Syllables of a counted noun with its modifiers."""
_LOOK_AHEAD: Final = 3
_LISTED_BY: Final = 14
_STATING: Final = c.TO | c.REACH | c.ABOUT | c.OVER | c.UNDER
_BETWEEN: Final = (
    _STATING | c.ESTIMATE | c.ADVERB | c.FORECAST | c.TARGET | c.ACTUAL | c.END
)
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
_HEDGES: Final = _ROUGHLY | c.ADVERB
_BARRIERS: Final = frozenset(",;:()")


class Choice(NamedTuple):
    """The words chosen for a metric and the rule; without words it is inherited."""

    metric: Stretch | None = None
    rule: str = ""


def name_count(
    figure: Figure,
    before: Figure | None,
    row: Sequence[Token],
    phrase: Sequence[Token],
    clause: Clause,
) -> Choice:
    """Choose between the counted noun behind and the indicator before a count."""
    after = _behind(figure, row)
    right = counted_phrase(row, after, noun=figure.amount.noun)
    figure.noun_alone = stretch(_noun_alone(right))
    clause.ranked_by = stretch(_ranked_by(row[after:])) if right else clause.ranked_by
    left, noun = stretch(phrase), stretch(right)
    numbers = _is_number_of(phrase)
    figure.lead = left if numbers or is_nominal(phrase) else None
    if figure.lead and _states(figure, phrase, numbers=numbers):
        return Choice(left, "phrase")
    named = " ".join(t.word for t in right)
    comes_to = any(t.bits & c.TO for t in figure.head[-3:])
    if not phrase and comes_to and named in " ".join(clause.words):
        return Choice()
    if inner := around_count(figure, before, phrase):
        return Choice(inner, "around_count")
    alone = named in table_words("classifiers") or _shrinks(figure) or "/" in named
    alone = alone or (named in role_words("workers") and _is_for(figure, phrase))
    if alone and right and _only_acts(phrase):
        return Choice(noun, "counted")
    if alone and (left or clause.current):
        return Choice(left, "phrase")
    return Choice(noun, "counted")


def _is_for(figure: Figure, phrase: Sequence[Token]) -> bool:
    """Tell "giải quyết việc làm cho 900 lao động": work, counted by who has it."""
    given = says(figure.head[-2:], role_words("beneficiary"))
    return given and opening(phrase, len(phrase)).endswith(tuple(role_words("work")))


def _only_acts(phrase: Sequence[Token]) -> bool:
    """Tell "đón 5 triệu lượt khách": the verb says less than what is counted."""
    return opening(phrase, len(phrase)) in role_words("receives")


def _behind(figure: Figure, row: Sequence[Token]) -> int:
    """Give where the counted noun begins, behind both of "58 trên 65 doanh nghiệp"."""
    # A token is a tuple that begins with its start, by which a row is ordered; that of
    # the figure takes in a currency before the number: "USD 2/3".
    after = bisect_left(row, (figure.amount.start + 1,))
    noun = figure.amount.noun
    if noun is None:
        return after
    between = row[after : bisect_left(row, (noun[0],), after)]
    amounts = [i for i, t in enumerate(between, after) if t.type == AMOUNT]
    return amounts[-1] + 1 if amounts else after


def _noun_alone(right: Sequence[Token]) -> Sequence[Token]:
    """Give the counted noun without what is said of it: "dự án | đang triển khai"."""
    said = role_words("said_of_count")
    at = next((i for i, t in enumerate(right) if i and t.word in said), len(right))
    return right[:at]


def _ranked_by(tokens: Sequence[Token]) -> Sequence[Token]:
    """Read "10 tỉnh có số lao động cao nhất là: A (5), B (4)": what is listed."""
    stops = role_words("superlative") | role_words("is")
    said = list(
        takewhile(lambda t: t.type != SIGN and t.word not in stops, tokens[:_LISTED_BY])
    )
    at = next((i for i, t in enumerate(said) if t.word in role_words("having")), 0)
    metric = said[at + 1 :] if at else ()
    return metric if is_nominal(metric[:1]) and len(said) < len(tokens) else ()


def _is_number_of(phrase: Sequence[Token]) -> bool:
    """Tell a name that begins with a word for a number: "số biên chế"."""
    return len(phrase) > 1 and phrase[0].word in role_words("number_of")


def _shrinks(figure: Figure) -> bool:
    """Tell "giảm 6 sở", where the count is of the change, from "thêm 6 sở"."""
    heard = opening(figure.head[-3:], 3)
    return figure.measure == "change" and not any(
        word in heard for word in role_words("more")
    )


def _states(figure: Figure, phrase: Sequence[Token], *, numbers: bool) -> bool:
    """Tell "số doanh nghiệp đạt 117" from "tỉnh có 117 doanh nghiệp"."""
    if len(phrase) == 1 and phrase[0].word in role_words("number_alone"):
        return False
    if is_inside(figure):
        return False
    if numbers and any(_is_stating(t) for t in figure.head[-2:]):
        return True
    between = [t for t in figure.head if t.start >= phrase[-1].end]
    having = role_words("having_counts")
    numbered = numbers or phrase[0].word.startswith("tổng số")
    if not has_bits(between, ~_HEDGES) and _is_size(phrase):
        return True
    if not numbered and (not between or any(t.word in having for t in between)):
        return False
    return all(t.bits & _BETWEEN or t.type == TIME or t.word in having for t in between)


def _is_size(phrase: Sequence[Token]) -> bool:
    """Tell "quy mô | 4 làn xe": what is told in things counted, without a verb."""
    return len(phrase) == 1 and phrase[0].word in table_words("attribute_heads")


def _is_stating(token: Token) -> bool:
    return bool(token.bits & _STATING) and token.word not in role_words("not_stating")


def is_inside(figure: Figure) -> bool:
    """Tell a count that only narrows a name: "số xe nhập khẩu từ 3 thị trường"."""
    return bool(figure.head) and figure.head[-1].word in table_words("place_leads")


def around_count(
    figure: Figure, before: Figure | None, phrase: Sequence[Token]
) -> Stretch | None:
    """Read "tổng diện tích ở 3 khu công nghiệp là 132 ha": the count is inside."""
    if before is None or before.amount.kind != "count" or before.lead is None:
        return None
    gap = [*before.tail, *figure.head]
    broken = any(t.type == SIGN and t.word in _BARRIERS for t in gap)
    if broken or is_nominal(phrase) or not before.head:
        return None
    prepositional = before.head[-1].bits & c.END or is_inside(before)
    return before.lead if prepositional else None


def counted_phrase(
    row: Sequence[Token], start: int, *, noun: Stretch | None
) -> tuple[Token, ...]:
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
    return tuple(kept)


def _exists(before: Sequence[Token]) -> bool:
    """Tell "có 6 dự án", "và 6 dự án" from "bán 6 xe", "5/6 dự án"."""
    at = len(before) - 2
    while at >= 0 and before[at].bits & _ROUGHLY:
        at -= 1
    if at < 0:
        return True
    token = before[at]
    leads = role_words("having_counts") | role_words("and")
    return token.word in leads or bool(token.bits & c.PART) or token.word in _BARRIERS


def _acts(token: Token) -> bool:
    """Tell a verb or a sign, with which what is said of the counted has begun."""
    return token.type in (CUE, SIGN) and not token.bits & (c.HEAD | c.PLACE)


def _relative(kept: Sequence[Token], rest: Sequence[Token]) -> list[Token]:
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


def _before_figure(kept: list[Token], rest: Sequence[Token]) -> list[Token]:
    """Leave out the name of the figure behind: "dự án mới | có vốn đầu tư 5 tỷ"."""
    if not rest or rest[0].type != AMOUNT:
        return kept
    heads = [i for i, t in enumerate(kept) if i and t.bits & c.NOUN]
    return kept[: heads[-1]] if heads else kept


def _rest_of_word(kept: Sequence[Token], rest: Sequence[Token]) -> Sequence[Token]:
    """Give the tokens that end the word which the limit of length has cut."""
    more = list(takewhile(lambda t: t.word and _goes_on(t, kept), rest[:_LOOK_AHEAD]))
    left = left_of_word(*(" ".join(t.word for t in part) for part in (kept, more)))
    return more[: len(left.split())]


def _goes_on(token: Token, kept: Sequence[Token]) -> bool:
    if token.type == PLACE:
        return bool(kept) and getattr(token.ref, "level", "") == "foreign"
    if token.type == SIGN:
        return token.ref in ("-", "&") and bool(kept)
    if token.type != CUE:
        return token.type == WORD
    goes_on = token.bits & c.HEAD or token.word in role_words("kept_in_count")
    return bool(goes_on) or not token.bits & _STOPS
