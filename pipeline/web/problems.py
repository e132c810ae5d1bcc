"""What goes wrong, told as RFC 9457 problems: never with a traceback or a path."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_JSON: Final = "application/problem+json"
_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_SAID: Final[Mapping[int, str]] = {
    400: "The request cannot be read",
    401: "The token is missing or wrong",
    403: "The request comes from another page, or for another host",
    404: "There is nothing of this name",
    405: "This address does not take this method",
    409: "It has been changed since",
    413: "The request is larger than is taken",
    422: "A value is not what is expected",
    500: "A fault of the server, which has noted it",
    503: "The server is busy; ask again soon",
}


class ProblemError(Exception):
    """Ends a request with a problem.

    Attributes:
        status: of HTTP.
        detail: what was expected, what came, and what to do.
        more: further members of the problem.
    """

    def __init__(self, status: int, detail: str, **more: object) -> None:
        self.status = status
        self.detail = detail
        self.more = more
        super().__init__(detail)


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """Give the answer that tells a problem."""
    title = _SAID.get(status) or HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse({**told, **more}, status, headers, PROBLEM_JSON)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems of an address for its OpenAPI document."""
    content = {PROBLEM_JSON: {"schema": dict(_SCHEMA)}}
    return {
        status: {"description": _SAID[status], "content": content}
        for status in statuses
    }
