"""What a proposed phrase may stand for: an indicator, the code of a unit, a cue's kind.

All three are found by likeness to known vocabulary, and left empty where two answers
are as likely: a person fills them faster than they undo a wrong one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.cues import (
    BITS,
    DOWN,
    ESTIMATE,
    FORECAST,
    OVER,
    REACH,
    TARGET,
    TO,
    UNDER,
    UP,
    cue_kinds,
)
from pipeline.lexicon.tables import read_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.lexicon.indicators import Catalogue

_ALIKE: Final = 0.88
_JOIN: Final = 0.12
_MOST_JOINED: Final = 3
_TELLING: Final = UP | DOWN | TO | REACH | OVER | UNDER | ESTIMATE | TARGET | FORECAST


class IndicatorRanker:
    """Ranks the indicators of a catalogue for an unknown name.

    A syllable weighs the more the fewer names hold it (inverse document frequency);
    small words before names weigh nothing. Likeness is the shared weight over the mean
    weight of the two names (Dice); figures told under both names add to it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        names = {name: frozenset(_content(name)) for name in catalogue.ids}
        counts = Counter(word for words in names.values() for word in words)
        self._weight = {w: math.log(1 + len(names) / n) for w, n in counts.items()}
        self._rare = math.log(1 + len(names))
        self._names = {name: words for name, words in names.items() if words}
        self._of_word: defaultdict[str, list[str]] = defaultdict(list)
        for name, words in self._names.items():
            for word in words:
                self._of_word[word].append(name)

    def best(
        self, phrase: str, amounts: Mapping[str, int], joined: Mapping[str, int]
    ) -> str:
        """Give the likeliest id, "" where none is likely enough or two are alike.

        Args:
            phrase: folded.
            amounts: the kinds of unit of its figures, counted.
            joined: ids whose figures other articles tell under this name, counted.
        """
        ranked = sorted(self._scores(phrase, amounts, joined), reverse=True)
        if not ranked or ranked[0][0] < _ALIKE:
            return ""
        tied = len(ranked) > 1 and ranked[1][0] == ranked[0][0]
        return "" if tied else ranked[0][1]

    def _scores(
        self, phrase: str, amounts: Mapping[str, int], joined: Mapping[str, int]
    ) -> Iterable[tuple[float, str]]:
        words = frozenset(_content(phrase))
        near = {name for word in words for name in self._of_word.get(word, ())}
        scores: dict[str, float] = {}
        for name in near:
            indicator = self._catalogue.ids[name]
            if self._fits(indicator, amounts):
                alike = self._alike(words, self._names[name])
                scores[indicator] = max(scores.get(indicator, 0.0), alike)
        for indicator, times in joined.items():
            bonus = _JOIN * min(times, _MOST_JOINED)
            if self._fits(indicator, amounts):
                scores[indicator] = scores.get(indicator, 0.0) + bonus
        return [(round(score, 6), indicator) for indicator, score in scores.items()]

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        return 2 * self._sum(one & other) / (self._sum(one) + self._sum(other))

    def _sum(self, words: Iterable[str]) -> float:
        return sum(self._weight.get(word, self._rare) for word in sorted(words))

    def _fits(self, indicator: str, amounts: Mapping[str, int]) -> bool:
        """Tell whether an indicator comes in the unit that most levels have."""
        kinds = [kind for kind in amounts if kind not in ("percent", "times", "point")]
        if not kinds:
            return True
        common = max(kinds, key=lambda kind: (amounts[kind], kind))
        units = self._catalogue.indicators[indicator].units
        return not units or any(unit.startswith(common) for unit in units)


def _content(name: str) -> list[str]:
    """Give the syllables of a name without the small words it may begin with."""
    leads = {fold(row["surface"]) for row in read_table("indicator_leads")}
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[0] in leads:
        del words[0]
    return words


def unit_target(phrase: str) -> str:
    """Give the code of a unit that is written with the initials of a known one.

    "đpt" is "điểm phần trăm". What is written without marks ("gigawatt") is its own
    code; else "".
    """
    for row in read_table("units"):
        words = row["surface"].split()
        if len(words) > 1 and "".join(word[0] for word in words) == phrase:
            return row["code"]
    plain = phrase.isascii() and phrase.isalpha()
    return phrase.upper() if plain else ""


def cue_target(phrase: str, bits: int) -> str:
    """Give the kinds that the known cues most like a phrase agree on, or "".

    A cue is like another that begins and ends with the same words; failing that, the
    direction of the cues inside decides.
    """
    words = phrase.split()
    best, kinds = 0, set[int]()
    for cue, known in cue_kinds().items():
        if not known & _TELLING:
            continue
        alike = _shared_ends(words, cue.split())
        if alike > best:
            best, kinds = alike, {known & _TELLING}
        elif alike == best and alike:
            kinds.add(known & _TELLING)
    told = kinds.pop() if len(kinds) == 1 else _common(kinds, bits)
    return ", ".join(kind for kind, bit in BITS.items() if told & bit)


def _shared_ends(one: list[str], other: list[str]) -> int:
    """Count the words that two phrases share at their beginnings and ends."""
    most = min(len(one), len(other))
    front = 0
    while front < most and one[front] == other[front]:
        front += 1
    back = 0
    while back < most - front and one[-1 - back] == other[-1 - back]:
        back += 1
    return front + back


def _common(kinds: set[int], bits: int) -> int:
    """Give the kinds that all have; failing those, the direction told inside."""
    common = _TELLING
    for kind in kinds:
        common &= kind
    if kinds and common:
        return common
    return bits & (UP | DOWN) if bits & (UP | DOWN) != UP | DOWN else 0
