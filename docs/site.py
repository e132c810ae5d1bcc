"""Lays out the pages of the docs site in build/docs: ours, and those made of the code.

Links between pages are kept, links to other files of the project become their names.
The commands' page is made of their help, the Python page of docstrings (mkdocstrings).
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path
from typing import Final

from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli.app import app

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "build" / "docs"
OTHERS: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "annotations/GUIDE.md": "guide.md",
}
"""Pages that stand elsewhere, and their names on the site."""
ASSETS: Final = (".svg", ".png", ".tsv")
MODULES: Final = (
    *("pipeline", "pipeline.extract.extractor", "pipeline.schema"),
    *("pipeline.io.annotations", "pipeline.series.study", "pipeline.errors"),
)
"""What programs are written with."""
_LINK: Final = re.compile(
    r"(!?)\[([^\]]{1,200})\]\((?!https?:)([^)#\s]{1,200})(#[^)\s]*)?\)"
)
_QUIET: Final = re.compile(r"^```console quiet$", re.MULTILINE)
_WIDTH: Final = "90"


def pages(root: Path) -> dict[str, str]:
    """Name every page of ours by its path, with its name on the site."""
    ours = {f"docs/{path.name}": path.name for path in (root / "docs").glob("*.md")}
    return {**ours, **OTHERS}


def laid_out(text: str, path: str, names: dict[str, str]) -> str:
    """Give a page as the site has it.

    Args:
        text: the page.
        path: where it stands in the project.
        names: all pages by path, with their names on the site.
    """

    def link(match: re.Match[str]) -> str:
        picture, words, target, anchor = match.groups()
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if place in names:
            return f"[{words}]({names[place]}{anchor or ''})"
        if place.startswith("docs/") and place.endswith(ASSETS):
            return f"{picture}[{words}]({place.removeprefix('docs/')})"
        return words if words.strip("`") == place else f"{words} (`{place}`)"

    return _QUIET.sub("```console", _LINK.sub(link, text))


def commands() -> str:
    """Give the page of all commands, by their help."""
    parts = (
        f"\n## solieu {name}\n\n```text\n{help_of(name)}```\n"
        for name in command_names()
    )
    return "".join(("# Commands\n\nWhat `--help` says of each.\n", *parts))


def command_names() -> list[str]:
    """Name every command, those of groups by both words."""
    found = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        found += [f"{name} {verb}" for verb in below] or [name]
    return found


def help_of(name: str) -> str:
    """Give what a command says by ``--help``."""
    done = CliRunner(env={"COLUMNS": _WIDTH, "TERMINAL_WIDTH": _WIDTH}).invoke(
        app, [*name.split(), "--help"], prog_name="solieu", terminal_width=int(_WIDTH)
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.strip().splitlines())


def python() -> str:
    """Give the page that mkdocstrings fills."""
    parts = ["# Python\n\n", "What programs are written with.\n"]
    return "".join([*parts, *(f"\n::: {module}\n" for module in MODULES)])


def lay_out(target: Path) -> None:
    """Write all pages to a folder, which is made anew."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    names = pages(ROOT)
    for path, name in names.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        page = laid_out(text, path, names)
        (target / name).write_text(page, encoding="utf-8")
    for asset in (ROOT / "docs").iterdir():
        if asset.suffix in ASSETS:
            shutil.copyfile(asset, target / asset.name)
    (target / "commands.md").write_text(commands(), encoding="utf-8")
    (target / "python.md").write_text(python(), encoding="utf-8")


if __name__ == "__main__":
    lay_out(TARGET)
