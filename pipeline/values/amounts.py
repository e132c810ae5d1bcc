"""Finds the figures of a text: number, range or fraction, with unit and bound.

Works on the folded text. What is inside a time expression, a name ("Nghị định 57",
"đường 35 kV") or glued to letters ("5G") is no figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import (
    DIGITS,
    Style,
    article_style,
    digit_words,
    parse_digits,
    parse_words,
    scale_words,
)
from pipeline.values.units import (
    UnitMention,
    alternatives,
    read_counted_noun,
    read_open_noun,
    read_unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.values.times import TimeMention

Form: TypeAlias = Literal["digits", "words", "fraction", "multiple", "rank", "part"]

_LETTER: Final = r"[^\W\d_]"
_NUMBER: Final = re.compile(rf"(?<![\w.,/])(?:{DIGITS})|(?<=[\d%][.,;:)])(?:{DIGITS})")
_NUMBER_WITH_COMMA: Final = re.compile(r"\d{1,15},\d{1,2}(?!\d)")
_RANGE_SIGN: Final = re.compile(r"\s?-\s?(?=\d)|\s(?:đến|tới)\s(?=\d)")
_SLASH: Final = re.compile(r"\s?/\s?(?=\d)|\s(?:trên|trong)(?: tổng)?(?: số)?\s(?=\d)")
_BROKEN_DECIMAL: Final = re.compile(r",\s\d{1,2}(?=\s?(?:%|triệu|tỷ))")
_COMPOSITE: Final = re.compile(r"\s(nghìn|ngàn|triệu|tỷ)\s(\d{1,3})(?=\s(?:triệu|tỷ|nghìn|ngàn))")
_RANK_BEFORE: Final = re.compile(
    r"(?:hạng(?: thứ)?|thứ|vị trí(?: thứ)?|vị thế(?: số)?|xếp(?: thứ)?|đứng(?: thứ)?"
    r"|ở thứ|thứ bậc|vị thứ)\s$"
)
_NEXT_WORDS: Final = re.compile(rf"\s?({_LETTER}{{1,12}})(?:\s({_LETTER}{{1,12}}))?")
_FRACTION_LIMIT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One figure as written; offsets count in the folded text.

    ``start`` and ``end`` hold the numeric expression alone. ``kind`` is the kind of
    unit ("money", "percent", "mass", …), "count" before a counted noun, "bare" where
    nothing tells. ``value`` is before the magnitude words of ``unit``.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: UnitMention | None = None
    noun: tuple[int, int] | None = None
    kind: str = "bare"
    form: Form = "digits"

    @property
    def full_end(self) -> int:
        """End of number, magnitude, unit and counted noun together."""
        ends = [self.end]
        if self.unit:
            ends.append(self.unit.end)
        if self.noun:
            ends.append(self.noun[1])
        return max(ends)


def find_amounts(folded: str, times: Sequence[TimeMention]) -> tuple[Amount, ...]:
    """Find every figure of a folded text, in order, never overlapping."""
    style = article_style(folded)
    taken = _Taken((t.start, t.end) for t in times)
    digits = _digit_amounts(folded, taken, style)
    found = sorted([*digits, *_word_amounts(folded, taken)], key=lambda a: a.start)
    return tuple(_without_overlap(found))


def _without_overlap(found: Sequence[Amount]) -> Iterator[Amount]:
    end = -1
    for amount in found:
        if amount.start >= end:
            yield amount
            end = amount.end


class _Taken:
    """Ordered, disjoint spans that hold no figure: the time expressions."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        pairs = tuple(spans)
        self._starts = [start for start, _ in pairs]
        self._ends = [end for _, end in pairs]

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the span touches one of them."""
        at = bisect_right(self._ends, start)
        return at < len(self._ends) and self._starts[at] < end


def _digit_amounts(folded: str, taken: _Taken, style: Style) -> Iterator[Amount]:
    position = 0
    while (match := _NUMBER.search(folded, position)) is not None:
        position = match.end()
        if taken.covers(match.start(), match.end()):
            continue
        amounts = _read_at(folded, match.start(), match.end(), taken, style)
        for amount in amounts:
            position = max(position, amount.end)
            yield amount


def _read_at(
    folded: str, start: int, end: int, taken: _Taken, style: Style
) -> Sequence[Amount]:
    if broken := _BROKEN_DECIMAL.match(folded, end):
        end = broken.end()
    amount = _simple(folded, start, end, style)
    if amount is None or _glued(folded, amount):
        return ()
    if slash := _SLASH.match(folded, amount.full_end):
        parts = _slashed(folded, amount, slash.end(), style)
        if parts and (folded[slash.start() : slash.end()].strip() == "/" or len(parts) > 1):
            return parts
    if _is_name(folded, amount):
        return ()
    amount = _ranged(folded, amount, taken, style)
    if amount.kind == "bare" and _RANK_BEFORE.search(folded, max(0, start - 12), start):
        amount = replace(amount, form="rank", kind="rank")
    return (amount,)


def _simple(folded: str, start: int, end: int, style: Style) -> Amount | None:
    composite = _COMPOSITE.match(folded, end)
    unit = read_unit(folded, composite.end() if composite else end)
    text = "".join(folded[start:end].split())
    noun = None
    if unit is None or unit.code is None:
        noun = _counted_noun(folded, start, unit.end if unit else end)
    scaled = unit is not None and (unit.power > 0 or unit.code is not None)
    value = parse_digits(text, style=style, scaled=scaled, counted=noun is not None)
    if value is None:
        return None
    if composite:
        value, end = _compose(value, composite, unit), composite.end()
    kind = unit.kind if unit and unit.code else "count" if noun else "bare"
    return Amount(start=start, end=end, value=value, unit=unit, noun=noun, kind=kind)


def _counted_noun(folded: str, start: int, at: int) -> tuple[int, int] | None:
    known = read_counted_noun(folded, at)
    if known is not None or _NUMBER_WITH_COMMA.match(folded, start):
        return known
    return read_open_noun(folded, start, at)


def _compose(value: Decimal, match: re.Match[str], unit: UnitMention | None) -> Decimal:
    """Join "31 nghìn 620 tỷ" (31 620) and "5 tỷ 300 triệu" (5 300)."""
    high = scale_words()[match[1]]
    low = unit.power if unit else 0
    step = high - low if high > low else high
    return value.scaleb(step) + Decimal(match[2])


def _glued(folded: str, amount: Amount) -> bool:
    """Tell a number that letters cling to and that is no unit: "5G", "24K"."""
    following = folded[amount.end : amount.end + 1]
    has_unit = amount.unit is not None and amount.unit.start == amount.end
    before = folded[max(0, amount.start - 2) : amount.start]
    named = len(before) > 1 and before[1] == "-" and before[0].isalpha()
    return named or (following.isalpha() and not has_unit)


def _ranged(folded: str, low: Amount, taken: _Taken, style: Style) -> Amount:
    """Extend "5" to "5-7", "8,8 - 9,3%", "5 đến 7", "5% đến 7%"."""
    starts = (low.end, low.unit.end) if low.unit else (low.end,)
    for at in starts:
        sign = _RANGE_SIGN.match(folded, at)
        number = _NUMBER_HERE.match(folded, sign.end()) if sign else None
        if sign is None or number is None or taken.covers(*number.span()):
            continue
        high = _simple(folded, number.start(), number.end(), style)
        if high is None or _glued(folded, high):
            continue
        if at != low.end and not _same_unit(folded, low, high, sign[0]):
            continue
        if at == low.end and low.kind == "count" and high.kind == "bare":
            continue
        factor = 0 if at == low.end or not (low.unit and high.unit) else (
            low.unit.power - high.unit.power
        )
        value = low.value.scaleb(factor) if factor else low.value
        if high.value <= value:
            continue
        return replace(high, start=low.start, value=value, value_max=high.value)
    return low


_NUMBER_HERE: Final = re.compile(DIGITS)
_UPS: Final = re.compile(r"(?:từ|khoảng|trong|mức|ở)\s(?:khoảng\s)?$")


def _same_unit(folded: str, low: Amount, high: Amount, sign: str) -> bool:
    if low.unit is None or high.unit is None or low.unit.code != high.unit.code:
        return False
    if "-" in sign:
        return True
    return _UPS.search(folded, max(0, low.start - 14), low.start) is not None


def _slashed(
    folded: str, part: Amount, at: int, style: Style
) -> tuple[Amount, ...]:
    """Read "38/63" (rank), "1/3 diện tích" (fraction), "20/32 dự án" (part, whole)."""
    number = _NUMBER_HERE.match(folded, at)
    whole = _simple(folded, number.start(), number.end(), style) if number else None
    if whole is None or _glued(folded, whole) or whole.value < part.value:
        return ()
    start = part.start
    if _RANK_BEFORE.search(folded, max(0, start - 12), start):
        both = replace(part, end=whole.end, value_max=whole.value, kind="rank")
        return (replace(both, form="rank", unit=None, noun=None),)
    if _is_fraction(part, whole):
        value = (part.value / whole.value).quantize(Decimal("0.000001"))
        one = replace(part, end=whole.end, value=value, kind="fraction")
        return (replace(one, form="fraction", unit=None, noun=None),)
    if _is_name(folded, part) or (whole.kind == "bare" and whole.unit is None):
        return ()
    inherited = part if part.unit else replace(part, unit=whole.unit)
    first = replace(inherited, noun=whole.noun, kind=whole.kind, form="part")
    return (first, whole)


def _is_fraction(part: Amount, whole: Amount) -> bool:
    small = whole.value <= _FRACTION_LIMIT and part.value < whole.value
    exact = whole.value == whole.value.to_integral_value()
    return small and exact and whole.kind == "bare" and part.unit is None


@lru_cache(maxsize=1)
def _name_head() -> re.Pattern[str]:
    heads = alternatives(r["surface"] for r in read_table("name_heads"))
    kept = alternatives(r["surface"] for r in read_table("name_head_exceptions"))
    return re.compile(
        rf"(?<![^\W_])(?:(?P<kept>{kept})|(?:{heads}))[\s:.-]{{0,3}}$"
    )


@lru_cache(maxsize=1)
def _name_tail() -> re.Pattern[str]:
    tails = alternatives(r["surface"] for r in read_table("name_tails"))
    return re.compile(rf"\s?(?:{tails})(?!{_LETTER})")


_HEAD_REACH: Final = 24


def _is_name(folded: str, amount: Amount) -> bool:
    """Tell a number that is part of a name or an address rather than a figure."""
    if _name_tail().match(folded, amount.end):
        return True
    if amount.kind not in ("bare", "count"):
        return False
    if amount.unit is not None and amount.unit.power:
        return False
    window = folded[max(0, amount.start - _HEAD_REACH) : amount.start]
    head = _name_head().search(window)
    return head is not None and head["kept"] is None


@lru_cache(maxsize=1)
def _word_number() -> re.Pattern[str]:
    digits = alternatives(w for w in digit_words() if w not in ("tư", "lăm", "nhăm", "mốt"))
    inner = alternatives([*digit_words(), "mươi", "linh", "lẻ", "rưỡi", "rưởi", "phẩy"])
    scales = alternatives(s for s in scale_words() if s != "tr")
    scale = rf"(?:{scales})(?!{_LETTER})(?!\s(?:lệ|trọng|giá|suất|phú))"
    return re.compile(
        rf"""(?<![^\W_])(?:
        (?P<multiple>gấp\s(?:đôi|rưỡi|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\s(?:lần|năm))(?!{_LETTER}))
        | (?P<fraction>(?P<over>{digits})\sphần\s(?P<under>tư|{digits})(?!{_LETTER}))
        | (?P<half>một\snửa|nửa(?=\s{scale}))(?!{_LETTER})
        | hàng\s(?P<tens>{scale}(?:\s(?:{scale}))?)
        | (?P<words>(?:{digits})(?!{_LETTER})(?:\s(?:(?:{inner})(?!{_LETTER})|{scale})){{0,16}})
        )""",
        re.VERBOSE,
    )


_MULTIPLES: Final = {"đôi": Decimal(2), "rưỡi": Decimal("1.5")}
_TIMES: Final = UnitMention(0, 0, "TIMES", "times", 0)


def _word_amounts(folded: str, taken: _Taken) -> Iterator[Amount]:
    for match in _word_number().finditer(folded):
        if taken.covers(match.start(), match.end()):
            continue
        amount = _word_amount(folded, match)
        if amount is not None:
            yield amount


def _word_amount(folded: str, match: re.Match[str]) -> Amount | None:
    if match["multiple"]:
        return _multiple(match)
    if match["half"]:
        return _half(folded, match)
    if match["fraction"]:
        over, under = digit_words()[match["over"]], digit_words()[match["under"]]
        if not under:
            return None
        value = (Decimal(over) / under).quantize(Decimal("0.000001"))
        return _spanned(match, "fraction", value=value, kind="fraction", form="fraction")
    if match["tens"]:
        value_words = parse_words(match["tens"])
        return _with_unit(folded, match.start("tens"), match.end("tens"), value_words)
    return _spelled(folded, match)


def _spanned(match: re.Match[str], group: str, **fields: object) -> Amount:
    return Amount(start=match.start(group), end=match.end(group), **fields)  # type: ignore[arg-type]


def _multiple(match: re.Match[str]) -> Amount:
    word = match["multiple"].split()[-1]
    value = _MULTIPLES.get(word) or Decimal(digit_words()[word])
    unit = replace(_TIMES, start=match.end(), end=match.end())
    return _spanned(match, "multiple", value=value, unit=unit, kind="times", form="multiple")


def _half(folded: str, match: re.Match[str]) -> Amount:
    unit = read_unit(folded, match.end())
    if unit is None:
        return _spanned(match, "half", value=Decimal("0.5"), kind="fraction", form="fraction")
    kind = unit.kind or "bare"
    return _spanned(match, "half", value=Decimal("0.5"), unit=unit, kind=kind, form="words")


def _spelled(folded: str, match: re.Match[str]) -> Amount | None:
    """Read number words; a lone digit word needs a unit or a counted noun behind it."""
    words = match["words"].split()
    # "mười năm" is ten years: "năm" counts as five only before a magnitude.
    while len(words) > 1 and words[-1] in ("năm", "không", "linh", "lẻ", "phẩy"):
        words.pop()
    end = _end_of(folded, match.start(), len(words))
    trimmed = _strip_scales(words)
    if trimmed:
        end = _end_of(folded, match.start(), len(trimmed))
        words = trimmed
    amount = _with_unit(folded, match.start(), end, parse_words(" ".join(words)))
    if amount is None:
        return None
    if _unlikely(folded, words, amount):
        return None
    return amount if amount.form == "rank" else replace(amount, form="words")


def _strip_scales(words: list[str]) -> list[str]:
    """Leave the magnitudes at the end to the unit: "hai nghìn tỷ" is 2 of them."""
    kept = list(words)
    while kept and scale_words().get(kept[-1], 0) >= 3:  # noqa: PLR2004
        kept.pop()
    has_scale = any(scale_words().get(w, 0) >= 3 for w in kept)  # noqa: PLR2004
    return [] if has_scale else kept


def _end_of(folded: str, start: int, words: int) -> int:
    position = start
    for _ in range(words):
        word = _WORD.match(folded, position)
        if word is None:
            break
        position = word.end()
    return position


_WORD: Final = re.compile(rf"\s{{0,3}}{_LETTER}+")


def _with_unit(folded: str, start: int, end: int, value: Decimal | None) -> Amount | None:
    if value is None:
        return None
    unit = read_unit(folded, end)
    noun = None
    if unit is None or unit.code is None:
        noun = read_counted_noun(folded, unit.end if unit else end)
    kind = unit.kind if unit and unit.code else "count" if noun else "bare"
    amount = Amount(start=start, end=end, value=value, unit=unit, noun=noun, kind=kind)
    if kind == "bare" and _RANK_BEFORE.search(folded, max(0, start - 12), start):
        at = folded.rfind("thứ", 0, start)
        return replace(amount, start=at if at == start - 4 else start, form="rank", kind="rank")
    return amount


def _unlikely(folded: str, words: list[str], amount: Amount) -> bool:
    """Tell lone words that are rarely figures: "một dự án", "ba" without a noun."""
    if amount.form == "rank":
        return len(words) > 1
    if len(words) > 1:
        return amount.kind == "bare" and amount.unit is None
    if _is_name(folded, amount):
        return True
    if words[0] in ("một", "không") and amount.kind in ("count", "bare"):
        return amount.unit is None
    if amount.kind == "bare":
        return amount.unit is None
    if words[0] == "năm" and amount.unit is None:
        return True
    return amount.kind in ("step", "times") and words[0] == "một"
