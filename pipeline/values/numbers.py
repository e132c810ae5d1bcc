"""Reads numerals: digits in Vietnamese or English style, and numbers in words.

Every parser is total: None means "this is not such a number". Values are exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.values.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Style: TypeAlias = Literal["vi", "en"]

DIGITS: Final = (
    r"\d{1,3}(?:\.\d{3}){1,6}(?:,\d{1,6})?(?![.,]?\d)"
    r"|\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?(?![.,]?\d)"
    r"|\d{1,15}(?:[.,]\d{1,6})?(?![.,]?\d)"
)
"""One numeral in digits; the caller sees to what may stand before it."""

_GROUP: Final = 3
_EN_DECIMAL: Final = re.compile(
    r"%(?:(?<=\d\.\d%)|(?<=\d\.\d\d%)|(?<=\d\.\d\s%)|(?<=\d\.\d\d\s%))"
)
_VI_DECIMAL: Final = re.compile(_EN_DECIMAL.pattern.replace(r"\.", ","))
"""A percentage by its sign, looking back: the sign is rare, digits are not."""


def article_style(folded: str) -> Style:
    """Tell the decimal sign an article uses, by its percentages; "vi" by default."""
    english = len(_EN_DECIMAL.findall(folded))
    return "en" if english > len(_VI_DECIMAL.findall(folded)) else "vi"


def parse_digits(
    text: str, *, style: Style = "vi", scaled: bool = False, counted: bool = False
) -> Decimal | None:
    """Read a numeral in digits: "1.200,5" is 1200.5, "2.5" is 2.5.

    A single separator before exactly three digits is ambiguous ("1.234", "1,341");
    ``style`` (of the article), ``scaled`` (a magnitude such as "triệu" follows) and
    ``counted`` (whole things are counted) decide it.

    Returns:
        None when the text is not one numeral in digits.
    """
    if text.isdecimal():
        return Decimal(text)
    if not text.replace(".", "").replace(",", "").isdecimal():
        return None
    if not (text[0].isdecimal() and text[-1].isdecimal()):
        return None
    if "." in text and "," in text:
        return _mixed(text)
    sign = "." if "." in text else ","
    head, _, rest = text.partition(sign)
    if sign in rest:
        return Decimal(text.replace(sign, "")) if _is_grouped(text, sign) else None
    decimal = Decimal(f"{head}.{rest}")
    if not _is_grouped(text, sign) or head.strip("0") == "":
        return decimal
    usual = "." if style == "vi" else ","
    # Nobody prints three decimals that are all zero: "365,000 tỷ" is grouped.
    whole = (counted and not scaled) or sign == usual or rest == "000"
    return Decimal(head + rest) if whole else decimal


def _mixed(text: str) -> Decimal | None:
    """Read a numeral with both signs, the last of which can only stand once."""
    last, other = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
    whole, _, fraction = text.rpartition(last)
    if last in whole or not _is_grouped(whole, other):
        return None
    return Decimal(whole.replace(other, "") + "." + fraction)


def _is_grouped(text: str, sign: str) -> bool:
    """Tell groups of three digits behind one to three of them: "1.200.500"."""
    head, *groups = text.split(sign)
    for group in groups:
        if len(group) != _GROUP:
            return False
    return 0 < len(head) <= _GROUP


@lru_cache(maxsize=1)
def digit_words() -> Mapping[str, int]:
    """Give the words for 0 to 10."""
    return {row["surface"]: int(row["value"]) for row in read_table("digits")}


@lru_cache(maxsize=1)
def scale_words() -> Mapping[str, int]:
    """Give the magnitude words with their power of ten."""
    return {row["surface"]: int(row["power"]) for row in read_table("scales")}


@lru_cache(maxsize=1)
def _joints() -> Mapping[str, str]:
    roles = ("ten", "joint", "half", "point")
    return {word: role for role in roles for word in words_of(role)}


_SMALL: Final = 2
"""Scales up to "trăm" combine inside one group of three digits."""
_TEN: Final = 10


@dataclass(frozen=True, slots=True)
class _Sum:
    """What has been read so far: millions and the like, the group, its last digit."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    unit: Decimal | None = None
    power: int = 0

    @property
    def value(self) -> Decimal:
        return self.total + self.group + (self.unit or 0)


def parse_words(text: str) -> Decimal | None:
    """Read a number in words: "một nghìn ba trăm tỷ", "hai phẩy năm", "ba mươi mốt".

    ``text`` is folded, words apart by single or more spaces. "rưỡi" adds half of the
    unit before it.

    Returns:
        None when a word is not part of a number, or the words make no number.
    """
    if text in digit_words():
        return Decimal(digit_words()[text])
    words = text.split()
    point = next((i for i, w in enumerate(words) if _joints().get(w) == "point"), None)
    if point is not None:
        return _decimal_words(words, point)
    state: _Sum | None = _Sum() if words else None
    for position, word in enumerate(words):
        state = _step(word, state, is_first=position == 0) if state else None
    return state.value if state else None


def _step(word: str, state: _Sum, *, is_first: bool) -> _Sum | None:
    digits, scales = digit_words(), scale_words()
    if word in digits:
        return replace(
            state,
            group=state.group + (state.unit or 0),
            unit=Decimal(digits[word]),
            power=1 if digits[word] == _TEN else 0,
        )
    if word in scales:
        return _scaled(state, scales[word], is_first=is_first)
    if is_first:
        return None
    match _joints().get(word):
        case "joint":
            return state
        case "ten" if state.unit is not None:
            tens = state.group + state.unit * _TEN
            return replace(state, group=tens, unit=None, power=1)
        case "half" if state.power > 1:
            half = Decimal(10) ** state.power / 2
            return replace(state, group=state.group + half)
        case _:
            return None


def _scaled(state: _Sum, power: int, *, is_first: bool) -> _Sum:
    factor = Decimal(10) ** power
    if power <= _SMALL:
        unit = Decimal(1) if is_first or state.unit is None else state.unit
        return replace(state, group=state.group + unit * factor, unit=None, power=power)
    pending = state.group + (state.unit or 0)
    if is_first:
        pending = Decimal(1)
    if (pending == 0 and state.unit is None) or 0 < state.total < factor:
        # "nghìn tỷ": a larger magnitude multiplies all that came before it.
        return _Sum(total=(state.total + pending) * factor, power=power)
    return _Sum(total=state.total + pending * factor, power=power)


def _decimal_words(words: list[str], at: int) -> Decimal | None:
    whole = parse_words(" ".join(words[:at]))
    tail = words[at + 1 :]
    power = 0
    while tail and tail[-1] in scale_words():
        power += scale_words()[tail.pop()]
    fraction = _fraction_digits(tail)
    if whole is None or fraction is None:
        return None
    return Decimal(f"{whole}.{fraction}").scaleb(power)


def _fraction_digits(words: list[str]) -> str | None:
    """Read "hai năm" as 25 behind a point, and "hai mươi lăm" as 25 too."""
    values = [digit_words().get(word, _TEN) for word in words]
    if values and max(values) < _TEN:
        return "".join(map(str, values))
    value = parse_words(" ".join(words))
    return None if value is None else str(value)
