"""Links every figure of an article: metric, parent, period, base, status."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.cues import TARGET
from pipeline.linking.aims import tells_met
from pipeline.linking.backfill import backfill, date_by_schedule, lend_bases
from pipeline.linking.base_carrying import carry_bases
from pipeline.linking.bases import frame_of
from pipeline.linking.clause import Topic
from pipeline.linking.clock import Clock
from pipeline.linking.dating import date_sentence, note_asides
from pipeline.linking.handing_on import keep_whole
from pipeline.linking.horizons import settle_by_period
from pipeline.linking.leftovers import (
    fill_units,
    is_in_name,
    is_leftover,
    name_by_growth,
)
from pipeline.linking.measures import set_measure
from pipeline.linking.naming import name_figures
from pipeline.linking.outlook import Outlook
from pipeline.linking.owners import note_owner, opens_with_owner
from pipeline.linking.pairing import pair_bases
from pipeline.linking.parallels import follow_parallels, settle_by_metric
from pipeline.linking.segments import note_segment
from pipeline.linking.shares import parts_of_sum
from pipeline.linking.status import set_statuses
from pipeline.linking.subjects import note_subject
from pipeline.linking.telling import dating_words
from pipeline.linking.tokens import Mentions, lay_out
from pipeline.linking.zones import figures_of, without_asides
from pipeline.values.time_forms import piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token
    from pipeline.values.periods import ArticleDate


_HEADING: Final = frozenset(("body", "bullet"))
_STOPS: Final = frozenset(".;,!?…")


@dataclass(slots=True, eq=False)
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
    reader = _Reader(text, folded, Clock(anchor))
    order = _reading_order(folded, sentences)
    for number in _with_figures(order, folded, sentences):
        follower = sentences[number + 1 : number + 2]
        leads = bool(follower and follower[0].mentions.amounts)
        reader.read(number, sentences[number], leads=leads)
    figures = reader.figures
    pair_bases(figures)
    carry_bases(figures)
    settle_by_period(figures, anchor)
    backfill(figures, anchor, folded)
    lend_bases(figures, folded)
    figures.sort(key=lambda f: f.amount.start)
    return figures


_GAP: Final = 6
"""Characters of space between the lines of a list."""


@dataclass(slots=True)
class _Reader:
    """Reads an article sentence by sentence and keeps what carries over."""

    text: str
    folded: str
    clock: Clock
    topic: Topic = field(default_factory=Topic)
    outlook: Outlook = field(default_factory=Outlook)
    figures: list[Figure] = field(default_factory=list)

    def read(self, number: int, sentence: SentenceInput, *, leads: bool) -> None:
        """Link the figures of one sentence; hear what one without figures tells.

        ``leads`` tells that the next sentence has figures.
        """
        self.outlook.enter(sentence.paragraph, runs_on=self._runs_on(sentence))
        if not leads and not self._matters(sentence):
            return
        whole = lay_out(
            self.text, self.folded, sentence.start, sentence.end, sentence.mentions
        )
        row = without_asides(whole) if self._brackets(sentence) else whole
        note_owner(row, number, self.topic)
        note_segment(row, number, self.topic)
        found = figures_of(row, number)
        note_asides(found, whole, row)
        if not found:
            self._hear(row, whole, number, heads=self._heads(sentence))
            return
        found = self._name(found, row, sentence.start)
        if not found:
            self.clock.hear(whole, self.folded)
            return
        lasting = self.outlook.status is not None
        if lasting and self.clock.tells_past(found[0].head, self.folded):
            self.outlook.status = None
        set_statuses(found, self.outlook)
        date_sentence(found, self.clock, self.folded, paragraph=sentence.paragraph)
        if self.clock.period is None and found[-1].status in ("actual", "estimate"):
            self.clock.hear(found[-1].tail, self.folded)
        self.figures.extend(found)

    def _runs_on(self, sentence: SentenceInput) -> bool:
        """Tell the next item of a list: the line before it ends in a semicolon."""
        start = sentence.start
        return self.folded[max(0, start - _GAP) : start].rstrip().endswith(";")

    def _brackets(self, sentence: SentenceInput) -> bool:
        """Tell whether a sentence opens a bracket; most do not."""
        start, end = sentence.start, sentence.end
        find = self.folded.find
        return find("(", start, end) >= 0 or find("[", start, end) >= 0

    def _matters(self, sentence: SentenceInput) -> bool:
        """Tell a sentence with figures, or that dates, plans or owns what follows."""
        mentions = sentence.mentions
        return (
            bool(mentions.amounts)
            or bool(mentions.times)
            or any(bits & TARGET for _, _, bits in mentions.cues)
            or opens_with_owner(self.folded, sentence.start)
        )

    def _heads(self, sentence: SentenceInput) -> bool:
        """Tell what leads a list: it ends in a colon, or is a line without a stop."""
        end = sentence.end
        last, behind = self.folded[end - 1], self.folded[end : end + 2].lstrip(" ")
        if last == ":":
            return True
        line = sentence.kind in _HEADING and behind[:1].isspace()
        return line and sentence.paragraph > 0 and last not in _STOPS

    def _hear(
        self, row: list[Token], whole: list[Token], number: int, *, heads: bool
    ) -> None:
        keep_whole(row, self.topic, number)
        self.clock.compared = frame_of(row)
        note_subject(row, self.topic, number)
        self.outlook.hear(row, heads=heads)
        date_by_schedule(self.figures, whole, self.clock, self.folded)
        heads = heads or tells_met(row)
        if self.clock.hear(whole, self.folded, heads=heads):
            self.outlook.status = None

    def _name(self, found: list[Figure], row: list[Token], start: int) -> list[Figure]:
        """Say what is measured, how, of what, and drop what is no figure."""
        for figure in found:
            set_measure(figure, self.folded)
        follow_parallels(found)
        name_figures(found, row, self.topic)
        name_by_growth(found)
        settle_by_metric(found, self.folded)
        parts_of_sum(found, self.folded)
        fill_units(found)
        return [
            figure
            for figure in found
            if not is_leftover(figure, self.folded)
            and not is_in_name(figure, self.text, start)
        ]


def _with_figures(
    order: Sequence[int], folded: str, sentences: Sequence[SentenceInput]
) -> Sequence[int]:
    """Leave out what stands behind the last figure: only a schedule reaches back."""
    told = [at for at, number in enumerate(order) if sentences[number].mentions.amounts]
    behind = told[-1] + 1 if told else 0
    schedule = dating_words("schedule")
    for number in order[behind:]:
        if schedule.search(folded, sentences[number].start, sentences[number].end):
            return order
    return order[:behind]


def _reading_order(folded: str, sentences: Sequence[SentenceInput]) -> Sequence[int]:
    """Read the lead first where a crawl has put it last: "(ABC) - Trong 9 tháng"."""
    order = range(len(sentences))
    mark = piece("lead_mark")
    lead = [i for i in order if mark.match(folded, sentences[i].start)]
    if not lead or sentences[lead[-1]].paragraph == 0:
        return order
    paragraph = sentences[lead[-1]].paragraph
    first = [i for i in order if sentences[i].paragraph == paragraph]
    return [*first, *(i for i in order if sentences[i].paragraph != paragraph)]
