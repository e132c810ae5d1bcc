"""What one gets without a grammar and without learning: two readers to compare with.

``regex`` takes numbers with the unit behind them and the nearest words before them;
``ner`` takes the same numbers with underthesea's nearest noun chunk and nearest place.
Neither was tuned; both are scored by the scorer that scores the extractor, which tells
how much of a score the task gives away for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from pipeline.evaluation.words import surfaces
from pipeline.io.annotations import Label
from pipeline.lexicon.tables import parse_table
from pipeline.text.segmenter import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.schema import Article, Bound, Direction, Measure, Status
    from pipeline.text.segmenter import TaggedWord

_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.;!?](?=\s)|(?=\n)|\Z)")
_NUMBER: Final = r"(?<![\w.,/-])(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_NOUN: Final = r"(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+)?)"
_NAME: Final = r"(?P<name>[^\W\d_a-z]\w*(?:\s[A-ZĐ]\w*){0,3})"
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LEAD: Final = 30
"""Characters before a number in which a word decides its measure."""

_TAIL: Final = 40
_MEMORY: Final = 400
"""Characters before a number in which the last time told is its period."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    text: str
    words: tuple[TaggedWord, ...] = ()


def read_by_regex(article: Article) -> tuple[Label, ...]:
    """Give the figures of an article as regular expressions see them."""
    area = _first_area(article.text)
    return tuple(
        _label(article, sentence, figure, _words_before(sentence, figure), area)
        for sentence in _sentences(article.text)
        for figure in _figures(sentence.text)
    )


def read_by_entities(article: Article) -> tuple[Label, ...]:
    """Give the same figures with the nearest noun chunk and place of underthesea."""
    found: list[Label] = []
    area: str | None = None
    for bare in _sentences(article.text):
        figures = list(_figures(bare.text))
        if not figures:
            continue
        sentence = _Sentence(bare.start, bare.text, tag(bare.text))
        for figure in figures:
            area = _nearest_place(sentence, figure) or area
            metric = _chunk_before(sentence, figure)
            found.append(_label(article, sentence, figure, metric, area))
    return tuple(found)


COMPARATORS: Final[Mapping[str, Callable[[Article], tuple[Label, ...]]]] = {
    "regex": read_by_regex,
    "ner": read_by_entities,
}


def _sentences(text: str) -> Iterator[_Sentence]:
    for found in _SENTENCE.finditer(text):
        yield _Sentence(found.start(), found[0])


def _figures(sentence: str) -> Iterator[re.Match[str]]:
    """Give numbers with a unit or a counted noun behind them."""
    for found in _figure().finditer(sentence):
        before = sentence[max(0, found.start() - _LEAD) : found.start()].rstrip()
        if not _ends("not_a_figure").search(before):
            yield found


def _label(
    article: Article,
    sentence: _Sentence,
    figure: re.Match[str],
    metric: str | None,
    area: str | None,
) -> Label:
    lead = sentence.text[max(0, figure.start() - _LEAD) : figure.start()]
    tail = sentence.text[figure.end() : figure.end() + _TAIL]
    percent = figure["unit"] == "%"
    measure, direction = _measure(lead, tail, percent=percent)
    start, end = figure.span("number")
    at = sentence.start + start
    period = _period(article, article.text[max(0, at - _MEMORY) : at])
    return Label(
        start=at,
        end=sentence.start + end,
        value=Decimal(figure["number"].replace(".", "").replace(",", ".")),
        unit=figure["unit"] or figure["noun"],
        bound=_bound(lead),
        measure=measure,
        direction=direction,
        metric=metric or figure["noun"],
        period=period,
        base=_base(measure, tail, period),
        status=_status(sentence.text[: figure.start()]),
        area=area,
    )


def _measure(
    lead: str, tail: str, *, percent: bool
) -> tuple[Measure, Direction | None]:
    if _any("share").search(lead):
        return "share", None
    if _any("up").search(lead):
        return "change", "up"
    if _any("down").search(lead):
        return "change", "down"
    return ("ratio" if percent and _any("plan").search(tail) else "level"), None


def _base(measure: Measure, tail: str, period: str | None) -> str | None:
    if measure == "share":
        return "whole"
    if measure == "level":
        return None
    if _any("plan").search(tail):
        return "plan"
    if period and _any("year_before").search(tail):
        return _YEAR.sub(lambda year: str(int(year[0]) - 1), period)
    return None


def _bound(lead: str) -> Bound:
    bounds: tuple[Bound, ...] = ("over", "about", "under")
    found = (bound for bound in bounds if _ends(bound).search(lead.rstrip()))
    return next(found, "exact")


def _status(before: str) -> Status:
    statuses: tuple[Status, ...] = ("estimate", "target", "forecast")
    found = (status for status in statuses if _any(status).search(before))
    return next(found, "actual")


def _period(article: Article, before: str) -> str | None:
    """Give the last year told before the figure, else that of the publication.

    "9 tháng" before the figure are the months from January.
    """
    years = _YEAR.findall(before) or _YEAR.findall(article.published or "")[:1]
    if not years:
        return None
    months = _months().findall(before)
    return f"{years[-1]}-01/{years[-1]}-{int(months[-1]):02}" if months else years[-1]


def _words_before(sentence: _Sentence, figure: re.Match[str]) -> str | None:
    """Give the nearest run of words without a sign, a figure or a breaking word."""
    before = _figure().sub(";", sentence.text[: figure.start()])
    parts = _break().split(before)
    return next((part.strip() for part in reversed(parts) if part.strip()), None)


def _chunk_before(sentence: _Sentence, figure: re.Match[str]) -> str | None:
    """Give the nearest noun chunk before the figure that names something."""
    chunk: list[TaggedWord] = []
    for word in reversed([w for w in sentence.words if w.end <= figure.start()]):
        if not word.chunk.endswith("-NP"):
            chunk = []
            continue
        chunk.insert(0, word)
        if word.chunk.startswith("B-"):
            if _names_something(chunk):
                return sentence.text[chunk[0].start : chunk[-1].end]
            chunk = []
    return None


def _names_something(chunk: list[TaggedWord]) -> bool:
    """Hold a noun, and neither a number nor an entity."""
    others = any(w.speech in {"M", "Nu"} or w.entity != "O" for w in chunk)
    return not others and any(w.speech == "N" for w in chunk)


def _nearest_place(sentence: _Sentence, figure: re.Match[str]) -> str | None:
    best: tuple[int, str] | None = None
    place: list[TaggedWord] = []
    for word in sentence.words:
        place = [*place, word] if word.entity == "I-LOC" and place else []
        if word.entity == "B-LOC":
            place = [word]
        if place:
            away = abs(word.end - figure.start())
            name = sentence.text[place[0].start : word.end]
            if best is None or away <= best[0] or word.entity == "I-LOC":
                best = (away, name)
    return best[1] if best else None


def _first_area(text: str) -> str | None:
    found = _area().search(text)
    return found["name"] if found else None


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    times = _words("not_counted")
    named = [word for word in surfaces("unit", "physical") if word not in times]
    scales, units, not_counted = map(_either, (surfaces("scale"), named, times))
    unit = rf"(?P<unit>(?:(?:{scales})\s)*(?:{units})(?!\w)|(?:{scales})(?!\w))"
    counted = rf"(?!(?:{not_counted})(?!\w)){_NOUN}"
    return re.compile(rf"{_NUMBER}(?:\s?{unit}|\s{counted})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _break() -> re.Pattern[str]:
    kinds = ("break", "up", "down", "share", "estimate", "target", "over", "about")
    found = _either([word for kind in kinds for word in _words(kind)])
    return re.compile(rf"[,;:.()\d%/–-]|(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _months() -> re.Pattern[str]:
    month = _either(_words("month"))
    return re.compile(rf"(?<!\d)([1-9]|1[0-2])\s(?:{month})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _area() -> re.Pattern[str]:
    prefixes = "|".join(re.escape(word) for word in surfaces("area_prefix"))
    return re.compile(rf"(?<!\w)(?i:{prefixes})\s{_NAME}")


@lru_cache(maxsize=16)
def _any(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(_words(kind))})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _ends(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(_words(kind))})\Z", re.IGNORECASE)


def _either(words: list[str]) -> str:
    return "|".join(map(re.escape, words))


@lru_cache(maxsize=16)
def _words(kind: str) -> list[str]:
    path = resources.files("pipeline.evaluation").joinpath("comparators.tsv")
    rows = parse_table(path.read_text(encoding="utf-8"), name="comparators.tsv")
    return [row["surface"] for row in rows if row["kind"] == kind]
