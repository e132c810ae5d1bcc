"""What every test shares: no network, repeatable properties, the checkout's root."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from pipeline.models import MODELS_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples on every run and machine; a slow machine is no failure.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


class NetworkUsedError(RuntimeError):
    """A test reached for the network."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that is not to a local socket file."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            raise NetworkUsedError(f"no test may use the network (asked: {address})")
        connect(self, address)  # type: ignore[arg-type] # as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_models_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep away from models, and decisions on them, of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(MODELS_VARIABLE, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the root of the checkout."""
    return Path(__file__).resolve().parent.parent
