"""Organisations: companies, banks, projects, industrial zones, offices of the state.

A name is a head ("Công ty", "Sở", "dự án") with the capitalised words behind it, or a
short name that the text itself gives in brackets behind a full one ("(DHG)").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import gazetteer
from pipeline.matching.phrases import PhraseFinder
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OrgKind: TypeAlias = Literal[
    "company",
    "bank",
    "project",
    "zone",
    "ministry",
    "office",
    "association",
    "other",
]

_WORD: Final = re.compile(r"[^\W_]{1,24}(?:[.&'’/+-][^\W_]{1,24}){0,4}|&")
_GAP: Final = re.compile(
    r"(?P<join>,|[ ]{1,2}(?:và|&))?[ \xa0]{1,2}(?P<dash>[-–][ ]{1,2})?|[-–](?=[^\W_])"
)
_SHORT: Final = re.compile(
    r"[ ]{0,2}\((?:mã(?: ck| chứng khoán)?:?|gọi tắt là|viết tắt là|tên viết tắt:?)?"
    r"[ ]{0,2}[\"“]?(?-i:([A-ZĐ][\w.&-]{1,15}))[\"”]?(?:[ ]?[-–,:][^()\n]{1,30})?\)",
    re.IGNORECASE,
)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]{1,24}) \Z")
_LOOK_BACK: Final = 26
_MOST_PARTS: Final = 12
_NAMED_SHORT: Final = frozenset({"company", "bank", "project", "association"})
_OF_STATE: Final = frozenset({"ministry", "office"})
_DASHED: Final = frozenset({"company", "project", "zone"})


@dataclass(frozen=True, slots=True)
class OrgMention:
    """An organisation named in a text; ``name`` is what stands there."""

    start: int
    end: int
    kind: OrgKind
    name: str


@dataclass(frozen=True, slots=True)
class _Head:
    kind: OrgKind
    capital: bool
    alone: bool


def find_organisations(text: str, folded: str) -> tuple[OrgMention, ...]:
    """Find the organisations in an NFC text, in order, none overlapping.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
    """
    heads, automaton = _heads()
    found: list[OrgMention] = []
    last = 0
    for start, end, number in automaton.find(folded):
        head = heads[number]
        if start < last or (head.capital and not _opens_name(text, start)):
            continue
        stop = _tail_end(text, folded, end, head)
        if stop > end and _is_place(text, folded, start, end, stop):
            continue
        if stop > end or head.alone:
            found.append(OrgMention(start, stop, head.kind, text[start:stop]))
            last = stop
    return _with_short_names(text, found)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[_Head, ...], PhraseFinder]:
    rows = read_table("organisations")
    heads = tuple(
        _Head(cast("OrgKind", r["kind"]), r["case"] == "name", r["alone"] == "yes")
        for r in rows
    )
    return heads, PhraseFinder([fold(row["head"]) for row in rows])


def _opens_name(text: str, start: int) -> bool:
    """Begin with a capital, and not inside a longer name ("Tây Ban Nha")."""
    if not text[start].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    return before is None or not before[1][0].isupper() or before[1].isupper()


def _is_place(text: str, folded: str, start: int, head_end: int, end: int) -> bool:
    """Tell a name from a mere place: "công ty Hàn Quốc", "cảng Hà Nam"."""
    name = folded[head_end:end].strip()
    entry = gazetteer().named.get(name)
    if entry is None:
        return False
    return text[start].islower() or entry.level == "foreign"


@lru_cache(maxsize=1)
def _small_words() -> tuple[re.Pattern[str], frozenset[str]]:
    rows = read_table("organisations_words")
    words = sorted((re.escape(row["word"]) for row in rows), key=len, reverse=True)
    forms = frozenset(row["word"] for row in rows if row["role"] == "form")
    return re.compile(rf"(?:{'|'.join(words)})(?![^\W_])"), forms


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    rows = read_table("areas_context")
    return frozenset(row["word"] for row in rows if row["role"] == "surname")


def _tail_end(text: str, folded: str, start: int, head: _Head) -> int:
    """Give the end of the name behind a head; ``start`` if there is none.

    A name runs over capitalised words, lines of business ("Xây dựng", "thương mại")
    and numbers; it ends with the last part that begins with a capital or a digit.
    """
    end = at = start
    certain = head.kind != "company"
    part: _Part | None = None
    for _ in range(_MOST_PARTS):
        part = _next_part(text, folded, at, part, head)
        if part is None:
            break
        if text[part.start].isupper() or (text[part.start].isdigit() and end == start):
            if at > end and not certain:
                break
            end = part.end
            certain = True
        elif not part.field:
            break
        certain = certain or part.form
        at = part.end
    return end


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    field: bool = False
    form: bool = False


def _next_part(
    text: str, folded: str, at: int, before: _Part | None, head: _Head
) -> _Part | None:
    gap = _GAP.match(text, at)
    if gap is None or (gap["dash"] and head.kind not in _DASHED):
        return None
    words, forms = _small_words()
    joined = words.match(folded, gap.end())
    if gap["join"] and (joined is None or before is None or not before.field):
        return None
    if joined is not None:
        form = joined[0] in forms
        return _Part(gap.end(), joined.end(), field=True, form=form)
    word = _WORD.match(text, gap.end())
    if word is None or (head.kind in _OF_STATE and _is_surname(folded, word)):
        return None
    return _Part(gap.end(), word.end())


def _is_surname(folded: str, word: re.Match[str]) -> bool:
    return folded[word.start() : word.end()] in _surnames()


def _with_short_names(text: str, found: Sequence[OrgMention]) -> tuple[OrgMention, ...]:
    """Add the places where a short name stands that the text gave in brackets."""
    short: dict[str, OrgKind] = {}
    for mention in found:
        given = _SHORT.match(text, mention.end)
        if given and mention.kind in _NAMED_SHORT and not _is_area(given[1]):
            short.setdefault(given[1], mention.kind)
    if not short:
        return tuple(found)
    names = PhraseFinder(list(short))
    kinds = list(short.values())
    more = [
        OrgMention(start, end, kinds[number], text[start:end])
        for start, end, number in names.find(text)
    ]
    return tuple(_merged(found, more))


def _is_area(name: str) -> bool:
    return fold(name) in gazetteer().named


def _merged(
    first: Sequence[OrgMention], second: Sequence[OrgMention]
) -> Iterator[OrgMention]:
    """Merge two ordered lists; of two that overlap the one of ``first`` stays."""
    queue = iter([*first])
    current = next(queue, None)
    for mention in second:
        while current is not None and current.end <= mention.start:
            yield current
            current = next(queue, None)
        if current is None or current.start >= mention.end:
            yield mention
    if current is not None:
        yield current
    yield from queue
