"""The compiled core gives the rows that plain Python gives, and ships in a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from native.build import TARGET, CannotBuildError, build
from native.hook import WANTED

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "articles"
INPUTS = {
    "seeds": sorted((ROOT / "seeds").glob("*.txt")),
    "dev": [SHARED / "dev.jsonl"],
    "train": [SHARED / "train.jsonl"],
}
SOLIEU = ["-c", "from pipeline.cli import main; main()"]
COPIES = """
import copy, pipeline
rows = pipeline.load().extract("Năm 2020, xuất khẩu đạt 580 triệu USD, tăng 5%.")
assert [copy.deepcopy(row) for row in rows] == list(rows)
print(pipeline.core(), len(rows))
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def native() -> Path:
    """Give the folder of the compiled core; what is good there is not made again."""
    return build(TARGET, jobs=os.cpu_count() or 1)


def _run(command: list[str], place: Path, path: Path | None = None) -> str:
    return subprocess.run(
        [sys.executable, *command],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(path or "")},
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout


@pytest.mark.parametrize("articles", INPUTS.values(), ids=INPUTS.keys())
def test_rows_are_the_same_to_the_byte(
    articles: list[Path], native: Path, tmp_path: Path
) -> None:
    if not all(path.is_file() for path in articles):
        pytest.skip("the real articles do not lie beside the checkout")
    command = [*SOLIEU, "extract", *map(str, articles), "--to", "jsonl"]
    plain = _run(command, tmp_path)
    assert plain.count("\n") > 100
    assert _run(command, tmp_path, native) == plain


def test_the_version_tells_which_core_it_is(native: Path, tmp_path: Path) -> None:
    command = [*SOLIEU, "--version"]
    plain = _run(command, tmp_path)
    assert "compiled" not in plain
    assert _run(command, tmp_path, native) == f"{plain.strip()} (compiled core)\n"


def test_rows_go_to_other_processes(native: Path, tmp_path: Path) -> None:
    assert _run(["-c", COPIES], tmp_path) == "plain 2\n"
    assert _run(["-c", COPIES], tmp_path, native) == "compiled 2\n"


@pytest.mark.usefixtures("native")
def test_a_wheel_ships_it_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WANTED, "1")
    pip = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w"]
    _run([*pip, str(tmp_path), str(ROOT)], tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    assert "none-any" not in wheel.name
    place = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    assert _run(["-c", COPIES], tmp_path, place) == "compiled 2\n"


def test_without_a_compiler_it_says_so_and_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(CannotBuildError, match=r"refused .*see .*build\.log"):
        build(tmp_path)
    assert not (tmp_path / "pipeline").exists()
