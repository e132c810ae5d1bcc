"""Sees phrases of unknown words in the slots where vocabulary stands.

Three slots are looked at (Hearst's patterns, 1992, with figures for anchors): right
behind a number that has no unit, where units and counted nouns stand; right before
one that has, where cues stand; and the names that figures were found to be of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import AMOUNT, CUE, SIGN, WORD, lay_out
from pipeline.values.nouns import read_counted_noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extract.extractor import Survey
    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token
    from pipeline.schema import Observation
    from pipeline.values.amount import Amount

Slot: TypeAlias = Literal["behind", "before", "name"]

EDGE: Final = "|"
"""Stands for the neighbour where no word is: a sign, a figure, a time, the end."""

_LONGEST: Final[dict[Slot, int]] = {"behind": 4, "before": 5, "name": 6}
_CLAUSE: Final = 14
_SURE: Final = 0.3
_WORDLESS: Final = frozenset({"bare", "rank"})
_PARTS: Final = frozenset({"part", "fraction"})
_BREAKS: Final = frozenset(".;")
_OPEN: Final = frozenset({"bare", "count"})


class Sighting(NamedTuple):
    """One phrase in one slot; offsets count in the NFC text.

    ``left`` and ``right`` are the words beside it, ``amount`` the kind of unit of its
    figure, ``bits`` the kinds of the known cues in it, ``head`` the name of a metric
    in the clause before it. ``decimal``: its number is no whole one, and no magnitude
    word ("1,4 nghìn") makes it one. ``unsure``: the figure was not linked, or hardly.
    """

    slot: Slot
    phrase: str
    start: int
    end: int
    left: str
    right: str
    amount: str
    decimal: bool
    bits: int
    head: str
    unsure: bool


def sightings(survey: Survey) -> Iterator[Sighting]:
    """Give every sighting of an article, in no order that matters."""
    reading = survey.reading
    linked = {figure.amount.start: row for figure, row in survey.figures}
    for sentence in reading.inputs():
        if not sentence.mentions.amounts:
            continue
        row = lay_out(
            reading.text,
            reading.folded,
            sentence.start,
            sentence.end,
            sentence.mentions,
        )
        for at, token in enumerate(row):
            if token.type == AMOUNT:
                amount: Amount = token.ref  # type: ignore[assignment]
                unsure = _is_unsure(linked.get(amount.start))
                yield from _behind(row, at, reading.folded, unsure=unsure)
                yield from _before(row, at, unsure=unsure)
    yield from _names(survey)


def _is_unsure(row: Observation | None) -> bool:
    return row is None or row.metric_text is None or row.confidence < _SURE


def _behind(
    row: Sequence[Token], at: int, folded: str, *, unsure: bool
) -> Iterator[Sighting]:
    amount: Amount = row[at].ref  # type: ignore[assignment]
    if amount.kind not in _OPEN or amount.form in _PARTS or amount.form == "rank":
        return
    if amount.unit is not None and amount.unit.code is not None:
        return
    if read_counted_noun(folded, amount.unit_end) is not None:
        return
    words = row[at + 1 : at + 1 + _LONGEST["behind"]]
    size = next((i for i, t in enumerate(words) if not _is_plain(t)), len(words))
    plain = amount.unit is None
    decimal = plain and amount.value != amount.value.to_integral_value()
    for end in range(1, size + 1):
        phrase = " ".join(t.word for t in words[:end])
        span = (words[0].start, words[end - 1].end)
        right = _word_at(row, at + 1 + end)
        yield Sighting(
            *("behind", phrase, *span, EDGE, right),
            *(amount.kind, decimal, 0, "", unsure),
        )


def _is_plain(token: Token) -> bool:
    """Tell a word that may be of a noun: no name, and no cue but a head of names."""
    if token.type == WORD:
        return not token.bits & c.CAPITAL and token.word.isalpha()
    return token.type == CUE and bool(token.bits & c.HEAD)


def _before(row: Sequence[Token], at: int, *, unsure: bool) -> Iterator[Sighting]:
    amount: Amount = row[at].ref  # type: ignore[assignment]
    if amount.kind in _WORDLESS or amount.form in _PARTS:
        return
    begin = at
    while begin and at - begin < _LONGEST["before"] and _may_lead(row[begin - 1]):
        begin -= 1
    head = _head(row, begin, at)
    for first in range(begin, at):
        tokens = row[first:at]
        if all(t.type == CUE for t in tokens):
            continue
        bits = 0
        for token in tokens:
            bits |= token.bits
        phrase = " ".join(t.word for t in tokens)
        span = (tokens[0].start, tokens[-1].end)
        yield Sighting(
            *("before", phrase, *span, _word_at(row, first - 1), EDGE),
            *(amount.kind, False, bits, head, unsure),
        )


def _may_lead(token: Token) -> bool:
    if token.type == WORD:
        return not token.bits & c.CAPITAL and token.word.isalpha()
    return token.type == CUE and not token.bits & c.HEAD


def _head(row: Sequence[Token], begin: int, at: int) -> str:
    """Give the last name of a metric in the clause before a phrase, or ""."""
    for token in reversed(row[max(0, at - _CLAUSE) : begin]):
        if token.type == AMOUNT or (token.type == SIGN and token.word in _BREAKS):
            return ""
        if token.bits & c.HEAD:
            return token.word
    return ""


def _word_at(row: Sequence[Token], at: int) -> str:
    token = row[at] if 0 <= at < len(row) else None
    return token.word if token and token.type in (WORD, CUE) else EDGE


def _names(survey: Survey) -> Iterator[Sighting]:
    """Give the names of metrics that the catalogue does not know, each once."""
    text, folded = survey.reading.text, survey.reading.folded
    seen: set[tuple[int, int]] = set()
    for figure, row in survey.figures:
        span = figure.metric
        if span is None or row.indicator is not None or span in seen:
            continue
        if not figure.own_metric or figure.amount.kind in _WORDLESS:
            continue
        seen.add(span)
        phrase = " ".join(folded[slice(*span)].split())
        if _is_name(text[slice(*span)], phrase):
            yield _name(figure, row, phrase, folded)


def _is_name(written: str, phrase: str) -> bool:
    """Tell two to six words in small letters."""
    words = phrase.split()
    small = written[1:] == written[1:].lower()
    solid = all(word.isalpha() for word in words)
    return small and solid and 1 < len(words) <= _LONGEST["name"]


def _name(figure: Figure, row: Observation, phrase: str, folded: str) -> Sighting:
    start, end = figure.metric or (0, 0)
    left, right = folded[max(0, start - 24) : start], folded[end : end + 24]
    return Sighting(
        *("name", phrase, start, end, _last(left), _first(right)),
        *(figure.amount.kind, False, figure.head_bits, "", _is_unsure(row)),
    )


def _last(text: str) -> str:
    word = text.rsplit(" ", 2)[-2:] if text.endswith(" ") else [text]
    return word[0] if len(word) > 1 and word[0].isalpha() else EDGE


def _first(text: str) -> str:
    word = text[1:].partition(" ")[0] if text.startswith(" ") else ""
    return word if word.isalpha() else EDGE
