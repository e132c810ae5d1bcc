"""Syllables, numbers and signs: the tokens that spaCy documents are made of."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""\d+(?:[.,]\d+){0,32}          # one token for "16.789,62"
      | [^\W\d_]+(?:['’][^\W\d_]+)?   # a syllable, "Ea H'leo" as two
      | \S                            # a sign by itself
    """,
    re.VERBOSE,
)


def tokenize(text: str) -> tuple[tuple[int, int], ...]:
    """Give the half-open offsets of the tokens of a text, in order.

    A token never holds white space, and every other character is in exactly one.
    Letters glued to digits are apart: "62triệu" is two tokens.
    """
    return tuple(found.span() for found in _TOKEN.finditer(text))
