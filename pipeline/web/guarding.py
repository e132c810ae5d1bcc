"""Stands before every request: who may ask, from where, and how much.

A page of any other site can send requests to a server on this machine. So the name of
the host must be one of ours, what changes something must come from a page of ours, and
a server that others can reach wants a token for everything.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from pipeline.web.problems import problem

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 8 * 2**20
"""The largest body that is taken."""
COOKIE: Final = "solieu_token"
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; "
    "script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who may come in.

    Attributes:
        token: what everyone must show; None lets everyone in who names a host of ours.
        hosts: names that the server is asked by, without port. With a token any name.
    """

    token: str | None = None
    hosts: frozenset[str] = frozenset(("localhost", "127.0.0.1", "::1"))


class Guard:
    """Refuses requests at the door; all others pass with a limit on their body."""

    def __init__(self, app: ASGIApp, *, entry: Entry) -> None:
        self._app = app
        self._entry = entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        answer = self._refusal(scope, Headers(scope=scope))
        sending = _with_headers(send)
        if answer is not None:
            await answer(scope, receive, sending)
            return
        await self._app(scope, _limited(receive), sending)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Give the answer to a request that does not pass."""
        if self._entry.token is not None:
            answer = _checked(scope, headers, self._entry.token)
            if answer is not None:
                return answer
        elif _host(headers.get("host", "")) not in self._entry.hosts:
            return problem(403, "ask by the name that the server was started with")
        if scope["method"] not in _SAFE and not _from_our_page(headers):
            return problem(403, "send this from a page of this server, or without one")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return problem(400, "expected the length of the body as a whole number")
        return None if int(length) <= MOST_BYTES else _too_much()


def _checked(scope: Scope, headers: Headers, token: str) -> Response | None:
    """Look for the token in the header, the cookie, and once in the address."""
    kind, _, shown = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and _same(shown.strip(), token):
        return None
    if _same(_cookie(headers), token):
        return None
    query = scope.get("query_string", b"").decode("latin-1")
    told = parse_qsl(query, keep_blank_values=True)
    if scope["method"] == "GET" and _same(dict(told).get("token", ""), token):
        return _remembering(scope["path"], told, token)
    answer = problem(401, "open the address with ?token=…, or send a bearer token")
    answer.headers["www-authenticate"] = "Bearer"
    return answer


def _remembering(path: str, told: list[tuple[str, str]], token: str) -> Response:
    """Keep the token in a cookie and take it out of the address."""
    rest = urlencode([(name, value) for name, value in told if name != "token"])
    # Two slashes at the front would be another host.
    place = "/" + path.lstrip("/") + (f"?{rest}" if rest else "")
    answer = RedirectResponse(place, 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


def _same(shown: str, token: str) -> bool:
    return secrets.compare_digest(shown.encode(), token.encode())


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _host(told: str) -> str:
    try:
        return (urlsplit(f"//{told}").hostname or "").lower()
    except ValueError:
        return ""


def _from_our_page(headers: Headers) -> bool:
    """Tell whether a request comes from a page of ours, or from no page at all."""
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _too_much() -> Response:
    return problem(413, f"expected at most {MOST_BYTES:,} bytes; send it in parts")


def _limited(receive: Receive) -> Receive:
    """Count a body that does not tell its length, and end it where it is too long."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise HTTPException(413, f"expected at most {MOST_BYTES:,} bytes")
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
