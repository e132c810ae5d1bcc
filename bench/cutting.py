"""Takes phrases out of a copy of the package: out of its lexicon and its catalogue."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.ablate import seal
from pipeline.lexicon.tables import parse_table
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
PHRASING: Final = Path("annotations") / "phrasing"
_NO_WORD: Final = "qqzz"
_PARTS: Final = ("pipeline", "models", "bench", str(PHRASING))
_LEXICON: Final = Path("pipeline") / "lexicon"
_CATALOGUE: Final = Path("models") / "default" / "indicators.tsv"


@dataclass(frozen=True, slots=True)
class Removed:
    """A phrase that is taken out, with all its forms."""

    kind: str
    name: str
    words: tuple[str, ...]


def read_removed(root: Path = ROOT) -> tuple[Removed, ...]:
    """Read which constructions and indicators are taken out."""
    text = (root / PHRASING / "phrases.tsv").read_text(encoding="utf-8")
    return tuple(
        Removed(row["kind"], row["name"], tuple(row["words"].split("; ")))
        for row in parse_table(text, name="phrases.tsv")
    )


def pattern_of(removed: Sequence[Removed]) -> re.Pattern[str]:
    """Give what finds any of the phrases, as whole words of a folded text."""
    words = sorted({word for one in removed for word in one.words})
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def cut_copy(copy: Path, removed: Sequence[Removed]) -> int:
    """Copy the package without the rows that hold a phrase; give how many went."""
    for part in _PARTS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, copy / part, ignore=ignored)
    unwanted = pattern_of(removed)
    tables = sorted((copy / _LEXICON).glob("*.tsv"))
    went = sum(_cut_table(table, unwanted) for table in tables)
    went += _cut_catalogue(copy / _CATALOGUE, unwanted)
    seal((copy / _CATALOGUE).parent)
    return went


def _cut_table(table: Path, unwanted: re.Pattern[str]) -> int:
    head, header, rows = _lines_of(table)
    if "surface" not in header:
        return 0
    at = header.index("surface")
    kept = [row for row in rows if not unwanted.search(row[at])]
    went = len(rows) - len(kept)
    if "role" in header:
        role = header.index("role")
        # Rules ask for each role, so one that lost its words keeps a word of no text.
        left = {row[role] for row in kept}
        empty = {row[role]: row for row in rows if row[role] not in left}
        kept += [[*row[:at], _NO_WORD, *row[at + 1 :]] for row in empty.values()]
    _write(table, head, [header, *kept])
    return went


def _cut_catalogue(table: Path, unwanted: re.Pattern[str]) -> int:
    """Drop the indicators that are named so, and the aliases of the others."""
    head, header, rows = _lines_of(table)
    name, aliases, parent = (header.index(n) for n in ("name", "aliases", "parent"))
    kept = [row for row in rows if not unwanted.search(fold(row[name]))]
    ids = {row[0] for row in kept}
    went = len(rows) - len(kept)
    for row in kept:
        told = [one.strip() for one in row[aliases].split(";")]
        stay = [one for one in told if not unwanted.search(fold(one))]
        went += len(told) - len(stay)
        row[aliases] = "; ".join(stay)
        row[parent] = row[parent] if row[parent] in ids else ""
    _write(table, head, [header, *kept])
    return went


def _lines_of(table: Path) -> tuple[list[str], list[str], list[list[str]]]:
    """Give the remarks before the header, its cells, and the rows without remarks."""
    lines = table.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if not line.startswith("# "))
    rows = [one.split("\t") for one in lines[first + 1 :] if one[:2] != "# "]
    return lines[:first], lines[first].split("\t"), [row for row in rows if row[1:]]


def _write(table: Path, head: list[str], rows: list[list[str]]) -> None:
    lines = [*head, *("\t".join(row) for row in rows)]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
