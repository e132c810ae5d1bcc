"""Figures as the pages show them: every field with its words or its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.web.marking import Mark, marks_at, marks_of, pieces, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.corrections.verdicts import Standing
    from pipeline.extract.trace import FigureTrace, Trace
    from pipeline.schema import Observation
    from pipeline.web.marking import Piece
    from pipeline.web.reviewing import Card
    from pipeline.web.shelf import Shelved

_MENTION_KINDS: Final[Mapping[str, str]] = {
    "amount": "amount",
    "unit": "unit",
    "time": "time",
    "area": "area",
    "organisation": "entity",
}
_CONFIDENT: Final = 0.8
_UNSURE: Final = 0.5


def sure_of(confidence: float) -> str:
    """Name how sure a row is: high, fair or low."""
    if confidence >= _CONFIDENT:
        return "high"
    return "fair" if confidence >= _UNSURE else "low"


class Field(NamedTuple):
    """One field of a figure, the words it comes from, or else its rule.

    ``rate`` is how often that rule is right, where it is known.
    """

    name: str
    value: str
    words: str | None
    rule: str | None
    rate: float | None


class Figure(NamedTuple):
    """A figure as it is shown; ``number`` counts those of the article from 0."""

    number: int
    row: Observation
    fields: tuple[Field, ...]
    standing: Standing | None = None

    @property
    def amount(self) -> str:
        """The amount with its unit, as it is written."""
        return visible(f"{self.row.amount_text} {self.row.unit_text or ''}".strip())

    @property
    def sure(self) -> str:
        """How sure the row is, in a word."""
        return sure_of(self.row.confidence)


class Passage(NamedTuple):
    """A stretch of an article that is at hand, cut at its mentions."""

    start: int
    pieces: Sequence[Piece]


def of_trace(text: str, trace: Trace) -> tuple[list[Figure], list[Passage]]:
    """Show an article that was just read, with all mentions that were seen."""
    rows = [figure.row for figure in trace.figures]
    figures = [
        Figure(number, one.row, tuple(_traced(text, one)))
        for number, one in enumerate(trace.figures)
    ]
    marks = [*marks_of(rows), *_mentions(trace)]
    return figures, [Passage(0, pieces(text, marks))]


def of_cards(shelved: Shelved, cards: Sequence[Card]) -> list[Passage]:
    """Show the text of an article with the figures that are judged, as they stand."""
    marks = [
        mark
        for card in cards
        for mark in marks_at(
            card.number, (card.label.start, card.label.end), card.label.evidence
        )
    ]
    if shelved.has_text and not shelved.stale:
        return [Passage(0, pieces(shelved.article.text, marks))]
    return [
        Passage(start, pieces(sentence, marks, offset=start))
        for start, sentence in _sentences(shelved.rows)
    ]


def of_rows(
    shelved: Shelved,
    rows: Sequence[Observation],
    standings: Mapping[tuple[int, int], Standing],
) -> tuple[list[Figure], list[Passage]]:
    """Show a stored article; without its text, the sentences that its rows carry.

    Args:
        shelved: the article.
        rows: its figures, with corrections laid over them.
        standings: what was said of figures, by their place.
    """
    whole = shelved.has_text and not shelved.stale
    text = shelved.article.text if whole else ""
    figures = [
        Figure(
            number,
            row,
            tuple(_stored(row, text)),
            standings.get((row.amount_start, row.amount_end)),
        )
        for number, row in enumerate(rows)
    ]
    marks = list(marks_of(rows))
    if whole:
        return figures, [Passage(0, pieces(text, marks))]
    return figures, [
        Passage(start, pieces(sentence, marks, offset=start))
        for start, sentence in _sentences(rows)
    ]


def _sentences(rows: Iterable[Observation]) -> list[tuple[int, str]]:
    told = {(row.sentence_start, row.sentence_text) for row in rows}
    return sorted(one for one in told if one[1])


def _mentions(trace: Trace) -> Iterator[Mark]:
    for sentence in trace.sentences:
        for one in sentence.mentions:
            yield Mark(one.start, one.end, _MENTION_KINDS[one.kind])


def _traced(text: str, figure: FigureTrace) -> Iterator[Field]:
    rules, rates = dict(figure.rules), dict(figure.rates)
    for field in _stored(figure.row, text):
        rule = field.rule or rules.get(field.name)
        yield field._replace(rule=rule, rate=rates.get(field.name))


def _stored(row: Observation, text: str) -> Iterator[Field]:
    for name, value in values_of(row).items():
        if value is not None:
            words = _words(row, name, text)
            rule = row.inferred.get(name)
            yield Field(name, visible(value), words, rule, None)


def _words(row: Observation, name: str, text: str) -> str | None:
    """Give the words a field comes from, off the text or the row's sentence."""
    span = row.evidence.get(name)
    if span is None:
        return None
    start, end = span
    if text:
        return visible(text[start:end])
    first, last = start - row.sentence_start, end - row.sentence_start
    if 0 <= first < last <= len(row.sentence_text):
        return visible(row.sentence_text[first:last])
    return None


def values_of(row: Observation) -> dict[str, str | None]:
    """Give the fields of a row as text, in the order they are shown."""
    power = row.unit_mult
    return {
        "metric": row.metric_text,
        "parent": row.parent_text,
        "entity": row.entity,
        "indicator": row.indicator,
        "period": row.period.iso if row.period else None,
        "base": row.base.iso if row.base else None,
        "plan_period": row.plan_period.iso if row.plan_period else None,
        "plan_by": row.plan_by,
        "measure": row.measure,
        "direction": row.direction,
        "bound": row.bound,
        "status": row.status,
        "unit": f"{row.unit}{f' × 10^{power}' if power else ''}" if row.unit else None,
        "price_basis": row.price_basis,
        "area": f"{row.area} ({row.area_code})" if row.area_code else row.area,
        "repeat_of": row.repeat_of,
    }
