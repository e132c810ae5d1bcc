"""Extraction for the commands: an article at fault is told, the next one read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from pipeline.batch.finding import find_figures
from pipeline.cli.talk import showing_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.corrections.overlay import Overlay
    from pipeline.extract import Extractor
    from pipeline.io.annotations import Label
    from pipeline.io.faults import FaultHandler
    from pipeline.io.reading import Reading
    from pipeline.schema import Article, Observation

ModelName: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Name or folder of a model; current is the one promoted last.",
    ),
]

Corrections: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Lay these corrections over the figures."),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every article: the options that its rows depend on."""

    model: str
    published: str | None
    corrections: str | None
    min_confidence: float
    reading: Reading


def load_overlay(
    corrections: str | None, model: str, on_fault: FaultHandler
) -> Overlay | None:
    """Read an overlay of corrections, where one is named.

    Raises:
        ModelError: there is no such model.
    """
    if corrections is None:
        return None
    from pipeline.corrections.overlay import read_overlay

    return read_overlay(corrections, model=model, on_fault=on_fault)


def load_extractor(model: str) -> Extractor:
    """Load a model; this is where the heavy libraries come in.

    Raises:
        ModelError: there is no such model.
    """
    import pipeline

    return pipeline.load(model)


def extracted(
    articles: Iterable[Article],
    extractor: Extractor,
    *,
    published: str | None = None,
    overlay: Overlay | None = None,
    on_fault: FaultHandler,
) -> Iterator[tuple[Article, tuple[Observation, ...]]]:
    """Give each article with its observations, and the corrections laid over them.

    ``published`` dates the undated.
    """
    for article in articles:
        found = find_figures(
            article,
            extractor,
            published=published,
            overlay=overlay,
            on_fault=on_fault,
        )
        if found is not None:
            yield found


def extracted_labels(
    articles: Iterable[Article],
    model: str,
    on_fault: FaultHandler,
    overlay: Overlay | None = None,
) -> dict[str, tuple[Label, ...]]:
    """Extract articles and give what was found as labels, by article."""
    from pipeline.io.annotations import to_label

    extractor = load_extractor(model)
    found = extracted(articles, extractor, overlay=overlay, on_fault=on_fault)
    busy = showing_progress(found, noun="articles", show=True)
    return {article.id: tuple(map(to_label, seen)) for article, seen in busy}
