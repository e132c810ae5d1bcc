"""Reads what stands behind a number: magnitude, unit, denominators, counted noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import scale_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LETTER: Final = r"[^\W\d_]"
_NOT_IN_WORD: Final = rf"(?!{_LETTER})"
_NOT_COUNTED: Final = r"(?!\s(?:\d|đạt|có|tăng|giảm|là|ước|với))"
"""What may not follow the second noun of a list: it would be counted on its own."""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """Magnitude words and unit behind a number, as one stretch of text.

    ``code`` is canonical ("VND", "VND/PERSON/YEAR"), None where only a magnitude
    stands; ``power`` is the power of ten of the magnitude words.
    """

    start: int
    end: int
    code: str | None
    kind: str
    power: int


def alternatives(surfaces: Iterable[str]) -> str:
    """Join phrases to a regex alternation, longest first, any spaces between words."""
    ordered = sorted(set(surfaces), key=lambda s: (-len(s), s))
    return "|".join(re.escape(s).replace(r"\ ", r"\s{1,3}") for s in ordered)


@lru_cache(maxsize=1)
def _units() -> Mapping[str, tuple[str, str]]:
    return {r["surface"]: (r["code"], r["kind"]) for r in read_table("units")}


@lru_cache(maxsize=1)
def _denominators() -> Mapping[str, str]:
    return {r["surface"]: r["code"] for r in read_table("denominators")}


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    """Build the unit grammar from the tables.

    A weak unit ("điểm", "khối") counts only before an edge: a sign, the end, or a
    word of ``unit_edges.tsv``; elsewhere it begins a counted noun ("điểm bán").
    """
    rows = read_table("units")
    strong = alternatives(r["surface"] for r in rows if r["edge"] == "any")
    weak = alternatives(r["surface"] for r in rows if r["edge"] == "edge")
    edges = alternatives(r["surface"] for r in read_table("unit_edges"))
    scales = alternatives(s for s in scale_words() if s not in ("chục", "trăm"))
    denominators = alternatives(_denominators())
    edge = rf"(?=\s{{0,2}}(?:[^\w\s]|$|\n|\d|(?:{edges}){_NOT_IN_WORD}))"
    return re.compile(
        rf"""\s{{0,2}}
        (?P<scales>(?:(?:{scales})(?:(?!{_LETTER})|(?=đồng))(?!\s(?:lệ|trọng|giá|suất|phú))[ ]{{0,2}}){{0,3}})
        (?:(?P<unit>(?:{strong}){_NOT_IN_WORD}|(?:{weak}){_NOT_IN_WORD}{edge})
           (?P<of>(?:[ ]{_LETTER}{{1,8}}){{1,2}}(?=[ ]?/[ ]?(?:{denominators}){_NOT_IN_WORD}))?
        )?
        (?P<den>(?:[ ]?/[ ]?(?:{denominators}){_NOT_IN_WORD}){{1,3}})?
        (?P<each>[ ](?:mỗi|một)[ ](?:ngày|tháng|năm|giờ|ha|người){_NOT_IN_WORD}(?![ ]\d))?
        """,
        re.VERBOSE,
    )


def read_unit(folded: str, at: int) -> UnitMention | None:
    """Read the unit that begins at ``at`` (up to two spaces may stand before it).

    Returns:
        None when neither magnitude nor unit nor denominator stands there.
    """
    match = _unit_pattern().match(folded, at)
    if match is None or match.end() == at:
        return None
    text = match[0].strip()
    scales, unit, den = match["scales"].split(), match["unit"], match["den"]
    if not (scales or unit or den):
        return None
    if scales == ["tr"] and not unit:
        return None
    start = at + len(match[0]) - len(match[0].lstrip())
    end = start + len(text)
    if not unit and not den and match["each"]:
        end = match.end("scales")
    code, kind = _units()[" ".join(unit.split())] if unit else (None, "")
    if code is None and den and scales:
        # "315 triệu/chiếc": money is what magnitudes alone count per piece.
        code, kind = "VND", "money"
    power = sum(scale_words()[s] for s in scales)
    return UnitMention(start, end, _with_denominators(code, den, match["each"]), kind, power)


def _with_denominators(code: str | None, den: str | None, each: str | None) -> str | None:
    if code is None:
        return None
    names = _denominators()
    parts = [" ".join(p.split()) for p in (den or "").split("/") if p.strip()]
    parts += [each.split()[-1]] if each else []
    return "/".join([code, *(names.get(p, p.upper()) for p in parts)])


@lru_cache(maxsize=1)
def _noun_pattern() -> re.Pattern[str]:
    nouns = alternatives(r["surface"] for r in read_table("counted_nouns"))
    noun = rf"(?:{nouns}){_NOT_IN_WORD}"
    return re.compile(
        rf"\s{{1,2}}(?P<noun>{noun}"
        rf"(?:(?:,\s{noun}){{0,3}}\svà\s{noun}|(?:,\s{noun}){{1,3}}{_NOT_COUNTED})?)"
    )


@lru_cache(maxsize=1)
def _open_noun() -> re.Pattern[str]:
    """Build what lets any word be a counted noun: "17 đầu mối".

    Before the number stands a word of ``count_leads.tsv`` or a sign, behind it one or
    two words that are no function words.
    """
    stops = alternatives(
        r["surface"] for t in ("unit_edges", "count_stops") for r in read_table(t)
    )
    word = rf"(?!(?:{stops})(?!{_LETTER})){_LETTER}{{1,9}}(?![\w.])"
    return re.compile(rf"\s(?P<noun>{word}(?:\s{word})?)")


@lru_cache(maxsize=1)
def _count_lead() -> re.Pattern[str]:
    leads = alternatives(r["surface"] for r in read_table("count_leads"))
    return re.compile(rf"(?:^|[\n(:;,\"-]\s?|(?<![^\W_])(?:{leads})\s)$")


def read_counted_noun(folded: str, at: int) -> tuple[int, int] | None:
    """Give the span of the classifier or counted noun of the table that begins here."""
    match = _noun_pattern().match(folded, at)
    return match.span("noun") if match else None


def read_open_noun(folded: str, start: int, at: int) -> tuple[int, int] | None:
    """Give the span of any noun that a whole number from ``start`` to ``at`` counts."""
    if not _count_lead().search(folded, max(0, start - 14), start):
        return None
    match = _open_noun().match(folded, at)
    return match.span("noun") if match else None
