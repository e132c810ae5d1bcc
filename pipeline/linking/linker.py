"""Links every figure of an article: metric, parent, period, base, status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.cues import TARGET
from pipeline.lexicon.tables import read_table
from pipeline.linking.backfill import backfill, date_by_schedule
from pipeline.linking.bases import carry_bases
from pipeline.linking.clause import Topic
from pipeline.linking.clock import Clock
from pipeline.linking.dating import date_sentence, note_asides
from pipeline.linking.figure import Figure
from pipeline.linking.measures import set_measure
from pipeline.linking.naming import name_figures, note_subject
from pipeline.linking.parallels import follow_parallels, settle_by_metric
from pipeline.linking.owners import note_owner, opens_with_owner
from pipeline.linking.status import Outlook, set_statuses, settle_by_period
from pipeline.linking.tokens import Mentions, lay_out
from pipeline.linking.zones import figures_of, without_asides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.amounts import Amount
    from pipeline.values.periods import ArticleDate


@dataclass(frozen=True, slots=True)
class SentenceInput:
    """One sentence with what was found in it; offsets count in the folded text."""

    start: int
    end: int
    paragraph: int
    kind: str
    mentions: Mentions


def link_article(
    text: str,
    folded: str,
    sentences: Sequence[SentenceInput],
    anchor: ArticleDate | None,
) -> list[Figure]:
    """Link the figures of all sentences, in order."""
    clock = Clock(anchor)
    topic = Topic()
    outlook = Outlook()
    figures: list[Figure] = []
    for number in _reading_order(folded, sentences):
        sentence = sentences[number]
        outlook.enter(sentence.paragraph)
        if not (
            sentence.mentions.amounts
            or _speaks_of_time(sentence.mentions)
            or opens_with_owner(folded, sentence.start)
        ):
            continue
        whole = lay_out(text, folded, sentence.start, sentence.end, sentence.mentions)
        row = without_asides(whole)
        note_owner(row, number, topic)
        found = figures_of(row, number)
        note_asides(found, whole, row)
        if not found:
            note_subject(row, topic)
            outlook.hear(row)
            date_by_schedule(figures, whole, clock, folded)
            if clock.hear(whole, folded):
                outlook.status = None
            continue
        for figure in found:
            set_measure(figure, folded)
        follow_parallels(found)
        name_figures(found, row, topic)
        settle_by_metric(found, folded)
        _fill_units(found)
        found = [
            f
            for f in found
            if not _is_leftover(f, folded) and not _is_name(f, text, sentence.start)
        ]
        if not found:
            clock.hear(whole, folded)
            continue
        set_statuses(found, outlook)
        date_sentence(found, clock, folded, paragraph=sentence.paragraph)
        if clock.period is None:
            clock.hear(found[-1].tail, folded)
        figures.extend(found)
    carry_bases(figures)
    settle_by_period(figures, anchor)
    backfill(figures, anchor)
    figures.sort(key=lambda f: f.amount.start)
    return figures


def _speaks_of_time(mentions: Mentions) -> bool:
    """Tell a sentence without figures that still dates or plans what follows it."""
    return bool(mentions.times) or any(bits & TARGET for _, _, bits in mentions.cues)


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


def _fill_units(figures: Sequence[Figure]) -> None:
    """Give a figure without a unit that of the parallel figure beside it."""
    for i, figure in enumerate(figures):
        amount = figure.amount
        if amount.kind != "bare" or amount.form not in ("digits", "part"):
            continue
        other = _unit_giver(figures, i)
        if other is not None:
            figure.unit_from = other
            figure.infer("unit", "parallel_figure")


def _unit_giver(figures: Sequence[Figure], at: int) -> Amount | None:
    """Find the figure that spells the unit out.

    "điện giảm 3,03; chế biến tăng 1,27%" shares the percent sign; "Hà Nội (1,29
    triệu), Đồng Nai (704.134)" go on counting what was counted before the list.
    """
    figure = figures[at]
    beside = [*figures[at + 1 : at + 3], *reversed(figures[max(0, at - 2) : at])]
    for other in beside:
        if other.amount.kind == "percent" and other.measure == figure.measure:
            return other.amount if figure.amount.unit is None else None
    counted = (f.amount for f in reversed(figures[:at]) if f.amount.kind == "count")
    return next(counted, None) if figure.depth else None


def _is_leftover(figure: Figure, folded: str) -> bool:
    """Tell a number that nothing makes a figure: no unit, no noun, no index."""
    amount = figure.amount
    if amount.kind != "bare" or amount.unit is not None or figure.unit_from is not None:
        return False
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return not any(head in name for head in _index_heads())


def _is_name(figure: Figure, text: str, start: int) -> bool:
    """Tell a number word that is part of a name: "các khu du lịch như Ba Hồ"."""
    amount = figure.amount
    inside = start < amount.start and text[start : amount.start].strip() != ""
    behind = text[amount.end : amount.end + 2].strip()
    return inside and text[amount.start].isupper() and behind.isupper()


@lru_cache(maxsize=1)
def _index_heads() -> tuple[str, ...]:
    return tuple(r["surface"] for r in read_table("index_heads"))
