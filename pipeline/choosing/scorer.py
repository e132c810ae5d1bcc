"""Scores the options of a question by weights that training has learnt.

A weight is of a pair: a trait of the option ("it is the article's date") and a
circumstance of the figure ("its metric begins with dư nợ"). The score of an option is
the sum of the weights of its pairs. That is the conditional logit of D. McFadden,
"Conditional logit analysis of qualitative choice behavior", Frontiers in Econometrics
(1974).
"""

from __future__ import annotations

import math
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.models import Model

V = TypeVar("V")
W = TypeVar("W")

COLUMNS: Final = ("trait", "circumstance", "weight")
ALWAYS: Final = "*"
"""The circumstance that every figure has."""
MOST_SUMS: Final = 2000
MOST_TRAITS: Final = 2000

Pair = tuple[str, str]
Traits = tuple[str, ...]
Said = tuple[str, str]
"""A trait with a word of the text in it: its kind and the word, "begins _", "vốn"."""
SLOT: Final = "_"
"""Where in its kind the word stands."""


class Option(Generic[V]):
    """One reading of a field.

    Args:
        value: what is read.
        traits: where it comes from and what it is like.
        kinds: the few of its traits that words are paired with.
        names: what its own words are.
        groups: more traits, of which the same go together again and again; they are
            looked up at once.
    """

    __slots__ = ("groups", "kinds", "names", "traits", "value")

    def __init__(
        self,
        value: V,
        traits: Sequence[str],
        kinds: Sequence[str] = (),
        names: Sequence[Said] = (),
        groups: Sequence[Traits] = (),
    ) -> None:
        self.value = value
        self.traits = traits
        self.kinds = kinds
        self.names = names
        self.groups = groups


class Question(Generic[V]):
    """The options for a field of a figure.

    Args:
        options: that of the rules first.
        circumstances: not many; they are paired with the traits of each option.
        words: are paired with its kinds; with its names ``ALWAYS`` is.
    """

    __slots__ = ("circumstances", "options", "words")

    def __init__(
        self,
        options: list[Option[V]],
        circumstances: Traits,
        words: Sequence[Said] = (),
    ) -> None:
        self.options = options
        self.circumstances = circumstances
        self.words = words


class _Sums:
    """The weights of traits under some circumstances, summed when first asked for."""

    def __init__(self, rows: list[dict[str, float]]) -> None:
        self._rows = rows
        self._traits: dict[str, float] = {}
        self._groups: dict[Traits, float] = {}

    def of(self, trait: str) -> float:
        """Give the weight of a trait."""
        total = self._traits.get(trait)
        if total is None:
            total = _summed(self._rows, trait)
            if len(self._traits) >= MOST_TRAITS:
                self._traits.clear()
            self._traits[trait] = total
        return total

    def of_group(self, group: Traits) -> float:
        """Give the weight of traits that go together."""
        total = self._groups.get(group)
        if total is None:
            total = 0.0
            for trait in group:
                total += _summed(self._rows, trait)
            if len(self._groups) >= MOST_TRAITS:
                self._groups.clear()
            self._groups[group] = total
        return total


class Scorer:
    """Looks up weights: circumstance, then trait.

    Sums that were asked for once are kept, within bounds.
    """

    def __init__(self, weights: dict[str, dict[str, float]]) -> None:
        self._weights = weights
        self._always = weights.get(ALWAYS, {})
        self._sums: dict[Traits, _Sums] = {}
        self._adding = Lock()
        self._kinds: dict[str, int] = {}
        self._spoken: dict[str, list[float]] = {word: [] for word in weights}
        self._names: dict[str, dict[str, float]] = {}
        self._words: dict[str, dict[str, list[float]]] = {}

    def scores(self, question: Question[V]) -> list[float]:
        """Give the score of each option."""
        sums = self._sums_under(question.circumstances)
        said: list[list[float]] = []
        for kind, word in question.words:
            known = self._words.get(kind)
            if known is None:
                known = self._words[kind] = by_word(self._spoken, kind)
            spoken = known.get(word)
            if spoken is not None:
                said.append(spoken)
        return [self._score(option, sums, said) for option in question.options]

    def _score(self, option: Option[V], sums: _Sums, said: list[list[float]]) -> float:
        total = 0.0
        for trait in option.traits:
            total += sums.of(trait)
        for group in option.groups:
            total += sums.of_group(group)
        for kind in option.kinds:
            place = self._place_of(kind)
            for spoken in said:
                total += spoken[place]
        for kind, word in option.names:
            known = self._names.get(kind)
            if known is None:
                known = self._names[kind] = by_word(self._always, kind)
            weight = known.get(word)
            if weight is not None:
                total += weight
        return total

    def _place_of(self, kind: str) -> int:
        """Give the place of a kind in what words weigh; a new one is added to all.

        Articles may be read in several threads: a place is told when all words have it.
        """
        known = self._kinds.get(kind)
        if known is not None:
            return known
        with self._adding:
            place = self._kinds.get(kind, len(self._kinds))
            if place == len(self._kinds):
                for word, row in self._weights.items():
                    self._spoken[word].append(row.get(kind, 0.0))
                self._kinds[kind] = place
        return place

    def best(self, question: Question[V], *, lead: float = 0.0) -> int:
        """Give the place of the option to take.

        Another than the rules' must score more than theirs by ``lead``.
        """
        if len(question.options) == 1:
            return 0
        told = self.scores(question)
        best, most = 0, told[0] + lead
        for place, score in enumerate(told):
            if place and score > most:
                best, most = place, score
        return best

    def _sums_under(self, circumstances: Traits) -> _Sums:
        sums = self._sums.get(circumstances)
        if sums is None:
            if len(self._sums) >= MOST_SUMS:
                self._sums.clear()
            rows = [self._weights[c] for c in circumstances if c in self._weights]
            sums = self._sums[circumstances] = _Sums(rows)
        return sums


def _summed(rows: list[dict[str, float]], trait: str) -> float:
    total = 0.0
    for row in rows:
        weight = row.get(trait)
        if weight is not None:
            total += weight
    return total


def by_word(known: dict[str, W], kind: str) -> dict[str, W]:
    """Give what is known of the traits of a kind, by the word in them.

    So no trait is written out only to find that nothing is known of it.
    """
    lead, _, end = kind.partition(SLOT)
    least, last = len(lead) + len(end), len(end)
    return {
        trait[len(lead) : len(trait) - last]: told
        for trait, told in known.items()
        if len(trait) >= least and trait.startswith(lead) and trait.endswith(end)
    }


def trait_of(said: Said) -> str:
    """Write out a trait with a word of the text in it."""
    kind, word = said
    return kind.replace(SLOT, word)


def pairs_of(question: Question[V]) -> list[list[Pair]]:
    """Give the pairs of trait and circumstance that each option scores by."""
    return [
        [
            (trait, near)
            for traits in (option.traits, *option.groups)
            for trait in traits
            for near in question.circumstances
        ]
        + [(kind, trait_of(said)) for kind in option.kinds for said in question.words]
        + [(trait_of(name), ALWAYS) for name in option.names]
        for option in question.options
    ]


def read_scorer(model: Model, name: str) -> Scorer | None:
    """Read a table of weights; None where the model has none of this name.

    The tables are long and read at every start, so they are split by hand.

    Raises:
        ModelError: the table lacks a column, or a weight is no number.
    """
    header, *lines = model.table(name).splitlines() or [""]
    if not header:
        return None
    place = model.place_of(name)
    if tuple(header.split("\t")[: len(COLUMNS)]) != COLUMNS:
        columns = ", ".join(COLUMNS)
        raise ModelError(f"{place}: expected the columns {columns}; got {header!r}")
    weights: dict[str, dict[str, float]] = {}
    for number, line in enumerate(lines, 2):
        try:
            trait, circumstance, weight = line.split("\t")[: len(COLUMNS)]
            weights.setdefault(circumstance, {})[trait] = _weight(weight)
        except ValueError as error:
            raise ModelError(
                f"{place}:{number}: expected a trait, a circumstance and a weight,"
                f" got {line!r}; train the model anew"
            ) from error
    return Scorer(weights)


def _weight(cell: str) -> float:
    weight = float(cell)
    if not math.isfinite(weight):
        raise ValueError(cell)
    return weight
