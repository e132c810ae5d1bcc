"""Names of areas that a word announces, known or not: "huyện Chư Prông", "quận 7"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import Entry, Level, gazetteer
from pipeline.matching.mention import AreaMention, prefixes, relation_of, roles_of
from pipeline.text.phrases import PhraseFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME_WORD: Final = re.compile(r"[^\W\d_]{1,12}(?:['’-][^\W\d_]{1,12})?")
_NUMBER: Final = re.compile(r"\d{1,2}(?![\w.,/-])")
_GAP: Final = re.compile(r"[ ]{1,2}")
_ANNOUNCES: Final = re.compile(r"(?:\.[ ]?|:?[ ]{1,2})(?=[^\W_])")
_NEXT: Final = re.compile(r"(?:,|[ ]{1,2}(?:và|-|–)|[ ]?/)[ ]{1,2}")
_MOST_NAME_WORDS: Final = 4
_LONGEST_SHORT: Final = 3
"""Letters of a prefix cut short, which takes a stop: "TP.", "TX.", "Q."."""


@lru_cache(maxsize=1)
def _announcing() -> PhraseFinder:
    lower = (p for p, level in prefixes().items() if level != "province")
    return PhraseFinder(dict.fromkeys(prefix.rstrip(".") for prefix in lower))


def find_announced(text: str, folded: str) -> Iterator[AreaMention]:
    """Find the names that a word such as "huyện" announces, in order.

    Behind a known district more may follow: "các huyện Krông Pa, Chư Prông và Ia Pa".

    Args:
        text: NFC text.
        folded: ``fold(text)``.
    """
    last = 0
    announcing = _announcing()
    for opens, end, index in announcing.find(folded):
        gap = _ANNOUNCES.match(folded, end)
        prefix = announcing.phrases[index]
        if opens < last or gap is None or not _announces(gap[0], prefix):
            continue
        span_start, start = opens, gap.end()
        name = _name_at(text, folded, start, prefix)
        while name is not None:
            last, entry = name
            yield _mention(folded, span_start, start, last, entry)
            follow = _NEXT.match(text, last) if entry.level == "district" else None
            if follow is None:
                break
            span_start = start = follow.end()
            name = known_at(text, folded, start)


def _announces(gap: str, prefix: str) -> bool:
    """Tell "TP. Nam Định" from the end of a sentence: "30 thị xã. Cùng với đó"."""
    return gap[0] != "." or len(prefix) <= _LONGEST_SHORT


def _mention(
    folded: str, span_start: int, start: int, end: int, entry: Entry
) -> AreaMention:
    return AreaMention(
        start=start,
        end=end,
        name=entry.name,
        code=None,
        level=entry.level or "district",
        span_start=span_start,
        within=entry.within,
        relation=relation_of(folded, span_start),
    )


def _name_at(
    text: str, folded: str, start: int, prefix: str
) -> tuple[int, Entry] | None:
    level = prefixes()[prefix]
    if level == "none":
        return None
    if level in {"district", "city"}:
        known = known_at(text, folded, start)
        if known is not None or level == "city":
            return known
    kind: Level = "commune" if level == "commune" else "district"
    number = _NUMBER.match(text, start)
    province = _numbered().get(prefix)
    if number is not None and province:
        within = None if province == "any" else province
        return number.end(), Entry(f"{prefix} {number[0]}", kind, within=within)
    ends = _word_ends(text, folded, start)
    if not ends:
        return None
    return ends[-1], Entry(_one_spelling(text, folded, start, ends[-1]), kind)


@lru_cache(maxsize=1)
def _numbered() -> dict[str, str]:
    """Give the words behind which a number is a name, with the province it is in."""
    return {row["prefix"]: row["numbered"] for row in read_table("areas_prefixes")}


def known_at(text: str, folded: str, start: int) -> tuple[int, Entry] | None:
    """Give the end of the longest district of the tables that is named at ``start``."""
    known = gazetteer().districts
    for end in reversed(_word_ends(text, folded, start)):
        entry = known.get(folded[start:end])
        if entry is not None:
            return end, entry
    return None


def _one_spelling(text: str, folded: str, start: int, end: int) -> str:
    """Write a name that no table knows with one placement of the tones."""
    pairs = zip(text[start:end], folded[start:end], strict=True)
    return "".join(key.upper() if own.isupper() else key for own, key in pairs)


def _word_ends(text: str, folded: str, start: int) -> list[int]:
    """Give the ends of the capitalised words that run on from ``start``."""
    ends: list[int] = []
    at = start
    while len(ends) < _MOST_NAME_WORDS:
        word = _NAME_WORD.match(text, at)
        if word is None or not word[0][0].isupper():
            break
        if len(ends) > 1 and "surname" in roles_of(folded[at : word.end()]):
            break
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        at = gap.end()
    return ends
