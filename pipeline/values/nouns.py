"""Reads the noun that a number counts: of the table, or any noun where one must be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.lexicon.tables import read_table
from pipeline.values.vocabulary import (
    AFTER_WORD,
    LETTER,
    NOT_IN_WORD,
    alternatives,
    any_of,
)

_LEAD_REACH: Final = 14
_ONE: Final = rf"{LETTER}{{1,9}}(?![\w.])"
_WORDS: Final = re.compile(rf"[ ](?P<first>{_ONE})(?:[ ](?P<second>{_ONE}))?")
"""On the line of the number: a table has another thing in the next."""


@lru_cache(maxsize=1)
def _noun_pattern() -> re.Pattern[str]:
    """Build one noun, with what it is told for, or a list of nouns counted together.

    The second noun of a list without "và" ends it only if it is not counted, or told
    of, on its own: "3 dự án, doanh nghiệp đạt …". Nor does one that names what the
    first counts next: "3 triệu lượt|, khách nội địa 5 triệu lượt". What only numbers
    or measures a thing heads no such list: "cao 9 tầng|, nhà xe rộng 300 m2".
    """
    nouns = alternatives(r["surface"] for r in read_table("counted_nouns"))
    noun = rf"(?!{any_of('in_turn')}{NOT_IN_WORD})(?:{nouns}){NOT_IN_WORD}"
    whole = alternatives(r["surface"] for r in read_table("denominators"))
    per = rf"/(?:{any_of('per_many')}\s)?(?:{whole}|{nouns}){NOT_IN_WORD}"
    alone = rf"(?!\s(?:\d|{any_of('counted_on')}))"
    scale = rf"(?:(?:{alternatives(r['surface'] for r in read_table('scales'))})\s)?"
    item = rf"(?!(?:\s{LETTER}{{1,9}}){{0,4}}\s\d[\d.,]*\s{scale}(?P=one){NOT_IN_WORD})"
    lone = rf"{any_of('unlisted')},"
    return re.compile(
        rf"[ ]{{1,2}}(?:(?P<lone>(?={lone}))|(?!{lone}))"
        rf"(?P<noun>(?P<one>{noun})(?:{per}|(?:,\s{noun}){{0,3}}\svà\s{noun}"
        rf"|(?(lone)(?!)|(?:,\s{noun}){{1,3}}{alone}{item}))?)"
    )


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    tables = ("unit_edges", "count_stops")
    return frozenset(r["surface"] for t in tables for r in read_table(t))


@lru_cache(maxsize=1)
def _count_lead() -> re.Pattern[str]:
    leads = alternatives(r["surface"] for r in read_table("count_leads"))
    return re.compile(rf"(?:^|[\n(:;,\"-]\s?|{AFTER_WORD}(?:{leads})\s)\Z")


def read_counted_noun(folded: str, at: int) -> tuple[int, int] | None:
    """Give the span of the classifier or counted noun of the table that begins here."""
    match = _noun_pattern().match(folded, at)
    return match.span("noun") if match else None


def read_any_noun(folded: str, at: int) -> tuple[int, int] | None:
    """Give the span of one or two words that are no function words: "đầu mối"."""
    words = _WORDS.match(folded, at)
    if words is None or words[0].strip() in _function_words():
        return None
    if words["first"] in _function_words():
        return None
    last = "first" if words["second"] in _function_words() else words.lastgroup
    return words.start("first"), words.end(last or "first")


def read_open_noun(folded: str, start: int, at: int) -> tuple[int, int] | None:
    """Give the span of any noun that a whole number from ``start`` to ``at`` counts.

    Before the number must stand a word of ``count_leads.tsv`` or a sign: "có 17 đầu
    mối".
    """
    noun = read_any_noun(folded, at)
    low = max(0, start - _LEAD_REACH)
    return noun if noun and _count_lead().search(folded, low, start) else None
