"""On Spark the rows are those of one machine, whatever fails on the way.

Each test runs a program of its own: Spark talks to itself over local sockets, which
tests in this process may not. Needs ``make .venv/.spark`` and Java 17.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from pipeline.io.faults import raise_fault
from pipeline.io.stored import read_table

if TYPE_CHECKING:
    from pipeline.schema import Observation

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="run: make spark"),
]


def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    return subprocess.run(
        [sys.executable, *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def read(path: Path) -> list[Observation]:
    rows = read_table(str(path), on_fault=raise_fault)
    return sorted(rows, key=lambda row: (row.article_id, row.amount_start))


@pytest.fixture(scope="module")
def articles() -> list[dict[str, str | None]]:
    """Our samples, each of them twice, and two at fault."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in ROOT.glob("seeds/*.txt")}
    some: list[dict[str, str | None]] = [
        {"id": f"{name}-{n}", "text": text, "published": None, "source": "mẫu"}
        for n in range(2)
        for name, text in sorted(texts.items())
    ]
    wrong = {"text": "Tăng 5%.", "published": "mới đây", "source": None}
    return [*some, {"id": "undated", **wrong}, {"id": "empty", **wrong, "text": ""}]


@pytest.fixture(scope="module")
def single(
    articles: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with the dump and what one machine makes of it."""
    folder = tmp_path_factory.mktemp("single")
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
    (folder / "dump.jsonl").write_text("".join(lines), encoding="utf-8")
    pd.DataFrame(articles).to_parquet(folder / "dump.parquet")
    cli = "from pipeline.cli import main; main()"
    args = ("extract", "dump.jsonl", "-o", "single.parquet", "--model", "default")
    assert run(folder, "-c", cli, *args).returncode == 1
    return folder


def test_the_program_writes_the_rows_of_one_machine(single: Path) -> None:
    program = ("-m", "pipeline.cluster.spark", "dump.jsonl", "OUT")
    options = ("--master", "local[2,4]", "--partitions", "4", "--model", "default")
    with (single / "dump.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "half\n')
    done = run(single, *program, *options)
    wanted = read(single / "single.parquet")
    assert done.returncode == 1, done.stderr
    assert f"{len(wanted):,} figures, 3 faults in OUT\n" in done.stderr
    assert read(single / "OUT") == wanted
    faults = [
        json.loads(line)
        for part in (single / "OUT" / "_quarantine").glob("part-*.json")
        for line in part.read_text(encoding="utf-8").splitlines()
    ]
    places = sorted(fault["fault_source"].split("-")[0] for fault in faults)
    assert places == ["article empty", "article undated", "record"]
    again = run(single, *program, *options)
    assert again.returncode == 2
    assert "OUT: expected a new folder, got" in again.stderr


def test_failed_tasks_and_killed_workers_change_no_row(single: Path) -> None:
    trial = str(ROOT / "tests" / "cluster" / "trial.py")
    done = run(single, trial, "dump.parquet", "TRIAL", str(single))
    assert done.returncode == 0, done.stderr
    assert "Lost task" in done.stderr
    told = json.loads(done.stdout)
    assert told["pids"] != []
    assert sorted(told["faults"]) == ["article empty", "article undated"]
    assert read(single / "TRIAL") == read(single / "single.parquet")
    assert max(told["loads"].values()) == 1
    assert not {str(pid) for pid in told["pids"]} & told["loads"].keys()


def test_a_frame_without_texts_and_an_unknown_model_are_told(single: Path) -> None:
    pd.DataFrame([{"a": 1}]).to_parquet(single / "other.parquet")
    program = ("-m", "pipeline.cluster.spark", "--master", "local[1]")
    done = run(single, *program, "other.parquet", "NO")
    assert done.returncode == 1
    assert "the frame: expected a column 'text', got a (name the one" in done.stderr
    done = run(single, *program, "dump.parquet", "NO", "--model", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert not (single / "NO").exists()
