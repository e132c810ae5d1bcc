"""Which area a figure is of: the one its words name, else the article's own.

``reporting_area`` weighs an article once; ``AreaFinder`` then answers for its places.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.matching.chains import joined
from pipeline.matching.evidence import Evidence, gather, weigh_title
from pipeline.matching.fitting import behind, fits, goes_on, is_site
from pipeline.matching.mention import AreaMention
from pipeline.matching.organisations import OrgMention, find_organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.text.sentences import Sentence

NATION: Final = AreaMention(0, 0, "Việt Nam", "VN", "country", 0)
"""The area of an article that reports on the country without naming it."""

_LOCAL_SHARE: Final = 0.5
_CUE_SHARE: Final = 0.35
_MINISTRY_SHARE: Final = 0.5
_MOST_COMPANY: Final = 20.0
_PLACE_OVER_COMPANY: Final = 2.6
_NATION_OVER_COMPANY: Final = 2.0
_LEAST_FOREIGN: Final = 3.0
_LEAST_NAMED: Final = 6.0
_LEAST_SHARE: Final = 0.4
_DISTRICT_LEAD: Final = 1.1
_RIGHT_AFTER: Final = 10
"""As in "48% ở Lào, 21% ở Thái Lan": each is of what stands right behind it."""
_CARRY: Final = 3


def reporting_area(
    text: str,
    folded: str,
    areas: Sequence[AreaMention],
    *,
    sentences: Sequence[Sentence] = (),
    organisations: Sequence[OrgMention] | None = None,
    title: str | None = None,
) -> AreaMention | None:
    """Give the area that the article as a whole reports on.

    Args:
        text: NFC text.
        folded: ``fold(text)``.
        areas: what ``find_areas`` gave.
        sentences: what ``split_sentences`` gave; without them nothing counts for more.
        organisations: what ``find_organisations`` gave, where it has been called.
        title: the headline, where it is not part of the text.

    Returns:
        The first mention of the area. It covers no words (0 to 0) where the text has
        none: a national report that never names the country, an area that only the
        title names. None for the report of a company, and where nothing tells.
    """
    if organisations is None:
        organisations = find_organisations(text, folded)
    evidence = gather(folded, areas, organisations, sentences)
    titled = weigh_title(evidence, title)
    untold = [replace(area, start=0, end=0, span_start=0) for area in titled]
    first: dict[str, AreaMention] = {}
    for area in sorted([*areas, *untold], key=_is_district):
        first.setdefault(area.name, area)
    name = _subject(evidence, first)
    return first.get(name, NATION) if name is not None else None


def _is_district(area: AreaMention) -> bool:
    """Tell a city from the province of its name, which goes first ("Kon Tum")."""
    return area.level == "district"


def _subject(evidence: Evidence, first: dict[str, AreaMention]) -> str | None:
    province, local = _best_province(evidence, first)
    national = _national(evidence)
    company = evidence.scope("company") + min(evidence.company(), _MOST_COMPANY)
    abroad, points = _abroad(evidence, first)
    if points > max(evidence.area("Việt Nam"), local):
        return abroad if points * _PLACE_OVER_COMPANY >= company else None
    if company > max(local * _PLACE_OVER_COMPANY, national * _NATION_OVER_COMPANY):
        return None
    if evidence.listed:
        return None
    if local > national and province is not None:
        return _best_district(evidence, first, province) or province
    if evidence.area(NATION.name) or evidence.ministries:
        return NATION.name
    return _unnamed(evidence, first) if national else None


def _unnamed(evidence: Evidence, first: dict[str, AreaMention]) -> str | None:
    """Give the country of an article that tells a nation by its words alone.

    The home country goes without saying; but an article that names other countries
    more often than it says "toàn quốc" is about the first of those, where it is clear.
    """
    named = {
        name: points
        for name, points in evidence.areas.items()
        if first[name].level == "foreign" and first[name].code
    }
    if sum(named.values()) <= _national(evidence):
        return NATION.name
    best = max(named, key=lambda name: named[name])
    return best if named[best] >= _LEAST_NAMED else None


def _national(evidence: Evidence) -> float:
    return (
        evidence.area("Việt Nam")
        + _CUE_SHARE * evidence.scope("country")
        + _MINISTRY_SHARE * evidence.ministries
    )


def _best_province(
    evidence: Evidence, first: dict[str, AreaMention]
) -> tuple[str | None, float]:
    """Give the province that leads, and its points; districts count for theirs."""
    points: dict[str, float] = {}
    for name, weight in evidence.areas.items():
        area = first[name]
        owner = area.within if area.level == "district" else name
        if area.level in {"province", "district"} and owner in first:
            points[owner] = points.get(owner, 0.0) + weight
    if not any(points.values()):
        return None, 0.0
    best = max(points, key=lambda name: points[name])
    share = points[best] / sum(points.values())
    cues = min(evidence.scope("local"), 2 * points[best])
    total = points[best] + _LOCAL_SHARE * cues
    return best, total if share >= _LEAST_SHARE else total / 2


def _best_district(
    evidence: Evidence, first: dict[str, AreaMention], province: str
) -> str | None:
    """Give the district that an article is about rather than about its province."""
    inside = [
        name
        for name in evidence.areas
        if first[name].level == "district" and first[name].within in {province, None}
    ]
    best = max(inside, key=evidence.area, default=None)
    if best is None or evidence.area(best) < _DISTRICT_LEAD * evidence.area(province):
        return None
    return best


def _abroad(
    evidence: Evidence, first: dict[str, AreaMention]
) -> tuple[str | None, float]:
    """Give the other country that the article is about, not a mere trading partner."""
    if evidence.scope("foreign") < _LEAST_FOREIGN:
        return None, 0.0
    named = [n for n in evidence.areas if first[n].level == "foreign" and first[n].code]
    best = max(named, key=evidence.area, default=None)
    return best, evidence.area(best) if best is not None else 0.0


class AreaFinder:
    """Answers for the places of one article of which area a figure there is.

    Args:
        sentences: all sentences of the article, in order.
        areas: all mentions, in order.
        article_area: what ``reporting_area`` gave.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        areas: Sequence[AreaMention],
        article_area: AreaMention | None,
    ) -> None:
        self._sentences = sentences
        self._areas = areas
        self._starts = [area.start for area in areas]
        self._article_area = article_area
        self._fitting: dict[int, list[AreaMention]] = {}

    def at(self, position: int, number: int) -> tuple[AreaMention | None, str]:
        """Give the area of a figure and the name of the rule that tells it.

        Rules, in this order:

        - ``before``: the nearest area before the figure in its sentence that the figure
          can be of, with those listed beside it: not one it is compared with, not a
          place goods go to or come from, not an office's in a province's report;
          another country only from abroad, and, of the nation, where the world
          trades;
        - ``after``: an area right behind the figure, with "tại", "ở" or "thuộc";
        - ``carried``: a sentence without any area goes on about the one that opened an
          earlier sentence of its paragraph, or about the site that ended the last one;
        - ``article``: none of these.

        A company's report (``article_area`` is None) has no area anywhere.

        Args:
            position: where the figure starts.
            number: of its sentence.
        """
        if self._article_area is None:
            return None, "article"
        here = self._fitting_in(number, self._article_area)
        after = behind(here, position)
        if after is not None and after.span_start - position <= _RIGHT_AFTER:
            return after, "after"
        for area in reversed(here):
            if area.end <= position and area.relation != "aside":
                return joined(area), "before"
        if after is not None:
            return after, "after"
        own = here or self._speaks_itself(position, number, self._article_area)
        carried = None if own else self._carried(number, self._article_area)
        return (carried, "carried") if carried else (self._article_area, "article")

    def _fitting_in(self, number: int, article_area: AreaMention) -> list[AreaMention]:
        """Give the areas of a sentence that a figure of this article can be of."""
        found = self._fitting.get(number)
        if found is None:
            sentence = self._sentences[number]
            low = bisect_left(self._starts, sentence.start)
            high = bisect_left(self._starts, sentence.end, low)
            found = [a for a in self._areas[low:high] if fits(a, article_area)]
            self._fitting[number] = found
        return found

    def _speaks_itself(
        self, position: int, number: int, article_area: AreaMention
    ) -> bool:
        """Tell "UBND tỉnh A cho biết": the sentence is back at the article's area."""
        sentence = self._sentences[number]
        low = bisect_left(self._starts, sentence.start)
        high = bisect_left(self._starts, position, low)
        named = self._areas[low:high]
        return any(a.office and a.name == article_area.name for a in named)

    def _carried(self, number: int, article_area: AreaMention) -> AreaMention | None:
        paragraph = self._sentences[number].paragraph
        for earlier in range(number - 1, max(-1, number - 1 - _CARRY), -1):
            same = self._sentences[earlier].paragraph == paragraph
            if not same and earlier < number - 1:
                return None
            fitting = self._fitting_in(earlier, article_area)
            if fitting:
                last = fitting[-1]
                held = same or is_site(last)
                return last if held and goes_on(last, fitting) else None
            if not same:
                return None
        return None
