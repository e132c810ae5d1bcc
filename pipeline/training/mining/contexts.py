"""Goes through the articles again: how often candidates stand anywhere, and as what.

Word boundaries and parts of speech are underthesea's, looked up around a few examples
of each candidate only: it reads a hundred times slower than the finders.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.text.folding import fold
from pipeline.text.normal import normalise
from pipeline.text.phrases import PhraseFinder
from pipeline.text.segmenter import tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.schema import Article
    from pipeline.text.segmenter import TaggedWord
    from pipeline.training.mining.tally import Evidence

_LOOKED_AT: Final = 3
_REACH: Final = 50
_WORDS_BESIDE: Final = 2
_MOST_WORDS: Final = 6


class Example(NamedTuple):
    """Where a phrase stands: offsets count in the text as given.

    ``words`` are the phrase with a word or two on each side, six in all at most.
    ``tags`` are the parts of speech of its words; ``whole`` tells that words end where
    it begins and ends.
    """

    article: str
    start: int
    end: int
    words: str
    tags: tuple[str, ...]
    whole: bool


@dataclass(slots=True)
class Contexts:
    """What the second reading has found, by phrase; ``words`` counts all words."""

    words: int = 0
    times: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)


def read_contexts(
    articles: Iterable[Article], candidates: Mapping[str, Sequence[Evidence]]
) -> Contexts:
    """Count candidates in all articles and look at up to three examples of each.

    Args:
        articles: the same as were tallied.
        candidates: folded phrases with their evidence in the slots they were seen in.
    """
    contexts = Contexts()
    wanted = _wanted(candidates)
    finders = [PhraseFinder(phrases) for phrases in _by_length(candidates)]
    for article in articles:
        normal = normalise(article.text)
        folded = fold(normal.text)
        contexts.words += folded.count(" ") + 1
        for finder in finders:
            found = finder.find(folded)
            contexts.times.update(finder.phrases[i] for _, _, i in found)
        for phrase, start, end in wanted.pop(article.id, ()):
            tags, whole = _tags(normal.text, start, end)
            words = _beside(normal.text, start, end)
            place = normal.to_given(start, end)
            example = Example(article.id, *place, words, tags, whole)
            contexts.examples.setdefault(phrase, []).append(example)
    return contexts


def _wanted(
    candidates: Mapping[str, Sequence[Evidence]],
) -> dict[str, list[tuple[str, int, int]]]:
    wanted: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for phrase, evidences in candidates.items():
        for evidence in evidences:
            for article, start, end in evidence.examples[:_LOOKED_AT]:
                wanted[article].append((phrase, start, end))
    return wanted


def _by_length(phrases: Iterable[str]) -> list[list[str]]:
    """Sort phrases by their number of words: of one length none hides another."""
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for phrase in sorted(phrases):
        lengths[phrase.count(" ")].append(phrase)
    return [lengths[length] for length in sorted(lengths)]


def _tags(text: str, start: int, end: int) -> tuple[tuple[str, ...], bool]:
    """Give the parts of speech of a stretch, and whether words begin and end it."""
    low = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    low = text.find(" ", low, start) + 1 if low == start - _REACH else low
    stop = text.find("\n", end)
    high = min(stop if stop >= 0 else len(text), end + _REACH)
    words = _tagged(text[low:high])
    inside = [w for w in words if w.start < end - low and w.end > start - low]
    if not inside:
        return (), False
    # "2,1 nm" is one word to the segmenter; the number is a boundary all the same.
    first = low + inside[0].start
    begins = first == start or text[first].isdigit()
    whole = begins and inside[-1].end == end - low
    return tuple(word.speech for word in inside), whole


@lru_cache(maxsize=256)
def _tagged(window: str) -> tuple[TaggedWord, ...]:
    """Tag a stretch of text; candidates that overlap share their windows."""
    return tag(window)


def _beside(text: str, start: int, end: int) -> str:
    """Give a phrase with the words beside it on its line, six words at most."""
    room = max(0, _MOST_WORDS - len(text[start:end].split()))
    left = min(_WORDS_BESIDE, room)
    low = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    before = text[low:start].split()[-left:] if left else []
    after = text[end : stop if stop >= 0 else len(text)].split()
    inside = text[start:end].split()[:_MOST_WORDS]
    return " ".join([*before, *inside, *after[: room - len(before)]])
