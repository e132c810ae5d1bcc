"""What an article tells of its subject: words and names, weighed by their place."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.matching.areas import find_areas
from pipeline.text.folding import fold
from pipeline.text.phrases import PhraseFinder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.mention import AreaMention
    from pipeline.matching.organisations import OrgMention
    from pipeline.text.sentences import Sentence

_HEADLINE: Final = 4.0
_LEAD: Final = 2.0
_LEAD_SENTENCES: Final = 2
_OPENING: Final = 600
_MOST_NAMES: Final = 20
"""Companies that are looked at, those named most."""
_TICKER: Final = re.compile(r"\((?:mã|mck|hose|hnx|upcom)(?!\w)[^()\n]{2,32}\)")
"""A company on the exchange: "(mã APG-HOSE)", "(HOSE: APG)"."""
_WEIGHTS: Final = {"byline": 0.0, "navigation": 0.0, "caption": 0.5}


class Places:
    """How much each stretch of an article counts: headline, lead, body, caption."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._starts = [s.start for s in sentences]
        self._weights = [_WEIGHTS.get(s.kind, 1.0) for s in sentences]
        content = [i for i, w in enumerate(self._weights) if w == 1.0]
        for number, index in enumerate(content[: _LEAD_SENTENCES + 1]):
            first = number == 0
            self._weights[index] = _HEADLINE if first else _LEAD

    def weight(self, position: int) -> float:
        """Give the weight of a place in the text; 1 where nothing is known."""
        index = bisect_right(self._starts, position) - 1
        return self._weights[index] if index >= 0 else 1.0


@dataclass(slots=True)
class Evidence:
    """Points for each area (by name), and for each kind of subject.

    ``listed`` tells that the first sentence is of a company on the exchange.
    """

    areas: dict[str, float] = field(default_factory=dict)
    scopes: dict[str, float] = field(default_factory=dict)
    companies: dict[str, float] = field(default_factory=dict)
    ministries: float = 0.0
    listed: bool = False

    def area(self, name: str) -> float:
        """Give the points of an area."""
        return self.areas.get(name, 0.0)

    def company(self) -> float:
        """Give the points of the company that is named most, in full or in short."""
        told = heapq.nlargest(_MOST_NAMES, self.companies.items(), key=itemgetter(1))
        best = 0.0
        for short, _ in told:
            named = (v for name, v in told if f" {name}".endswith(f" {short}"))
            best = max(best, sum(named))
        return best

    def scope(self, name: str) -> float:
        """Give the points of a kind of subject: company, country, local, foreign."""
        return self.scopes.get(name, 0.0)


def gather(
    folded: str,
    areas: Sequence[AreaMention],
    organisations: Sequence[OrgMention],
    sentences: Sequence[Sentence],
) -> Evidence:
    """Weigh the areas, the organisations and the telling words of an article."""
    places = Places(sentences)
    found = Evidence()
    for area in areas:
        if area.relation == "home":
            continue
        factor = 1.5 if area.office or area.span_start < area.start else 1.0
        _add(found.areas, area.name, places.weight(area.start) * factor)
    for organisation in organisations:
        weight = places.weight(organisation.start)
        if organisation.kind in {"company", "bank"}:
            _add(found.companies, fold(organisation.name), weight)
        elif organisation.kind == "ministry":
            found.ministries += weight
    _weigh_cues(found, folded, places)
    ticker = _TICKER.search(folded, 0, _OPENING)
    found.listed = ticker is not None and places.weight(ticker.start()) >= _HEADLINE
    return found


def weigh_title(found: Evidence, title: str | None) -> tuple[AreaMention, ...]:
    """Add what a headline outside the text tells; give the areas that it names."""
    if not title:
        return ()
    folded = fold(title)
    areas = find_areas(title, folded)
    for area in areas:
        _add(found.areas, area.name, _HEADLINE)
    _weigh_cues(found, folded, Places(()), _HEADLINE)
    return areas


def _add(points: dict[str, float], name: str, more: float) -> None:
    points[name] = points.get(name, 0.0) + more


def _weigh_cues(
    found: Evidence, folded: str, places: Places, factor: float = 1.0
) -> None:
    scopes, phrases = _cues()
    for start, _, index in phrases.find(folded):
        scope, points = scopes[index]
        _add(found.scopes, scope, points * places.weight(start) * factor)


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[tuple[str, int], ...], PhraseFinder]:
    rows = read_table("areas_cues")
    scopes = tuple((row["scope"], int(row["points"])) for row in rows)
    return scopes, PhraseFinder(fold(row["phrase"]) for row in rows)
