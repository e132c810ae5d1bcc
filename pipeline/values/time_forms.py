"""The forms of time expressions, compiled from the tables into one regex.

``time_forms.tsv`` holds one row per form, ``time_parts.tsv`` the named pieces the
rows are made of, ``time_words.tsv`` the number, month and quarter words. In a
pattern ``{name}`` is a piece or the alternation of a role's words; a group named
after a field of TimeMention is its value, one named ``f_x`` sets flag "x".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]\w*)\}")
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")
_BARE_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_MAX_DEPTH: Final = 8

_ROLE_OF_FIELD: Final = {
    "month": "month_word",
    "month2": "month_word",
    "quarter": "quarter_word",
    "quarter2": "quarter_word",
    "count": "number_word",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table: its kind, its standing flags and its fixed values."""

    kind: str
    flags: frozenset[str]
    fixed: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class FormSet:
    """All forms as one regex; ``lastindex`` of a match tells the form."""

    regex: re.Pattern[str]
    forms: Mapping[int, Form]


@lru_cache(maxsize=1)
def load_forms() -> FormSet:
    """Compile the table once per process.

    Raises:
        LexiconError: a row names a piece that no table has.
    """
    pieces = load_pieces()
    patterns: list[str] = []
    drafts: list[Form] = []
    for number, row in enumerate(read_table("time_forms")):
        pattern, groups = _unique(expand(row["pattern"], pieces), number)
        patterns.append(f"{pattern}(?P<form_{number}>)")
        drafts.append(_form(row, groups))
    source = "|".join(patterns).replace(r"\d", "[0-9]")
    regex = re.compile(rf"(?<![\w.,/%])(?:{source})")
    index = regex.groupindex
    forms = {index[f"form_{n}"]: form for n, form in enumerate(drafts)}
    return FormSet(regex, forms)


def _unique(pattern: str, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Number the groups, since a name may stand in several alternatives and rows."""
    groups: list[tuple[str, str]] = []

    def rename(match: re.Match[str]) -> str:
        groups.append((match[1], f"{match[1]}_{number}_{len(groups)}"))
        return f"(?P<{groups[-1][1]}>"

    return _GROUP.sub(rename, pattern), tuple(groups)


def _form(row: Mapping[str, str], groups: tuple[tuple[str, str], ...]) -> Form:
    marks = [mark for mark in row["flags"].split(",") if mark]
    fixed = [mark.split("=", 1) for mark in marks if "=" in mark]
    return Form(
        kind=row["kind"],
        flags=frozenset(mark for mark in marks if "=" not in mark),
        fixed=tuple((name, value) for name, value in fixed),
        groups=groups,
        example=row["example"],
    )


@lru_cache(maxsize=1)
def load_pieces() -> Mapping[str, str]:
    """Give the named pieces and, per role, the alternation of its words."""
    pieces = {row["name"]: row["pattern"] for row in read_table("time_parts")}
    surfaces: dict[str, list[str]] = {}
    for row in read_table("time_words"):
        surfaces.setdefault(row["role"], []).append(row["surface"])
    for role, words in surfaces.items():
        longest = sorted(words, key=len, reverse=True)
        texts = (re.escape(word).replace(r"\ ", "{s}") for word in longest)
        pieces[role] = "(?:" + "|".join(texts) + ")"
    return pieces


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Fill the pieces in, pieces of pieces too; plain groups capture nothing.

    Raises:
        LexiconError: a piece is unknown or made of itself.
    """
    for _ in range(_MAX_DEPTH):
        if not _PLACEHOLDER.search(pattern):
            return _BARE_GROUP.sub("(?:", pattern)
        pattern = _PLACEHOLDER.sub(lambda m: _piece(m[1], pieces), pattern)
    raise LexiconError(f"time_parts.tsv: a piece contains itself in {pattern!r}")


def _piece(name: str, pieces: Mapping[str, str]) -> str:
    if name not in pieces:
        raise LexiconError(
            f"time_forms.tsv: unknown piece {name!r}; add it to time_parts.tsv"
        )
    return pieces[name]


@lru_cache(maxsize=1)
def word_values() -> Mapping[str, Mapping[str, int]]:
    """Give role → surface → number, with single spaces in the surfaces."""
    values: dict[str, dict[str, int]] = {}
    for row in read_table("time_words"):
        values.setdefault(row["role"], {})[row["surface"]] = int(row["value"])
    return values


def read_value(field: str, text: str) -> int:
    """Read a captured number: digits, or a word of the field's role.

    A year of two digits is of this century, but one above 50 of the last.
    """
    if not text.isascii() or not text.isdigit():
        return word_values()[_ROLE_OF_FIELD[field]][" ".join(text.split())]
    value = int(text)
    if field.startswith("year") and value < 100:  # noqa: PLR2004
        return value + (1900 if value > 50 else 2000)  # noqa: PLR2004
    return value
