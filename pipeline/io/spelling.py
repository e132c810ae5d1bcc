"""How much of a text is spelt as Vietnamese is: that tells a right decoding."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pipeline.lexicon.tables import read_table

_WORD: Final = re.compile(r"[^\W\d_]{1,40}")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_SHARP: Final = frozenset("\u0301\u0323")
"""The tones that a syllable ending in a stop may have."""

_STOPS: Final = ("c", "ch", "p", "t", "k")
_ONSET_LENGTHS: Final = range(4)


def spelt_share(text: str) -> float:
    """Give how much of the words with marked letters are Vietnamese syllables.

    Of n words it is less than n / (n + 1): a few words never make it sure.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / (len(words) + 1)


@lru_cache(maxsize=2**14)
def is_syllable(word: str) -> bool:
    """Tell whether a word is spelt as a Vietnamese syllable with its tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [one for one in letters if one in _TONES]
    bare = "".join(one for one in letters if one not in _TONES)
    plain = unicodedata.normalize("NFC", bare)
    if len(tones) > 1:
        return False
    if plain.endswith(_STOPS) and not _SHARP.intersection(tones):
        return False
    onsets, rhymes = _parts()
    cuts = (plain[:cut] for cut in _ONSET_LENGTHS)
    return any(cut in onsets and plain[len(cut) :] in rhymes for cut in cuts)


@lru_cache(maxsize=1)
def _parts() -> tuple[frozenset[str], frozenset[str]]:
    rows = read_table("syllable_parts")
    onsets = frozenset(row["part"] for row in rows if row["kind"] == "onset")
    rhymes = frozenset(row["part"] for row in rows if row["kind"] == "rhyme")
    return onsets | {""}, rhymes
