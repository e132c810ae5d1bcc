"""Puts the application together: pages, API, the guard before them, and faults."""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from pipeline.errors import SolieuError
from pipeline.web import api, reading_pages, review_api, review_pages, series_pages
from pipeline.web.guarding import Entry, Guard
from pipeline.web.problems import ProblemError, problem
from pipeline.web.rendering import Pages

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from pipeline.web.desk import Desk

_LOG: Final = logging.getLogger(__name__)
_UNSAID: Final = "look into what the server has written to its error output"


def create_app(desk: Desk, entry: Entry) -> FastAPI:
    """Give the application.

    Args:
        desk: what it serves.
        entry: who may ask.
    """
    app = FastAPI(
        title="solieu",
        version=version("solieu"),
        summary="Every economic figure of Vietnamese press articles.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # these pages load scripts from other hosts
        redoc_url=None,
    )
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(review_api.router)
    app.include_router(reading_pages.router)
    app.include_router(review_pages.router)
    app.include_router(series_pages.router)
    app.add_middleware(Guard, entry=entry)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_value)
    app.add_exception_handler(SolieuError, _on_ours)
    app.add_exception_handler(Exception, _on_fault)
    return app


def _answer(request: Request, status: int, detail: str, **more: object) -> Response:
    """Tell a problem: to a browser as a page, to a program as JSON."""
    page = "text/html" in request.headers.get("accept", "")
    if page and not request.url.path.startswith("/api"):
        return Pages(request).show(
            "problem.html", status=status, code=status, detail=detail
        )
    return problem(status, detail, **more)


def _on_problem(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, ProblemError):
        return _on_fault(request, fault)
    return _answer(request, fault.status, fault.detail, **fault.more)


def _on_http(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        return _on_fault(request, fault)
    answer = _answer(request, fault.status_code, str(fault.detail))
    answer.headers.update(fault.headers or {})
    return answer


def _on_value(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, RequestValidationError):
        return _on_fault(request, fault)
    first = fault.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return _answer(request, 422, f"{place}: {first['msg']}")


def _on_ours(request: Request, fault: Exception) -> Response:
    """Tell a fault of the server's own files: its words may hold a path."""
    _LOG.error("%s %s: %s", request.method, request.url.path, fault)
    return _answer(request, 500, _UNSAID)


def _on_fault(request: Request, fault: Exception) -> Response:
    _LOG.error("%s %s", request.method, request.url.path, exc_info=fault)
    return _answer(request, 500, _UNSAID)
