"""The overlay: verdicts of people, applied to whatever a model extracts.

A verdict belongs to a figure by ``observation_id``, which is a hash of the article's
id, its text and the place of the amount. So it outlives the model, and a text that has
changed makes it stale: stale verdicts are told and never applied.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.corrections.rows import Judge, refuse_open
from pipeline.errors import InputError
from pipeline.extract.observe import observation_id
from pipeline.extract.reading import hash_of
from pipeline.io.annotations import read_annotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation

REJECTED: Final = "rejected"


class Overlay:
    """Applies verdicts to the figures of articles, one article at a time.

    Args:
        judged: articles with their judged figures, each id once.
        model: the name of the model whose catalogue names the indicators.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """

    def __init__(self, judged: Iterable[LabelledArticle], *, model: str) -> None:
        self._judged = {one.id: one for one in judged}
        self._judge = Judge(model)

    def apply(
        self,
        article: Article,
        found: Sequence[Observation],
        *,
        on_stale: FaultHandler,
    ) -> tuple[Observation, ...]:
        """Give the figures of an article with the verdicts on them, in text order.

        A rejected figure goes. An accepted or corrected one gets the values a person
        gave it; where the model does not find it, or finds another amount in its
        place, the person's stands. What nobody judged stays as it is.

        Args:
            article: the article that was extracted.
            found: its figures.
            on_stale: told once where the verdicts are of another text.
        """
        judged = self._judged.get(article.id)
        if judged is None:
            return tuple(found)
        sha256 = hash_of(article.text)
        if judged.labelled_hash != sha256:
            on_stale(_stale(judged, sha256))
            return tuple(found)
        return self.settled(article, sha256, found, judged.labels)

    def settled(
        self,
        article: Article,
        sha256: str,
        found: Sequence[Observation],
        labels: Sequence[Label],
    ) -> tuple[Observation, ...]:
        """Lay these verdicts, whatever was given at first, over an article's figures.

        Args:
            article: the article; its text is needed for figures that were added.
            sha256: the hash of the text that both are of.
            found: its figures.
            labels: the verdicts.
        """
        verdicts = {
            observation_id(article.id, sha256, one.start, one.end): one
            for one in labels
        }
        rows = {row.observation_id: row for row in found}
        standing = {k: v for k, v in verdicts.items() if v.verdict != REJECTED}
        kept = {
            key: row
            for key, row in rows.items()
            if key not in verdicts and not _covered(row, standing.values())
        }
        for key, label in standing.items():
            row = rows.get(key) or self._judge.new_row(article, sha256, key, label)
            kept[key] = self._judge.judged(row, label)
        ordered = sorted(kept.values(), key=lambda row: row.amount_start)
        return tuple(_still_repeating(row, kept) for row in ordered)


def _covered(row: Observation, labels: Iterable[Label]) -> bool:
    """Overlap an amount that a person has judged: it is that figure, read otherwise."""
    return any(
        row.amount_start < label.end and label.start < row.amount_end
        for label in labels
    )


def _still_repeating(row: Observation, kept: Iterable[str]) -> Observation:
    """Let go of the figure that a row repeats where that one is gone."""
    if row.repeat_of is None or row.repeat_of in kept:
        return row
    return replace(row, repeat_of=None)


def _stale(judged: LabelledArticle, sha256: str) -> InputError:
    number = len(judged.labels)
    was = (judged.labelled_hash or "none")[:12]
    message = f"expected the text that was corrected (sha256 {was}…), got another"
    message += f" ({sha256[:12]}…); {number} stale corrections not applied"
    hint = "look at the article again and correct its new table"
    return InputError(message, source=judged.id, hint=hint)


def read_overlay(path: str, *, model: str, on_fault: FaultHandler) -> Overlay:
    """Read the corrections of a file in the annotation format.

    Args:
        path: the file; each line is an article with its judged figures.
        model: as for ``Overlay``.
        on_fault: told of each line that cannot be read, which is left out.
    """
    judged: list[LabelledArticle] = []
    for one in read_annotations(path, on_fault=on_fault, may_be_empty=True):
        try:
            for label in one.labels:
                refuse_open(label, f"{path}: {one.id}:{label.start}")
        except InputError as fault:
            on_fault(fault)
        else:
            judged.append(one)
    return Overlay(judged, model=model)
