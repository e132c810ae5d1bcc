"""Says which indicator of the catalogue a metric is, if it is one of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.lexicon.indicators import Catalogue

_LEADS: Final = 3
_REMEMBERED: Final = 64
"""Names looked up last; an article tells most of its metrics more than once."""
_SIGNS: Final = ",;:.-"
_NO_WORDS: Final = re.compile(r"[\"'()]")


class IndicatorFinder:
    """Looks names up in a catalogue.

    Args:
        catalogue: as ``read_catalogue`` gives it; an empty one names nothing.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._ids = catalogue.ids
        # The figures of a sentence are mostly of one metric.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._longest: dict[str, int] = {}
        for name in catalogue.ids:
            words = name.split(" ")
            first = words[0].rstrip(_SIGNS)
            self._longest[first] = max(self._longest.get(first, 0), len(words))

    def indicator_of(self, metric: str | None) -> str | None:
        """Give the id of the indicator that a metric names, None where it is none.

        It is the longest name or alias that the metric begins with, small words such
        as "tổng", "mức", "tốc độ tăng" before it set aside: "tổng kim ngạch xuất
        khẩu hàng hoá của tỉnh" is exports, "doanh nghiệp xuất khẩu" is not. A name of
        one syllable ("lỗ") must be the whole metric, an abbreviation ("GRDP") need
        not. Case, tone placement and normal form do not matter.
        """
        return self._remembered(metric) if metric else None

    def _look_up(self, metric: str) -> str | None:
        words = _words(metric)
        start = 0
        for _ in range(_LEADS + 1):
            found = self._named_at(words, start)
            if found is not None:
                return found
            lead = _lead_at(words, start)
            if not lead:
                return None
            start += lead
        return None

    def _named_at(self, words: Sequence[str], start: int) -> str | None:
        if start >= len(words):
            return None
        longest = self._longest.get(words[start].rstrip(_SIGNS), 0)
        for size in range(min(longest, len(words) - start), 0, -1):
            name = _at(words, start, size)
            if name in self._ids and (
                size > 1 or name.isascii() or len(words) == size + start == 1
            ):
                return self._ids[name]
        return None


def _at(words: Sequence[str], start: int, size: int) -> str:
    """Give a run of words as a name, without the sign behind its last one."""
    return " ".join(words[start : start + size]).rstrip(_SIGNS)


def _lead_at(words: Sequence[str], start: int) -> int:
    """Count the words of the longest lead that begins at ``start``."""
    leads, sizes = _leads()
    if start < len(words):
        for size in sizes.get(words[start].rstrip(_SIGNS), ()):
            if _at(words, start, size) in leads:
                return size
    return 0


def _words(metric: str) -> list[str]:
    folded = fold(unicodedata.normalize("NFC", metric))
    return _NO_WORDS.sub(" ", folded).split()


@lru_cache(maxsize=1)
def _leads() -> tuple[frozenset[str], Mapping[str, Sequence[int]]]:
    """Give the small words that may stand before a name.

    With them come their sizes by their first word, the longest first.
    """
    leads = frozenset(fold(row["surface"]) for row in read_table("indicator_leads"))
    sizes: dict[str, set[int]] = {}
    for lead in leads:
        first, *rest = lead.split(" ")
        sizes.setdefault(first.rstrip(_SIGNS), set()).add(1 + len(rest))
    return leads, {word: sorted(found)[::-1] for word, found in sizes.items()}
