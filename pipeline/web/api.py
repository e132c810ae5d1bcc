"""The REST API: extraction, and looking up what the results hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.io.tables import json_row, to_row
from pipeline.schema import Article
from pipeline.web.desk import TheDesk  # noqa: TC001 - FastAPI reads it
from pipeline.web.problems import ProblemError, problems
from pipeline.web.schemas import (
    ARTICLES,
    EXTRACTED,
    LINES,
    OBSERVATION,
    OBSERVATIONS,
    STATUS,
)
from pipeline.web.shelf import Order, Wanted
from pipeline.web.working import (
    MOST_ARTICLES,
    MOST_CHARACTERS,
    MOST_SECONDS,
    Deadline,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.extract.trace import FigureTrace
    from pipeline.schema import Observation
    from pipeline.web.desk import Desk

JSON_LINES: Final = "application/x-ndjson"
MOST_PAGES: Final = 1_000_000
router = APIRouter(prefix="/api")

Words = Annotated[str, Query(max_length=200, description="Words of the list.")]
Page = Annotated[int, Query(ge=1, le=MOST_PAGES)]
Size = Annotated[int, Query(ge=1, le=500)]
Key = Annotated[str, Query(max_length=500)]
Value = Annotated[str | None, Query(max_length=200)]


class Given(BaseModel):
    """An article to read."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    id: str = Field(default="", max_length=500)
    title: str | None = Field(default=None, max_length=2_000)
    published: str | None = Field(
        default=None, max_length=40, description="A day, month or year (ISO)."
    )

    def article(self) -> Article:
        """Give it as the extractor wants it."""
        title, published = self.title or None, self.published or None
        return Article(id=self.id, text=self.text, title=title, published=published)


@router.get("/status", responses={200: STATUS, **problems(401)})
def status(desk: TheDesk) -> JSONResponse:
    """Tell what is served, and the limits."""
    return JSONResponse(
        {
            "articles": desk.shelf.articles,
            "observations": desk.shelf.figures,
            "model": desk.bench.model,
            "limits": {
                "characters": MOST_CHARACTERS,
                "articles": MOST_ARTICLES,
                "seconds": MOST_SECONDS,
            },
        }
    )


@router.post(
    "/extract", responses={200: EXTRACTED, **problems(400, 401, 403, 413, 422, 503)}
)
def extract(given: Given, desk: TheDesk) -> Response:
    """Give the figures of one article, with the rule and rate behind each field."""
    trace = desk.bench.explain(given.article())
    rows = ",".join(_row(one.row) for one in trace.figures)
    how = json.dumps([_how(one) for one in trace.figures], ensure_ascii=False)
    said = json.dumps({"model": desk.bench.model, "date": trace.date})
    body = f'{said[:-1]}, "observations": [{rows}], "how": {how}}}'
    return Response(body, media_type="application/json")


@router.post(
    "/extract/many",
    responses={200: LINES, **problems(400, 401, 403, 413)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON_LINES: {"schema": {"type": "string"}}},
        }
    },
)
async def extract_many(request: Request, desk: TheDesk) -> StreamingResponse:
    """Read articles that come as JSON lines; the figures of each go out as a line.

    Each line in is an article as for one; each line out has its number, its id, and
    ``observations`` or a ``problem``. An article at fault is told and the next one
    read; after the last of 200 articles or 60 seconds the rest is told as a problem.
    """
    body = await request.body()
    lines = [line for line in body.split(b"\n") if line.strip()]
    if len(lines) > MOST_ARTICLES:
        message = f"expected at most {MOST_ARTICLES} articles, got {len(lines)}"
        raise ProblemError(413, f"{message}; send them in parts")
    return StreamingResponse(_extracted(lines, desk), media_type=JSON_LINES)


def _extracted(lines: Iterable[bytes], desk: Desk) -> Iterator[str]:
    deadline = Deadline()
    for number, line in enumerate(lines, 1):
        try:
            deadline.check()
            article = Given.model_validate_json(line).article()
            rows = ",".join(map(_row, desk.bench.extract(article)))
        except ValidationError as error:
            yield _line_at_fault(number, 422, _first_fault(error))
        except ProblemError as fault:
            yield _line_at_fault(number, fault.status, fault.detail)
        else:
            told = json.dumps({"line": number, "id": article.id}, ensure_ascii=False)
            yield f'{told[:-1]}, "observations": [{rows}]}}\n'


def _line_at_fault(number: int, status: int, detail: str) -> str:
    told = {"line": number, "problem": {"status": status, "detail": detail}}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else str(first["msg"])


@router.get("/articles", responses={200: ARTICLES, **problems(401, 422)})
def articles(
    desk: TheDesk,
    q: Words = "",
    order: Order = "faults",
    page: Page = 1,
    size: Size = 50,
) -> JSONResponse:
    """List articles, those with faults and unsure figures first."""
    wanted = Wanted(words=q, order=order, page=page, size=size)
    found = desk.shelf.listing(wanted)
    rows = [one._asdict() for one in found.articles]
    return JSONResponse({"found": found.found, "articles": rows})


@router.get("/observations", responses={200: OBSERVATIONS, **problems(401, 422)})
def observations(  # noqa: PLR0913, PLR0917 - one parameter per query
    desk: TheDesk,
    article: Value = None,
    indicator: Value = None,
    area: Value = None,
    period: Value = None,
    page: Page = 1,
    size: Size = 50,
) -> Response:
    """Look up figures by the article, indicator, area or period they are of."""
    given = {"article_id": article, "indicator": indicator}
    given |= {"area": area, "period": period}
    wanted = {name: value for name, value in given.items() if value is not None}
    skip = (page - 1) * size
    rows = desk.shelf.observations(wanted, size=size, skip=skip)
    body = f'{{"observations": [{",".join(map(_row, rows))}]}}'
    return Response(body, media_type="application/json")


@router.get("/observation", responses={200: OBSERVATION, **problems(401, 404, 422)})
def observation(desk: TheDesk, id: Key) -> Response:  # noqa: A002 - its public name
    """Look up one figure by its ``observation_id``."""
    row = desk.shelf.observation(id)
    if row is None:
        raise ProblemError(404, f"no observation has the id {id!r:.80}")
    return Response(_row(row), media_type="application/json")


def _row(row: Observation) -> str:
    return json_row(to_row(row))


def _how(one: FigureTrace) -> dict[str, Any]:
    return {
        "observation_id": one.row.observation_id,
        "rules": {**dict(one.rules), **one.row.inferred},
        "rates": dict(one.rates),
    }
