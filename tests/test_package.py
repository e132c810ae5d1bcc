"""What is shipped: the wheel carries all it needs and works outside the checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from pipeline.matching.components import ENTITIES, KINDS, factory_name

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = (
    "Năm 2023, kim ngạch xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD, tăng 3,03%."
)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet"]
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    built = [*pip, *options, "--wheel-dir", str(folder), str(root)]
    subprocess.run(built, check=True, cwd=folder)
    return next(folder.glob("solieu-*.whl"))


def test_the_wheel_holds_code_vocabulary_and_model_and_nothing_else(
    root: Path, wheel: Path
) -> None:
    package = root / "pipeline"
    files = [p for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    expected = {p.relative_to(root).as_posix() for p in files}
    model = root / "models" / "default"
    shipped = [p for p in model.rglob("*") if p.is_file()]
    expected |= {f"pipeline/_models/default/{p.relative_to(model)}" for p in shipped}
    with zipfile.ZipFile(wheel) as archive:
        names = {n for n in archive.namelist() if ".dist-info/" not in n}
    assert names == expected
    assert {"pipeline/py.typed", "pipeline/_models/default/manifest.json"} <= names


def test_the_installed_names_are_the_ones_promised() -> None:
    told = metadata.distribution("solieu")
    scripts = {p.name: p.value for p in told.entry_points.select(name="solieu")}
    assert scripts == {"solieu": "pipeline.cli:main"}
    assert told.metadata["Requires-Python"] == "<3.15,>=3.11"


def test_spacy_finds_every_component_without_an_import_of_ours(tmp_path: Path) -> None:
    script = """
import spacy, sys
tokenizer = {"@tokenizers": "solieu.vi_syllables.v1"}
nlp = spacy.blank("vi", config={"nlp": {"tokenizer": tokenizer}})
for name in sys.argv[1:]:
    nlp.add_pipe(name)
doc = nlp("Kim ngạch xuất khẩu đạt 680 triệu USD.")
print([span.text for span in doc.spans["amount"]])
"""
    factories = metadata.distribution("solieu").entry_points
    names = [p.name for p in factories.select(group="spacy_factories")]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *names],
        check=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert set(names) == {*map(factory_name, KINDS), ENTITIES}
    assert done.stdout == "['680']\n"


@pytest.mark.slow
def test_an_empty_environment_needs_the_wheel_alone(
    root: Path, wheel: Path, tmp_path: Path
) -> None:
    pins = (root / "constraints.txt").read_text(encoding="utf-8")
    versions = re.findall(r"^\S+==[^\\\n]+", pins, flags=re.MULTILINE)
    (tmp_path / "pins.txt").write_text("\n".join(versions), encoding="utf-8")
    (tmp_path / "bài.txt").write_text(ARTICLE, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "env"], check=True, cwd=tmp_path)
    command = tmp_path / "env" / "bin"
    install = [str(command / "pip"), "install", "-q", "-c", "pins.txt", str(wheel)]
    subprocess.run(install, check=True, cwd=tmp_path)
    done = subprocess.run(
        [str(command / "solieu"), "extract", "bài.txt", "--to", "jsonl"],
        check=True,
        cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["amount_text"] for row in rows] == ["680", "3,03"]
