"""Says which indicator of the catalogue a metric is, if it is one of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.phrases import PhraseFinder
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.lexicon.indicators import Catalogue

_LEADS: Final = 3
_NO_WORDS: Final = re.compile(r"[\s\"'()]{1,8}")


class IndicatorFinder:
    """Looks names up in a catalogue.

    Args:
        catalogue: as ``read_catalogue`` gives it; an empty one names nothing.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._ids = catalogue.ids
        self._finder = PhraseFinder(catalogue.ids) if catalogue.ids else None

    def indicator_of(self, metric: str | None) -> str | None:
        """Give the id of the indicator that a metric names, None where it is none.

        It is the longest name or alias that the metric begins with, small words such
        as "tổng", "mức", "tốc độ tăng" before it set aside: "tổng kim ngạch xuất
        khẩu hàng hoá của tỉnh" is exports, "doanh nghiệp xuất khẩu" is not. A name of
        one syllable ("lỗ") must be the whole metric, an abbreviation ("GRDP") need
        not. Case, tone placement and normal form do not matter.
        """
        if not metric or self._finder is None:
            return None
        folded = _key(metric)
        start = 0
        for _ in range(_LEADS):
            found = self._named_at(folded, start)
            if found is not None:
                return found
            lead = _leads().match(folded, start)
            if lead is None:
                return None
            start = lead.end()
        return self._named_at(folded, start)

    def _named_at(self, folded: str, start: int) -> str | None:
        if self._finder is None or start >= len(folded):
            return None
        hit = next(self._finder.find(folded[start:]), None)
        if hit is None or hit[0] != 0:
            return None
        name = self._finder.phrases[hit[2]]
        whole = start == 0 and hit[1] == len(folded)
        if " " in name or name.isascii() or whole:
            return self._ids[name]
        return None


def _key(metric: str) -> str:
    folded = fold(unicodedata.normalize("NFC", metric))
    return _NO_WORDS.sub(" ", folded).strip()


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    """Match the small words before a name, longest first, with the space behind."""
    return _alternatives(row["surface"] for row in read_table("indicator_leads"))


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(fold, words), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}) ")
