"""The pages for reviewing: how far it is, and the figures of one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.corrections.rows import CORRECTABLE
from pipeline.web.desk import TheDesk  # noqa: TC001 - FastAPI reads it
from pipeline.web.rendering import ThePages  # noqa: TC001 - FastAPI reads it
from pipeline.web.reviewing import (
    cards_of,
    differences,
    keeper_of,
    progress_of,
    unjudged,
)
from pipeline.web.shelf import Wanted
from pipeline.web.showing import of_cards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.web.desk import Desk
    from pipeline.web.shelf import Listed

PAGE_SIZE: Final = 50
CHOICES: Final = {
    "bound": ("exact", "about", "over", "under"),
    "measure": ("level", "change", "ratio", "share", "rank"),
    "direction": ("", "up", "down"),
    "status": ("actual", "estimate", "target", "forecast"),
}
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Words = Annotated[str, Query(max_length=200)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Key = Annotated[str, Query(max_length=500)]


@router.get("/review")
def review(desk: TheDesk, pages: ThePages, q: Words = "", page: Page = 1) -> Response:
    """Show how far the reviewers are, their conflicts, and what to take next."""
    progress = progress_of(desk)
    wanted = Wanted(words=q, page=page, size=PAGE_SIZE, with_figures=True)
    found = desk.shelf.listing(wanted)
    done = {one.id: one for one in keeper_of(desk).all()}
    return pages.show(
        "review.html",
        progress=progress,
        found=found,
        wanted=wanted,
        last=max(1, -(-found.found // PAGE_SIZE)),
        done=done,
        differences=differences,
    )


@router.get("/review/next")
def next_article(desk: TheDesk) -> Response:
    """Go to the first article, faults first, that has figures nobody has judged."""
    for one in _listed(desk):
        judged = keeper_of(desk).of(one.id)
        if judged is None or (
            not judged.complete and len(judged.figures) < one.figures
        ):
            return RedirectResponse(_address(one.id), 303)
    return RedirectResponse("/review", 303)


def _listed(desk: Desk) -> Iterator[Listed]:
    page = 1
    while found := desk.shelf.listing(
        Wanted(page=page, size=500, with_figures=True)
    ).articles:
        yield from found
        page += 1


def _address(article_id: str) -> str:
    from urllib.parse import urlencode

    return f"/review/article?{urlencode({'id': article_id})}"


@router.get("/review/article")
def review_article(desk: TheDesk, pages: ThePages, id: Key) -> Response:  # noqa: A002
    """Show an article with its figures to judge, one after the other."""
    keeper_of(desk)
    shelved = desk.article(id)
    judged = desk.judged(shelved)
    cards = cards_of(shelved, judged)
    return pages.show(
        "review_article.html",
        shelved=shelved,
        cards=cards,
        passages=of_cards(shelved, cards),
        left=unjudged(cards),
        complete=bool(judged and judged.complete),
        correctable=CORRECTABLE,
        choices=CHOICES,
        differences=differences,
    )
