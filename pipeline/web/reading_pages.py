"""The pages for reading: try an article, list the articles, look at one."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.schema import Article
from pipeline.web.desk import TheDesk  # noqa: TC001 - FastAPI reads it
from pipeline.web.problems import ProblemError
from pipeline.web.rendering import ThePages, static_files
from pipeline.web.shelf import Order, Wanted
from pipeline.web.showing import of_rows, of_trace
from pipeline.web.uploads import article_of
from pipeline.web.working import MOST_CHARACTERS

PAGE_SIZE: Final = 50
_YEAR: Final = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Words = Annotated[str, Query(max_length=200)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Key = Annotated[str, Query(max_length=500)]


@router.get("/")
def home(desk: TheDesk) -> Response:
    """Go to the articles, or where there are none to the page to try one."""
    return RedirectResponse("/articles" if desk.shelf.articles else "/try", 303)


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Give a file that pages load."""
    if name not in static_files():
        raise ProblemError(404, "there is no such file")
    body, kind = static_files()[name]
    return Response(body, media_type=kind, headers={"cache-control": _YEAR})


@router.get("/try")
def try_page(pages: ThePages) -> Response:
    """Show the empty form."""
    return pages.show("try.html", text="", published="", fault=None, figures=None)


@router.post("/try")
def tried(
    desk: TheDesk,
    pages: ThePages,
    text: Annotated[str, Form()] = "",
    published: Annotated[str, Form(max_length=40)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Read the article that was pasted or given, and show what was found."""
    given = Article(id="", text=text, published=published.strip() or None)
    try:
        if file is not None and file.filename:
            given = article_of(file.filename, file.file, given.published)
        trace = desk.bench.explain(given)
    except ProblemError as fault:
        return pages.show(
            "try.html",
            status=fault.status,
            text=text[:MOST_CHARACTERS],
            published=published,
            fault=fault.detail,
            figures=None,
        )
    figures, passages = of_trace(given.text, trace)
    return pages.show(
        "try.html",
        text=given.text,
        published=given.published or "",
        fault=None,
        figures=figures,
        passages=passages,
        date=trace.date,
        model=desk.bench.model,
    )


@router.get("/articles")
def articles(
    desk: TheDesk,
    pages: ThePages,
    q: Words = "",
    order: Order = "faults",
    page: Page = 1,
    figures: str = "",
) -> Response:
    """List the articles, page by page."""
    wanted = Wanted(
        words=q, order=order, page=page, size=PAGE_SIZE, with_figures=bool(figures)
    )
    found = desk.shelf.listing(wanted)
    last = max(1, -(-found.found // PAGE_SIZE))
    return pages.show("articles.html", found=found, wanted=wanted, last=last)


@router.get("/article")
def article(desk: TheDesk, pages: ThePages, id: Key) -> Response:  # noqa: A002
    """Show an article, its text and its figures in step."""
    shelved = desk.article(id)
    judged = desk.judged(shelved)
    rows = desk.standing_rows(shelved)
    figures, passages = of_rows(shelved, rows, judged.figures if judged else {})
    return pages.show(
        "article.html",
        shelved=shelved,
        figures=figures,
        passages=passages,
        can_review=desk.keeper is not None,
    )
