"""Rules of the house that no linter knows: each test reads the checkout's own files."""

from __future__ import annotations

import ast
import json
import re
import tomllib
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
RUN_OF_WORDS = 14
A_LIST = 3
SKIPPED = {"build", "dist", "out", "htmlcov", "node_modules"}
TEXTS = {".csv", ".html", ".json", ".jsonl", ".md", ".py", ".toml", ".tsv", ".txt"}
# Letters of spelling, not vocabulary: the folding key is made of them.
VIETNAMESE_BY_NATURE = {"pipeline/text/folding.py"}


def _files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Give the checkout's files by ending, without hidden and built folders."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in SKIPPED for part in parts)
        if not hidden and path.suffix in suffixes and path.is_file():
            yield path


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _modules(root: Path) -> Iterator[tuple[str, str]]:
    for path in _files(root / "pipeline", ".py"):
        yield _name(path, root), path.read_text(encoding="utf-8")


def test_no_file_outgrows_its_room(root: Path) -> None:
    sizes = {name: text.count("\n") for name, text in _modules(root)}
    long = [f"{n}: {lines} lines" for n, lines in sizes.items() if lines > LONGEST_FILE]
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_a_page(root: Path) -> None:
    long = [
        f"{name}:{node.lineno}: {node.name} ends in line {node.end_lineno}"
        for name, text in _modules(root)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def _documentation(tree: ast.Module) -> set[int]:
    """Give the ids of strings that stand alone: docstrings and notes on names."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _vietnamese(text: str) -> bool:
    marks = unicodedata.normalize("NFD", text)
    return bool(re.search(r"[a-zA-Z][\u0300-\u0323]|[đĐ]", marks))


def _word_lists(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give collections and regex alternations of several Vietnamese words."""
    told = _documentation(tree)
    for node in ast.walk(tree):
        words: list[str] = []
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            groups = re.findall(
                r"[^()\[\]]+", node.value if id(node) not in told else ""
            )
            words = max((g.split("|") for g in groups), key=len, default=[])
        elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            words = [
                part.value
                for part in ast.iter_child_nodes(node)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
        if sum(map(_vietnamese, words)) >= A_LIST and isinstance(node, ast.expr):
            yield node.lineno, " ".join(words)


def test_vocabulary_stands_in_tables_not_in_code(root: Path) -> None:
    found = [
        f"{name}:{line}: {words:.60}"
        for name, text in _modules(root)
        if name not in VIETNAMESE_BY_NATURE
        for line, words in _word_lists(ast.parse(text))
    ]
    assert not found, "\n".join(found)


def test_every_table_tells_its_sources_in_nfc(root: Path) -> None:
    tables = list(_files(root / "pipeline" / "lexicon", ".tsv"))
    assert tables
    faults = []
    for path in tables:
        text = path.read_text(encoding="utf-8")
        rows = [r for r in text.splitlines() if r.strip() and not r.startswith("# ")]
        header = rows[0].split("\t")
        column = header.index("source") if "source" in header else None
        if column is None or not unicodedata.is_normalized("NFC", text):
            faults.append(f"{path.name}: no source column, or not NFC")
            continue
        faults += [
            f"{path.name}: {row!r}"
            for row in rows[1:]
            if len(row.split("\t")) != len(header) or not row.split("\t")[column]
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:index|find)-(?:url|links)\b",
        r"https?://[^\s\"']*/simple\b",
        r"(?<![\w.])/(?:home|root|Users|mnt)/\w",
    ],
    ids=["index-option", "index-address", "machine-path"],
)
def test_the_project_names_no_index_and_no_machine(root: Path, pattern: str) -> None:
    files = [*_files(root, *TEXTS), root / "Makefile", root / ".ci" / "run"]
    this = root / "tests" / "test_house.py"
    found = [
        _name(path, root)
        for path in files
        if path != this and re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_pins_cover_every_requirement_with_hashes(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    pins = (root / "constraints.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", pins.strip())
    pinned = {block.split("==")[0]: block for block in blocks}
    names = {re.split(r"[<>=!~\[ ]", ask)[0] for ask in asked}
    assert names - pinned.keys() == set()
    assert [n for n, b in pinned.items() if "--hash=sha256:" not in b] == []


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    last = len(words) - RUN_OF_WORDS + 1
    return {" ".join(words[i : i + RUN_OF_WORDS]) for i in range(last)}


def test_no_sentence_of_the_real_articles_stands_in_the_project(root: Path) -> None:
    shared = root.parent / "shared"
    labelled = sorted((shared / "articles").glob("*.jsonl"))
    if not labelled:
        pytest.skip("the real articles do not stand beside this checkout")
    real = set[str]()
    for path in labelled:
        for line in path.read_text(encoding="utf-8").splitlines():
            real |= _runs(json.loads(line)["text"])
    for path in (shared / "seeds").glob("*.txt"):
        real |= _runs(path.read_text(encoding="utf-8"))
    taken = [
        (_name(path, root), run)
        for path in _files(root, *TEXTS)
        for run in sorted(_runs(path.read_text(encoding="utf-8")) & real)[:1]
    ]
    assert taken == []
