"""Metrics as a finder of mentions: what the spaCy group "metric" is filled from.

A metric is what a figure is found to be of, so that it takes the whole way of an
article to find one; matching alone cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.extract.extractor import Extractor
from pipeline.matching.finders import Stretch
from pipeline.models import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL: Final = "metric"


@dataclass(frozen=True, slots=True)
class MetricFinder:
    """Finds the words that name what the figures of a text measure.

    It can be pickled: the extractor is made where it is first asked, once a process.

    Args:
        model: the name of a model, or a path to its folder.
    """

    model: str = DEFAULT_MODEL

    def __call__(self, text: str, folded: str) -> Iterator[Stretch]:
        """Give every metric once, in order; its id is that of its indicator.

        A metric may lie inside another: "xuất khẩu gạo" in "kim ngạch xuất khẩu gạo".

        Args:
            text: NFC text; offsets count in it.
            folded: not looked at; a finder is given it.
        """
        del folded
        named: dict[tuple[int, int], str] = {}
        for row in _extractor(self.model).extract(text):
            words = row.evidence.get("metric")
            if words is not None:
                named.setdefault(words, row.indicator or "")
        for (start, end), indicator in sorted(named.items()):
            yield Stretch(start, end, LABEL, indicator)


@lru_cache(maxsize=4)
def _extractor(model: str) -> Extractor:
    return Extractor(model=model)
