"""What the judging commands share: gold, the texts it is about, predictions for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from pipeline.cli.talk import count, tell
from pipeline.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.cli.talk import Faults
    from pipeline.io.annotations import Label, LabelledArticle
    from pipeline.schema import Article

Articles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE", help="Texts of GOLD: .jsonl, .txt, folder; repeatable."
    ),
]
Split: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Score this split of GOLD only.")
]


def read_gold(path: str, split: str | None, faults: Faults) -> list[LabelledArticle]:
    """Read the complete articles of a gold file, of one split if it is named.

    Raises:
        UsageError: there is no such split.
    """
    from pipeline.io.annotations import read_annotations

    read = list(read_annotations(path, on_fault=faults))
    chosen = [one for one in read if split is None or one.split == split]
    if read and not chosen:
        splits = ", ".join(sorted({one.split or "none" for one in read}))
        raise UsageError(f"--split: expected one of {splits}, got {split!r}")
    if partial := sum(not one.complete for one in chosen):
        tell(f"{count(partial, 'incomplete article')} not scored")
    return [one for one in chosen if one.complete]


def texts_of(
    gold: str,
    labelled: Sequence[LabelledArticle],
    articles: list[str] | None,
    faults: Faults,
) -> Mapping[str, Article]:
    """Find the articles of a gold file and say where they were found."""
    from pipeline.evaluation.texts import find_texts, places_beside

    own = sum(one.text is not None for one in labelled)
    places = articles or ([] if own == len(labelled) else places_beside(gold))
    found = find_texts(labelled, places, on_fault=faults)
    if own:
        tell(f"texts: {own} from {gold} itself")
    if places:
        where = ", ".join(sorted({_folder(place) for place in places}))
        tell(f"texts: {len(found) - own} from {where}")
    return found


def _folder(place: str) -> str:
    """Name one place: of many ``.txt`` files only their folder."""
    named = Path(place).parent if place.endswith(".txt") else Path(place)
    return os.path.relpath(named)


def only_with(
    texts: Mapping[str, Article], labelled: list[LabelledArticle], faults: Faults
) -> list[LabelledArticle]:
    """Keep the articles whose text was found; each other one is a fault."""
    for one in labelled:
        if one.id not in texts:
            message = "expected the text of this gold article, found none; not scored"
            hint = "name its file by --articles"
            faults(InputError(message, source=one.id, hint=hint))
    return [one for one in labelled if one.id in texts]


def predicted_labels(
    path: str, labelled: Sequence[LabelledArticle], faults: Faults
) -> dict[str, tuple[Label, ...]]:
    """Read predictions by article; those for another text than the gold's are told."""
    from pipeline.io.annotations import read_annotations

    read = {one.id: one for one in read_annotations(path, on_fault=faults)}
    for one in labelled:
        other = read.get(one.id)
        if other and other.sha256 and one.sha256 and other.sha256 != one.sha256:
            message = "expected predictions for the text that was labelled, got them"
            message += " for another (sha256 differs); its offsets may not fit"
            hint = "extract it anew"
            faults(InputError(message, source=f"{path}: {one.id}", hint=hint))
    if absent := sum(one.id not in read for one in labelled):
        tell(f"{count(absent, 'gold article')} without predictions, counted as missed")
    return {key: one.labels for key, one in read.items()}
