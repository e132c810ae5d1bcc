"""Bytes in the encodings that Vietnamese had before Unicode, to text in NFC."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOWS_1258: Final = "windows-1258"
TCVN3: Final = "tcvn3"
VNI: Final = "vni"
UNKNOWN: Final = "\ufffd"
"""Stands for a byte that an encoding does not know."""

_WINDOWS: Final = "cp1252"


def from_windows_1258(raw: bytes) -> str:
    """Decode windows-1258, whose letters and tones stand apart; they are joined."""
    return unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))


def from_tcvn3(raw: bytes) -> str:
    """Decode TCVN3 ("ABC"); a toned capital that a font made is a small letter here."""
    return raw.decode(_WINDOWS, "replace").translate(_tcvn3())


def from_vni(raw: bytes) -> str:
    """Decode VNI, where a letter and its mark are two bytes."""
    pattern, letters = _vni()
    text = raw.decode(_WINDOWS, "replace")
    return pattern.sub(lambda match: letters[match[0]], text)


LEGACY: Final[Mapping[str, Callable[[bytes], str]]] = {
    WINDOWS_1258: from_windows_1258,
    TCVN3: from_tcvn3,
    VNI: from_vni,
}
"""The decoders. Each reads ASCII as such, so text may be cut after a space."""


@lru_cache(maxsize=1)
def _tcvn3() -> dict[int, str]:
    """Give letters by the character that Windows shows for the byte.

    Bytes that the encoding leaves free are unknown; those below 0xA0 are the
    quotation marks and dashes of Windows, as the fonts had them.
    """
    free = dict.fromkeys(range(161, 256), UNKNOWN)
    return free | {
        int(row["bytes"], 16): row["letter"] for row in read_table("bytes_tcvn3")
    }


@lru_cache(maxsize=1)
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give letters by the one or two characters that Windows shows for them."""
    rows = read_table("bytes_vni")
    shown = {
        bytes.fromhex(row["bytes"]).decode(_WINDOWS): row["letter"] for row in rows
    }
    # Beside a capital the mark was often typed as a small one.
    mixed = {key[0] + key[1].swapcase(): shown[key] for key in shown if len(key) > 1}
    letters = mixed | shown
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(longest_first)), letters
