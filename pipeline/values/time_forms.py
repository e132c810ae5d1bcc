"""The forms of time expressions, each a regex compiled from the tables.

``time_forms.tsv`` holds one row per form, ``time_parts.tsv`` the named pieces they are
made of and ``time_words.tsv`` the words of months, quarters and seasons. In a pattern
``{name}`` is a piece or the alternation of a role's words; a group named after a field
of TimeMention is its value (``month2`` that of its ``until``), one named ``f_x`` sets
flag "x".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table
from pipeline.values.numbers import digit_words, parse_words, scale_words
from pipeline.values.vocabulary import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]\w*)\}")
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")
_BARE_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_MAX_DEPTH: Final = 12
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
    pattern: str
    regex: re.Pattern[str]
    groups: tuple[tuple[str, str], ...]
    example: str


@lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """Compile the tables once per process; an earlier form goes before a later one.

    Raises:
        LexiconError: a row names a piece that no table has.
    """
    return tuple(map(_form, read_table("time_forms")))


@lru_cache(maxsize=64)
def piece(name: str) -> re.Pattern[str]:
    """Compile a named piece on its own."""
    return re.compile(expand(f"{{{name}}}", pieces()))


def words_of(head: str) -> Sequence[str]:
    """Give the words of a role in braces ("{digit_word}"); else the words as given."""
    return _words().get(head.strip("{}"), (head,))


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


def _unique(pattern: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Number the groups, since a name may stand in several alternatives."""
    groups: list[tuple[str, str]] = []

    def rename(match: re.Match[str]) -> str:
        groups.append((match[1], f"{match[1]}_{len(groups)}"))
        return f"(?P<{groups[-1][1]}>"

    return _GROUP.sub(rename, pattern), tuple(groups)


def _form(row: Mapping[str, str]) -> Form:
    pattern, groups = _unique(expand(row["pattern"], pieces()))
    marks = [mark for mark in row["flags"].split(",") if mark]
    fixed = dict(mark.split("=", 1) for mark in marks if "=" in mark)
    return Form(
        kind=row["kind"],
        flags=frozenset(mark for mark in marks if "=" not in mark),
        fixed={n: int(v) for n, v in fixed.items() if v.isdecimal()},
        unit=fixed.get("unit"),
        pattern=row["pattern"],
        regex=re.compile(pattern),
        groups=groups,
        example=row["example"],
    )


@lru_cache(maxsize=1)
def pieces() -> Mapping[str, str]:
    """Give the pattern of every named piece; the words of a role are one, too."""
    named = {row["name"]: row["pattern"] for row in read_table("time_parts")}
    roles = {role: _alternation(words) for role, words in _words().items()}
    return {**named, **roles}


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
    return f"({alternatives(words, space='{s}')})"


@lru_cache(maxsize=1)
def _word_values() -> Mapping[tuple[str, str], int]:
    """Give (field, word) → number; a role is named after its field."""
    fields = {"month_word": "month", "quarter_word": "quarter", "week_word": "count"}
    return {
        (fields[row["role"]], row["surface"]): int(row["value"])
        for row in read_table("time_words")
        if row["role"] in fields
    }
