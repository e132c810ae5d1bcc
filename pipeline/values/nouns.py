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


@lru_cache(maxsize=1)
def _noun_pattern() -> re.Pattern[str]:
    """Build one noun, or a list of nouns counted together.

    The second noun of a list without "và" ends it only if it is not counted, or told
    of, on its own: "3 dự án, doanh nghiệp đạt …".
    """
    nouns = alternatives(r["surface"] for r in read_table("counted_nouns"))
    noun = rf"(?:{nouns}){NOT_IN_WORD}"
    alone = rf"(?!\s(?:\d|{any_of('counted_on')}))"
    return re.compile(
        rf"\s{{1,2}}(?P<noun>{noun}"
        rf"(?:(?:,\s{noun}){{0,3}}\svà\s{noun}|(?:,\s{noun}){{1,3}}{alone})?)"
    )


@lru_cache(maxsize=1)
def _open_noun() -> re.Pattern[str]:
    """Build one or two words that are no function words: "17 đầu mối"."""
    stops = alternatives(
        r["surface"] for t in ("unit_edges", "count_stops") for r in read_table(t)
    )
    word = rf"(?!(?:{stops}){NOT_IN_WORD}){LETTER}{{1,9}}(?![\w.])"
    return re.compile(rf"\s(?P<noun>{word}(?:\s{word})?)")


@lru_cache(maxsize=1)
def _count_lead() -> re.Pattern[str]:
    leads = alternatives(r["surface"] for r in read_table("count_leads"))
    return re.compile(rf"(?:^|[\n(:;,\"-]\s?|{AFTER_WORD}(?:{leads})\s)$")


def read_counted_noun(folded: str, at: int) -> tuple[int, int] | None:
    """Give the span of the classifier or counted noun of the table that begins here."""
    match = _noun_pattern().match(folded, at)
    return match.span("noun") if match else None


def read_open_noun(folded: str, start: int, at: int) -> tuple[int, int] | None:
    """Give the span of any noun that a whole number from ``start`` to ``at`` counts.

    Before the number must stand a word of ``count_leads.tsv`` or a sign.
    """
    match = _open_noun().match(folded, at)
    if match and _count_lead().search(folded, max(0, start - _LEAD_REACH), start):
        return match.span("noun")
    return None
