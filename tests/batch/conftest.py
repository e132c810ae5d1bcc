from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.batch.dumps import write_dump
from tests.processes import Started

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred short articles, some of them at fault."""
    return write_dump(tmp_path_factory.mktemp("dump") / "bao.jsonl", 200)


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start a module of ours as a process, in an empty folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    def run(
        module: str,
        *args: object,
        before: str = "",
        stdin: IO[bytes] | int = subprocess.DEVNULL,
    ) -> subprocess.Popen[str]:
        # Tests that run in the background, or under nohup, would hand down that an
        # interrupt or a hang-up is ignored.
        heed = "import signal as s; s.signal(s.SIGINT, s.default_int_handler)"
        heed += "; hasattr(s, 'SIGHUP') and s.signal(s.SIGHUP, s.SIG_DFL)"
        code = f"{heed}; {before}\nfrom {module} import main; main()"
        return Started(
            [sys.executable, "-c", code, *map(str, args)],
            cwd=tmp_path,
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    return run
