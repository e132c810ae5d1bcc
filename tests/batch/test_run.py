"""A run as its user sees it: the command, its folder, its ends and its refusals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from hashlib import sha256
from shutil import which
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from pipeline.schema import COLUMNS
from tests.batch.dumps import contents, text, write_dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Start = Callable[..., subprocess.Popen[str]]

CLI = "pipeline.cli"
KEPT = "stopped; what is done is kept; give the same command to go on\n"


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a process; give its exit code and what it said on stderr."""
    with process:
        out, err = process.communicate(timeout=300)
    assert out == ""
    return process.returncode, err


def small(folder: Path, name: str = "bao.jsonl", articles: int = 6) -> Path:
    """A dump without faults."""
    lines = [{"id": f"bai-{n}", "text": text(n)} for n in range(articles)]
    path = folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    return path


def test_a_folder_holds_the_rows_of_one_file(start: Start, tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "bao.jsonl", 100)
    one = end(start(CLI, "extract", dump, "-o", "one.parquet", "--quarantine", "q"))
    many = end(start(CLI, "extract", dump, "-o", "many/", "--workers", "2"))
    assert (one[0], many[0]) == (1, 1)
    parts = sorted((tmp_path / "many").glob("part-*.parquet"))
    rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
    assert rows == pq.read_table(tmp_path / "one.parquet").to_pylist()
    assert tuple(rows[0]) == COLUMNS
    faults = (tmp_path / "many" / "quarantine.jsonl").read_text("utf-8")
    assert faults == (tmp_path / "q").read_text("utf-8")
    said = many[1].splitlines()
    assert said[-1] == "438 figures in 97 articles, 3 faults in many/quarantine.jsonl"
    assert len(said) == 4


def test_a_figure_that_parquet_cannot_hold_is_lost_alone(
    start: Start, tmp_path: Path
) -> None:
    said = "Năm 2023, xuất khẩu đạt 999.999.999.999.999.999 tỷ tỷ USD, tăng 3%."
    dump = small(tmp_path)
    with dump.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "nhiều", "text": said}) + "\n")
    one = end(start(CLI, "extract", dump, "-o", "one.parquet", "--quarantine", "q"))
    many = end(start(CLI, "extract", dump, "-o", "many/", "--workers", "1"))
    assert (one[0], many[0]) == (1, 1)
    rows = pq.read_table(tmp_path / "many" / "part-000000.parquet").to_pylist()
    assert rows == pq.read_table(tmp_path / "one.parquet").to_pylist()
    assert [row["amount_text"] for row in rows if row["article_id"] == "nhiều"] == ["3"]
    quarantine = (tmp_path / "many" / "quarantine.jsonl").read_text("utf-8")
    assert quarantine == (tmp_path / "q").read_text("utf-8")
    (fault,) = map(json.loads, quarantine.splitlines())
    assert fault["source"] == f"nhiều:{said.index('999')}"
    expected = "expected 'quantity' of '999.999.999.999.999.999' within 29 digits"
    assert fault["message"].startswith(expected)
    assert f"{len(rows)} figures in 7 articles, 1 fault" in many[1]


def test_the_manifest_tells_what_went_in_and_what_came_out(
    start: Start, tmp_path: Path
) -> None:
    dump = small(tmp_path)
    code, said = end(start(CLI, "extract", dump.name, "-o", "out/"))
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    part = tmp_path / "out" / "part-000000.parquet"
    hashes = [sha256(path.read_bytes()).hexdigest() for path in (dump, part)]
    assert code == 0
    assert told["state"] == "done"
    assert told["model"]["name"] == "default"
    assert told["inputs"] == [
        {"name": "bao.jsonl", "bytes": dump.stat().st_size, "sha256": hashes[0]}
    ]
    figures = pq.read_metadata(part).num_rows
    assert said == f"{figures} figures in 6 articles\n"
    assert told["counts"]["figures"] == figures
    assert told["parts"][0]["sha256"] == hashes[1]


def test_a_run_that_is_done_is_not_done_again(start: Start, tmp_path: Path) -> None:
    dump = small(tmp_path)
    first = end(start(CLI, "extract", dump, "-o", "out/"))
    part = tmp_path / "out" / "part-000000.parquet"
    before = (part.stat().st_mtime_ns, contents(tmp_path / "out"))
    assert end(start(CLI, "extract", dump, "-o", "out")) == first
    assert (part.stat().st_mtime_ns, contents(tmp_path / "out")) == before
    part.unlink()
    assert end(start(CLI, "extract", dump, "-o", "out/")) == first
    assert contents(tmp_path / "out") == before[1]


@pytest.mark.parametrize(
    ("change", "options", "told"),
    [
        ("", ["--min-confidence", "0.5"], "options min_confidence was 0.0, is 0.5"),
        ("", ["--published", "2020"], "options published was not set, is 2020"),
        ("more", [], "input bao.jsonl has changed"),
        ("another", [], "input other.jsonl is new"),
    ],
    ids=["confidence", "date", "changed", "new"],
)
def test_what_has_changed_is_told_and_never_mixed(
    start: Start, tmp_path: Path, change: str, options: list[str], told: str
) -> None:
    inputs = [small(tmp_path).name]
    end(start(CLI, "extract", *inputs, "-o", "out/"))
    before = contents(tmp_path / "out")
    if change == "more":
        small(tmp_path, articles=7)
    if change == "another":
        (tmp_path / "other.jsonl").write_text('{"id": "x", "text": "y"}\n', "utf-8")
        inputs.append("other.jsonl")
    code, said = end(start(CLI, "extract", *inputs, "-o", "out/", *options))
    assert code == 2
    assert told in said
    assert "Name another folder, or remove this one to begin anew" in said
    assert contents(tmp_path / "out") == before


def test_a_folder_of_somebody_else_is_left_alone(start: Start, tmp_path: Path) -> None:
    dump = small(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", "utf-8")
    code, said = end(start(CLI, "extract", dump, "-o", "mine/"))
    assert (code, "letter.txt" in said) == (2, True)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "options", [["--to", "csv"], ["--with-text"], ["--quarantine", "q"]], ids=" ".join
)
def test_what_a_folder_cannot_do_is_wrong_usage(
    start: Start, tmp_path: Path, options: list[str]
) -> None:
    dump = small(tmp_path)
    code, said = end(start(CLI, "extract", dump, "-o", "out/", *options))
    assert code == 2
    assert said.startswith("a folder ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param(signal.SIGINT, 130, id="ctrl-c"),
        pytest.param(signal.SIGTERM, 143, id="sigterm", marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, 129, id="hang-up", marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_asked_to_end_ends_and_goes_on_later(
    start: Start, tmp_path: Path, asked: signal.Signals, code: int
) -> None:
    dump = write_dump(tmp_path / "bao.jsonl", 1100)
    args = ("extract", dump, "--workers", "1", "-o")
    process = start(CLI, *args, "out/")
    wait_for(tmp_path / "out" / ".run", "*.json")
    process.send_signal(asked)
    ended, said = end(process)
    assert ended == code
    assert said.endswith(KEPT)
    assert "Traceback" not in said
    state = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["state"]
    assert state == "running"
    assert end(start(CLI, *args, "out/"))[0] == 1
    assert end(start(CLI, *args, "calm/"))[0] == 1
    assert contents(tmp_path / "out") == contents(tmp_path / "calm")


def wait_for(folder: Path, pattern: str) -> None:
    until = time.monotonic() + 120
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until, f"no {pattern} in {folder}"
        time.sleep(0.02)


def test_two_runs_do_not_share_a_folder(start: Start, tmp_path: Path) -> None:
    first = start(CLI, "extract", "-", "-o", "out/", stdin=subprocess.PIPE)
    wait_for(tmp_path / "out", "manifest.json")
    code, said = end(start(CLI, "extract", small(tmp_path), "-o", "out/"))
    assert (code, "expected a folder that no run is using" in said) == (2, True)
    assert end(first)[0] == 1  # stdin was empty


LITTLE = 9_000
SHORT = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({LITTLE}, {LITTLE}))"


def test_a_file_that_cannot_grow_stops_the_run(start: Start, tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "bao.jsonl", 100)
    code, said = end(start(CLI, "extract", dump, "-o", "out/", before=SHORT))
    assert (code, said.endswith(f"out: file too large\n{KEPT}")) == (3, True)
    assert not list((tmp_path / "out").glob(".*.part"))
    assert end(start(CLI, "extract", dump, "-o", "out/"))[0] == 1
    assert end(start(CLI, "extract", dump, "-o", "calm/"))[0] == 1
    assert contents(tmp_path / "out") == contents(tmp_path / "calm")


@pytest.fixture
def mounting(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give a file system of its own as large as asked, or make it so."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, unmount = which("mount"), which("umount")
    if not (mount and unmount and os.geteuid() == 0):
        pytest.skip("only root may mount a file system")

    def sized(options: str) -> Path:
        asked = [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        if subprocess.run(asked, check=False, capture_output=True).returncode:
            pytest.skip("no file system can be mounted here")
        return disk

    yield sized
    subprocess.run([unmount, str(disk)], check=False, capture_output=True)


@pytest.mark.slow
def test_a_full_disk_stops_the_run_until_there_is_room(
    start: Start, tmp_path: Path, mounting: Callable[[str], Path]
) -> None:
    dump = write_dump(tmp_path / "bao.jsonl", 3500)
    assert end(start(CLI, "extract", dump, "-o", "calm/"))[0] == 1
    calm = contents(tmp_path / "calm")
    disk = mounting(f"size={sum(map(len, calm.values())) * 2 // 3}")
    args = ("extract", dump, "--workers", "1", "-o", f"{disk}/out/")
    code, said = end(start(CLI, *args))
    full = f"{disk}/out: no space left on device\n{KEPT}"
    assert (code, said.endswith(full)) == (3, True)
    assert list((disk / "out").glob("part-*.parquet"))
    mounting("remount,size=50m")
    assert end(start(CLI, *args))[0] == 1
    assert contents(disk / "out") == calm


def test_stdin_fills_a_folder_too(start: Start, tmp_path: Path) -> None:
    dump = small(tmp_path)
    with dump.open("rb") as stream:
        code, _ = end(start(CLI, "extract", "-", "-o", "out/", stdin=stream))
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert (code, told["counts"]["articles"]) == (0, 6)
    assert told["inputs"] == [{"name": "-", "bytes": None, "sha256": None}]
    with small(tmp_path, "less.jsonl", articles=5).open("rb") as stream:
        code, said = end(start(CLI, "extract", "-", "-o", "out/", stdin=stream))
    assert (code, "part-000000.parquet was made of, got others" in said) == (2, True)
