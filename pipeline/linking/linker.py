"""Links every figure of an article: metric, parent, period, base, status."""

from __future__ import annotations

import re
from functools import lru_cache
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.dating import Clock, backfill, date_sentence
from pipeline.linking.figure import Figure, Stretch
from pipeline.linking.measures import follow_parallels, set_measure
from pipeline.lexicon.tables import read_table
from pipeline.linking.phrases import (
    counted_phrase,
    following_phrase,
    metric_phrase,
    names_entity,
)
from pipeline.linking.status import set_statuses
from pipeline.linking.tokens import SIGN, Mentions, Token, lay_out
from pipeline.linking.zones import figures_of, without_asides

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
    text: str, folded: str, sentences: Sequence[SentenceInput], anchor: ArticleDate | None
) -> list[Figure]:
    """Link the figures of all sentences, in order."""
    clock = Clock(anchor)
    topic = _Topic()
    figures: list[Figure] = []
    for number in _reading_order(folded, sentences):
        sentence = sentences[number]
        row = lay_out(text, folded, sentence.start, sentence.end, sentence.mentions)
        row = without_asides(row)
        found = figures_of(row, number)
        if not found:
            clock.hear(row)
            continue
        topic.paragraph = sentence.paragraph
        _set_metrics(found, row, topic, folded)
        follow_parallels(found)
        _fill_units(found)
        set_statuses(found, None)
        date_sentence(found, clock, folded)
        clock.hear(found[-1].tail)
        figures.extend(found)
    backfill(figures)
    figures.sort(key=lambda f: f.amount.start)
    return figures


_DATELINE: Final = re.compile(r"\s{0,3}(?:more)?\([^()\n]{2,24}\)\s?-")


def _reading_order(folded: str, sentences: Sequence[SentenceInput]) -> Sequence[int]:
    """Read the lead first where a crawl has put it last: "(ABC) - Trong 9 tháng"."""
    order = range(len(sentences))
    lead = [i for i in order if _DATELINE.match(folded, sentences[i].start)]
    if not lead or sentences[lead[-1]].paragraph == 0:
        return order
    paragraph = sentences[lead[-1]].paragraph
    first = [i for i in order if sentences[i].paragraph == paragraph]
    return [*first, *(i for i in order if sentences[i].paragraph != paragraph)]


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
            if _describes_count(figure, figures[i - 1] if i else None):
                figure.parent = figures[i - 1].metric
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
        if figure.parent is None and parent is not None and parent != current:
            figure.parent = parent
    if figures[0].metric:
        topic.metric = figures[0].metric


def _parent_from_before(row: Sequence[Token], topic: _Topic) -> Stretch | None:
    lead = [t for t in row[:4] if t.bits & c.PART]
    return topic.metric if lead else None


def _describes_count(figure: Figure, before: Figure | None) -> bool:
    """Tell "13 cụm công nghiệp với tổng diện tích 416 ha": the area is of those."""
    if before is None or before.amount.kind != "count" or figure.amount.kind == "count":
        return False
    lead = [t.ref for t in figure.head[:3]]
    return "với" in lead or "có" in lead


def _stretch(tokens: Sequence[Token]) -> Stretch | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _metric_of(
    figure: Figure, row: Sequence[Token], current: Stretch | None, folded: str
) -> Stretch | None:
    """Choose the words that name the figure; None lets it inherit."""
    phrase = metric_phrase(figure.head, look_back=current is None)
    if names_entity(phrase):
        phrase = ()
    if figure.amount.kind == "count":
        return _counted(figure, row, phrase, current)
    after = _about(figure) or _named_behind(figure, phrase)
    if after:
        return _stretch(after)
    return _stretch(phrase)


def _about(figure: Figure) -> Sequence[Token]:
    """Read "tăng 59,9% về số lượng": what the change is of stands behind it."""
    if figure.measure not in ("change", "ratio"):
        return ()
    for i, token in enumerate(figure.tail[:8]):
        if token.ref == "về" and i + 1 < len(figure.tail):
            return following_phrase(figure.tail[i + 1 :])
        if token.type == SIGN:
            break
    return ()


def _named_behind(figure: Figure, phrase: Sequence[Token]) -> Sequence[Token]:
    """Read "1.028 tỷ đồng doanh thu", "58,21% vốn đầu tư", "61% kế hoạch doanh thu"."""
    tail = figure.tail
    if tail and tail[0].bits & c.PLAN:
        tail = tail[1:]
    elif figure.measure == "share":
        return ()
    behind = following_phrase(tail)
    if not behind or not behind[0].bits & c.NOUN:
        return ()
    if figure.measure in ("change", "ratio"):
        return behind
    headed = any(t.bits & c.HEAD for t in phrase)
    return () if headed else behind


@lru_cache(maxsize=1)
def _classifiers() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("classifiers"))


def _counted(
    figure: Figure,
    row: Sequence[Token],
    phrase: Sequence[Token],
    current: Stretch | None,
) -> Stretch | None:
    """Choose between the counted noun behind and the indicator before a count."""
    after = next(i for i, t in enumerate(row) if t.start == figure.amount.start) + 1
    right = counted_phrase(row, after, noun=figure.amount.noun)
    noun = " ".join(t.ref for t in right if isinstance(t.ref, str))
    if any(t.bits & c.NOUN for t in phrase) and _states(figure):
        return _stretch(phrase)
    if noun in _classifiers():
        return _stretch(phrase) or (None if current else _stretch(right))
    if figure.measure == "change" and "thêm" not in _heard(figure):
        return _stretch(phrase) or (None if current else _stretch(right))
    return _stretch(right)


def _heard(figure: Figure) -> str:
    return " ".join(t.ref for t in figure.head[-3:] if isinstance(t.ref, str))


def _states(figure: Figure) -> bool:
    """Tell "số doanh nghiệp đạt 117" from "tỉnh có 117 doanh nghiệp"."""
    return any(
        t.bits & (c.REACH | c.TO) and t.ref not in ("có", "với", "gồm", "bao gồm", "đã có")
        for t in figure.head[-4:]
    )


def _fill_units(figures: Sequence[Figure]) -> None:
    """Give a bare decimal the unit of the parallel figure beside it: "giảm 3,03;"."""
    for i, figure in enumerate(figures):
        if figure.amount.kind != "bare" or figure.amount.form != "digits":
            continue
        beside = [*figures[i + 1 : i + 3], *reversed(figures[max(0, i - 2) : i])]
        for other in beside:
            if other.amount.kind == "percent" and other.measure == figure.measure:
                figure.unit_from = other.amount
                figure.infer("unit", "parallel_figure")
                break
