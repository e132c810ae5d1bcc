"""Reads an article: its text in NFC and everything the finders see in it."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from pipeline.errors import InputError
from pipeline.linking.linker import SentenceInput
from pipeline.linking.tokens import Mentions
from pipeline.matching.areas import find_areas
from pipeline.matching.organisations import find_organisations
from pipeline.text.folding import fold
from pipeline.text.normal import normalise
from pipeline.text.sentences import split_sentences
from pipeline.text.wrapping import unwrapped
from pipeline.values.amounts import find_amounts
from pipeline.values.article_date import find_article_date
from pipeline.values.time_header import header_span
from pipeline.values.times import find_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.cues import CueFinder
    from pipeline.matching.mention import AreaMention
    from pipeline.matching.organisations import OrgMention
    from pipeline.schema import Article
    from pipeline.text.normal import NormalText
    from pipeline.text.sentences import Sentence
    from pipeline.values.additions import AddedUnits
    from pipeline.values.amount import Amount
    from pipeline.values.periods import ArticleDate
    from pipeline.values.time_mention import TimeMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the finders see in one article; offsets count in the NFC text.

    ``title`` is the headline in NFC where it is not part of the text, else None;
    ``date`` is the day, month or year the article speaks from.
    """

    article: Article
    normal: NormalText
    folded: str
    title: str | None = None
    date: ArticleDate | None = None
    sentences: tuple[Sentence, ...] = ()
    amounts: tuple[Amount, ...] = ()
    times: tuple[TimeMention, ...] = ()
    cues: tuple[tuple[int, int, int], ...] = ()
    organisations: tuple[OrgMention, ...] = ()
    areas: tuple[AreaMention, ...] = ()

    @property
    def text(self) -> str:
        """The NFC text."""
        return self.normal.text

    @property
    def sha256(self) -> str:
        """Hash of the text as given; half a surrogate pair counts as it stands."""
        return hash_of(self.article.text)

    def inputs(self) -> list[SentenceInput]:
        """Give every sentence with its mentions, as the linker wants them."""
        found = zip(
            _cut(self.amounts, [a.start for a in self.amounts], self.sentences),
            _cut(self.times, [t.start for t in self.times], self.sentences),
            _cut(self.cues, [cue[0] for cue in self.cues], self.sentences),
            _cut(self.areas, [a.start for a in self.areas], self.sentences),
            strict=True,
        )
        return [
            SentenceInput(s.start, s.end, s.paragraph, s.kind, Mentions(a, t, c, p))
            for s, (a, t, c, p) in zip(self.sentences, found, strict=True)
        ]


def hash_of(text: str) -> str:
    """Give the SHA-256 of a text, for any string that Python can hold."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(
    article: Article, finder: CueFinder, units: AddedUnits, *, whole: bool = False
) -> Reading:
    """Find all that is needed to link the figures of an article.

    Where the text holds no figure, the reading is empty, unless ``whole``: that is
    what makes a dump of mixed news quick.

    Args:
        article: its text may be empty, in any normal form, with any line ends.
        finder: of cues, and of the names that hold together.
        units: units and counted nouns that the model adds.
        whole: read on where the text holds no figure.

    Raises:
        InputError: the date of publication is given and unreadable.
    """
    normal = normalise(article.text)
    folded = unwrapped(normal.text, fold(normal.text))
    times = tuple(_without_lead_space(folded, t) for t in find_times(folded))
    amounts = units.read(folded, find_amounts(folded, times))
    if not amounts and not whole:
        _date(article, "", ())
        return Reading(article=article, normal=normal, folded=folded)
    organisations = find_organisations(normal.text, folded)
    return Reading(
        article=article,
        normal=normal,
        folded=folded,
        title=_outer_title(article.title, folded),
        date=_date(article, folded, times),
        sentences=_whole(split_sentences(normal.text, folded), amounts),
        amounts=amounts,
        times=_outside_header(folded, times),
        cues=tuple(finder.find(folded)),
        organisations=organisations,
        areas=find_areas(normal.text, folded, organisations=organisations),
    )


def _whole(
    sentences: Sequence[Sentence], amounts: Sequence[Amount]
) -> tuple[Sentence, ...]:
    """Join sentences that an amount reaches across: "9. 134%" is one number."""
    ends = deque(amounts)
    joined: list[Sentence] = []
    for sentence in sentences:
        last = joined[-1] if joined else None
        while ends and last and ends[0].end <= last.end:
            ends.popleft()
        if last and ends and ends[0].start < last.end:
            joined[-1] = last._replace(end=sentence.end)
        else:
            joined.append(sentence)
    return tuple(joined)


def _outside_header(
    folded: str, times: Sequence[TimeMention]
) -> tuple[TimeMention, ...]:
    """Leave out the date of the header: it is the article's, not that of a figure."""
    start, end = header_span(folded)
    return tuple(t for t in times if not start <= t.start < end)


def _date(
    article: Article, folded: str, times: Sequence[TimeMention]
) -> ArticleDate | None:
    """Find the article's date; a fault says which article it is in."""
    try:
        return find_article_date(folded, times, published=article.published)
    except InputError as fault:
        place = fault.source or (f"article {article.id}" if article.id else "")
        raise InputError(fault.message, source=place, hint=fault.hint) from fault


def _outer_title(title: str | None, folded: str) -> str | None:
    if not title:
        return None
    composed = normalise(title).text.strip()
    return None if not composed or fold(composed) in folded else composed


def _without_lead_space(folded: str, time: TimeMention) -> TimeMention:
    start = time.start
    while start < time.end and folded[start].isspace():
        start += 1
    return time if start == time.start else replace(time, start=start)


T = TypeVar("T")


def _cut(
    mentions: Sequence[T], starts: list[int], sentences: Sequence[Sentence]
) -> list[Sequence[T]]:
    """Cut ordered mentions at the sentences that they begin in."""
    cut: list[Sequence[T]] = []
    low = 0
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        while low < len(starts) and starts[low] < start:
            low += 1
        high = low
        while high < len(starts) and starts[high] < end:
            high += 1
        cut.append(mentions[low:high] if high > low else ())
        low = high
    return cut


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


M = TypeVar("M", bound=_Placed)


def within(mentions: Sequence[M], start: int, end: int) -> Sequence[M]:
    """Give the mentions that begin in ``[start, end)``; they come in order."""
    low = bisect_left(mentions, start, key=_start)
    return mentions[low : bisect_left(mentions, end, low, key=_start)]


def _start(mention: _Placed) -> int:
    return mention.start
