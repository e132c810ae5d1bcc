"""What may be looked at when a choice is made: the article as linking has left it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.choosing.phrases import Row
from pipeline.choosing.told import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.choosing.told import Told
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.linker import SentenceInput
    from pipeline.values.periods import ArticleDate


@dataclass(slots=True, eq=False)
class Phrase:
    """A stretch of the text: its folded words, how many, the first and the last.

    ``opening`` and ``ending`` are two words each, where there are as many.
    """

    name: str
    size: int
    first: str
    opening: str
    last: str
    ending: str


def _phrase(words: list[str]) -> Phrase:
    size = len(words)
    if not size:
        return Phrase("", 0, "", "", "", "")
    first, last = words[0], words[-1]
    if size == 1:
        return Phrase(first, 1, first, first, last, last)
    opening, ending = f"{first} {words[1]}", f"{words[-2]} {last}"
    return Phrase(" ".join(words), size, first, opening, last, ending)


@dataclass
class Scene:
    """An article that is linked; offsets count in its folded text.

    ``figures`` are in the order of the text.
    """

    text: str
    folded: str
    sentences: Sequence[SentenceInput]
    figures: list[Figure]
    anchor: ArticleDate | None
    _times: dict[int, list[Told]] = field(default_factory=dict)
    _phrases: dict[Stretch, Phrase] = field(default_factory=dict)
    _rows: dict[int, Row] = field(default_factory=dict)

    def phrase(self, span: Stretch) -> Phrase:
        """Give a stretch with its words; they are split once."""
        phrase = self._phrases.get(span)
        if phrase is None:
            phrase = _phrase(self.folded[span[0] : span[1]].split())
            self._phrases[span] = phrase
        return phrase

    def row(self, figure: Figure) -> Row:
        """Give the row of a figure with its phrases; they are sought once."""
        row = self._rows.get(figure.sentence)
        if row is None or row.tokens is not figure.row:
            row = self._rows[figure.sentence] = Row(figure.row)
        return row

    def times(self, number: int) -> list[Told]:
        """Give the times of a sentence that can be resolved by the article's date."""
        told = self._times.get(number)
        if told is None:
            told = self._times[number] = self._resolved(number)
        return told

    def _resolved(self, number: int) -> list[Told]:
        found: list[Told] = []
        if 0 <= number < len(self.sentences):
            for time in self.sentences[number].mentions.times:
                told = self.calendar.told(time)
                if told is not None:
                    found.append(told)
        return found

    @cached_property
    def calendar(self) -> Calendar:
        """Give the periods that the article may speak of."""
        return Calendar(self.folded, self.anchor)

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
        return [
            "" if figure.metric is None else self.phrase(figure.metric).name
            for figure in self.figures
        ]

    @cached_property
    def uses(self) -> dict[str, int]:
        """Count the figures that have each name."""
        counts: dict[str, int] = {}
        for name in self.names:
            counts[name] = counts.get(name, 0) + 1
        return counts
