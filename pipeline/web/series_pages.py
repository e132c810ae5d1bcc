"""The pages of series and of the audit, and both over the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from pipeline.series.findings import KINDS
from pipeline.web.charting import HEIGHT, WIDTH, charts_of
from pipeline.web.desk import TheDesk  # noqa: TC001 - FastAPI reads it
from pipeline.web.problems import ProblemError, problems
from pipeline.web.reckoning import VERDICTS, Filter, pages
from pipeline.web.rendering import ThePages  # noqa: TC001 - FastAPI reads it
from pipeline.web.schemas import CELLS, FINDINGS, SERIES
from pipeline.web.series_rows import rows_of

PAGE_SIZE = 50
router = APIRouter()

Words = Annotated[str, Query(max_length=200)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Size = Annotated[int, Query(ge=1, le=500)]
Key = Annotated[str, Query(max_length=500)]
Verdict = Literal["", "contradicted", "doubtful", "confirmed"]
_PAGE: Any = {"include_in_schema": False, "response_class": HTMLResponse}


@router.get("/series", **_PAGE)
def series(desk: TheDesk, show: ThePages, q: Words = "", page: Page = 1) -> Response:
    """List the series."""
    if not desk.reckoning.series_ready:
        return show.show("waiting.html", status=202)
    found, many = desk.reckoning.subjects(q, page=page, size=PAGE_SIZE)
    return show.show(
        "series.html",
        found=found,
        many=many,
        words=q,
        page=page,
        last=pages(many, PAGE_SIZE),
    )


@router.get("/series/one", **_PAGE)
def one_series(
    desk: TheDesk,
    show: ThePages,
    indicator: Key,
    breakdown: Key = "",
    area: Key = "",
    entity: Key = "",
) -> Response:
    """Show a series: charts, and a table of every vintage."""
    if not desk.reckoning.series_ready:
        return show.show("waiting.html", status=202)
    key = {"indicator": indicator, "breakdown": breakdown}
    key |= {"area": area, "entity": entity}
    wanted = {name: value or None for name, value in key.items()}
    cells = desk.reckoning.cells(wanted)
    if not cells:
        raise ProblemError(404, "there is no such series")
    name, place = desk.reckoning.names(wanted)
    return show.show(
        "series_one.html",
        title=[name or indicator, breakdown, place or area, entity],
        indicator=indicator,
        charts=charts_of(cells),
        rows=rows_of(cells),
        width=WIDTH,
        height=HEIGHT,
    )


@router.get("/audit", **_PAGE)
def audit(  # noqa: PLR0913, PLR0917 - one parameter per query
    desk: TheDesk,
    show: ThePages,
    verdict: Verdict = "",
    kind: Words = "",
    area: Words = "",
    q: Words = "",
    page: Page = 1,
) -> Response:
    """Show the findings, contradictions first."""
    if not desk.reckoning.audit_ready:
        return show.show("waiting.html", status=202)
    wanted = Filter(verdict=verdict, kind=kind, area=area, words=q, page=page)
    found, many = desk.reckoning.findings(wanted)
    return show.show(
        "audit.html",
        found=found,
        many=many,
        wanted=wanted,
        meter=desk.reckoning.meter(),
        checks=KINDS,
        verdicts=VERDICTS,
        last=pages(many, wanted.size),
    )


@router.get("/api/series", responses={200: SERIES, **problems(401, 422, 503)})
def list_series(
    desk: TheDesk, q: Words = "", page: Page = 1, size: Size = 50
) -> JSONResponse:
    """List the series that the figures make, those with most figures first."""
    found, many = desk.reckoning.subjects(q, page=page, size=size)
    return JSONResponse({"found": many, "series": [one._asdict() for one in found]})


@router.get("/api/series/cells", responses={200: CELLS, **problems(401, 422, 503)})
def series_cells(
    desk: TheDesk,
    indicator: Key,
    breakdown: Key = "",
    area: Key = "",
    entity: Key = "",
) -> JSONResponse:
    """Give every vintage of every cell of a series, with the figures it rests on."""
    key = {"indicator": indicator, "breakdown": breakdown}
    key |= {"area": area, "entity": entity}
    cells = desk.reckoning.cells({name: value or None for name, value in key.items()})
    return JSONResponse({"cells": rows_of(cells)})


@router.get("/api/audit", responses={200: FINDINGS, **problems(401, 422, 503)})
def list_findings(  # noqa: PLR0913, PLR0917 - one parameter per query
    desk: TheDesk,
    verdict: Verdict = "",
    kind: Words = "",
    area: Words = "",
    q: Words = "",
    page: Page = 1,
    size: Size = 25,
) -> JSONResponse:
    """List the findings of the audit, contradictions first, with their sentences."""
    wanted = Filter(
        verdict=verdict, kind=kind, area=area, words=q, page=page, size=size
    )
    found, many = desk.reckoning.findings(wanted)
    return JSONResponse({"found": many, "findings": found})
