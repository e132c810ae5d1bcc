"""Runs what the README and other pages show and writes down what came out.

A fence ```console holds commands behind "$ " and what they print on stdout, then what
they say on stderr; ```python holds a snippet whose last lines, behind "# ", are what it
prints. ```console quiet leaves out what is said on stderr, where that depends on what
stands beside the checkout. All of a page are run in an empty folder that holds
``bai.txt`` (the page's first ```text fence) and ``seeds/``.
``make docs`` rewrites the pages; tests/test_docs.py fails where the two differ.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "README.md",
    ROOT / "docs" / "learning.md",
    ROOT / "docs" / "tutorial.md",
)
WIDTH = "125"
_FENCE = re.compile(
    r"^```(console|console quiet|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_PARAGRAPH = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PRINTED = re.compile(r"(?:^# .*\n)+\Z", re.MULTILINE)


def refreshed(text: str) -> str:
    """Give the document with the output of each command and snippet as it is now.

    Raises:
        RuntimeError: a command or snippet fails.
    """
    paragraph = _PARAGRAPH.search(text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").symlink_to(ROOT / "seeds")
        if paragraph:
            (folder / "bai.txt").write_text(paragraph[1], encoding="utf-8")
        return _FENCE.sub(lambda fence: _fence(fence[1], fence[2], folder), text)


def _fence(kind: str, body: str, folder: Path) -> str:
    if kind == "python":
        code = _PRINTED.sub("", body)
        printed = _run([sys.executable, "-c", code], folder)
        told = "".join(f"# {line}\n" for line in printed.splitlines())
        return f"```python\n{code}{told}```"
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    talk = kind == "console"
    session = [f"{line}\n{_command(line, folder, talk=talk)}" for line in commands]
    return f"```{kind}\n{''.join(session)}```"


def _command(line: str, folder: Path, *, talk: bool) -> str:
    printed = _run(shlex.split(line.removeprefix("$ ")), folder, talk=talk)
    return "".join(f"{row.rstrip()}\n" for row in printed.splitlines())


def _run(command: list[str], folder: Path, *, talk: bool = True) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
    env = {"PATH": path, "HOME": str(folder), "COLUMNS": WIDTH, "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - commands that our own README shows
        command, check=False, cwd=folder, env=env, capture_output=True
    )
    told = done.stderr.decode("utf-8")
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} ended with an error: {told}")
    return done.stdout.decode("utf-8") + (told if talk else "")


if __name__ == "__main__":
    for page in PAGES:
        told = page.read_text(encoding="utf-8")
        page.write_text(refreshed(told), encoding="utf-8")
