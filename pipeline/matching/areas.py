"""Areas that a text names: provinces, districts, regions, Việt Nam, other countries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import maxsize
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import Entry, Level, area_code, gazetteer
from pipeline.matching.organisations import OrgMention, find_organisations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_BEFORE: Final = re.compile(r"([^\W_]{1,16})([ ]{1,3})\Z")
_NAME_WORD: Final = re.compile(r"[^\W\d_]{1,12}(?:['’-][^\W\d_]{1,12})?")
_GAP: Final = re.compile(r"[ ]{1,2}")
_NAMED: Final = frozenset({"company", "bank", "project", "zone", "other"})
_OFFICES: Final = frozenset({"office", "ministry", "association"})
_MOST_NAME_WORDS: Final = 4
_LOOK_BACK: Final = 48
_LONGEST_PREFIX: Final = 12


@dataclass(frozen=True, slots=True)
class AreaMention:
    """An area named in a text.

    ``start`` and ``end`` cover the name alone, ``span_start`` the words that announce
    it too ("tỉnh ", "TP. "). ``name`` is as the text writes it (but "Việt Nam" for "cả
    nước"), ``canonical`` as the tables do, ``within`` the province of a district
    where the tables know it, ``office`` says that it stands in the name of an office.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: Level
    canonical: str
    span_start: int
    within: str | None = None
    office: bool = False


def find_areas(
    text: str,
    folded: str,
    *,
    on: date | None = None,
    organisations: Sequence[OrgMention] | None = None,
) -> tuple[AreaMention, ...]:
    """Find the areas in an NFC text, in order, the longest, none overlapping.

    A name inside that of a company, bank, project or zone ("Công ty Thái Bình") is
    none; inside that of an office ("Sở Công Thương Gia Lai") it is.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        on: the day of publication, which decides the codes of provinces.
        organisations: what ``find_organisations`` gave, where it has been called.
    """
    if organisations is None:
        organisations = find_organisations(text, folded)
    found = list(_announced(text, folded))
    walls = _Cover([(m.start, m.end) for m in found])
    for start, end, entry in gazetteer().find(folded):
        if not walls.covers(start, end) and _stands(text, folded, start, end, entry):
            found.append(_mention(text, folded, start, end, entry, on))
    found.sort(key=lambda m: m.start)
    return tuple(_placed(found, organisations))


class _Cover:
    """Ordered stretches, asked from left to right whether they touch another."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._rest = iter(stretches)
        self._start = self._end = 0
        self._step()

    def _step(self) -> None:
        self._start, self._end = next(self._rest, (maxsize, maxsize))

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a stretch touches [start, end); starts must not fall."""
        while self._end <= start:
            self._step()
        return self._start < end


def _placed(
    found: Sequence[AreaMention], organisations: Sequence[OrgMention]
) -> Iterator[AreaMention]:
    """Drop the names that are part of a company's, mark those of an office."""
    named = [(o.start, o.end) for o in organisations if o.kind in _NAMED]
    offices = [(o.start, o.end) for o in organisations if o.kind in _OFFICES]
    in_name, in_office = _Cover(named), _Cover(offices)
    for mention in found:
        if in_office.covers(mention.start, mention.end):
            yield replace(mention, office=True)
        elif not in_name.covers(mention.start, mention.end):
            yield mention


def _mention(
    text: str, folded: str, start: int, end: int, entry: Entry, on: date | None
) -> AreaMention:
    level: Level = entry.level or "foreign"
    code = entry.code or area_code(entry.name, on)
    prefix = _prefix(folded, start)
    return AreaMention(
        start=start,
        end=end,
        name=entry.name if entry.any_case else text[start:end],
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
    if entry.level == "province" and _prefix(folded, start) is not None:
        return True
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


def _prefix(folded: str, start: int) -> re.Match[str] | None:
    return _prefix_before().search(folded, max(0, start - _LONGEST_PREFIX), start)


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
