"""What is asked of every article of a run, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.errors import ModelError
from pipeline.schema import Article, Observation

if TYPE_CHECKING:
    from pipeline.errors import InputError
    from pipeline.io.faults import FaultHandler
    from pipeline.models import Model

Find: TypeAlias = Callable[
    [str, Article, "FaultHandler"], tuple[Article, Sequence[Observation]] | None
]
"""Gives the article at a place with its figures; None if it is at fault, as told."""

_FIRST_WORDS: Final = "2023: 1% (2 USD)."
"""Figures to read before the first article: what is built on first use takes a second,
which must not count against that article's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is asked of every article, in plain values that any process can read.

    Attributes:
        model: the folder of the model.
        seal: the hash of its manifest: every worker must load the same one.
        published: the date of the articles that tell none.
        corrections: the file of corrections to lay over the figures.
        min_confidence: figures below it are left out.
    """

    model: str
    seal: str
    published: str | None = None
    corrections: str | None = None
    min_confidence: float = 0.0


def open_job(job: Job) -> Find:
    """Load what a job needs, once for a process.

    Raises:
        ModelError: the model is damaged or not the one that the run began with.
    """
    from pipeline.batch.finding import find_figures
    from pipeline.corrections.overlay import read_overlay
    from pipeline.extract import Extractor
    from pipeline.models import open_model

    model = open_model(job.model)
    if seal_of(model) != job.seal:
        message = f"{job.model}: expected the model that the run began with, got"
        raise ModelError(f"{message} another in its place; put it back")
    extractor = Extractor(model=model)
    extractor.extract(_FIRST_WORDS)
    overlay = None
    if job.corrections is not None:
        # Its faults are told once, by the run.
        overlay = read_overlay(job.corrections, model=job.model, on_fault=_pass_over)

    def find(
        place: str, article: Article, on_fault: FaultHandler
    ) -> tuple[Article, Sequence[Observation]] | None:
        return find_figures(
            article,
            extractor,
            published=job.published,
            overlay=overlay,
            place=place,
            on_fault=on_fault,
        )

    return find


def seal_of(model: Model) -> str:
    """Give the hash that a model's manifest has of itself: it names every byte."""
    return str(model.manifest["manifest"])


def _pass_over(fault: InputError) -> None:
    del fault
