"""The command line: one file per command, ``main`` to start it."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run ``solieu``: stdout is data, stderr is talk.

    Exit codes: 0 done, 1 the input had faults (all told), 2 wrong usage.
    """
    from pipeline.cli.app import app
    from pipeline.cli.interrupts import keep_interrupts

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Vietnamese must come out whole whatever the locale says; what a message
            # quotes may be no character: the bytes of a name.
            errors = "backslashreplace" if stream is sys.stderr else None
            stream.reconfigure(encoding="utf-8", errors=errors)
    keep_interrupts()
    app(prog_name="solieu")
