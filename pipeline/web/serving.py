"""Sets the desk up from tables and articles, and serves it until it is stopped."""

from __future__ import annotations

import ipaddress
import re
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.corrections.keeping import Keeper
from pipeline.corrections.overlay import Overlay
from pipeline.errors import UsageError
from pipeline.io.writers import writing_parquet
from pipeline.series.store import opened
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.guarding import Entry
from pipeline.web.reckoning import Reckoning
from pipeline.web.shelf import Shelf
from pipeline.web.working import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from socket import socket

    from fastapi import FastAPI

    from pipeline.extract import Extractor
    from pipeline.schema import Article


_TOKEN: Final = re.compile(r"[A-Za-z0-9_~.-]{12,500}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the desk is made of.

    Attributes:
        tables: Parquet files of figures.
        articles: the texts, taken one at a time.
        corrections: the overlay to add to; None where nothing can be corrected.
        model: the model that reads what is pasted, and whose catalogue names it.
    """

    tables: Sequence[str]
    articles: Iterable[Article]
    corrections: str | None
    model: str


@contextmanager
def desk_of(served: Served, extractor: Extractor) -> Iterator[Desk]:
    """Set up a desk; its database stands on disk until the end.

    Raises:
        InputError: the overlay has a line that cannot be read.
    """
    keeper = Keeper(served.corrections) if served.corrections else None
    overlay = Overlay((), model=served.model)
    with _some(served.tables) as tables, opened(tables) as store:
        shelf = Shelf(store, served.articles)
        reckoning = Reckoning(tables, served.model, shelf.doubt)
        try:
            yield Desk(
                shelf=shelf,
                bench=Workbench(extractor),
                keeper=keeper,
                overlay=overlay,
                reckoning=reckoning,
            )
        finally:
            reckoning.close()


@contextmanager
def _some(tables: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the tables, or where there are none an empty one."""
    if tables:
        yield tables
        return
    with TemporaryDirectory(prefix="solieu-") as folder:
        path = f"{folder}/none.parquet"
        with writing_parquet(path):
            pass
        yield [path]


def entry_of(host: str, token: str | None) -> Entry:
    """Give who may come in at an address.

    Raises:
        UsageError: others can reach the address and there is no token, or it is short
            or of letters that headers and cookies cannot carry.
    """
    if token and not _TOKEN.fullmatch(token):
        raise UsageError(
            "--token: expected 12 or more letters a-z, digits, - and _; make one by:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe())'"
        )
    if not is_loopback(host) and not token:
        raise UsageError(
            f"--host {host} can be reached by others: expected a token as well;"
            " say --token, or keep to 127.0.0.1"
        )
    return Entry(token=token or None)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host by this name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def run(app: FastAPI, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until interrupted.

    Args:
        app: the application.
        host: the name or address to listen at.
        port: the port; 0 takes a free one.
        ready: told the port once requests are answered and Ctrl-C ends it well.

    Raises:
        UsageError: the address is taken, or is none of this machine.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """Tells when it heeds interrupts; before, one could be lost."""

        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            ready(int(listening.getsockname()[1]))

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False
    )
    with _listening_at(host, port) as listening:
        Server(config).run(sockets=[listening])


def _listening_at(host: str, port: int) -> socket:
    """Take an address; requests wait there until they are answered.

    Raises:
        UsageError: as in ``run``.
    """
    import socket as net

    family = net.AF_INET6 if ":" in host else net.AF_INET
    listening = net.socket(family)
    listening.setsockopt(net.SOL_SOCKET, net.SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        message = f"{host}:{port}: expected a free address, got: {reason};"
        raise UsageError(f"{message} say another --port or --host") from error
    listening.listen()
    return listening


__all__ = ["Served", "create_app", "desk_of", "entry_of", "is_loopback", "run"]
