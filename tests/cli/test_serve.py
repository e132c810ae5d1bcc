from __future__ import annotations

import re
import signal
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Done

TEXT = "Năm 2024, doanh thu đạt 620 tỷ đồng, tăng 7,5%."


@pytest.fixture
def taken() -> Iterator[int]:
    """Listen at a port, so that nobody else can."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--host", "0.0.0.0"], "expected a token as well"),  # noqa: S104
        (["--host", "0.0.0.0", "--token", "abc"], "12 or more letters"),  # noqa: S104
        (["--port", "99999"], "port"),
    ],
    ids=["no-token", "short-token", "port"],
)
def test_what_is_unsafe_or_wrong_is_refused_at_once(
    solieu: Callable[..., Done], args: list[str], said: str
) -> None:
    done = solieu("serve", *args)
    assert done.code == 2
    assert said in done.err


def test_an_address_that_is_taken_is_told(
    solieu: Callable[..., Done], taken: int
) -> None:
    done = solieu("serve", "-", "--port", str(taken), stdin=TEXT)
    assert done.code == 2
    assert "expected a free address" in done.err


def test_an_overlay_that_cannot_be_read_whole_is_never_served(
    solieu: Callable[..., Done], tmp_path: object
) -> None:
    name = f"{tmp_path}/c.jsonl"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("{x\n")
    done = solieu("serve", "--corrections", name)
    assert done.code == 1
    assert f"{name}:1" in done.err


def test_it_tells_what_it_serves_and_ends_when_interrupted(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    with start("serve", "--port", "0") as process:
        assert process.stderr
        assert process.stdout
        assert process.stderr.readline() == "0 articles, 0 figures\n"
        ready = process.stderr.readline()
        assert re.fullmatch(r"ready: http://127\.0\.0\.1:\d+/\n", ready)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert "Traceback" not in process.stderr.read()
        assert process.wait(timeout=30) in {0, 130}
