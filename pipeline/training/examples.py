"""Labelled articles with their texts, gathered from files, each article once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.evaluation.score import standing
from pipeline.evaluation.texts import find_texts
from pipeline.io.annotations import label_line, read_annotations, text_hash
from pipeline.models.manifest import hash_of
from pipeline.training.sources import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article
    from pipeline.training.sources import Source

SUGGESTED: Final = "suggested"
"""The verdict of a figure that nobody has judged yet; it teaches nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An article with what people said of its figures.

    Attributes:
        article: with its text.
        labels: the judged figures, rejected ones among them, in the order of the text;
            where not ``complete`` nothing is known of any other figure.
        complete: every figure was judged.
        tuned: rules were chosen on it (see ``Part``).
    """

    article: Article
    labels: tuple[Label, ...]
    complete: bool = True
    tuned: bool = False

    @property
    def standing(self) -> tuple[Label, ...]:
        """The figures that are there: without those a person has rejected."""
        return tuple(standing(self.labels))

    @property
    def key(self) -> tuple[str, str]:
        """What tells articles apart: id and hash of the text."""
        return self.article.id, text_hash(self.article.text)

    @property
    def mark(self) -> str:
        """What a manifest tells of it: enough to know it again, and nothing more."""
        return hash_of("/".join(self.key).encode("utf-8"))[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the manifest tells of a source."""

    name: str
    sha256: str
    articles: int
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that was gathered: what teaches and what judges, ordered by article.

    ``sources`` tells the files that teach; ``kept`` counts the articles left unread,
    ``textless`` those of the project whose text is not at hand, ``barred`` those that
    were given to teach and only judge.
    """

    examples: tuple[Example, ...]
    frozen: tuple[Example, ...]
    sources: tuple[Told, ...]
    kept: int = 0
    textless: int = 0
    barred: int = 0

    @property
    def sha256(self) -> str:
        """The hash of everything that teaches: texts, dates and labels."""
        digest = hashlib.sha256()
        for one in self.examples:
            told: list[object] = [
                *one.key,
                one.article.published,
                one.complete,
                one.tuned,
            ]
            told += [label_line(label) for label in one.labels]
            digest.update(json.dumps(told, sort_keys=True).encode())
        return digest.hexdigest()


def gather(
    sources: Iterable[Source],
    *,
    judging: Iterable[Source] = (),
    on_fault: FaultHandler,
) -> Gathered:
    """Read labelled articles with their texts; an article that judges never teaches.

    What later sources say of an article is laid over what earlier ones said.

    Args:
        sources: the files; the project's before the user's.
        judging: more files, of which only what judges or is kept is heeded.
        on_fault: told of each line that cannot be read, each label of a text that has
            changed since (it is stale), and each text that is not found.
    """
    heap = _Heap(on_fault)
    for source in judging:
        heap.add(source, teaches=False)
    for source in sources:
        heap.add(source)
    return heap.gathered()


class _Heap:
    """What has been read so far."""

    def __init__(self, on_fault: FaultHandler) -> None:
        self._on_fault = on_fault
        self._teaching: dict[tuple[str, str], Example] = {}
        self._frozen: dict[tuple[str, str], Example] = {}
        self._kept: set[str] = set()
        self._told: list[Told] = []
        self._textless = 0

    def add(self, source: Source, *, teaches: bool = True) -> None:
        """Read a file; where it does not teach, only what judges or is kept counts."""
        read = list(read_annotations(str(source.path), on_fault=self._on_fault))
        parts = {one.id: source.part_of(one) for one in read}
        self._kept |= {name for name, part in parts.items() if part is Part.KEPT}
        unwanted = {Part.KEPT} if teaches else {Part.KEPT, Part.TEACHES, Part.TUNED}
        wanted = [one for one in read if parts[one.id] not in unwanted]
        taught: list[Example] = []
        for one, article in self._with_texts(source, wanted):
            part = parts[one.id]
            example = _example(one, article, tuned=part is Part.TUNED)
            if part is Part.FROZEN:
                self._frozen[example.key] = example
            elif example.labels or example.complete:
                taught.append(example)
                self._lay(example)
        if taught:
            self._told.append(_told(source, taught))

    def gathered(self) -> Gathered:
        frozen_ids = {name for name, _ in self._frozen}
        frozen_texts = {text for _, text in self._frozen}
        teaching = [
            one
            for key, one in sorted(self._teaching.items())
            if key[0] not in frozen_ids | self._kept and key[1] not in frozen_texts
        ]
        return Gathered(
            examples=tuple(teaching),
            frozen=tuple(one for _, one in sorted(self._frozen.items())),
            sources=tuple(self._told),
            kept=len(self._kept),
            barred=len(self._teaching) - len(teaching),
            textless=self._textless,
        )

    def _with_texts(
        self, source: Source, labelled: Sequence[LabelledArticle]
    ) -> Iterator[tuple[LabelledArticle, Article]]:
        stale: set[str] = set()

        def tell(fault: InputError) -> None:
            stale.add(fault.source)
            self._on_fault(fault)

        texts = find_texts(labelled, source.places, on_fault=tell)
        for one in labelled:
            if one.id in texts:
                yield one, texts[one.id]
            elif source.own:
                self._textless += 1
            elif one.id not in stale:
                self._on_fault(_without_text(source, one))

    def _lay(self, new: Example) -> None:
        old = self._teaching.get(new.key)
        self._teaching[new.key] = (
            new if old is None or new.complete else _over(old, new)
        )


def _example(
    labelled: LabelledArticle, article: Article, *, tuned: bool = False
) -> Example:
    judged = [
        label
        for label in labelled.labels
        if labelled.complete or label.verdict != SUGGESTED
    ]
    return Example(
        article=replace(article, source=article.source or labelled.source),
        labels=tuple(sorted(judged, key=lambda label: (label.start, label.end))),
        complete=labelled.complete,
        tuned=tuned,
    )


def _over(old: Example, new: Example) -> Example:
    """Lay single verdicts over what is known of an article."""
    untouched = [
        label
        for label in old.labels
        if not any(label.start < n.end and n.start < label.end for n in new.labels)
    ]
    labels = sorted((*untouched, *new.labels), key=lambda one: (one.start, one.end))
    return replace(old, labels=tuple(labels))


def _told(source: Source, taught: Sequence[Example]) -> Told:
    return Told(
        name=source.name,
        sha256=hash_of(source.path.read_bytes()),
        articles=len(taught),
        figures=sum(len(one.labels) for one in taught),
    )


def _without_text(source: Source, one: LabelledArticle) -> InputError:
    message = "expected the text of this labelled article, found none; it does not"
    hint = "name its file by --articles"
    place = f"{source.path}: {one.id}"
    return InputError(f"{message} teach", source=place, hint=hint)
