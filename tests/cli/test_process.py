"""What only a process of its own can show: imports, pipes, signals."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from tests.builders import write
from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Start = Callable[..., subprocess.Popen[str]]

HEAVY = ("spacy", "pandas", "pyarrow", "underthesea", "numpy")
LOOK = f"""
import sys
from pipeline.cli import main
try:
    main()
except SystemExit as end:
    heavy = [name for name in {HEAVY!r} if name in sys.modules]
    print(end.code, heavy, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["extract", "--help"],
        ["evaluate", "--help"],
        ["explain", "--help"],
        ["series", "--help"],
        ["chart", "--help"],
    ],
    ids=" ".join,
)
def test_help_needs_no_heavy_library(args: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *args],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == "0 []\n"
    assert done.stdout


def many_articles(folder: Path) -> str:
    text = "Năm 2023, xuất khẩu đạt 680 triệu USD, tăng 3,03%."
    lines = (json.dumps({"id": str(n), "text": text}) + "\n" for n in range(300))
    return write(folder / "many.jsonl", "".join(lines))


@pytest.mark.parametrize("form", ["table", "csv", "jsonl", "annotations"])
def test_a_reader_that_has_seen_enough_is_no_error(
    start: Start, tmp_path: Path, form: str
) -> None:
    process = start("extract", many_articles(tmp_path), "--to", form)
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        assert process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes are of Linux")
def test_names_that_are_no_utf8_are_told(start: Start, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xff.txt")).write_bytes(b"Thu 5 ha.")
    with start("extract", ".", os.fsdecode(b"no\xff.txt"), "--to", "csv") as process:
        out, err = process.communicate()
    assert process.returncode == 1
    assert ",b\\xff," in out
    assert err.startswith("no\\xff.txt: expected a file")


def test_a_workbook_that_is_not_finished_leaves_no_noise(
    start: Start, tmp_path: Path
) -> None:
    write(tmp_path / "bad.csv", "a,b\n1,2\n")
    with start("convert", "bad.csv", "-o", "out.xlsx") as process:
        _, err = process.communicate()
    assert (process.returncode, err.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


def wait_for(folder: Path, pattern: str) -> None:
    until = time.monotonic() + 60
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until, f"no {pattern} in {folder}"
        time.sleep(0.02)


def test_an_interrupt_ends_in_one_line_and_leaves_nothing(
    start: Start, tmp_path: Path
) -> None:
    with start("extract", "-", "-o", "out.csv", "--quarantine", "q.jsonl") as process:
        wait_for(tmp_path, ".out.csv.*.part")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, "", "stopped\n")
    assert list(tmp_path.iterdir()) == []


LOST = """
import signal, sys, time, weakref
from pipeline.cli.interrupts import ending_when_asked, keep_interrupts
class Passing: pass
keep_interrupts()
signum = int(sys.argv[1])
with ending_when_asked():
    passing = Passing()
    gone = weakref.ref(passing, lambda _: signal.raise_signal(signum))
    try:
        del passing  # what is raised meanwhile is forgotten by Python
        time.sleep(60)
    except KeyboardInterrupt as asked:
        print(type(asked).__name__)
"""


@pytest.mark.parametrize(
    ("asked", "came"),
    [(signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, "Ended")],
    ids=["ctrl-c", "sigterm"],
)
def test_an_interrupt_at_a_bad_time_is_not_lost(
    start_python: Start, asked: signal.Signals, came: str
) -> None:
    with start_python(LOST, str(int(asked))) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, f"{came}\n", "")


def test_parquet_goes_down_a_pipe(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Năm 2023, xuất khẩu đạt 680 triệu USD.")
    code = "from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", "a.txt", "--to", "parquet"],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert pq.read_table(io.BytesIO(done.stdout))["amount_text"].to_pylist() == ["680"]
    assert done.stderr == b"1 figure in 1 article\n"
