"""Reads the figures that are written in digits, with ranges and parts of a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.values.amount import Amount
from pipeline.values.digit_ranges import between, makes_range, range_sign
from pipeline.values.nonfigures import is_glued, is_list_mark, is_name, is_rank
from pipeline.values.nouns import read_counted_noun, read_open_noun
from pipeline.values.numbers import DIGITS, Style, parse_digits, scale_words
from pipeline.values.units import UnitMention, as_money, read_currency, read_unit
from pipeline.values.vocabulary import AFTER_WORD, any_of, scale_pattern, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.values.spans import Spans

_NUMBER_HERE: Final = re.compile(DIGITS)
_DECIMAL: Final = re.compile(r"\d{1,15},\d{1,2}(?!\d)")
_CHAIN: Final = re.compile(r"(?:[ ]?[-/][ ]?\d{1,15}(?:[.,]\d{1,15}){0,4}){1,8}")
_TORN: Final = frozenset((", ", " ,", ". "))
"""What parts a number where a space has torn it: "11, 5", "7 ,9", "1. 200"."""
_MULTIPLE_REACH: Final = 18
_LARGEST_DENOMINATOR: Final = 10
_SMALLEST_MAP_SCALE: Final = 100


@dataclass(slots=True, eq=False)
class Reading:
    """What stands at a number: the figures, if any, and where to read on."""

    amounts: tuple[Amount, ...]
    end: int


@lru_cache(maxsize=1)
def _first_digit() -> re.Pattern[str]:
    """Build where a number may begin: at no letter but those of a currency.

    What precedes is looked at last, so that the search leaps from digit to digit.
    """
    currencies = (row["surface"] for row in read_table("currency_leads"))
    glued = "|".join(rf"(?<={re.escape(c)}\d)" for c in currencies if c[-1].isalpha())
    return re.compile(rf"\d(?:(?<![\w.,/]\d)|(?<=%[.,;:)]\d)|(?<=\d[;:)]\d)|{glued})")


def digit_amounts(folded: str, taken: Spans, style: Style) -> Iterator[Amount]:
    """Give every figure in digits, in order, outside the spans that are taken."""
    position = 0
    search = _first_digit().search
    while (digit := search(folded, position)) is not None:
        number = _NUMBER_HERE.match(folded, digit.start())
        position = number.end() if number else digit.end()
        if number is None or taken.touches(*number.span()):
            continue
        reading = _read_at(folded, number, taken, style)
        yield from reading.amounts
        position = max(position, reading.end)


def _read_at(folded: str, number: re.Match[str], taken: Spans, style: Style) -> Reading:
    start, end = number.span()
    joined = _joined(folded, number)
    amount = _simple(folded, start, joined, style)
    if amount is None and joined != end:  # "5,7, 5 %" are two numbers after all
        amount = _simple(folded, start, end, style)
    if amount is None or is_glued(folded, amount) or is_list_mark(folded, amount):
        return Reading((), number.end())
    parts = _slashed(folded, amount, style)
    if parts:
        return Reading(parts, parts[-1].end)
    rank = is_rank(folded, amount)
    if not rank and (is_name(folded, amount) or _opens_chain(folded, amount)):
        # "số 38-40 phố A": what hangs on a name is of the name.
        chain = _CHAIN.match(folded, amount.end)
        return Reading((), chain.end() if chain else amount.end)
    if rank:
        plain = replace(amount, unit=None, noun=None, form="rank", kind="rank")
        return Reading((plain,), amount.end)
    amount = _multiplied(folded, _ranged(folded, amount, taken, style))
    if amount.value_max is not None and is_name(folded, amount):
        return Reading((), amount.end)
    return Reading((amount,), amount.end)


def _multiplied(folded: str, amount: Amount) -> Amount:
    """Give "gấp 3" as the multiple it is, with "lần" left out."""
    if amount.kind != "bare" or amount.unit is not None:
        return amount
    low = max(0, amount.start - _MULTIPLE_REACH)
    if _multiple_lead().search(folded, low, amount.start) is None:
        return amount
    unit = UnitMention(amount.end, amount.end, "TIMES", "times", 0)
    return replace(amount, unit=unit, kind="times", form="multiple")


@lru_cache(maxsize=1)
def _multiple_lead() -> re.Pattern[str]:
    hedge = any_of("tens_lead")
    return re.compile(rf"{AFTER_WORD}{any_of('multiple')}[ ](?:{hedge}[ ])?\Z")


def _opens_chain(folded: str, amount: Amount) -> bool:
    """Tell "1/2.000" (a map scale), "12/2023": numbers that make no part and whole."""
    return amount.full_end == amount.end and folded.startswith("/", amount.end)


@lru_cache(maxsize=1)
def _broken() -> re.Pattern[str]:
    """Build what a stray space has torn off: "11, 5 triệu", "7 ,9%", "1. 200 tỷ"."""
    behind = rf"(?=\s{{0,2}}(?:%|{scale_pattern()}))"
    return re.compile(
        rf"(?:,[ ]\d{{1,2}}|[ ],[ ]?\d{{1,2}}|(?<=[^\n\d]\d)\.[ ]\d{{3}}"
        rf"|(?<=[^\n\d]\d\d)\.[ ]\d{{3}}|(?<=[^\n\d]\d\d\d)\.[ ]\d{{3}}){behind}"
    )


def _joined(folded: str, number: re.Match[str]) -> int:
    end = number.end()
    broken = _broken().match(folded, end) if folded[end : end + 2] in _TORN else None
    return broken.end() if broken else end


@lru_cache(maxsize=1)
def _composite() -> re.Pattern[str]:
    scale = scale_pattern()
    return re.compile(rf"[ ](?P<high>{scale})[ ](?P<rest>\d{{1,3}})(?=[ ]{scale})")


def _simple(folded: str, start: int, end: int, style: Style) -> Amount | None:
    """Read one number with what stands behind it; None where it is no number."""
    composite = _composite().match(folded, end)
    behind = composite.end() if composite else end
    unit = read_currency(folded, start, behind, read_unit(folded, behind))
    noun = None
    if unit is None or unit.code is None:
        noun = _counted_noun(folded, start, end, unit)
    if unit is not None and noun is None:
        unit = as_money(unit)
    scaled = unit is not None and (unit.power > 0 or unit.code is not None)
    text = "".join(folded[start:end].split())
    value = parse_digits(text, style=style, scaled=scaled, counted=noun is not None)
    if value is None:
        return None
    if composite:
        value, end = _compose(value, composite, unit), behind
    kind = unit.kind if unit and unit.code else "count" if noun else "bare"
    return Amount(start=start, end=end, value=value, unit=unit, noun=noun, kind=kind)


def _counted_noun(
    folded: str, start: int, end: int, unit: UnitMention | None
) -> tuple[int, int] | None:
    at = unit.end if unit else end
    known = read_counted_noun(folded, at)
    if known is not None or _DECIMAL.match(folded, start):
        return known
    if unit is not None and as_money(unit) is not unit:
        return None
    return read_open_noun(folded, start, at)


def _compose(value: Decimal, match: re.Match[str], unit: UnitMention | None) -> Decimal:
    """Join "31 nghìn 620 tỷ" (31 620) and "5 tỷ 300 triệu" (5 300)."""
    high = scale_words()[match["high"]]
    low = unit.power if unit else 0
    step = high - low if high > low else high
    return value.scaleb(step) + Decimal(match["rest"])


def _ranged(folded: str, low: Amount, taken: Spans, style: Style) -> Amount:
    """Extend "5" to "5-7", "8,8 - 9,3%", "5 đến 7", "5% đến 7%"."""
    behind = low.unit_end
    for at in (low.end, behind) if behind != low.end else (behind,):
        sign = range_sign().match(folded, at)
        number = _NUMBER_HERE.match(folded, sign.end()) if sign else None
        if sign is None or number is None or taken.touches(*number.span()):
            continue
        high = _simple(folded, number.start(), number.end(), style)
        if high is None or not makes_range(folded, low, high, sign):
            continue
        both = between(low, high, rescaled=at != low.end)
        if both is not None:
            return both
    return low


@lru_cache(maxsize=1)
def _slash() -> re.Pattern[str]:
    return re.compile(rf"[ ]?/[ ]?(?=\d)|[ ]{any_of('of_whole')}[ ](?=\d)")


def _slashed(folded: str, part: Amount, style: Style) -> tuple[Amount, ...]:
    """Read "38/63" (rank), "1/3 diện tích" (fraction), "20/32 dự án" (part, whole)."""
    slash = _slash().match(folded, part.full_end)
    number = _NUMBER_HERE.match(folded, slash.end()) if slash else None
    if slash is None or number is None:
        return ()
    whole = _simple(folded, number.start(), number.end(), style)
    if whole is None or is_glued(folded, whole) or whole.value < part.value:
        return ()
    if slash[0].strip() != "/":
        return _part_and_whole(folded, part, whole)
    if part.kind != "money" and is_rank(folded, replace(part, kind="bare", unit=None)):
        both = replace(part, end=whole.end, value_max=whole.value, kind="rank")
        return (replace(both, form="rank", unit=None, noun=None),)
    if _is_fraction(folded, part, whole):
        value = (part.value / whole.value).quantize(Decimal("0.000001"))
        one = replace(part, end=whole.end, value=value, kind="fraction")
        return (replace(one, form="fraction", unit=None, noun=None),)
    return _part_and_whole(folded, part, whole)


def _is_fraction(folded: str, part: Amount, whole: Amount) -> bool:
    small = whole.value <= _LARGEST_DENOMINATOR and part.value < whole.value
    exact = whole.value == whole.value.to_integral_value()
    noun = folded[slice(*whole.noun)] if whole.noun else ""
    uncounted = whole.kind == "bare" or noun in words_of("amount_of")
    return small and exact and uncounted and part.unit is None


def _part_and_whole(folded: str, part: Amount, whole: Amount) -> tuple[Amount, ...]:
    if is_name(folded, part) or (whole.kind == "bare" and whole.unit is None):
        return ()
    if part.value == 1 and whole.value >= _SMALLEST_MAP_SCALE and part.unit is None:
        return ()  # "tỷ lệ 1/2.000": the scale of a map
    unit = part.unit
    if unit is None and whole.unit is not None:
        unit = replace(whole.unit, shared=True)
    first = replace(part, unit=unit, noun=whole.noun, kind=whole.kind, form="part")
    return (first, whole)
