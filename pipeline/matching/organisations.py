"""Organisations: companies, banks, projects, industrial zones, offices of the state.

A name is a head ("Công ty", "Sở", "dự án") with the capitalised words behind it, or a
short name that the text itself gives in brackets behind a full one ("(DHG)").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias, cast

from pipeline.lexicon.tables import read_table
from pipeline.matching.gazetteer import gazetteer
from pipeline.matching.mention import roles_of
from pipeline.matching.short_names import with_short_names
from pipeline.text.folding import fold
from pipeline.text.phrases import PhraseFinder
from pipeline.values.vocabulary import alternatives

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
    r"""(?P<join>,|[ ]{1,2}(?:và|&))?[ \xa0]{1,2}(?P<dash>[-–][ ]{1,2})?
      | [-–](?=[^\W_])
      | (?<=[Tt][Pp])\.[ ]{0,2}        # "TP. Nam Định"
    """,
    re.VERBOSE,
)
_VIETNAMESE: Final = re.compile(r"[^\W\d_]{0,6}[^\W\d_A-Za-z][^\W\d_]{0,6}")
_SMALL: Final = re.compile(r"[ \xa0](?=[^\W\d_])")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]{1,24}) \Z")
_LOOK_BACK: Final = 26
_MOST_PARTS: Final = 12
_OF_STATE: Final = frozenset({"ministry", "office"})
_SHORT_FORMS: Final = frozenset({"ctcp", "tổng công ty"})
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
    words: str
    kind: OrgKind
    capital: bool
    alone: bool
    keeps_place: bool
    certain: bool


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
        if stop > end and not _is_name(text, folded, (start, end, stop), head):
            continue
        if stop > end or head.alone:
            found.append(OrgMention(start, stop, head.kind, text[start:stop]))
            last = stop
    return with_short_names(text, found)


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[_Head, ...], PhraseFinder]:
    rows = read_table("organisations")
    heads = tuple(
        _Head(
            words=row["head"],
            kind=cast("OrgKind", row["kind"]),
            capital=row["case"] == "name",
            alone=row["alone"] == "yes",
            keeps_place=row["place"] == "name",
            certain=row["kind"] != "company" or _has_form(row["head"]),
        )
        for row in rows
    )
    return heads, PhraseFinder([fold(row["head"]) for row in rows])


def _has_form(head: str) -> bool:
    """Tell a legal form, behind which any name goes on: "Công ty CP cảng Hải Phòng"."""
    forms = {w for w, role in _known_words()[1].items() if role == "form"}
    return any(head.endswith(f" {form}") for form in forms) or head in _SHORT_FORMS


def _opens_name(text: str, start: int) -> bool:
    """Begin with a capital, and not inside a longer name ("Tây Ban Nha")."""
    if not text[start].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    return before is None or not before[1][0].isupper() or before[1].isupper()


def _is_name(text: str, folded: str, bounds: tuple[int, int, int], head: _Head) -> bool:
    """Tell a name from a mere place: "công ty Hàn Quốc", "cảng Hà Nam", "Hội An"."""
    start, head_end, end = bounds
    names = gazetteer()
    if folded[start:end] in names.named or folded[start:end] in names.districts:
        return False
    entry = names.named.get(folded[head_end:end].strip())
    if entry is not None and not head.keeps_place:
        return text[start].isupper() and entry.level != "foreign"
    return not _is_torn(text, head_end, end)


def _is_torn(text: str, head_end: int, end: int) -> bool:
    """Tell half a compound from a name: "dự án Nhà ở", "Công ty Tái bảo hiểm"."""
    if _VIETNAMESE.fullmatch(text[head_end:end].strip()) is None:
        return False
    gap = _SMALL.match(text, end)
    return gap is not None and text[gap.end()].islower()


@lru_cache(maxsize=1)
def _known_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give the pattern of the words inside names, and the role of each."""
    rows = read_table("organisations_words")
    roles = {row["word"]: row["role"] for row in rows if row["role"] != "label"}
    words = alternatives(roles, space=" ")
    return re.compile(rf"(?:{words})(?![^\W_]|\.[^\W_])"), roles


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
    certain = head.certain
    numbered = text[start - len(head.words)].isupper()
    part: _Part | None = None
    proper = 0
    for _ in range(_MOST_PARTS):
        before, part = part, _next_part(text, folded, at, part, head)
        if part is None or not _goes_on(part, before):
            break
        if part.capital or (text[part.start].isdigit() and numbered and end == start):
            if at > end and not (certain or _is_ticker(text, part)):
                break
            end = part.end
            certain = True
            proper += not part.role
        elif not part.role and not (
            proper == 1 and _is_half(text, folded, before, part)
        ):
            break
        certain = certain or part.role == "form"
        at = part.end
    return end


def _is_half(text: str, folded: str, before: _Part | None, part: _Part) -> bool:
    """Tell "Công ty Yến sào Hòa An": what is sold is the first word of the name."""
    if before is None or not before.capital or before.role:
        return False
    opens = _VIETNAMESE.fullmatch(text, before.start, before.end)
    return opens is not None and not roles_of(folded[part.start : part.end])


@dataclass(slots=True, eq=False)
class _Part:
    """A part of a name; ``role`` is that of a known word, else empty."""

    start: int
    end: int
    capital: bool
    role: str = ""


def _is_ticker(text: str, part: _Part) -> bool:
    """Tell a name in capitals, which needs no form: "công ty tài chính FE CREDIT"."""
    long = part.end - part.start > 1
    return long and not part.role and text[part.start : part.end].isupper()


def _goes_on(part: _Part, before: _Part | None) -> bool:
    """Small letters go on before the proper name only: "Sở Y tế Gia Lai xây dựng"."""
    if part.capital or not part.role or part.role == "place":
        return True
    return part.role != "title" and not (before and before.capital and not before.role)


def _next_part(
    text: str, folded: str, at: int, before: _Part | None, head: _Head
) -> _Part | None:
    gap = _GAP.match(text, at)
    if gap is None or (gap["dash"] and head.kind not in _DASHED):
        return None
    start = gap.end()
    words, roles = _known_words()
    joined = words.match(folded, start)
    if gap["join"] and (joined is None or before is None or not before.role):
        return None
    if joined is not None:
        capital = text[start].isupper()
        return _Part(start, joined.end(), capital, roles[joined[0]])
    word = _WORD.match(text, start)
    person = head.kind in _OF_STATE and not (before and before.role == "place")
    if word is None or (person and _is_surname(folded, word)):
        return None
    return _Part(start, word.end(), text[start].isupper())


def _is_surname(folded: str, word: re.Match[str]) -> bool:
    return folded[word.start() : word.end()] in _surnames()
