"""The figures of one article as every run gives them: dated, corrected, or a fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.corrections.overlay import Overlay
    from pipeline.extract import Extractor
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation


def find_figures(
    given: Article,
    extractor: Extractor,
    *,
    published: str | None = None,
    overlay: Overlay | None = None,
    place: str | None = None,
    on_fault: FaultHandler,
) -> tuple[Article, tuple[Observation, ...]] | None:
    """Give an article with its observations, and the corrections laid over them.

    Args:
        given: the article as it was read.
        extractor: what reads it.
        published: the date of an article that tells none.
        overlay: the corrections, if any.
        place: where the article stands; without it a fault names its id.
        on_fault: told why an article cannot be read; None is given then.
    """
    article = given
    if published is not None and given.published is None:
        article = replace(given, published=published)
    try:
        observations = extractor.extract(article)
    except InputError as fault:
        source = place or fault.source or f"article {article.id}"
        on_fault(InputError(fault.message, source=source, hint=fault.hint))
        return None
    if overlay is not None:
        observations = overlay.apply(article, observations, on_stale=on_fault)
    return article, observations
