"""Drives the system's chromium through a desk that runs as a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_START = "from pipeline.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that listens: its process and its address."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def running(*args: str) -> Iterator[Running]:
    """Start ``solieu serve`` on a free port, and end it at last.

    The test itself opens no connection: the port is told on stderr, and it is the
    browser, another process, that asks.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", _START, "serve", "--port", "0", *args]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as process:
        try:
            for line in process.stderr or ():
                if found := re.match(r"ready: (http://.*)/$", line):
                    yield Running(process, found[1])
                    break
            else:
                raise AssertionError("the desk did not start")
        finally:
            process.kill()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser; it reaches this machine alone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()
