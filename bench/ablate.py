"""Shows what the lexicon's parts are worth: scores with rows of it taken out.

Each variant is a copy of the package whose tables really lack the rows; the copy then
scores itself on the labelled articles beside the checkout, tune and quiet apart. The
promise of the house: with all indicator rows out, core falls by at most 0.06.

    python bench/ablate.py [--gold FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parent.parent
GOLD: Final = ROOT.parent / "shared" / "annotations" / "dev.jsonl"
CATALOGUE: Final = Path("models") / "default" / "indicators.tsv"
HEADS: Final = Path("pipeline") / "lexicon" / "metric_heads.tsv"
COMPOUNDS: Final = Path("pipeline") / "lexicon" / "compounds.tsv"
SYLLABLES: Final = Path("pipeline") / "linking" / "syllables.py"
SPLITS: Final = ("tune", "quiet")
ALLOWED_FALL: Final = 0.06
_RUN: Final = "from pipeline.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Variant:
    """A name for the table, and what to take out of a copy of the package."""

    name: str
    cut: Callable[[Path], int]


def main() -> int:
    """Score every variant and print a table; 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description="Score with parts of the lexicon out.")
    parser.add_argument("--gold", type=Path, default=GOLD)
    gold = parser.parse_args().gold.resolve()
    if not gold.is_file():
        print(
            f"Nothing to score: the labelled articles do not lie at {gold}.\n"
            "Put them there, or name others: python bench/ablate.py --gold FILE"
        )
        return 0
    print(f"{'core F1 on ' + gold.name:46}{'rows out':>9}{'tune':>8}{'quiet':>8}")
    scores = {variant.name: _scored(variant, gold) for variant in VARIANTS}
    worst = max(
        full - bare for full, bare in zip(scores[WHOLE], scores[BARE], strict=True)
    )
    kept = worst <= ALLOWED_FALL
    print(
        f"Without indicator rows core falls by {worst:.3f} at most; allowed are"
        f" {ALLOWED_FALL:.2f}: {'kept' if kept else 'BROKEN'}."
    )
    return 0 if kept else 1


def _scored(variant: Variant, gold: Path) -> tuple[float, ...]:
    """Cut a copy of the package, let it score itself, print and give its scores."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("pipeline", "models"):
            shutil.copytree(
                ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        cut = variant.cut(copy)
        seal(copy / CATALOGUE.parent)
        scores = tuple(_core(copy, gold, split) for split in SPLITS)
    shown = "".join(f"{score:>8.3f}" for score in scores)
    print(f"{variant.name:46}{cut:>9}{shown}", flush=True)
    return scores


def seal(folder: Path) -> None:
    """Give the model its hashes anew: a changed one would be refused."""
    sys.path.insert(0, str(ROOT))
    from pipeline.models import MANIFEST
    from pipeline.models.manifest import manifest_bytes

    files = {path.name: path.read_bytes() for path in folder.glob("*.tsv")}
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_bytes(manifest_bytes(files, told))


def _core(copy: Path, gold: Path, split: str) -> float:
    command = [sys.executable, "-c", _RUN, "evaluate", str(gold)]
    told = subprocess.run(  # noqa: S603 - our own command with fixed arguments
        [*command, "--split", split, "--json"],
        cwd=copy,
        env=os.environ
        | {"PYTHONPATH": str(copy), "SOLIEU_MODELS": str(copy / "models")},
        capture_output=True,
        text=True,
        check=False,
    )
    if not told.stdout:
        raise SystemExit(f"{split}: the copy could not score itself\n{told.stderr}")
    ladder = json.loads(told.stdout)["ladder"]
    return float(ladder["core"]["f1"])


def _nothing(copy: Path) -> int:
    del copy
    return 0


def _catalogue(copy: Path) -> int:
    return _take_out(copy / CATALOGUE, lambda _surface: True)


def _indicator_rows(copy: Path) -> int:
    """Take the catalogue out, and the metric heads that are names in it: "grdp"."""
    named = _names(copy / CATALOGUE)
    return _catalogue(copy) + _take_out(copy / HEADS, named.__contains__)


def _compounds(copy: Path) -> int:
    return _take_out(copy / COMPOUNDS, lambda _surface: True)


def _words(copy: Path) -> int:
    """Let a counted noun end inside a word: underthesea is asked for no words."""
    with (copy / SYLLABLES).open("a", encoding="utf-8") as module:
        module.write("\nleft_of_word = lambda kept, more: ''\n")
    return 0


def _both(copy: Path) -> int:
    return _compounds(copy) + _words(copy)


def _names(catalogue: Path) -> set[str]:
    from pipeline.lexicon.indicators import read_catalogue
    from pipeline.models import open_model

    return set(read_catalogue(open_model(str(catalogue.parent))).ids)


def _take_out(table: Path, unwanted: Callable[[str], bool]) -> int:
    """Drop the rows whose first cell is unwanted; remarks and header stay."""
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if not line.startswith("# "))
    rows = lines[first + 1 :]
    kept = [row for row in rows if not unwanted(row.split("\t")[0])]
    table.write_text("".join([*lines[: first + 1], *kept]), encoding="utf-8")
    return len(rows) - len(kept)


WHOLE: Final = "everything"
BARE: Final = "no indicator rows (and no heads named there)"
VARIANTS: Final = (
    Variant(WHOLE, _nothing),
    Variant("no catalogue of indicators", _catalogue),
    Variant(BARE, _indicator_rows),
    Variant("no compounds (mined with underthesea)", _compounds),
    Variant("no words while linking (underthesea)", _words),
    Variant("neither compounds nor words", _both),
)

if __name__ == "__main__":
    sys.exit(main())
