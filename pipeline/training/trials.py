"""Tries phrases on labelled articles: what is read better with them, what worse.

A trial links anew only the sentences around a phrase, with it and without it, so
that hundreds of phrases can be tried in seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.evaluation.agreement import same_metric, same_quantity
from pipeline.evaluation.alignment import align
from pipeline.evaluation.words import overlap
from pipeline.extract.units import unit_of
from pipeline.lexicon.additions import additions_of
from pipeline.lexicon.indicators import read_catalogue
from pipeline.linking.linker import link_article
from pipeline.matching.cues import CueFinder
from pipeline.values.additions import AddedUnits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.choosing.scene import Scene
    from pipeline.extract import Extractor
    from pipeline.io.annotations import Label
    from pipeline.lexicon.additions import Addition
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.linker import SentenceInput
    from pipeline.models import Model
    from pipeline.training.examples import Example
    from pipeline.values.amount import Amount

RIGHT: Final = 3
"""How many fields of a figure agree where its core does: amount, measure, metric."""
_OF_NAME: Final = 0.9
"""What the words of a metric count, less than any field."""
_BACK: Final = 2
"""Sentences before a phrase that are linked with it: what it may inherit from."""
_AHEAD: Final = 1
_MOST_PLACES: Final = 60


@dataclass(frozen=True, slots=True)
class Page:
    """An example as linking left it.

    Attributes:
        scene: the article; offsets count in its NFC text.
        labels: by where their amount begins there, as far as an amount was found.
        unlabelled: amounts that are known to be no figure; none where the example is
            incomplete.
    """

    scene: Scene
    labels: Mapping[int, Label]
    unlabelled: frozenset[int]

    @property
    def folded(self) -> str:
        """The text that phrases are looked for in."""
        return self.scene.folded

    def judges(self, number: int) -> bool:
        """Tell whether anything is known of the amounts of a sentence."""
        amounts = self.scene.sentences[number].mentions.amounts
        return any(
            a.start in self.labels or a.start in self.unlabelled for a in amounts
        )

    def sentence_at(self, place: int) -> int:
        """Give the number of the sentence that holds a character."""
        starts = self.scene.sentences
        return max(0, bisect_right(starts, place, key=lambda one: one.start) - 1)


class Verdict(NamedTuple):
    """Figures that are read better with a phrase than without it, and worse.

    ``spoilt`` counts those of the worse whose core was right and is so no more,
    ``articles`` those articles in which more get better than worse.
    """

    better: int = 0
    worse: int = 0
    spoilt: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int


def lay_page(extractor: Extractor, example: Example) -> Page:
    """Link an article and pair its amounts with the labels."""
    normal, scene = extractor.scene(example.article)
    amounts = [one for sentence in scene.sentences for one in sentence.mentions.amounts]
    given = [_Placed(*normal.to_given(one.start, one.end)) for one in amounts]
    start_of = {id(at): one.start for at, one in zip(given, amounts, strict=True)}
    judged = {(label.start, label.end): label for label in example.labels}
    aligned = align([_Placed(*span) for span in sorted(judged)], given)
    standing = set(map(id, example.standing))
    pairs = [
        (judged[gold.start, gold.end], start_of[id(at)]) for gold, at in aligned.pairs
    ]
    free = [start_of[id(at)] for at in aligned.spurious] if example.complete else []
    rejected = [start for label, start in pairs if id(label) not in standing]
    return Page(
        scene,
        {start: label for label, start in pairs if id(label) in standing},
        frozenset((*free, *rejected)),
    )


def outcome(page: Page, amount: int, figure: Figure | None) -> float:
    """Say how well a figure is read: ``RIGHT`` and more where its core is.

    That is the number of fields that agree with the label, and the share of words
    that the two metrics have in common; a figure that is none gives -1.
    """
    label = page.labels.get(amount)
    if label is None:
        return -1.0 if figure is not None and amount in page.unlabelled else 0.0
    if figure is None:
        return 0.0
    found = _read(page, label, figure)
    measured = (found.measure, found.direction) == (label.measure, label.direction)
    fields = same_quantity(label, found) + measured + same_metric(label, found)
    return fields + overlap(label.metric, found.metric) * _OF_NAME


def _read(page: Page, label: Label, figure: Figure) -> Label:
    """Give a label as linking would have told it, as far as the core goes."""
    text = page.scene.text
    return replace(
        label,
        value=figure.amount.value,
        value_max=figure.amount.value_max,
        unit=unit_of(text, figure).text,
        measure=figure.measure,
        direction=figure.direction,
        metric=_words(text, figure.metric),
        parent=_words(text, figure.parent),
    )


def _words(text: str, span: Stretch | None) -> str | None:
    return " ".join(text[slice(*span)].split()) if span else None


class Trials:
    """Tries phrases on pages, on top of what a model has and what was kept before.

    Args:
        model: whose catalogue and vocabulary count.
        rows: the vocabulary to begin with.
        pages: what the phrases are tried on.
    """

    def __init__(
        self, model: Model, rows: Sequence[Addition], pages: Sequence[Page]
    ) -> None:
        self._names = tuple(read_catalogue(model).measured_names())
        self._pages = pages
        self._rows = tuple(rows)
        self._now = self._finders(self._rows)

    def keep(self, row: Addition) -> None:
        """Let a phrase count in all trials to come."""
        self._rows = (*self._rows, row)
        self._now = self._finders(self._rows)

    def compare(self, row: Addition, phrase: str) -> Verdict:
        """Read the sentences that hold a folded phrase without a row and with it."""
        then = self._finders((*self._rows, row))
        better: Counter[int] = Counter()
        worse: Counter[int] = Counter()
        spoilt = 0
        for number, page, sentences in self._places(phrase):
            before = _outcomes(page, sentences, self._now)
            after = _outcomes(page, sentences, then)
            better[number] += sum(after[at] > before[at] for at in before)
            worse[number] += sum(after[at] < before[at] for at in before)
            spoilt += sum(after[at] < RIGHT <= before[at] for at in before)
        helped = sum(better[number] > worse[number] for number in better)
        return Verdict(better.total(), worse.total(), spoilt, helped)

    def _finders(self, rows: Sequence[Addition]) -> tuple[CueFinder, AddedUnits]:
        added = additions_of(rows)
        return CueFinder(self._names, added), AddedUnits(added)

    def _places(self, phrase: str) -> Iterator[tuple[int, Page, range]]:
        """Give the runs of sentences around each place of a phrase."""
        pattern = standing_alone(phrase)
        left = _MOST_PLACES
        for at, page in enumerate(self._pages):
            if phrase not in page.folded:
                continue
            read = 0
            for match in pattern.finditer(page.folded):
                number = page.sentence_at(match.start())
                if not page.judges(number):
                    continue
                low = max(read, number - _BACK)
                read = min(len(page.scene.sentences), number + _AHEAD + 1)
                if low < read and left:
                    left -= 1
                    yield at, page, range(low, read)


def standing_alone(phrase: str) -> re.Pattern[str]:
    """Give the pattern of a folded phrase that begins and ends with whole words."""
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def _outcomes(
    page: Page, numbers: range, finders: tuple[CueFinder, AddedUnits]
) -> dict[int, float]:
    scene = page.scene
    sentences = [_seen(scene.folded, scene.sentences[n], finders) for n in numbers]
    figures = link_article(scene.text, scene.folded, sentences, scene.anchor)
    found = {figure.amount.start: figure for figure in figures}
    amounts: list[Amount] = [a for one in sentences for a in one.mentions.amounts]
    return {a.start: outcome(page, a.start, found.get(a.start)) for a in amounts}


def _seen(
    folded: str, sentence: SentenceInput, finders: tuple[CueFinder, AddedUnits]
) -> SentenceInput:
    """Find cues, units and nouns of a sentence anew."""
    cues, units = finders
    start = sentence.start
    found = cues.find(folded[start : sentence.end])
    mentions = replace(
        sentence.mentions,
        cues=[(start + low, start + high, bits) for low, high, bits in found],
        amounts=units.read(folded, sentence.mentions.amounts),
    )
    return replace(sentence, mentions=mentions)
