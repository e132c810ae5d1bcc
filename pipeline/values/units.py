"""Reads the unit of a number: magnitude, unit, denominators, currency before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import scale_words
from pipeline.values.vocabulary import (
    AFTER_WORD,
    LETTER,
    NOT_IN_WORD,
    alternatives,
    any_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_CURRENCY_REACH: Final = 6


@dataclass(frozen=True, slots=True)
class UnitMention:
    """Magnitude words and unit behind a number, as one stretch of text.

    ``code`` is canonical ("VND", "VND/PERSON/YEAR"), None where only a magnitude
    stands; ``power`` is the power of ten of the magnitude words. ``currency`` is the
    stretch of one that stands before the number ("USD 5 triệu"); ``meant_at`` is where
    one is left out ("lãi 5 tỷ|", "315 triệu|/chiếc"); ``per`` begins the words of a
    denominator and its noun ("5 triệu đồng| mỗi |năm").
    """

    start: int
    end: int
    code: str | None
    kind: str
    power: int
    currency: tuple[int, int] | None = None
    meant_at: int | None = None
    per: tuple[int, int] | None = None
    shared: bool = False

    def written(self, text: str) -> str:
        """Give the unit in the usual order: "triệu USD", "triệu đồng/năm"."""
        behind = text[self.start : self.end]
        if self.per is not None:
            head, tail = text[self.start : self.per[0]], text[self.per[1] : self.end]
            behind = f"{head.rstrip()}/{tail}"
        if self.meant_at is not None:
            scales = text[self.start : self.meant_at].rstrip()
            return f"{scales} {self._currency()}{text[self.meant_at : self.end]}"
        if self.currency is not None:
            behind = f"{behind} {self._currency()}" if self.power else self._currency()
        return " ".join(behind.split())

    def _currency(self) -> str:
        code = (self.code or "").partition("/")[0]
        return _names_of_currencies().get(code, code)


@lru_cache(maxsize=1)
def _names_of_currencies() -> Mapping[str, str]:
    """Give the name of a currency that the press uses for it before its code."""
    rows = read_table("units")
    return {"VND": next(r["surface"] for r in rows if r["code"] == "VND")}


@lru_cache(maxsize=1)
def _units() -> Mapping[str, tuple[str, str]]:
    return {r["surface"]: (r["code"], r["kind"]) for r in read_table("units")}


@lru_cache(maxsize=1)
def _denominators() -> Mapping[str, str]:
    return {r["surface"]: r["code"] for r in read_table("denominators")}


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, str]:
    return {r["surface"]: r["code"] for r in read_table("currency_leads")}


@lru_cache(maxsize=1)
def _currency_before() -> re.Pattern[str]:
    names = alternatives(_currencies())
    return re.compile(rf"{AFTER_WORD}(?P<name>{names})[ ]?\Z")


def _edge() -> str:
    edges = alternatives(r["surface"] for r in read_table("unit_edges"))
    about = any_of("unit_about")
    return rf"(?=\s{{0,2}}(?:[^\w\s]|$|\n|\d|(?:{edges}|{about}){NOT_IN_WORD}))"


@lru_cache(maxsize=1)
def unit_edge() -> re.Pattern[str]:
    """Give what stands behind a unit that no longer word begins with."""
    return re.compile(_edge())


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    """Build the unit grammar from the tables.

    A weak unit ("điểm", "khối") counts only before an edge: a sign, the end, or a
    word of ``unit_edges.tsv``; elsewhere it begins a counted noun ("điểm bán").
    """
    rows = read_table("units")
    strong = alternatives(r["surface"] for r in rows if r["edge"] == "any")
    weak = alternatives(r["surface"] for r in rows if r["edge"] == "edge")
    scales = alternatives(s for s, power in scale_words().items() if power > _SMALL)
    other = rf"(?!\s{any_of('not_scale')}{NOT_IN_WORD})"
    scale_end = rf"(?:{NOT_IN_WORD}|(?=đồng)){other}"
    denominator = rf"(?:{alternatives(_denominators())}){NOT_IN_WORD}"
    return re.compile(
        rf"""(?P<core>[ ]{{0,2}}(?!{any_of("not_unit")}{NOT_IN_WORD})
        (?P<scales>(?:(?:{scales}){scale_end}[ ]{{0,2}}){{0,3}})
        (?:(?P<unit>(?:{strong}){NOT_IN_WORD}|(?:{weak}){NOT_IN_WORD}{_edge()})
           (?:(?:[ ]{LETTER}{{1,8}}){{1,2}}(?=[ ]?/[ ]?{denominator}))?
        )?
        (?P<den>(?:[ ]?/[ ]?{denominator}){{1,3}})?)
        (?P<each>[ ]{any_of("per")}[ ](?P<whole>{denominator})(?![ ]\d))?
        """,
        re.VERBOSE,
    )


_SMALL: Final = 2
"""Powers of ten up to "trăm" are part of the number in words, not of the unit."""
_BILLION: Final = 9


def read_unit(folded: str, at: int) -> UnitMention | None:
    """Read the unit that begins at ``at`` (up to two spaces may stand before it).

    Returns:
        None when neither magnitude nor unit nor denominator stands there.
    """
    match = _unit_pattern().match(folded, at)
    if match is None or match.end() == at:
        return None
    written, unit, den, by = match.group("scales", "unit", "den", "each")
    scales = written.split()
    if not (scales or unit or den) or (scales == ["tr"] and not unit):
        return None
    power = sum([scale_words()[s] for s in scales]) if scales else 0
    code, kind = _units()[" ".join(unit.split())] if unit else (None, "")
    each = by is not None and bool(unit or den)
    end = match.end() if each else match.start() + len(match["core"].rstrip())
    meant_at = None
    if scales and den and code is None:
        # "315 triệu/chiếc": money is what magnitudes alone count per piece.
        meant_at = match.start("scales") + len(match["scales"].rstrip())
        code, kind = "VND", "money"
    return UnitMention(
        match.start("scales"),
        end,
        _with_denominators(code, den, match["whole"] if each else None),
        kind,
        power,
        meant_at=meant_at,
        per=(match.start("each"), match.start("whole")) if each else None,
    )


def _with_denominators(
    code: str | None, den: str | None, whole: str | None
) -> str | None:
    if code is None or not (den or whole):
        return code
    names = _denominators()
    parts = [" ".join(p.split()) for p in (den or "").split("/") if p.strip()]
    parts += [" ".join(whole.split())] if whole else []
    return "/".join([code, *(names[p] for p in parts)])


def as_money(unit: UnitMention) -> UnitMention:
    """Give "tỷ" as money, with the currency left out: "lãi 5 tỷ trong quý".

    So large a number that no noun follows counts nothing else; a smaller one may.
    """
    if unit.code is not None or unit.power < _BILLION:
        return unit
    return replace(unit, code="VND", kind="money", meant_at=unit.end)


def read_currency(
    folded: str, start: int, end: int, unit: UnitMention | None
) -> UnitMention | None:
    """Give the unit of a number with the currency before it: "USD 5 triệu", "$7".

    ``unit`` is what stands behind the number; it stays where it is a unit itself.
    """
    if unit is not None and unit.code is not None and unit.meant_at is None:
        return unit
    name = _currency_before().search(folded, max(0, start - _CURRENCY_REACH), start)
    if name is None:
        return unit
    code, span = _currencies()[name["name"]], name.span("name")
    if unit is None:
        return UnitMention(end, end, code, "money", 0, currency=span)
    return replace(unit, code=code, kind="money", currency=span, meant_at=None)
