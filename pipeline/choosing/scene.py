"""What may be looked at when a choice is made: the article as linking has left it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.values.periods import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.linker import SentenceInput
    from pipeline.schema import Period
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

    Told = tuple[TimeMention, Period]


@dataclass
class Scene:
    """An article that is linked; offsets count in its folded text.

    ``figures`` are in the order of the text.
    """

    text: str
    folded: str
    sentences: Sequence[SentenceInput]
    figures: Sequence[Figure]
    anchor: ArticleDate | None
    _times: dict[int, list[Told]] = field(default_factory=dict)
    _words: dict[Stretch, list[str]] = field(default_factory=dict)

    def words(self, span: Stretch | None) -> list[str]:
        """Give the folded words of a stretch; they are split once."""
        if span is None:
            return []
        words = self._words.get(span)
        if words is None:
            words = self._words[span] = self.folded[span[0] : span[1]].split()
        return words

    def times(self, number: int) -> list[Told]:
        """Give the times of a sentence that can be resolved by the article's date."""
        told = self._times.get(number)
        if told is None:
            told = self._times[number] = self._resolved(number)
        return told

    def _resolved(self, number: int) -> list[Told]:
        if not 0 <= number < len(self.sentences):
            return []
        read = (
            (time, resolve(time, anchor=self.anchor))
            for time in self.sentences[number].mentions.times
        )
        return [(time, period) for time, period in read if period is not None]

    @cached_property
    def openings(self) -> list[int]:
        """Give, for each figure, the place of the first figure of its sentence."""
        places: list[int] = []
        for at, figure in enumerate(self.figures):
            same = at and self.figures[at - 1].sentence == figure.sentence
            places.append(places[-1] if same else at)
        return places

    @cached_property
    def names(self) -> list[str]:
        """Give the folded words of each figure's metric, as the rules found them."""
        return [" ".join(self.words(figure.metric)) for figure in self.figures]

    @cached_property
    def uses(self) -> Counter[str]:
        """Count the figures that have each name."""
        return Counter(self.names)
