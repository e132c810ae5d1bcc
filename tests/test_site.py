"""The docs site: what is laid out, that it builds and loads nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs.site import command_names, commands, help_of, laid_out, lay_out, pages

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {"docs/a.md": "a.md", "README.md": "index.md", "docs/b.md": "b.md"}

LINKS = {
    "a page beside it": ("docs/a.md", "[b](b.md)", "[b](b.md)"),
    "a page above it": ("docs/a.md", "[home](../README.md#x)", "[home](index.md#x)"),
    "a page below it": ("README.md", "[a](docs/a.md)", "[a](a.md)"),
    "a picture": ("README.md", "![c](docs/c.svg)", "![c](c.svg)"),
    "a file": ("docs/a.md", "[seeds](../seeds/README.md)", "seeds (`seeds/README.md`)"),
    "a file by its name": ("README.md", "[LICENSE](LICENSE)", "LICENSE"),
    "another host": ("README.md", "[x](https://x.vn/a)", "[x](https://x.vn/a)"),
    "a quiet fence": ("docs/a.md", "```console quiet", "```console"),
}


@pytest.mark.parametrize(("path", "text", "there"), LINKS.values(), ids=LINKS)
def test_links_lead_to_pages_of_the_site(path: str, text: str, there: str) -> None:
    assert laid_out(text, path, NAMES) == there


def test_every_command_has_its_help_with_examples() -> None:
    page = commands()
    names = command_names()
    assert {"extract", "labels import", "models promote", "report"} <= set(names)
    assert [name for name in names if f"\n## solieu {name}\n" not in page] == []
    assert [name for name in names if f"solieu {name} " not in help_of(name)] == []
    assert "Examples:" in help_of("labels export")


def test_every_page_of_ours_is_in_the_contents(root: Path) -> None:
    contents = (root / "docs" / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r": ([a-z]+\.md)$", contents, flags=re.MULTILINE))
    assert named == {*pages(root).values(), "commands.md", "python.md"}


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(
    root: Path, tmp_path: Path
) -> None:
    lay_out(tmp_path / "build" / "docs")
    (tmp_path / "docs").mkdir()
    (tmp_path / "pipeline").symlink_to(root / "pipeline")
    told = (root / "docs" / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "docs" / "mkdocs.yml").write_text(told, encoding="utf-8")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f"]
    subprocess.run(
        [*build, "docs/mkdocs.yml"], check=True, cwd=tmp_path, capture_output=True
    )
    site = tmp_path / "build" / "site"
    loaded = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?=\"?(?:https?:)?//[^>]*>")
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(files) > len(pages(root))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert loaded.findall(text) == [], file
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", text), file
    assert "LabelledArticle" in (site / "python.html").read_text(encoding="utf-8")
