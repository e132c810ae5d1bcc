"""Finds the figures that a text tells more than once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from pipeline.linking.figure import Figure, Stretch

_HALF: Final = 0.5
_TELLING: Final = 3
_TELLING_TITLE: Final = 2
"""Digits from which on a number is not told by chance of two things of one name."""

_MOST_TWINS: Final = 100
"""So many figures of one value are compared: a table repeats itself without end."""

_WHOLE_SENTENCE: Final = 40
"""Characters from which on a sentence that stands twice is told twice."""


def mark_repeats(
    figures: Sequence[Figure],
    folded: str,
    *,
    sentences: Sequence[Stretch],
    headlines: frozenset[int],
) -> None:
    """Let every repetition point at the figure that it repeats.

    Figures are the same when value, unit, kind of statement, period, base, entity and
    metric are, and the number is telling: "thuế suất 5%" twice is a rule told twice.
    A headline shortens names, so half of their words is enough there. The figure
    itself is the first outside headlines and captions, else the first of all; the
    others repeat it.

    Args:
        figures: linked, in order.
        folded: the folded text.
        sentences: the stretch of each sentence.
        headlines: the numbers of the sentences that are headlines or captions.
    """
    reader = _Reader(folded, sentences, headlines)
    for same in _alike([f for f in figures if f.metric is not None], _sum):
        for group in _alike(same, _key):
            reader.mark(sorted(group, key=lambda f: f.sentence in headlines))


def _alike(
    figures: Sequence[Figure], key: Callable[[Figure], object]
) -> Iterator[list[Figure]]:
    """Give the figures of one key, in order, where they are more than one."""
    groups: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[key(figure)].append(figure)
    return (group for group in groups.values() if len(group) > 1)


def _sum(figure: Figure) -> Decimal:
    source = (figure.unit_from or figure.amount).unit
    return figure.amount.value.scaleb(source.power if source else 0)


def _key(figure: Figure) -> tuple[object, ...]:
    """Give all but value and name that figures share which tell the same."""
    source = (figure.unit_from or figure.amount).unit
    power = source.power if source else 0
    amount = figure.amount
    most = amount.value_max
    return (
        most.scaleb(power) if most is not None else None,
        source.code if source else None,
        amount.kind,
        figure.measure,
        figure.direction,
        figure.period,
        figure.base,
        figure.entity,
    )


class _Reader:
    """Compares figures that are alike in all but their names."""

    def __init__(
        self, folded: str, sentences: Sequence[Stretch], headlines: frozenset[int]
    ) -> None:
        self._folded = folded
        self._sentences = sentences
        self._headlines = headlines

    def mark(self, group: Sequence[Figure]) -> None:
        """Compare each figure with those before it that repeat nothing."""
        originals: list[Figure] = []
        for figure in group:
            alike = (o for o in originals[:_MOST_TWINS] if self._twin(figure, o))
            figure.repeat_of = next(alike, None)
            if figure.repeat_of is None:
                originals.append(figure)

    def _twin(self, figure: Figure, other: Figure) -> bool:
        if figure.sentence == other.sentence:
            return False
        one, two = self._names(figure), self._names(other)
        digits = len(figure.amount.value.normalize().as_tuple().digits)
        if figure.sentence in self._headlines:
            near = len(one & two) >= _HALF * min(len(one), len(two))
            return one == two or (near and digits >= _TELLING_TITLE)
        if one != two:
            return False
        said = self._said(figure)
        again = len(said) >= _WHOLE_SENTENCE and said == self._said(other)
        return digits >= _TELLING or again

    def _names(self, figure: Figure) -> frozenset[str]:
        name = self._folded[slice(*figure.metric)] if figure.metric else ""
        return frozenset(name.split())

    def _said(self, figure: Figure) -> str:
        return self._folded[slice(*self._sentences[figure.sentence])]
