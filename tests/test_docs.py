"""The documents tell the truth: what they show runs, what they name is there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from bench.cost import Assumed, Measured, table, told
from docs.refresh import refreshed
from pipeline.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/labelling.md",
    "docs/learning.md",
    "docs/scale.md",
    "docs/series.md",
    "docs/tutorial.md",
]
COMMANDS = sorted(c.callback.__name__ for c in app.registered_commands if c.callback)


def _read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_the_readme_begins_with_the_two_commands(root: Path) -> None:
    fence, *lines = _read(root, "README.md").splitlines()[:3]
    assert fence == "```"
    assert [line.split("#")[0].strip() for line in lines] == ["make run", "make test"]


@pytest.mark.parametrize("page", ["README.md", "docs/learning.md", "docs/tutorial.md"])
def test_the_pages_show_what_the_commands_print(root: Path, page: str) -> None:
    told = _read(root, page)
    assert refreshed(told) == told, "run: make docs"


def test_the_costs_on_the_page_follow_from_the_speed_on_it(root: Path) -> None:
    page = _read(root, "docs/scale.md")
    found = re.search(r"<!-- cost: make cost -->\n(.*)<!-- /cost -->", page, re.DOTALL)
    assert found
    numbers = re.findall(r"[\d,.]*\d", found[1].splitlines()[0].replace(",", ""))
    speed, figures, size = map(float, numbers)
    measured = Measured(speed=speed, figures=figures, article_bytes=size)
    shown = f"Measured: {told(measured)}\n\n{table(measured, Assumed())}"
    assert found[1] == shown, "put there what make cost prints"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(root: Path, command: str) -> None:
    assert f"solieu {command} " in _read(root, "README.md")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(root: Path, page: str) -> None:
    folder = (root / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", _read(root, page))
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_room_is_on_the_plan(root: Path) -> None:
    plan = _read(root, "docs/architecture.md")
    package = root / "pipeline"
    rooms = {f"{p.parent.name}/" for p in package.glob("*/__init__.py")}
    modules = {p.name for p in package.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert sorted(room for room in rooms | modules if room not in plan) == []


def test_the_layers_on_the_plan_are_the_ones_checked(root: Path) -> None:
    project = tomllib.loads(_read(root, "pyproject.toml"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    built = [layer for layer in layers if not layer.startswith("(")]
    assert " > ".join(built) in _read(root, "docs/architecture.md")


def test_every_target_named_is_one_of_the_makefile(root: Path) -> None:
    makefile = _read(root, "Makefile")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    told = "\n".join(_read(root, page) for page in PAGES)
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", told, flags=re.MULTILINE))
    assert named - targets == set()
