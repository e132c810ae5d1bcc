"""Which articles are most worth labelling next: those the model is least sure of.

Sources: D. D. Lewis and W. A. Gale, "A sequential algorithm for training text
classifiers", SIGIR 1994, for asking where the model is unsure; J. Carbonell and
J. Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998, for asking for
what is unlike the articles already chosen; K. Weinberger and others, "Feature hashing
for large scale multitask learning", ICML 2009, for the vectors.
"""

from __future__ import annotations

import heapq
import math
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.io.annotations import LabelledArticle, to_label
from pipeline.text.folding import fold
from pipeline.training.examples import SUGGESTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.schema import Article, Observation

MOST_FIGURES: Final = 30
"""Figures above which an article is worth no more: it takes long to label."""

FEWEST_FIGURES: Final = 3
OFF_TOPIC: Final = 0.2
COPY: Final = 0.8
"""The likeness from which on an article is a copy of one that was chosen."""

POOL: Final = 20
"""How many articles are kept to choose from, for each that is asked for."""

_SMALLEST_POOL: Final = 500
_BUCKETS: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Prospect:
    """An article that may be labelled.

    Attributes:
        article: with its text.
        rows: what the model makes of it.
        doubt: the part of its figures expected to be wrong, 0 to 1.
        worth: ``doubt`` weighed by how many figures there are to learn from, and by how
            many of them are of indicators in the catalogue.
        vector: its words by hashed number, of length one.
    """

    article: Article
    rows: tuple[Observation, ...]
    doubt: float
    worth: float
    vector: Mapping[int, float]

    def annotation(self) -> LabelledArticle:
        """Give it as annotations to go through: nothing in it is judged yet."""
        labels = [replace(to_label(row), verdict=SUGGESTED) for row in self.rows]
        article = self.article
        return LabelledArticle(
            id=article.id,
            labels=tuple(labels),
            text=article.text,
            published=article.published,
            url=article.url,
            source=article.source,
            complete=False,
        )


def suggest(
    read: Iterable[tuple[Article, Sequence[Observation]]], number: int
) -> list[Prospect]:
    """Choose the articles most worth labelling, the most worth first.

    One after the other that one is taken whose worth, times how unlike it is to the
    one most like it among those taken, is greatest. Copies are never taken. Memory
    does not grow with the number of articles read.

    Args:
        read: articles with what a model makes of them.
        number: how many to choose; fewer are given where there are not as many.
    """
    pool = _best(read, max(POOL * number, _SMALLEST_POOL))
    chosen: list[Prospect] = []
    likeness = dict.fromkeys(range(len(pool)), 0.0)
    while likeness and len(chosen) < number:
        at = max(likeness, key=lambda at: (pool[at].worth * (1 - likeness[at]), -at))
        taken = pool[at]
        chosen.append(taken)
        del likeness[at]
        for other in list(likeness):
            like = alike(taken.vector, pool[other].vector)
            likeness[other] = max(likeness[other], like)
            if likeness[other] >= COPY:
                del likeness[other]
    return chosen


def _best(
    read: Iterable[tuple[Article, Sequence[Observation]]], size: int
) -> list[Prospect]:
    """Give the prospects of greatest worth, the first read first among equals."""
    found = enumerate(_prospects(read))
    heap: list[tuple[float, int, Prospect]] = []
    for at, one in found:
        entry = (one.worth, -at, one)
        if len(heap) < size:
            heapq.heappush(heap, entry)
        elif entry[:2] > heap[0][:2]:
            heapq.heapreplace(heap, entry)
    return [one for _, _, one in sorted(heap, key=lambda e: (-e[0], -e[1]))]


def _prospects(
    read: Iterable[tuple[Article, Sequence[Observation]]],
) -> Iterator[Prospect]:
    for article, rows in read:
        if len(rows) >= FEWEST_FIGURES:
            doubt = sum(map(_doubt, rows)) / len(rows)
            weight = math.log2(1 + min(len(rows), MOST_FIGURES)) * _topical(rows)
            yield Prospect(article, tuple(rows), doubt, doubt * weight, _vector(rows))


def _doubt(row: Observation) -> float:
    """Give the chance that a row is wrong; one without a metric is held to be."""
    return 1.0 if row.metric_text is None else 1 - row.confidence


def _topical(rows: Sequence[Observation]) -> float:
    """Tell how far an article is of what the catalogue is of, ``OFF_TOPIC`` to 1.

    What a model is least sure of are scores of matches and lists of numbers: outliers,
    from which little is to be learnt (B. Settles and M. Craven, "An analysis of active
    learning strategies for sequence labeling tasks", EMNLP 2008).
    """
    known = sum(row.indicator is not None for row in rows) / len(rows)
    return OFF_TOPIC + (1 - OFF_TOPIC) * known


def _vector(rows: Sequence[Observation]) -> dict[int, float]:
    """Count the words of the sentences with figures, and of the metrics once more."""
    sentences = {row.sentence_start: row.sentence_text for row in rows}
    words = [word for text in sentences.values() for word in fold(text).split()]
    words += [word for row in rows for word in fold(row.metric_text or "").split()]
    counts = Counter(zlib.crc32(word.encode("utf-8")) % _BUCKETS for word in words)
    weights = {at: 1 + math.log(times) for at, times in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {at: weight / length for at, weight in weights.items()}


def alike(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Give the cosine of two vectors of length one."""
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(at, 0.0) for at, weight in small.items())
