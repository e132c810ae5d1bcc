"""How the figures of an article came about: what was seen, chosen and left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.extract.features import rules_of
from pipeline.extract.reading import within
from pipeline.lexicon.cues import BITS
from pipeline.linking.tokens import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extract.confidence import Confidence
    from pipeline.extract.observe import Place
    from pipeline.extract.reading import Reading
    from pipeline.linking.figure import Figure
    from pipeline.linking.linker import SentenceInput
    from pipeline.linking.tokens import Token
    from pipeline.schema import Observation

KINDS: Final = {
    "a": "figure",
    "t": "time",
    "c": "cue",
    "g": "area",
    "w": "word",
    "p": "sign",
}
"""What each type of token of the linker is called for a reader."""

_COMPARED: Final = ("change", "ratio")
_STATUS: Final = ("actual", "estimate", "target", "forecast")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTrace:
    """A step of a sentence as the linker walks it; ``roles`` are those of a cue.

    Offsets of every part of a trace count in the text as given.
    """

    start: int
    end: int
    text: str
    kind: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionTrace:
    """What a finder saw: an amount, a unit, a time, an area, an organisation."""

    start: int
    end: int
    text: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTrace:
    """A sentence; ``kind`` is that of its line: body, headline, caption, …."""

    start: int
    end: int
    text: str
    kind: str
    tokens: tuple[TokenTrace, ...]
    mentions: tuple[MentionTrace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that could have filled a field of a figure; ``chosen`` if they did."""

    field: str
    start: int
    end: int
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTrace:
    """A figure: its row, the words that led to it and behind it, how it was linked.

    ``rules`` maps a field to the rule that read it off words; what no words state has
    its rule in the row's ``inferred``. ``rates`` maps a field to how often it is right
    where that rule filled it, as far as the model knows. ``sentence`` counts from 0.
    """

    row: Observation
    sentence: int
    head: str
    tail: str
    rules: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, float], ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How the figures of one article came about, in the order of the text.

    ``date`` is the day, month or year the article speaks from (ISO), and
    ``date_from`` what told it.
    """

    article_id: str
    date: str | None
    date_from: str | None
    sentences: tuple[SentenceTrace, ...]
    figures: tuple[FigureTrace, ...]


def trace(
    reading: Reading,
    figures: Sequence[tuple[Figure, Place]],
    rows: Sequence[Observation],
    confidence: Confidence,
) -> Trace:
    """Put together how an article was read; ``rows`` are those of ``figures``."""
    tracer = _Tracer(reading, confidence)
    day = reading.date
    return Trace(
        article_id=reading.article.id,
        date=day.period.iso if day else None,
        date_from=day.source if day else None,
        sentences=tuple(map(tracer.sentence, reading.inputs())),
        figures=tuple(
            tracer.figure(figure, place, row)
            for (figure, place), row in zip(figures, rows, strict=True)
        ),
    )


class _Tracer:
    """Turns what stands in the NFC text into what stands in the text as given."""

    def __init__(self, reading: Reading, confidence: Confidence) -> None:
        self._reading = reading
        self._confidence = confidence

    def sentence(self, given: SentenceInput) -> SentenceTrace:
        reading = self._reading
        row = lay_out(
            reading.text, reading.folded, given.start, given.end, given.mentions
        )
        start, end, text = self._place(given.start, given.end)
        return SentenceTrace(
            start=start,
            end=end,
            text=text,
            kind=given.kind,
            tokens=tuple(map(self._token, row)),
            mentions=tuple(sorted(self._mentions(given), key=_start)),
        )

    def figure(self, figure: Figure, place: Place, row: Observation) -> FigureTrace:
        return FigureTrace(
            row=row,
            sentence=figure.sentence,
            head=self._words(figure.head),
            tail=self._words(figure.tail),
            rules=tuple(sorted(figure.rules.items())),
            rates=tuple(self._rates(figure, place)),
            candidates=tuple(self._candidates(figure, row)),
        )

    def _rates(self, figure: Figure, place: Place) -> Iterator[tuple[str, float]]:
        for field, rule in rules_of(figure, place).items():
            rate = self._confidence.rate(field, rule)
            if rate is not None:
                yield field, rate

    def _place(self, start: int, end: int) -> tuple[int, int, str]:
        first, last = self._reading.normal.to_given(start, end)
        return first, last, self._reading.article.text[first:last]

    def _words(self, tokens: list[Token]) -> str:
        return self._place(tokens[0].start, tokens[-1].end)[2] if tokens else ""

    def _token(self, token: Token) -> TokenTrace:
        start, end, text = self._place(token.start, token.end)
        roles = tuple(kind for kind, bit in BITS.items() if token.bits & bit)
        kind = KINDS[token.type]
        return TokenTrace(start=start, end=end, text=text, kind=kind, roles=roles)

    def _mentions(self, given: SentenceInput) -> Iterator[MentionTrace]:
        for amount in given.mentions.amounts:
            yield self._mention(amount.start, amount.end, "amount", amount.kind)
            if amount.unit is not None:
                unit = amount.unit
                yield self._mention(unit.start, unit.end, "unit", unit.code or "")
        for time in given.mentions.times:
            yield self._mention(time.start, time.end, "time", time.kind)
        reading = self._reading
        for area in within(reading.areas, given.start, given.end):
            label = f"{area.level} {area.name}"
            yield self._mention(area.start, area.end, "area", label)
        for seen in within(reading.organisations, given.start, given.end):
            yield self._mention(seen.start, seen.end, "organisation", seen.kind)

    def _mention(self, start: int, end: int, kind: str, label: str) -> MentionTrace:
        first, last, text = self._place(start, end)
        return MentionTrace(start=first, end=last, text=text, kind=kind, label=label)

    def _candidates(self, figure: Figure, row: Observation) -> Iterator[Candidate]:
        """Give what stands in the sentence that could fill a field."""
        for field, spans in self._fillers(figure).items():
            chosen = row.evidence.get(field)
            for start, end in spans:
                first, last, text = self._place(start, end)
                taken = chosen is not None and first < chosen[1] and chosen[0] < last
                yield Candidate(
                    field=field, start=first, end=last, text=text, chosen=taken
                )

    def _fillers(self, figure: Figure) -> dict[str, list[tuple[int, int]]]:
        reading, sentence = self._reading, self._reading.sentences[figure.sentence]
        bounds = sentence.start, sentence.end
        row = [*figure.head, *figure.tail]
        status = sum(BITS[kind] for kind in _STATUS)
        times = [(t.start, t.end) for t in within(reading.times, *bounds)]
        fillers = {
            "period": times,
            "base": times if figure.measure in _COMPARED else [],
            "status": [(t.start, t.end) for t in row if t.bits & status],
            "area": [(a.start, a.end) for a in within(reading.areas, *bounds)],
            "entity": [
                (o.start, o.end) for o in within(reading.organisations, *bounds)
            ],
        }
        return {field: spans for field, spans in fillers.items() if spans}


def _start(mention: MentionTrace) -> int:
    return mention.start
