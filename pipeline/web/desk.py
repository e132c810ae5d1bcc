"""What stands behind the pages: the shelf, the extractor, the verdicts, the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from pipeline.web.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.corrections.keeping import Keeper
    from pipeline.corrections.overlay import Overlay
    from pipeline.corrections.verdicts import Judged
    from pipeline.schema import Observation
    from pipeline.web.reckoning import Reckoning
    from pipeline.web.shelf import Shelf, Shelved
    from pipeline.web.working import Workbench


class Desk:
    """Everything that a request may ask for.

    Args:
        shelf: articles and figures.
        bench: reads articles.
        keeper: the verdicts; without one nothing can be corrected.
        overlay: lays verdicts over rows.
        reckoning: series and audit.
    """

    def __init__(
        self,
        *,
        shelf: Shelf,
        bench: Workbench,
        keeper: Keeper | None,
        overlay: Overlay,
        reckoning: Reckoning,
    ) -> None:
        self.shelf = shelf
        self.bench = bench
        self.keeper = keeper
        self.reckoning = reckoning
        self._overlay = overlay

    def article(self, article_id: str) -> Shelved:
        """Give an article.

        Raises:
            ProblemError: there is none of this id.
        """
        found = self.shelf.article(article_id)
        if found is None:
            raise ProblemError(404, f"no article has the id {article_id!r:.80}")
        return found

    def judged(self, shelved: Shelved) -> Judged | None:
        """Give what was said of an article's figures; None if nothing, or of old."""
        if self.keeper is None:
            return None
        judged = self.keeper.of(shelved.article.id)
        return judged if judged and judged.sha256 == shelved.sha256 else None

    def standing_rows(self, shelved: Shelved) -> Sequence[Observation]:
        """Give the figures of an article with the verdicts laid over them."""
        judged = self.judged(shelved)
        if judged is None:
            return shelved.rows
        labels = [one.label for one in judged.figures.values()]
        return self._overlay.settled(
            shelved.article, shelved.sha256, shelved.rows, labels
        )


def desk_of(request: Request) -> Desk:
    """Give the desk of the application that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]
