"""Builds the grammar of figures from the tables: closed classes and alternations."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LETTER: Final = r"[^\W\d_]"
NOT_IN_WORD: Final = rf"(?!{LETTER})"
AFTER_WORD: Final = r"(?<![^\W_])"


def alternatives(surfaces: Iterable[str], *, space: str = "[ ]{1,3}") -> str:
    """Join phrases to a regex alternation, the longest that stands there first.

    Phrases that begin alike share that beginning, so that "dự án" and "dự thảo" are
    refused together where no "d" stands.

    Args:
        surfaces: the phrases; none is empty.
        space: the regex of what stands between their words.
    """
    return "|".join(_branches(sorted(set(surfaces)), space))


def _branches(ordered: Sequence[str], space: str) -> Iterator[str]:
    for _, alike in groupby(ordered, key=lambda phrase: phrase[:1]):
        group = list(alike)
        shared = _shared(group[0], group[-1])
        # What ends here stands first in order, and is tried last.
        rests = [phrase.removeprefix(shared) for phrase in group]
        inner = [*_branches([rest for rest in rests if rest], space)]
        inner += [""] if not rests[0] and inner else []
        yield re.escape(shared).replace(r"\ ", space) + (
            f"(?:{'|'.join(inner)})" if inner else ""
        )


def leaping(patterns: Iterable[str], *walls: str) -> str:
    r"""Join patterns of words that stand behind no wall, for a quick search.

    The search leaps from one of their first letters to the next and looks at the walls
    only there; with a wall in front it would stop at every character. Those of one
    letter keep their order.

    Args:
        patterns: regexes, each of which begins with one letter or escaped sign.
        walls: each a regex of one length: ``[^\W_]``.
    """
    by_letter: dict[str, list[str]] = {}
    for pattern in patterns:
        size = 1 + pattern.startswith("\\")
        by_letter.setdefault(pattern[:size], []).append(pattern[size:])
    behind = "".join(f"(?<!{wall}.)" for wall in walls)
    letters = by_letter.items()
    parts = (f"{first}{behind}(?:{'|'.join(rest)})" for first, rest in letters)
    return f"(?:{'|'.join(parts)})"


def _shared(first: str, last: str) -> str:
    size = 0
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        size += 1
    return first[:size]


@lru_cache(maxsize=1)
def _roles() -> Mapping[str, tuple[str, ...]]:
    roles: dict[str, list[str]] = defaultdict(list)
    for row in read_table("amount_words"):
        roles[row["role"]].append(row["surface"])
    return MappingProxyType({role: tuple(words) for role, words in roles.items()})


def words_of(role: str) -> tuple[str, ...]:
    """Give the words of one closed class of ``amount_words.tsv``.

    Raises:
        LexiconError: the table has no such class.
    """
    if role not in _roles():
        known = ", ".join(sorted(_roles()))
        raise LexiconError(
            f"amount_words.tsv: no role {role!r}; expected one of {known}"
        )
    return _roles()[role]


def any_of(role: str) -> str:
    """Give the words of one closed class as a regex group."""
    return f"(?:{alternatives(words_of(role))})"


@lru_cache(maxsize=1)
def scale_pattern() -> str:
    """Give the regex of one magnitude word, which begins no other word.

    "tỷ" is none in "tỷ lệ", nor "triệu" in "triệu phú".
    """
    scales = alternatives(row["surface"] for row in read_table("scales"))
    return rf"(?:{scales}){NOT_IN_WORD}(?!\s{any_of('not_scale')}{NOT_IN_WORD})"
