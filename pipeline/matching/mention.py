"""An area named in a text, and what the words before it make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from pipeline.matching.gazetteer import Level

_WORD_END: Final = re.compile(r"[^\W_]{1,24}\Z")
_OPENING_SIGNS: Final = frozenset('.!?…\n"')
_LOOK_BACK: Final = 48
_LONGEST_PREFIX: Final = 12
_CLAUSE_SIGNS: Final = frozenset("(,;:-")

_FAR_BACK: Final = 60
_BRACKET: Final = 120
"""Characters that a bracket reaches to either side of a name in it."""
_BORN: Final = re.compile(r"\((?:sn|sinh(?: năm| ngày)?) ?\d[^()]{0,40}\Z")

Relation: TypeAlias = Literal[
    "start",  # opens a sentence or a line: "Gia Lai hiện có", "Tại Gia Lai,"
    "clause",  # opens a clause: "; Gia Lai 5 dự án"
    "bracket",  # stands in brackets: "dưa hấu (Quảng Ngãi)"
    "at",  # "tại Gia Lai"
    "of",  # "của Gia Lai", "kinh tế Gia Lai"
    "is",  # "cao nhất là Gia Lai"
    "aside",  # "so với Gia Lai", "sang Gia Lai"
    "home",  # where a person lives: "bị cáo A (SN 1989, ở Đồng Tháp) bán 9 hóa đơn"
    "market",  # where goods are traded: "giá vàng thế giới", "sàn London"
    "near",  # anything else
]


@dataclass(frozen=True, slots=True)
class AreaMention:
    """An area named in a text.

    ``start`` and ``end`` cover the name alone, ``span_start`` the words that announce
    it too ("tỉnh ", "TP. "). ``name`` is the one name that the area has in the tables
    ("Hồ Chí Minh" for "TP.HCM"), ``within`` the province of a district where the
    tables know it. ``office`` says that it stands in the name of an office, and
    ``relation`` how it hangs on the words before it. ``around`` says that it only
    tells where the smaller area before it lies, ``beside`` is the area before it in a
    list ("Gia Lai và Kon Tum").
    """

    start: int
    end: int
    name: str
    code: str | None
    level: Level
    span_start: int
    within: str | None = None
    office: bool = False
    relation: Relation = "near"
    around: bool = False
    beside: AreaMention | None = None


def is_join(words: str) -> bool:
    """Tell the folded words between the areas of a list: a comma, "và"."""
    return words == "," or "join" in roles_of(words)


def relation_of(folded: str, start: int) -> Relation:
    """Tell how a name hangs on what stands right before it."""
    low = max(0, start - _LOOK_BACK)
    if "(s" in folded[low:start] and _BORN.search(folded, low, start):
        return "home"
    word = word_before(folded, start)
    sign = folded[low:start].rstrip(" ")[-1:]
    opens = not sign or sign in _OPENING_SIGNS or (word and word[0] in _opening()[1])
    if opens and _opening()[0].search(folded, low, start):
        return "start"
    if sign in _CLAUSE_SIGNS:
        return "bracket" if sign == "(" else "clause"
    roles = roles_of(word[0]) if word else frozenset()
    found: Relation
    for found in ("aside", "at", "of", "is"):
        if found in roles:
            return found
    return "near"


def says_where(folded: str, start: int, end: int) -> bool:
    """Tell "kênh X (nối sang tỉnh A) dài 9 km": a bracket of words says where."""
    low = max(0, start - _BRACKET)
    opened = folded.rfind("(", low, start)
    if opened < 0 or folded.find(")", opened, start) >= 0:
        return False
    closed = folded.find(")", end, end + _BRACKET)
    if closed < 0:
        return False
    return not any(sign.isdigit() for sign in folded[opened:closed])


def is_market(folded: str, start: int, end: int) -> bool:
    """Tell "giá vàng thế giới", "trên sàn London"; not "hơn giá thế giới 2 USD"."""
    if folded[start:end] not in _exchange("place"):
        return False
    told = _market().search(folded, max(0, start - _FAR_BACK), start)
    return told is not None and _exchange("unlike").isdisjoint(told[0].split())


@lru_cache(maxsize=4)
def _exchange(role: str) -> frozenset[str]:
    rows = read_table("areas_exchanges")
    return frozenset(row["word"] for row in rows if row["role"] == role)


@lru_cache(maxsize=1)
def _market() -> re.Pattern[str]:
    leads = "|".join(map(re.escape, sorted(_exchange("lead"))))
    near = r"(?: [^\s,.;:()]+){0,6} \Z"
    return re.compile(rf"(?:(?<!\w)\w+ )?(?<!\w)(?:{leads}){near}")


@lru_cache(maxsize=1)
def _opening() -> tuple[re.Pattern[str], frozenset[str]]:
    """Match the beginning of a sentence with the small words that may open it.

    The pattern is slow, so the last words of those come with it: without one of them
    or a sign before the name there is nothing to match.
    """
    words: dict[str, list[str]] = {"lead": [], "at": []}
    for row in read_table("areas_context"):
        words.setdefault(row["role"], []).append(row["word"])
    lead, at = ("|".join(map(re.escape, words[role])) for role in ("lead", "at"))
    pattern = re.compile(
        rf'(?:\A|[.!?…\n])[ "]{{0,3}}(?:(?:{lead}),?[ ])?(?:(?:{at})[ ])?\Z'
    )
    ends = frozenset(w.rpartition(" ")[2] for w in words["lead"] + words["at"])
    return pattern, ends


def word_before(folded: str, start: int) -> tuple[str, int] | None:
    """Give the word right before a place in the text, only space between, and where."""
    low = max(0, start - _LOOK_BACK)
    before = folded[low:start]
    left = before.rstrip(" ")
    if len(left) == len(before):
        return None
    chunk = left[left.rfind(" ") + 1 :]
    if not chunk.isalnum():
        found = _WORD_END.search(chunk)
        chunk = found[0] if found else ""
    return (chunk, low + len(left) - len(chunk)) if chunk else None


@lru_cache(maxsize=1)
def _roles() -> dict[str, frozenset[str]]:
    roles: dict[str, frozenset[str]] = {}
    for row in read_table("areas_context"):
        roles[row["word"]] = roles.get(row["word"], frozenset()) | {row["role"]}
    return roles


def roles_of(word: str) -> frozenset[str]:
    """Give the roles of a word before a name, as in ``areas_context.tsv``."""
    return _roles().get(word, frozenset())


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """Give the words that announce an area ("huyện"), with the level they tell."""
    return {row["prefix"]: row["level"] for row in read_table("areas_prefixes")}


@lru_cache(maxsize=1)
def _telling() -> tuple[tuple[str, ...], re.Pattern[str]]:
    words = sorted((p for p, v in prefixes().items() if v != "none"), key=len)[::-1]
    endings = tuple(f"{word}{gap}" for word in words for gap in ("", " "))
    pattern = "|".join(map(re.escape, words))
    return endings, re.compile(rf"(?<![^\W_])(?:{pattern}) ?\Z")


def prefix_before(folded: str, start: int) -> int | None:
    """Give where the word begins that announces the name at ``start``, if one does."""
    endings, pattern = _telling()
    if not folded.endswith(endings, 0, start):
        return None
    found = pattern.search(folded, max(0, start - _LONGEST_PREFIX), start)
    return found.start() if found else None
