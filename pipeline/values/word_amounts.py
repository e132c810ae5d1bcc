"""Reads the figures that are written in words: numbers, fractions, multiples."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.text.phrases import PhraseFinder
from pipeline.values.amount import Amount
from pipeline.values.nonfigures import is_name, is_rank
from pipeline.values.nouns import read_any_noun, read_counted_noun
from pipeline.values.numbers import digit_words, parse_words, scale_words
from pipeline.values.units import UnitMention, as_money, read_unit, unit_edge
from pipeline.values.vocabulary import (
    AFTER_WORD,
    LETTER,
    NOT_IN_WORD,
    alternatives,
    any_of,
    scale_pattern,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.values.spans import Spans

_LEAD_REACH: Final = 12
_WORD: Final = re.compile(rf"{LETTER}+")
_THOUSAND: Final = 3
"""Powers of ten from "nghìn" on belong to the unit: "hai nghìn tỷ" is 2 of them."""
_MULTIPLES: Final = {"đôi": Decimal(2), "rưỡi": Decimal("1.5")}
_RANKS: Final = (1, 2, 4)
"""Places in an order whose words are no numbers elsewhere: "đứng thứ nhất"."""
_TIMES: Final = UnitMention(0, 0, "TIMES", "times", 0)


@lru_cache(maxsize=1)
def _places() -> dict[str, Decimal]:
    return {word: Decimal(n) for n in _RANKS for word in words_of(f"place_{n}")}


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    """Build every way to write a figure in words; the groups name them."""
    alone = [r["surface"] for r in read_table("digits") if r["alone"] == "yes"]
    digits = alternatives(alone)
    roles = ("ten", "joint", "half", "point")
    inner = alternatives([*digit_words(), *(w for r in roles for w in words_of(r))])
    times = alternatives([*(w for w in alone if w not in _ONE_OR_NONE), *_MULTIPLES])
    scale = scale_pattern()
    return re.compile(
        rf"""{AFTER_WORD}(?:
        (?<=thứ[ ])(?P<place>{alternatives(_places())}){NOT_IN_WORD}
        |(?P<multiple>{any_of("multiple")}[ ](?P<by>{times}){NOT_IN_WORD}
            (?![ ](?:lần|năm(?![ ](?:\d|trước|ngoái|nay)))))
        |(?P<fraction>(?P<over>{digits})[ ]{any_of("part")}
            [ ](?P<under>{alternatives(digit_words())}){NOT_IN_WORD})
        |(?P<half>{any_of("one_half")}|nửa(?=[ ]{scale})){NOT_IN_WORD}
        |{any_of("half_lead")}[ ](?P<more>nửa){NOT_IN_WORD}(?![ ]{any_of("not_half")})
        |(?:{any_of("tens_lead")}|(?P<many>{any_of("many_lead")}))[ ](?P<tens>{scale})
        |(?P<words>(?:{digits}){NOT_IN_WORD}
            (?:[ ](?:(?:{inner}){NOT_IN_WORD}|{scale})){{0,16}})
        )""",
        re.VERBOSE,
    )


_ONE_OR_NONE: Final = frozenset(words_of("lone"))


def word_amounts(folded: str, taken: Spans) -> Iterator[Amount]:
    """Give every figure in words, in order, outside the spans that are taken."""
    number = _number()
    end = 0
    for start, _, _ in _openings().find(folded):
        match = number.match(folded, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        if not taken.touches(start, end):
            amount = _read(folded, match)
            if amount is not None:
                yield amount


@lru_cache(maxsize=1)
def _openings() -> PhraseFinder:
    """Give the words that a figure can begin with: most words are not among them."""
    roles = ("multiple", "one_half", "half_lead", "tens_lead", "many_lead")
    words = [r["surface"] for r in read_table("digits") if r["alone"] == "yes"]
    words += ["nửa", *_places(), *(word for role in roles for word in words_of(role))]
    return PhraseFinder(dict.fromkeys(word.partition(" ")[0] for word in words))


def _read(folded: str, match: re.Match[str]) -> Amount | None:
    if match["place"]:
        return _place(folded, match)
    if match["multiple"]:
        return _multiple(match)
    if match["half"] or match["more"]:
        return _half(folded, match)
    if match["fraction"]:
        return _fraction(match)
    if match["tens"]:
        return _tens(folded, match)
    return _spelled(folded, match)


def _place(folded: str, match: re.Match[str]) -> Amount | None:
    start, end = match.span("place")
    plain = Amount(start=start, end=end, value=_places()[match["place"]], kind="bare")
    return _rank(folded, plain) if is_rank(folded, plain) else None


def _multiple(match: re.Match[str]) -> Amount:
    word = match["by"]
    start, end = match.span("multiple")
    return Amount(
        start=start,
        end=end,
        value=_MULTIPLES.get(word) or Decimal(digit_words()[word]),
        unit=replace(_TIMES, start=end, end=end),
        kind="times",
        form="multiple",
    )


def _half(folded: str, match: re.Match[str]) -> Amount:
    """Read "một nửa", "hơn nửa", and "nửa triệu", which is half of its unit."""
    start, end = match.span("half" if match["half"] else "more")
    unit = read_unit(folded, end)
    half = Amount(start=start, end=end, value=Decimal("0.5"), unit=unit)
    if unit is None:
        return replace(half, kind="fraction", form="fraction")
    return replace(half, kind=unit.kind or "bare", form="words")


def _fraction(match: re.Match[str]) -> Amount | None:
    over, under = digit_words()[match["over"]], digit_words()[match["under"]]
    if not under:
        return None
    start, end = match.span("fraction")
    value = (Decimal(over) / under).quantize(Decimal("0.000001"))
    return Amount(start=start, end=end, value=value, kind="fraction", form="fraction")


def _tens(folded: str, match: re.Match[str]) -> Amount | None:
    """Read "hàng chục nghìn tỷ", "gần trăm dự án": only where something is counted.

    "hàng" is part of the number, "gần" is not.
    """
    value = Decimal(10) ** scale_words()[match["tens"]]
    start = match.start("many" if match["many"] else "tens")
    amount = _with_unit(folded, start, match.end("tens"), value)
    if amount.kind == "bare":
        noun = read_any_noun(folded, amount.unit_end)
        if noun is None and amount.unit is None:
            return None
        amount = replace(amount, noun=noun, kind="count" if noun else "bare")
    return replace(amount, form="words")


def _spelled(folded: str, match: re.Match[str]) -> Amount | None:
    """Read number words; a lone digit word needs a unit or a counted noun behind it."""
    words = match["words"].split()
    # "mười năm" is ten years: "năm" is five before a magnitude or behind a point.
    while len(words) > 1 and words[-1] in _loose_ends():
        if words[-2] in words_of("point"):
            break
        words.pop()
    words = _without_scales(words) or words
    value = parse_words(" ".join(words))
    if value is None:
        return None
    ends = [word.end() for word in _WORD.finditer(folded, *match.span("words"))]
    amount = _with_unit(folded, match.start(), ends[len(words) - 1], value)
    if len(words) == 1 and is_rank(folded, amount):
        return _rank(folded, amount)
    if _is_unlikely(folded, words, amount):
        return None
    return replace(amount, form="words")


@lru_cache(maxsize=1)
def _loose_ends() -> frozenset[str]:
    return frozenset({"năm", "không", *words_of("joint"), *words_of("point")})


def _without_scales(words: list[str]) -> list[str]:
    """Leave the magnitudes at the end to the unit; none is left if one stays inside."""
    powers = [scale_words().get(word, 0) for word in words]
    while powers and powers[-1] >= _THOUSAND:
        powers.pop()
    return [] if any(p >= _THOUSAND for p in powers) else words[: len(powers)]


def _with_unit(folded: str, start: int, end: int, value: Decimal) -> Amount:
    unit = read_unit(folded, end)
    noun = None
    if unit is None or unit.code is None:
        noun = read_counted_noun(folded, unit.end if unit else end)
    if unit is not None and noun is None:
        unit = as_money(unit)
    kind = unit.kind if unit and unit.code else "count" if noun else "bare"
    return Amount(start=start, end=end, value=value, unit=unit, noun=noun, kind=kind)


def _rank(folded: str, amount: Amount) -> Amount:
    """Give the place in an order with its "thứ", which is of the number in words."""
    (ordinal,) = words_of("ordinal")
    start = amount.start - len(ordinal) - 1
    if start < 0 or not folded.startswith(ordinal, start):
        start = amount.start
    plain = replace(amount, start=start, unit=None, noun=None)
    return replace(plain, kind="rank", form="rank")


def _is_unlikely(folded: str, words: list[str], amount: Amount) -> bool:
    """Tell lone words that are rarely figures: "một dự án", "ba" without a noun."""
    if len(words) > 1:
        return amount.kind == "bare" and amount.unit is None
    if is_name(folded, amount) or _is_told_of(folded, amount):
        return True
    if words[0] == "không":
        return amount.kind != "percent" and not _is_free(folded, amount)
    if amount.unit is not None:
        return words[0] == "một" and amount.kind in ("step", "times")
    return amount.kind == "bare" or words[0] in _ONE_OR_NONE or words[0] == "năm"


def _is_free(folded: str, amount: Amount) -> bool:
    """Tell "vay không đồng." from "không đồng ý" and from "không yên", "không tệ"."""
    dong = amount.unit is not None and amount.unit.code == "VND"
    return dong and unit_edge().match(folded, amount.unit_end) is not None


def _is_told_of(folded: str, amount: Amount) -> bool:
    """Tell what is ordered or known rather than counted.

    "thứ hai", "giữa hai tỉnh", "hai mã này", "kim ngạch hai nước".
    """
    if _known_pair().match(folded, amount.start) is not None:
        return True
    low = max(0, amount.start - _LEAD_REACH)
    if _known_before().search(folded, low, amount.start):
        return True
    return _known_behind().match(folded, amount.full_end) is not None


@lru_cache(maxsize=1)
def _known_before() -> re.Pattern[str]:
    words = alternatives([*words_of("definite"), *words_of("ordinal")])
    return re.compile(rf"{AFTER_WORD}(?:{words})\s\Z")


@lru_cache(maxsize=1)
def _known_pair() -> re.Pattern[str]:
    return re.compile(rf"{any_of('known_pair')}{NOT_IN_WORD}")


@lru_cache(maxsize=1)
def _known_behind() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of('definite_behind')}{NOT_IN_WORD}")
