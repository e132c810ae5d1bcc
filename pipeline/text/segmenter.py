"""The one door to underthesea: sentences, words and tags, with offsets into the text.

underthesea gives strings; callers here get half-open offsets. Each of its parts is
loaded when a text first asks for it, once, whatever number of threads call. All of
them ship in its package; nothing is downloaded.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Offsets = tuple[tuple[int, int], ...]

Tags = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """A word with underthesea's part of speech, chunk and entity ("B-NP", "B-LOC")."""

    start: int
    end: int
    speech: str
    chunk: str
    entity: str


_LOCK: Final = threading.Lock()
_LONGEST_RUN: Final = 400
"""Characters without a space beyond which the splitter would turn quadratic."""
_WORDS_PIECE: Final = 4_000
"""Characters handed to the word segmenter at a time; it holds all its features."""


def split_paragraph(text: str) -> Offsets:
    """Split one paragraph where underthesea's splitter does, trimmed, in order.

    The splitter errs on captions, titles and abbreviations (see ``sentences``). A
    paragraph with a run of more than 400 characters without a space is not split.
    """
    if max(map(len, text.split()), default=0) > _LONGEST_RUN:
        trimmed = text.strip()
        start = text.find(trimmed) if trimmed else 0
        return ((start, start + len(trimmed)),) if trimmed else ()
    with _LOCK:
        split = _load_splitter()
    return tuple(_located(text, split(text)))


def words(text: str) -> Offsets:
    """Segment an NFC text into words ("sản xuất" is one), white space left out.

    Every character but white space belongs to exactly one word. Text that the
    segmenter cannot read (lone surrogates) comes back as runs between spaces.
    """
    with _LOCK:
        segment = _load_segmenter()
    found: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        piece = text[start:end]
        found += ((start + a, start + b) for a, b in _aligned(piece, segment))
    return tuple(found)


def tag(text: str) -> tuple[TaggedWord, ...]:
    """Tag the words of a sentence with part of speech, noun chunks and named entities.

    It is slow and errs on figures; extraction does without. Words that cannot be laid
    over the text (lone surrogates) are left out.
    """
    with _LOCK:
        tagger = _load_tagger()
    found: list[TaggedWord] = []
    for start, end in _pieces(text):
        try:
            told = [tags for tags in tagger(text[start:end]) if tags[0].strip()]
        except (UnicodeError, ValueError, IndexError):
            continue
        placed = _laid_out(text[start:end], [word for word, *_ in told])
        found += (
            TaggedWord(start + a, start + b, *tags)
            for (a, b), (_, *tags) in zip(placed, told if placed else (), strict=True)
        )
    return tuple(found)


@lru_cache(maxsize=1)
def _load_splitter() -> Callable[[str], list[str]]:
    from underthesea.pipeline.sent_tokenize import sent_tokenize

    splitter: Callable[[str], list[str]] = sent_tokenize
    splitter("Một. Hai.")
    return splitter


@lru_cache(maxsize=1)
def _load_segmenter() -> Callable[[str], list[str]]:
    from underthesea.pipeline.word_tokenize import word_tokenize

    def segment(text: str) -> list[str]:
        # Its normaliser rewrites "thuỷ" to "thủy": the text must stay as it is.
        tokens: list[str] = word_tokenize(text, use_token_normalize=False)
        return tokens

    segment("Một hai.")  # a cold start in several threads raises
    return segment


@lru_cache(maxsize=1)
def _load_tagger() -> Callable[[str], list[Tags]]:
    from underthesea.pipeline.ner import ner

    tagger: Callable[[str], list[Tags]] = ner
    tagger("Một hai.")
    return tagger


def _located(text: str, parts: Iterable[str]) -> Iterable[tuple[int, int]]:
    at = 0
    for part in parts:
        start = text.index(part, at)
        at = start + len(part)
        yield start, at


def _pieces(text: str) -> Iterable[tuple[int, int]]:
    """Cut into pieces short enough for the segmenter, at stops or spaces."""
    start = 0
    while len(text) - start > _WORDS_PIECE:
        limit = start + _WORDS_PIECE
        stop, space = (
            text.rfind(". ", start + 1, limit),
            text.rfind(" ", start + 1, limit),
        )
        end = next((at for at in (stop + 1, space) if at > start), limit)
        yield start, end
        start = end
    yield start, len(text)


def _aligned(text: str, segment: Callable[[str], list[str]]) -> Offsets:
    try:
        spans = _laid_out(text, segment(text))
    except (UnicodeError, ValueError):
        spans = ()
    return spans or tuple(_located(text, text.split()))


def _laid_out(text: str, told: Iterable[str]) -> Offsets:
    """Lay words over the text by counting characters that are not spaces.

    Nothing where the words do not have as many as the text.
    """
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    sizes = [sum(not c.isspace() for c in word) for word in told]
    if sum(sizes) != len(solid):
        return ()
    spans: list[tuple[int, int]] = []
    at = 0
    for size in filter(None, sizes):
        spans.append((solid[at], solid[at + size - 1] + 1))
        at += size
    return tuple(spans)
