"""The forms of time expressions, compiled from the tables into two regexes.

``time_forms.tsv`` holds one row per form, ``time_triggers.tsv`` a cheap net of the
places where one may begin, ``time_parts.tsv`` the named pieces both are made of and
``time_words.tsv`` the words of months, quarters and seasons. In a pattern ``{name}`` is
a piece or the alternation of a role's words; a group named after a field of TimeMention
is its value (``month2`` that of its ``until``), one named ``f_x`` sets flag "x".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import digit_words, parse_words, scale_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]\w*)\}")
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")
_BARE_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_MAX_DEPTH: Final = 12
_WALLS: Final = r"\w/%"
_BEHIND: Final = (
    r"(?:(?<![.,])|(?<=[^\W\d][.,])(?=[^\W\d]))"
    r"(?<!\d:)(?:(?<!\d-)|(?<=\d{4}-))"
)
_EDGE: Final = f"(?<![{_WALLS}]){_BEHIND}"
"""No form begins inside a word, a number, a range or behind the "/" of a unit.

A stop without a space divides words: "Trung Quốc.Năm 2006", but not "TP.10", "3.12".
"""

_UNIT_KINDS: Final = frozenset(
    ("money", "mass", "area", "power", "energy", "volume", "freight", "length")
)
"""Units whose number before them is no year or day; "%" has its own piece."""


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table: its kind, its standing flags and its fixed values.

    ``groups`` pairs each value's field with the group that captures it.
    """

    kind: str
    flags: frozenset[str]
    fixed: Mapping[str, int]
    unit: str | None
    groups: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class FormSet:
    """All forms: ``match`` at one of the ``places``; ``lastindex`` is the form.

    ``trigger`` matches the sign before a place.
    """

    trigger: re.Pattern[str]
    regex: re.Pattern[str]
    forms: Mapping[int, Form]

    def places(self, folded: str) -> list[int]:
        """Give where a form may begin, in order."""
        # A line break before the text has its first place found like any other.
        return [found.start() for found in self.trigger.finditer(f"\n{folded}")]


@lru_cache(maxsize=1)
def load_forms() -> FormSet:
    """Compile the tables once per process.

    Raises:
        LexiconError: a row names a piece that no table has.
    """
    patterns: list[str] = []
    drafts: list[Form] = []
    for number, row in enumerate(read_table("time_forms")):
        pattern, groups = _unique(expand(row["pattern"], _pieces()), number)
        # The empty group at the end tells which form matched, at no cost in front.
        patterns.append(f"{pattern}(?P<form_{number}>)")
        drafts.append(_form(row, groups))
    regex = re.compile(_EDGE + "(?:" + "|".join(patterns) + ")")
    forms = {regex.groupindex[f"form_{n}"]: form for n, form in enumerate(drafts)}
    trigger = re.compile(f"[^{_WALLS}](?={_places()}){_BEHIND}")
    return FormSet(trigger, regex, forms)


def _places() -> str:
    """Join the triggers by first letter: most words are refused at that letter."""
    by_letter: dict[str, list[str]] = {}
    for row in read_table("time_triggers"):
        for head in row["heads"].split("|"):
            for word in _words().get(head.strip("{}"), (head,)):
                rest = re.escape(word[1:]).replace(r"\ ", "{s}")
                by_letter.setdefault(word[0], []).append(rest + row["ahead"])
    letters = (
        ("\\d" if first == "#" else first) + "(" + "|".join(rests) + ")"
        for first, rests in by_letter.items()
    )
    return expand("|".join(letters), _pieces())


@lru_cache(maxsize=64)
def piece(name: str) -> re.Pattern[str]:
    """Compile a named piece on its own."""
    return re.compile(expand(f"{{{name}}}", _pieces()))


@lru_cache(maxsize=8)
def role_words(role: str) -> frozenset[str]:
    """Give the words of a role of the table."""
    return frozenset(_words()[role])


def read_value(field: str, text: str) -> int:
    """Read a captured number: digits, or a word that the field's role knows.

    A year of two digits is of this century, but one above 50 of the last.
    """
    if text.isdecimal():
        value = int(text)
        if field.startswith("year") and value < 100:  # noqa: PLR2004
            return value + (1900 if value > 50 else 2000)  # noqa: PLR2004
        return value
    word = " ".join(text.split())
    known = _word_values().get((field.removesuffix("2"), word))
    return int(parse_words(word) or 0) if known is None else known


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Fill the pieces in, pieces of pieces too; plain groups capture nothing.

    Raises:
        LexiconError: a piece is unknown or made of itself.
    """
    for _ in range(_MAX_DEPTH):
        if not _PLACEHOLDER.search(pattern):
            return _BARE_GROUP.sub("(?:", pattern)
        pattern = _PLACEHOLDER.sub(lambda m: _known(m[1], pieces), pattern)
    raise LexiconError(f"time_parts.tsv: a piece contains itself in {pattern!r}")


def _known(name: str, pieces: Mapping[str, str]) -> str:
    if name not in pieces:
        raise LexiconError(
            f"time_forms.tsv: unknown piece {name!r}; add it to time_parts.tsv"
        )
    return pieces[name]


def _unique(pattern: str, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Number the groups, since a name may stand in several alternatives and rows."""
    groups: list[tuple[str, str]] = []

    def rename(match: re.Match[str]) -> str:
        groups.append((match[1], f"{match[1]}_{number}_{len(groups)}"))
        return f"(?P<{groups[-1][1]}>"

    return _GROUP.sub(rename, pattern), tuple(groups)


def _form(row: Mapping[str, str], groups: tuple[tuple[str, str], ...]) -> Form:
    marks = [mark for mark in row["flags"].split(",") if mark]
    fixed = dict(mark.split("=", 1) for mark in marks if "=" in mark)
    return Form(
        kind=row["kind"],
        flags=frozenset(mark for mark in marks if "=" not in mark),
        fixed={n: int(v) for n, v in fixed.items() if v.isdecimal()},
        unit=fixed.get("unit"),
        groups=groups,
        example=row["example"],
    )


@lru_cache(maxsize=1)
def _pieces() -> Mapping[str, str]:
    pieces = {row["name"]: row["pattern"] for row in read_table("time_parts")}
    roles = {role: _alternation(words) for role, words in _words().items()}
    return {**pieces, **roles}


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Sequence[str]]:
    """Give the words of each role, some from the tables of numbers and units."""
    words: dict[str, list[str]] = {}
    for row in read_table("time_words"):
        words.setdefault(row["role"], []).append(row["surface"])
    digits = digit_words().items()
    known = words["after_tens"]
    words["digit_word"] = [
        word for word, value in digits if value and word not in known
    ]
    words["counted"] = [row["surface"] for row in read_table("counted_nouns")]
    words["unit_word"] = sorted(_units().difference(words["unit_homonym"]))
    return words


def _units() -> set[str]:
    units = {r["surface"] for r in read_table("units") if r["kind"] in _UNIT_KINDS}
    return units.union(scale_words())


def _alternation(words: Iterable[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    texts = (re.escape(word).replace(r"\ ", "{s}") for word in longest)
    return "(" + "|".join(texts) + ")"


@lru_cache(maxsize=1)
def _word_values() -> Mapping[tuple[str, str], int]:
    """Give (field, word) → number; a role is named after its field."""
    fields = {"month_word": "month", "quarter_word": "quarter", "week_word": "count"}
    return {
        (fields[row["role"]], row["surface"]): int(row["value"])
        for row in read_table("time_words")
        if row["role"] in fields
    }
