"""Where words decide and syllables do not: no name may end inside a word.

underthesea is asked here alone while figures are linked, about the few syllables
around an end that a limit of length has set; what it said is remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pipeline.text.segmenter import words

_REMEMBERED: Final = 4096


@lru_cache(maxsize=_REMEMBERED)
def left_of_word(kept: str, more: str) -> str:
    """Give the beginning of ``more`` that ends the last word of ``kept``.

    Behind "cụm công nghiệp được phê" stands "duyệt quy hoạch": "duyệt" is left of the
    word "phê duyệt". Empty where a word ends with ``kept``.

    Args:
        kept: folded syllables with one space between.
        more: the same, what follows.
    """
    end = len(kept)
    for first, last in words(f"{kept} {more}"):
        if first < end < last:
            return more[: last - end - 1]
    return ""
