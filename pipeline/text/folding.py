"""The folding key: one spelling per word, exactly as long as the text it stands for.

Matching looks at ``fold(text)`` and reports offsets that are valid in ``text``.
"""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e" + "".join(
    chr(c) for c in (*range(0x2000, 0x200E), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060)
) + "\u3000\ufeff"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES: Final = "“”„‟«»″"
_APOSTROPHES: Final = "‘’‚‛′"

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_APOSTROPHES, "'"),
        # Capital letters whose lower case is two characters, or another letter.
        "İ": "i",
        "Ð": "đ",
        "ð": "đ",
        "％": "%",
        "，": ",",
        "．": ".",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
    }
)

_OLD: Final = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split()
_NEW: Final = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split()
_TONE: Final = dict(zip(_OLD, _NEW, strict=True))
_TONE_RE: Final = re.compile(
    r"(?<!q)(?:" + "|".join(_OLD) + r")(?![^\W\d_])"
)
"""Old tone placement at the end of a syllable; "quý" keeps its "u" with the "q"."""

_WORDS: Final = {"tỉ": "tỷ", "quí": "quý", "kỉ": "kỷ", "mĩ": "mỹ", "lí": "lý"}
_WORDS_RE: Final = re.compile(r"\b(?:" + "|".join(_WORDS) + r")\b")


def fold(text: str) -> str:
    """Give the key of an NFC text: same length, lower case, one tone placement.

    "Hoà", "HÒA" and "hòa" fold alike, as do "tỉ" and "tỷ", every space (but the
    newline), every dash and every double quote.
    """
    lowered = text.translate(_SIGNS).lower()
    if len(lowered) != len(text):
        lowered = "".join(_lower_one(c) for c in text.translate(_SIGNS))
    placed = _TONE_RE.sub(lambda m: _TONE[m[0]], lowered)
    return _WORDS_RE.sub(lambda m: _WORDS[m[0]], placed)


def _lower_one(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character
