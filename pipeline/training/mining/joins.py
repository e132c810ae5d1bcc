"""The same figure of the same period and area under different names in two articles.

Where one of the names is of the catalogue and the other is not, the other may be an
alias: redundancy in the news as a teacher (Shinyama and Sekine, 2003).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.schema import Observation

_MOST: Final = 1_000_000
_MOST_OF_ONE: Final = 12
_DIGITS: Final = 3
_DIGITS_OF_SHARES: Final = 4
_SHARES: Final = frozenset({"PERCENT", "PERCENT_POINT", "TIMES", "COUNT"})


class Told(NamedTuple):
    """Who told a figure, and as what."""

    article: str
    name: str
    indicator: str


class Joins:
    """Collects figures by their value, unit, measure, period and area.

    Figures of few digits meet by chance and are left out; so is what more than twelve
    articles tell. When a million are held, the half that came first is let go.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[str, ...], list[Told]] = {}

    def add(self, rows: Iterable[Observation]) -> None:
        """Add the rows of an article."""
        for row in rows:
            if row.metric_text is None or not _is_telling(row):
                continue
            period = row.period.iso if row.period else ""
            key = (
                *(f"{row.quantity.normalize():f}", row.unit or "", row.measure),
                *(period, row.area or ""),
            )
            told = self._told.setdefault(key, [])
            if len(told) <= _MOST_OF_ONE:
                name = " ".join(fold(row.metric_text).split())
                told.append(Told(row.article_id, name, row.indicator or ""))
        if len(self._told) > _MOST:
            keys = list(self._told)
            self._told = {key: self._told[key] for key in keys[len(keys) // 2 :]}

    def pairs(self) -> Mapping[str, Counter[str]]:
        """Give, for each unknown name, how many figures it shares with indicators."""
        pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for told in self._told.values():
            if len(told) > _MOST_OF_ONE:
                continue
            found = {
                (one.name, other.indicator)
                for one in told
                for other in told
                if one.article != other.article
                and not one.indicator
                and other.indicator
            }
            for name, indicator in found:
                pairs[name][indicator] += 1
        return pairs


def _is_telling(row: Observation) -> bool:
    """Tell a figure that two articles hardly have by chance."""
    if row.unit is None or row.period is None or row.value_max is not None:
        return False
    digits = len(f"{row.quantity.normalize():f}".replace(".", "").strip("-0"))
    return digits >= (_DIGITS_OF_SHARES if row.unit in _SHARES else _DIGITS)
