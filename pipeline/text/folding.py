"""The folding key: one spelling per word, exactly as long as the text it stands for.

Matching looks at ``fold(text)`` and reports offsets that are valid in ``text``.
"""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = (
    "\t\x1f\xa0\u1680\u180e"
    + "".join(chr(c) for c in (*range(0x2000, 0x200E), 0x202F, 0x205F, 0x2060))
    + "\u3000\ufeff"
)
_BREAKS: Final = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line beside the newline, as ``paragraphs`` splits them."""

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES: Final = "“”„‟«»″"
_APOSTROPHES: Final = "‘’‚‛′"

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_BREAKS, "\n"),
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

_SIGN_RE: Final = re.compile("[" + re.escape("".join(map(chr, _SIGNS))) + "]")

_OLD: Final = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ")
_NEW: Final = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe")
_OLD_UY: Final = ("uỳ", "uý", "uỷ", "uỹ", "uỵ")
_NEW_UY: Final = ("ùy", "úy", "ủy", "ũy", "ụy")
_TONE: Final = dict(zip(_OLD + _OLD_UY, _NEW + _NEW_UY, strict=True))
_TONE_RE: Final = re.compile(
    r"[ou](?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)[ỳýỷỹỵ])(?<!q..)(?![^\W\d_])"
)
"""Old tone placement at the end of a syllable; "quý" keeps its "u" with the "q"."""

_I_TO_Y: Final = {"ỉ": "ỷ", "í": "ý", "ĩ": "ỹ"}
_I_TO_Y_RE: Final = re.compile(
    r"(?:ỉ(?<=\b[tk]ỉ)|í(?:(?<=\blí)|(?<=\bquí))|ĩ(?<=\bmĩ))\b"
)
"""Words written with either letter: "tỉ", "kỉ", "lí", "quí", "mĩ"."""


def fold(text: str) -> str:
    """Give the key of an NFC text: same length, lower case, one tone placement.

    "Hoà", "HÒA" and "hòa" fold alike, as do "tỉ" and "tỷ", every line break, every
    other space, every dash and every double quote. A newline with a carriage return
    before it is one break.
    """
    # "İ", the one letter whose small form is two characters, is among the signs.
    lowered = _SIGN_RE.sub(_plain_sign, text).lower()
    placed = _TONE_RE.sub(_new_tone, lowered)
    return _I_TO_Y_RE.sub(_y_for_i, placed)


def _plain_sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == "\r" and found.string.startswith("\n", found.end()):
        return " "
    return _SIGNS[ord(sign)]


def _new_tone(found: re.Match[str]) -> str:
    return _TONE[found[0]]


def _y_for_i(found: re.Match[str]) -> str:
    return _I_TO_Y[found[0]]
