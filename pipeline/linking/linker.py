"""Links every figure of an article: metric, parent, period, base, status."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.dating import Clock, date_sentence
from pipeline.linking.figure import Figure, Stretch
from pipeline.linking.measures import set_measure
from pipeline.linking.phrases import counted_phrase, metric_phrase
from pipeline.linking.status import set_statuses
from pipeline.linking.tokens import Mentions, Token, lay_out
from pipeline.linking.zones import figures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.periods import ArticleDate

_CLASSIFIER_METRIC: Final = 1


@dataclass(frozen=True, slots=True)
class SentenceInput:
    """One sentence with what was found in it; offsets count in the folded text."""

    start: int
    end: int
    paragraph: int
    kind: str
    mentions: Mentions


@dataclass(slots=True)
class _Topic:
    """What the article is talking about as it is read."""

    metric: Stretch | None = None
    first: Stretch | None = None
    paragraph: int = -1
    stack: list[tuple[int, Stretch | None]] = field(default_factory=list)


def link_article(
    folded: str, sentences: Sequence[SentenceInput], anchor: ArticleDate | None
) -> list[Figure]:
    """Link the figures of all sentences, in order."""
    clock = Clock(anchor)
    topic = _Topic()
    figures: list[Figure] = []
    for number, sentence in enumerate(sentences):
        row = lay_out(folded, sentence.start, sentence.end, sentence.mentions)
        found = figures_of(row, number)
        if not found:
            continue
        topic.paragraph = sentence.paragraph
        _set_metrics(found, row, topic, folded)
        set_statuses(found, None)
        date_sentence(found, clock, folded)
        figures.extend(found)
    return figures


def _set_metrics(
    figures: Sequence[Figure], row: Sequence[Token], topic: _Topic, folded: str
) -> None:
    parent = _parent_from_before(row, topic)
    current: Stretch | None = None
    outer: list[Stretch | None] = []
    depth = 0
    for i, figure in enumerate(figures):
        while depth < figure.depth:
            outer.append(current)
            depth += 1
        while depth > figure.depth:
            current = outer.pop() if outer else current
            depth -= 1
        set_measure(figure, folded)
        if any(t.bits & c.PART for t in figure.head) and current is not None:
            parent = current
        phrase = _metric_of(figure, row, current, folded)
        if phrase is not None:
            current = phrase
            figure.own_metric = True
        elif current is None:
            current = topic.metric
            figure.infer("metric", "sentence_before")
        else:
            figure.infer("metric", "same_clause")
        figure.metric = current
        if current is not None:
            figure.evidence["metric"] = current
        if parent is not None and parent != current:
            figure.parent = parent
    if figures[0].metric:
        topic.metric = figures[0].metric


def _parent_from_before(row: Sequence[Token], topic: _Topic) -> Stretch | None:
    lead = [t for t in row[:4] if t.bits & c.PART]
    return topic.metric if lead else None


def _stretch(tokens: Sequence[Token]) -> Stretch | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _metric_of(
    figure: Figure, row: Sequence[Token], current: Stretch | None, folded: str
) -> Stretch | None:
    left = _stretch(metric_phrase(figure.head))
    if figure.amount.kind != "count":
        return left
    after = next(i for i, t in enumerate(row) if t.start == figure.amount.start) + 1
    right = _stretch(counted_phrase(row, after))
    if right is None:
        return left
    if figure.measure == "change":
        return left
    return right
