"""The unit of a figure: its own, or that of the figure beside it that spells it out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold
from pipeline.values.units import read_unit
from pipeline.values.vocabulary import alternatives, any_of

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.values.amount import Amount

COUNT: Final = "COUNT"
TIMES: Final = "TIMES"
_TIMES_TEXT: Final = "lần"
_REACH: Final = 44
_SPANS: Final = frozenset(("YEAR", "MONTH", "WEEK", "DAY", "HOUR"))
"""What counts are told for each of, places between: "8 chuyến bay đến Huế mỗi tuần"."""


@dataclass(frozen=True, slots=True)
class Unit:
    """All that a row tells of its unit.

    ``text`` is magnitude, unit and counted noun as written, or as meant where left
    out; ``code`` the canonical code, None for a rank, an index level and a bare
    magnitude; ``power`` the power of ten of the magnitude words; ``span`` the words
    that tell it, from the magnitude to the counted noun.
    """

    text: str | None
    code: str | None
    power: int
    span: Stretch | None


def unit_of(text: str, figure: Figure) -> Unit:
    """Give the unit of a figure.

    A multiple in words ("gấp đôi") and a fraction that tells a change or a ratio
    ("giảm một nửa", "bằng 1/4 cùng kỳ") are in "lần"; a rank and a share as a
    fraction ("1/3 diện tích") have none.
    """
    amount = figure.amount
    source = figure.unit_from or amount
    power = source.unit.power if source.unit else 0
    if amount.kind == "times" and amount.form == "multiple":
        # A multiple in words holds its own unit.
        return Unit(_TIMES_TEXT, TIMES, power, (amount.start, amount.end))
    if amount.kind == "fraction":
        if figure.measure in ("change", "ratio"):
            return Unit(_TIMES_TEXT, TIMES, power, _span(source))
        return Unit(None, None, power, _span(source))
    written = None if amount.form == "rank" else _written(text, source)
    return Unit(written, _code(source), power, _span(source))


def unit_of_words(words: str | None) -> tuple[str | None, int]:
    """Give code and power of a unit as a person writes it: "tỷ đồng" is VND and 9.

    What is no unit is a counted noun.
    """
    if not words:
        return None, 0
    folded = fold(unicodedata.normalize("NFC", words)).strip()
    unit = read_unit(folded, 0)
    if unit is None:
        return COUNT, 0
    counted = COUNT if folded[unit.end :].strip() else None
    return unit.code or counted, unit.power


def _written(text: str, source: Amount) -> str | None:
    unit = source.unit.written(text) if source.unit else ""
    noun = text[slice(*source.noun)] if source.noun else ""
    each = _each(text, source.noun[1]) if source.noun else ""
    return " ".join(f"{unit} {noun}{each}".split()) or None


def _each(text: str, at: int) -> str:
    """Give what things are counted in: "/năm" of "5 triệu lượt khách | mỗi năm"."""
    behind = _per().match(fold(text[at : at + _REACH]))
    return f"/{behind[1] or behind[2]}" if behind else ""


@lru_cache(maxsize=1)
def _per() -> re.Pattern[str]:
    rows = read_table("denominators")
    whole = alternatives(row["surface"] for row in rows)
    spans = alternatives(row["surface"] for row in rows if row["code"] in _SPANS)
    per, words = any_of("per"), r"(?: [^\W\d]{1,7}){0,4}"
    return re.compile(rf"(?:{words} {per} ({spans})| {per} ({whole}))(?![\w/])")


def _code(source: Amount) -> str | None:
    if source.unit and source.unit.code:
        return source.unit.code
    return COUNT if source.kind == "count" else None


def _span(source: Amount) -> Stretch | None:
    unit, noun = source.unit, source.noun
    if unit is None:
        return noun
    if unit.start == unit.end and noun is None:
        return unit.currency  # "USD 5": nothing stands behind the number
    return unit.start, unit.end if noun is None else max(unit.end, noun[1])
