"""Finds in which prices a text reckons: constant ones of a base year, or current."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import scale_words
from pipeline.values.vocabulary import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Prices: TypeAlias = Literal["constant", "current", "deflated"]

CONSTANT: Final = "constant"
CURRENT: Final = "current"
_LETTER: Final = r"[^\W\d_]"
_FRAME: Final = 24
"""Characters before a basis in which its frame stands."""


@dataclass(frozen=True, slots=True)
class PriceMention:
    """A price basis told in a text; ``year`` is the base year where one is told.

    "deflated" is growth without that of prices ("nếu loại trừ yếu tố giá"): no basis
    of the table, but the end of one told before.
    """

    start: int
    end: int
    prices: Prices
    year: int | None = None


def find_price_bases(folded: str) -> tuple[PriceMention, ...]:
    """Find every price basis of a folded text, in order.

    "giá so sánh (năm) 2010" is constant of 2010, "giá hiện hành" current. A price that
    is merely asked or paid is none: "giá hiện hành của gói cước", "đánh giá so sánh".
    """
    return tuple(_mentions(folded))


def official_base_year(year: int | None) -> int:
    """Give the base year of the constant prices that figures of a year are told in.

    Without a year it is the one in use, before all of them the first.
    """
    first, *later = sorted((since, base) for base, since in _base_years().items())
    begun = [base for since, base in later if year is None or since <= year]
    return begun[-1] if begun else first[1]


@lru_cache(maxsize=1)
def _base_years() -> Mapping[int, int]:
    """Give each official base year with the first year that is told in it."""
    return {int(r["year"]): int(r["since"]) for r in read_table("price_base_years")}


def _mentions(folded: str) -> Iterator[PriceMention]:
    for found in _pattern().finditer(folded):
        before = _before().search(folded, max(0, found.start() - _FRAME), found.start())
        if before is None or before["word"]:
            continue
        row = _rows()[" ".join(found["basis"].split())]
        if before["without"]:
            yield PriceMention(found.start(), found.end("basis"), "deflated")
            continue
        year = int(found["year"]) if found["year"] else None
        if _stands(row["guard"], year, framed=before["frame"] is not None):
            prices: Prices = "constant" if row["prices"] == CONSTANT else "current"
            end = found.end("year") if year else found.end("basis")
            yield PriceMention(found.start(), end, prices, year)


def _stands(guard: str, year: int | None, *, framed: bool) -> bool:
    """Tell a basis from a price that is asked, by what frames it (see the table)."""
    if guard == "year":
        return framed and year in _base_years()
    return not guard or framed or year is not None


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, Mapping[str, str]]:
    return {row["surface"]: row for row in read_table("price_bases")}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Build the basis with its year; all begin alike, which makes the search quick."""
    return re.compile(
        rf"""(?P<basis>{alternatives(_rows())})(?!{_LETTER})
        (?:[ ]{{1,3}}\(?(?:(?:của[ ])?năm[ ]{{1,3}})?
           (?P<year>(?:19[5-9]|20[0-4])\d)
           (?![\d/]|[.,]\d|[ ](?:{_money()})(?!{_LETTER})))?
        """,
        re.VERBOSE,
    )


def _money() -> str:
    """Give what makes a price of four digits behind "giá": "giá 2000 đồng"."""
    units = [r["surface"] for r in read_table("units") if r["kind"] == "money"]
    return alternatives([*scale_words(), *units])


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    """Build what may stand before a basis: a frame, a sign, another whole word."""
    words = {
        role: alternatives(
            r["surface"] for r in read_table("price_frames") if r["role"] == role
        )
        for role in ("frame", "word", "without")
    }
    return re.compile(
        rf"""(?:(?P<frame>(?<!{_LETTER})(?:{words["frame"]})\s{{1,3}}|\(\s{{0,2}})
        |(?P<without>(?<!{_LETTER})(?:{words["without"]})\s{{1,3}})
        |(?P<word>(?<!{_LETTER})(?:{words["word"]})\s{{1,3}})
        |(?<!{_LETTER}))\Z
        """,
        re.VERBOSE,
    )
