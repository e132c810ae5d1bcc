"""The command line: one file per command, ``main`` to start it."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run ``solieu``: stdout is data, stderr is talk.

    Exit codes: 0 done, 1 the input had faults (all told), 2 wrong usage.
    """
    from pipeline.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Vietnamese must come out whole whatever the locale says.
            stream.reconfigure(encoding="utf-8")
    app(prog_name="solieu")
