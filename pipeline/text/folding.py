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

_SIGNS: Final = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_BREAKS, "\n"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_APOSTROPHES, "'"),
    # The small form of "Ð", which stands for "Đ".
    "ð": "đ",
    "％": "%",
    "，": ",",
    "．": ".",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
}

_OLD: Final = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ")
_NEW: Final = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe")
_OLD_UY: Final = ("uỳ", "uý", "uỷ", "uỹ", "uỵ")
_NEW_UY: Final = ("ùy", "úy", "ủy", "ũy", "ụy")
_TONE: Final = dict(zip(_OLD + _OLD_UY, _NEW + _NEW_UY, strict=True))
_I_TO_Y: Final = {"ỉ": "ỷ", "í": "ý", "ĩ": "ỹ"}

_PLAIN: Final = {**_SIGNS, **_TONE, **_I_TO_Y}
_OTHERWISE: Final = re.compile(
    rf"""[ou{"".join(_I_TO_Y)}{re.escape("".join(_SIGNS))}]
    (?:(?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)[ỳýỷỹỵ])(?<!q..)(?![^\W\d_])
      |(?:(?<=\b[tk]ỉ)|(?<=\blí)|(?<=\bquí)|(?<=\bmĩ))\b
      |(?<![ou{"".join(_I_TO_Y)}]))
    """,
    re.VERBOSE,
)
"""What is spelt otherwise than in the key; one search, for it is of every character.

That is old tone placement at the end of a syllable ("quý" keeps its "u" with the "q"),
the other letter of "tỉ", "kỉ", "lí", "quí", "mĩ", and every sign.
"""


def fold(text: str) -> str:
    """Give the key of an NFC text: same length, lower case, one tone placement.

    "Hoà", "HÒA" and "hòa" fold alike, as do "tỉ" and "tỷ", every line break, every
    other space, every dash and every double quote. A newline with a carriage return
    before it is one break.
    """
    # "İ" is the one letter whose small form is two characters.
    return _OTHERWISE.sub(_plain, text.replace("İ", "i").lower())


def _plain(found: re.Match[str]) -> str:
    part = found[0]
    if part == "\r" and found.string.startswith("\n", found.end()):
        return " "
    return _PLAIN[part]
