"""Areas that a text names: provinces, districts, regions, Việt Nam, other countries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import Entry, Level, area_code, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_BEFORE: Final = re.compile(r"([^\W_]{1,16})([ ]{1,3})\Z")
_NAME_WORD: Final = re.compile(r"[^\W\d_]{1,12}(?:['’-][^\W\d_]{1,12})?")
_GAP: Final = re.compile(r"[ ]{1,2}")
_MOST_NAME_WORDS: Final = 4
_LOOK_BACK: Final = 48


@dataclass(frozen=True, slots=True)
class AreaMention:
    """An area named in a text.

    ``start`` and ``end`` cover the name alone, ``span_start`` the words that announce
    it too ("tỉnh ", "TP. "). ``name`` is as the text writes it, ``canonical`` as the
    tables do, ``within`` the province of a district where the tables know it.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: Level
    canonical: str
    span_start: int
    within: str | None = None


def find_areas(
    text: str, folded: str, *, on: date | None = None
) -> tuple[AreaMention, ...]:
    """Find the areas in an NFC text, in order, the longest, none overlapping.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        on: the day of publication, which decides the codes of provinces.
    """
    announced = {m.start: m for m in _announced(text, folded)}
    taken = [(m.start, m.end) for m in announced.values()]
    found = list(announced.values())
    blocked = iter([*taken, (len(text) + 1, len(text) + 1)])
    low, high = next(blocked)
    for start, end, entry in gazetteer().find(folded):
        while high <= start:
            low, high = next(blocked)
        if low < end or not _stands(text, folded, start, end, entry):
            continue
        found.append(_mention(text, folded, start, end, entry, on))
    return tuple(sorted(found, key=lambda m: m.start))


def _mention(
    text: str, folded: str, start: int, end: int, entry: Entry, on: date | None
) -> AreaMention:
    level: Level = entry.level or "foreign"
    code = entry.code or area_code(entry.name, on)
    prefix = _prefix_before().search(folded, max(0, start - 12), start)
    return AreaMention(
        start=start,
        end=end,
        name=text[start:end],
        code=code,
        level=level,
        canonical=entry.name,
        span_start=prefix.start() if prefix else start,
        within=entry.within,
    )


def _stands(text: str, folded: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a name stands for the area, by its letters and the word before."""
    if entry.level is None:
        return False
    if not entry.any_case and not _capitalised(text, start, end):
        return False
    before = _BEFORE.search(folded, max(0, start - _LOOK_BACK), start)
    if before is None:
        return not entry.strict or _in_list(folded, start)
    word, at = before[1], before.start(1)
    roles = _roles(word)
    if text[at].isupper():
        return "surname" not in roles and not entry.strict
    if entry.strict:
        return "place" in roles
    return not ({"person", "thing"} & roles)


def _capitalised(text: str, start: int, end: int) -> bool:
    """Every word of the name begins with a capital letter."""
    return all(w[0].isupper() or w[0] in "-–" for w in text[start:end].split())


def _in_list(folded: str, start: int) -> bool:
    return folded[max(0, start - 2) : start] in {", ", "; "}


@lru_cache(maxsize=512)
def _roles(word: str) -> frozenset[str]:
    return frozenset(
        r["role"] for r in read_table("areas_context") if r["word"] == word
    )


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["level"] for row in read_table("areas_prefixes")}


@lru_cache(maxsize=1)
def _prefix_before() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _prefixes()), key=len, reverse=True))
    return re.compile(rf"\b(?:{words}) ?\Z")


@lru_cache(maxsize=1)
def _prefix_pattern() -> re.Pattern[str]:
    lower = [p for p, level in _prefixes().items() if level != "province"]
    words = "|".join(sorted(map(re.escape, lower), key=len, reverse=True))
    return re.compile(rf"\b({words})[ ]{{0,2}}(?=[^\W_])")


def _announced(text: str, folded: str) -> Iterator[AreaMention]:
    """Find names that a word such as "huyện" announces, known or not."""
    last = 0
    for prefix in _prefix_pattern().finditer(folded):
        start = prefix.end()
        if start < last or prefix[0][-1].isalpha():
            continue
        level = _prefixes()[prefix[1]]
        found = _announced_name(text, folded, start, level)
        if found is None:
            continue
        end, entry = found
        last = end
        yield AreaMention(
            start=start,
            end=end,
            name=text[start:end],
            code=None,
            level=entry.level or "district",
            canonical=entry.name,
            span_start=prefix.start(),
            within=entry.within,
        )


def _announced_name(
    text: str, folded: str, start: int, level: str
) -> tuple[int, Entry] | None:
    ends = _word_ends(text, start)
    known = gazetteer().districts
    for end in reversed(ends):
        entry = known.get(folded[start:end])
        if entry is not None and level in {"district", "city"}:
            return end, entry
    if not ends or level == "city":
        return None
    kind: Level = "commune" if level == "commune" else "district"
    return ends[-1], Entry(text[start : ends[-1]], kind)


def _word_ends(text: str, start: int) -> list[int]:
    """Give the ends of the capitalised words that run on from ``start``."""
    ends: list[int] = []
    at = start
    while len(ends) < _MOST_NAME_WORDS:
        word = _NAME_WORD.match(text, at)
        if word is None or not word[0][0].isupper():
            break
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        at = gap.end()
    return ends
