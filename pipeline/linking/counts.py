"""Names counts: by the noun behind the number or by the indicator before it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.countables import counted_phrase, told_apart
from pipeline.linking.phrases import find_phrase
from pipeline.linking.referents import is_nominal, names_entity
from pipeline.linking.tokens import AMOUNT, SIGN, TIME, Token, start_of
from pipeline.linking.words import (
    begins_with,
    has_bits,
    opening,
    role_words,
    says,
    table_words,
)

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause
    from pipeline.linking.figure import Figure, Stretch

_LISTED_BY: Final = 14
_STATING: Final = c.TO | c.REACH | c.ABOUT | c.OVER | c.UNDER
_BETWEEN: Final = (
    _STATING | c.ESTIMATE | c.ADVERB | c.FORECAST | c.TARGET | c.ACTUAL | c.END
)
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER | c.ADVERB
_OWNED: Final = 2
_CLASS_WORDS: Final = 2
_BARRIERS: Final = frozenset(",;:()")
_LISTING: Final = frozenset(":;")
_OUT_OF: Final = frozenset(("/", "trên"))
_OUT_OF_TOKENS: Final = 3


@dataclass(slots=True, eq=False)
class Choice:
    """The words chosen for a metric and the rule; without words it is inherited."""

    metric: Stretch | None = None
    rule: str = ""


def name_count(
    figure: Figure,
    before: Figure | None,
    row: list[Token],
    phrase: list[Token],
    clause: Clause,
) -> Choice:
    """Choose between the counted noun behind and the indicator before a count."""
    after = _behind(figure, row)
    right = counted_phrase(row, after, noun=figure.amount.noun)
    figure.noun_alone = stretch(_noun_alone(right))
    rest = row[after + len(right) :]
    if right and (_counts_same(before, right, clause) or _of_class(rest)):
        right += told_apart(rest)
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
    alone = _says_little(figure, named, phrase, clause)
    if alone and right and _only_acts(figure, phrase):
        return Choice(noun, "counted")
    if alone and (left or clause.current):
        return Choice(left, "phrase")
    clause.noun = named
    return Choice(noun, "counted")


def _of_class(rest: list[Token]) -> bool:
    """Tell "7 căn nhà | thuộc phân khúc cao cấp": which kind of them is counted."""
    if not says(rest[:1], role_words("belonging")):
        return False
    return begins_with(rest[1:], "roles", _CLASS_WORDS)


def _counts_same(before: Figure | None, right: list[Token], clause: Clause) -> bool:
    """Tell "31 lô thuộc khu A, 8 lô thuộc khu B": where the same things are."""
    if (
        before is None
        or before.amount.kind != "count"
        or before.rules.get("metric") != "counted"
    ):
        return False
    first = right[0].word
    return bool(first) and clause.noun.partition(" ")[0] == first.partition(" ")[0]


def _says_little(
    figure: Figure, named: str, phrase: list[Token], clause: Clause
) -> bool:
    """Tell a noun that names less than what stands before it: "con", "người/km2"."""
    if named in table_words("classifiers") or _is_goods(figure, named, phrase):
        return True
    if "/" in named and named.split(" ", 1)[0] in table_words("classifiers"):
        return True
    if _shrinks(figure) or "/" in named:
        told = f"{' '.join(clause.words)} {clause.noun}"
        again = named in told or named in role_words("unit_of_any")
        return is_nominal(phrase) or (not phrase and again)
    return named in role_words("workers") and _is_for(figure, phrase)


def _is_goods(figure: Figure, named: str, phrase: list[Token]) -> bool:
    """Tell goods of a list: "…; áo sơ mi 200 triệu sản phẩm; …"."""
    if named not in role_words("unit_of_goods") or not phrase:
        return False
    before = [t for t in figure.head if t.end <= phrase[0].start]
    listed = bool(before) and before[-1].ref in _LISTING
    return listed and phrase[-1] is figure.head[-1]


def _is_for(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "giải quyết việc làm cho 900 lao động": work, counted by who has it."""
    given = says(figure.head[-2:], role_words("beneficiary"))
    return given and opening(phrase, len(phrase)).endswith(tuple(role_words("work")))


def _only_acts(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "đón 5 triệu lượt khách": the verb says less than what is counted."""
    verbs = role_words("receives")
    if says(phrase[:1], role_words("branch")) and says(figure.head[-1:], verbs):
        return True  # "ngành du lịch phấn đấu đón 5 triệu lượt khách"
    if is_nominal(phrase):
        return False
    return any(opening(phrase[-n:], n) in verbs for n in (1, 2, 3))


def _behind(figure: Figure, row: list[Token]) -> int:
    """Give where the counted noun begins, behind both of "58 trên 65 doanh nghiệp"."""
    # The token of the figure takes in a currency before the number: "USD 2/3".
    after = bisect_left(row, figure.amount.start + 1, key=start_of)
    noun = figure.amount.noun
    if noun is None:
        return after
    between = row[after : bisect_left(row, noun[0], after, key=start_of)]
    amounts = [i for i, t in enumerate(between, after) if t.type == AMOUNT]
    return amounts[-1] + 1 if amounts else after


def _noun_alone(right: list[Token]) -> list[Token]:
    """Give the counted noun without what is said of it: "dự án | đang triển khai"."""
    said = role_words("said_of_count")
    at = next((i for i, t in enumerate(right) if i and t.word in said), len(right))
    return right[:at]


def _ranked_by(tokens: list[Token]) -> list[Token]:
    """Read "10 tỉnh có số lao động cao nhất là: A (5), B (4)": what is listed."""
    stops = role_words("superlative") | role_words("is")
    said = list(
        takewhile(lambda t: t.type != SIGN and t.word not in stops, tokens[:_LISTED_BY])
    )
    at = next((i for i, t in enumerate(said) if t.word in role_words("having")), 0)
    metric = said[at + 1 :] if at else []
    return metric if is_nominal(metric[:1]) and len(said) < len(tokens) else []


def _is_number_of(phrase: list[Token]) -> bool:
    """Tell a name that begins with a word for a number: "số biên chế"."""
    return len(phrase) > 1 and phrase[0].word in role_words("number_of")


def _shrinks(figure: Figure) -> bool:
    """Tell "giảm 6 sở", where the count is of the change, from "thêm 6 sở"."""
    heard = opening(figure.head[-3:], 3)
    return figure.measure == "change" and not any(
        word in heard for word in role_words("more")
    )


def _states(figure: Figure, phrase: list[Token], *, numbers: bool) -> bool:
    """Tell "số doanh nghiệp đạt 117" from "tỉnh có 117 doanh nghiệp"."""
    if len(phrase) == 1 and phrase[0].word in role_words("number_alone"):
        return False
    if is_inside(figure):
        return False
    if _makes(figure, phrase):
        return True
    if numbers and any(_is_stating(t) for t in figure.head[-2:]):
        return True
    between = [t for t in figure.head if t.start >= phrase[-1].end]
    if says(between[-1:], role_words("into")):
        return False  # "rót vốn vào 2 công ty dược"
    having = role_words("having_counts")
    numbered = numbers or phrase[0].word.startswith("tổng số")
    if not has_bits(between, ~_HEDGES) and _is_size(phrase):
        return True
    if not numbered and (not between or any(t.word in having for t in between)):
        return False
    return all(t.bits & _BETWEEN or t.type == TIME or t.word in having for t in between)


def _is_size(phrase: list[Token]) -> bool:
    """Tell "quy mô | 4 làn xe": what is told in things counted, without a verb."""
    return len(phrase) == 1 and phrase[0].word in table_words("attribute_heads")


def _makes(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "công suất của nhà máy khoảng 5 triệu sản phẩm": what it can make."""
    if not phrase[0].word.startswith("công suất"):
        return False
    if has_bits([t for t in figure.head if t.start >= phrase[-1].end], c.UP | c.DOWN):
        return False
    last = opening(figure.head[-1:], 1)
    return last not in role_words("having_counts") or last in role_words("with")


def _is_stating(token: Token) -> bool:
    return bool(token.bits & _STATING) and token.word not in role_words("not_stating")


def is_inside(figure: Figure) -> bool:
    """Tell a count that only narrows a name: "số xe nhập khẩu từ 3 thị trường"."""
    return bool(figure.head) and figure.head[-1].word in table_words("place_leads")


def around_count(
    figure: Figure, before: Figure | None, phrase: list[Token]
) -> Stretch | None:
    """Read "tổng diện tích ở 3 khu công nghiệp là 132 ha": the count is inside."""
    if before is None or before.amount.kind != "count" or is_out_of(figure.head):
        return None
    gap = [*before.tail, *figure.head]
    broken = any(t.type == SIGN and t.word in _BARRIERS for t in gap)
    if broken or is_nominal(phrase) or not before.head:
        return None
    head = before_all(before.head)
    if before.lead is not None:
        prepositional = head and (head[-1].bits & c.END or is_inside(before))
        return before.lead if prepositional else None
    return _owned_by(head)


def is_out_of(head: list[Token]) -> bool:
    """Tell "62 |/| 188 xã", "8 |trong số| 14 cụm": the second is all there are."""
    if len(head) > _OUT_OF_TOKENS:
        return False
    said = opening(head, len(head))
    return said in _OUT_OF or said in role_words("out_of")


def before_all(head: list[Token]) -> list[Token]:
    """Leave out "toàn bộ" and "các" before a count."""
    every = role_words("every_one")
    end = next((i for i in range(len(head), 0, -1) if head[i - 1].word not in every), 0)
    return head[:end]


def _owned_by(head: list[Token]) -> Stretch | None:
    """Read "tổng giá khởi điểm của 19 căn hộ": what stands before "của" is a name."""
    if len(head) < _OWNED or head[-1].word not in role_words("of"):
        return None
    words = find_phrase(head[:-1]).words
    near = words and words[-1] is head[-2]
    return stretch(words) if near and not names_entity(words) else None
