"""A real Label Studio takes our tasks and gives back what it was given."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.io.annotations import read_annotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Done

TRIP = Path(__file__).with_name("label_studio_trip.py")
TOKEN = "0123456789abcdef" * 2 + "01234567"
MEMBER = ["--username", "lan@example.vn", "--password", "mot-mat-khau-dai"]


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server of its own on a free port of this machine; give its address."""
    command = root / "build" / "label-studio" / "bin" / "label-studio"
    if not command.exists():
        pytest.skip("no Label Studio here; set it up: make studio")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("studio")
    said = {
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_BASE_DATA_DIR": str(home),
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    place = ["--internal-host", "127.0.0.1", "--port", str(port)]
    start = ["start", "--no-browser", *place, "--data-dir", str(home), *MEMBER]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(command), *start, "--user-token", TOKEN],
            cwd=home,
            env={**os.environ, **said},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["annotations", "predictions"])
def test_what_a_server_was_given_comes_back(
    solieu: Callable[..., Done], server: str, root: Path, part: str
) -> None:
    gold = root / "annotations" / "seeds.jsonl"
    solieu("labels", "export", str(gold), "--to", "spacy", "-o", "gold.spacy")
    solieu("labels", "import", "gold.spacy", "--from", "spacy", "-o", "gold.jsonl")
    with Path("gold.jsonl").open("a", encoding="utf-8") as more:
        more.write(ODD + "\n")
    to = ["--to", "label-studio", "--as", part, "-o", "t.json"]
    assert solieu("labels", "export", "gold.jsonl", *to).code == 0
    arguments = [server, TOKEN, "t.json", "t.xml", "back.json"]
    done = subprocess.run(
        [sys.executable, str(TRIP), *arguments], check=True, capture_output=True
    )
    expected = list(read_annotations("gold.jsonl"))
    assert json.loads(done.stdout)["task_count"] == len(expected)
    taken = ["--from", "label-studio", "--take", part, "-o", "back.jsonl"]
    back = solieu("labels", "import", "back.json", *taken)
    assert (back.code, back.err.count("\n")) == (0, 1)
    assert list(read_annotations("back.jsonl")) == expected


ODD = json.dumps(
    {
        "id": "bài/1",
        "text": "\ufeff\r\n 😀 Ước đạt 5\u2028tỷ, <b>tăng</b> 7,5%.\r\n",
        "url": "https://example.vn/?a=1&b=2",
        "published": "2024-05-06",
        "complete": False,
        "split": "dev",
        "source": "báo mẫu",
        "observations": [
            {
                "start": 13,
                "end": 14,
                "value": 5.0,
                "value_max": 5.25,
                "unit": "tỷ",
                "bound": "about",
                "measure": "change",
                "direction": "down",
                "metric": "gỗ\ndán",
                "parent": "gỗ",
                "period": "2024",
                "base": "plan",
                "status": "forecast",
                "area": "Bình An, Bình Yên",
                "verdict": "corrected",
                "by": "Lan",
                "at": "2024-06-07",
                "evidence": {"unit": [15, 17]},
            }
        ],
    },
    ensure_ascii=False,
)
