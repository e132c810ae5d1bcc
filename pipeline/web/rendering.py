"""Fills the templates; whatever comes from an article is escaped."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.web.marking import KINDS, visible
from pipeline.web.words import LANGUAGES, Words, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGE: Final = "solieu_language"
PLACES: Final = ("try", "articles", "series", "audit", "review")
"""The pages that the head of every page leads to."""

_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Pages:
    """Fills templates for one request, in its language."""

    def __init__(self, request: Request) -> None:
        self._request = request
        accepted = request.headers.get("accept-language", "")
        chosen = request.query_params.get("lang"), request.cookies.get(LANGUAGE)
        self.words = Words(language_of(accepted, *chosen))

    def show(
        self, template: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """Give a page."""
        filled = environment().get_template(template)
        text = filled.render(
            t=self.words,
            place=self._request.url.path,
            here=self._here,
            places=PLACES,
            kinds=KINDS,
            names=self.words.group("field"),
            languages=LANGUAGES,
            stamp=_stamp(),
            **context,
        )
        answer = HTMLResponse(text.encode("utf-8", "replace"), status)
        if self._request.query_params.get("lang") == self.words.language:
            answer.set_cookie(LANGUAGE, self.words.language, samesite="lax")
        return answer

    def _here(self, **changes: object) -> str:
        """Give the address of this page with parts of its query changed."""
        query = {**self._request.query_params, **changes}
        told = {name: value for name, value in query.items() if value not in {None, ""}}
        return f"{self._request.url.path}?{urlencode(told)}"


def _pages(request: Request) -> Pages:
    return Pages(request)


ThePages = Annotated[Pages, Depends(_pages)]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the templates, made once."""
    loader = PackageLoader("pipeline.web")
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["visible"] = visible
    made.filters["linked"] = urlencode
    return made


@lru_cache(maxsize=1)
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Give the files that pages load, by name, with their types: these and no other."""
    folder = resources.files("pipeline.web").joinpath("static")
    return {
        one.name: (one.read_bytes(), _TYPES["." + one.name.rpartition(".")[2]])
        for one in folder.iterdir()
        if "." + one.name.rpartition(".")[2] in _TYPES
    }


@lru_cache(maxsize=1)
def _stamp() -> str:
    """Give a mark that changes with the static files, so that none is out of date."""
    told = b"".join(body for body, _ in static_files().values())
    return hashlib.sha256(told).hexdigest()[:10]
