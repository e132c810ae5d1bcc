"""``solieu gate``: no score falls below its floor unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName, load_extractor
from pipeline.cli.talk import (
    DONE,
    FAULTY_INPUT,
    Faults,
    count,
    showing_progress,
    tell,
)
from pipeline.errors import UsageError
from pipeline.models import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.evaluation.gate import Floor, Floors, GoldSet
    from pipeline.evaluation.measuring import Measured

EXAMPLES: Final = """\
Examples:
  solieu gate
  solieu gate --update
  solieu gate --update --lower --because "two labels were wrong, see DISPUTES.md"
"""

Folder: TypeAlias = Annotated[
    str, typer.Argument(metavar="FOLDER", help="Labelled articles and floors.json.")
]
Update: TypeAlias = Annotated[
    bool, typer.Option("--update", help="Set the floors anew; they only rise.")
]
Lower: TypeAlias = Annotated[
    bool, typer.Option("--lower", help="Let them fall as well; needs --because.")
]
Because: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why: kept in floors.json.")
]


def gate(
    folder: Folder = "annotations",
    *,
    update: Update = False,
    lower: Lower = False,
    because: Because = None,
    model: ModelName = DEFAULT_MODEL,
) -> int:
    """Defend the scores: fail where one falls below its floor.

    Scores every .jsonl of FOLDER and, where ../shared stands beside the checkout, its
    seeds and dev. FOLDER/floors.json holds a floor under F1 at each rung and the hash
    of each gold. --update sets floors 0.01 under the present scores.
    """
    from pipeline.evaluation.gate import FLOORS, find_sets, read_floors
    from pipeline.evaluation.measuring import measure_sets

    reason = _reason(update=update, lower=lower, because=because)
    home = Path(folder)
    if not home.is_dir():
        raise UsageError(f"{folder}: expected a folder of labelled articles")
    sets, beside = find_sets(home)
    if not beside:
        tell("../shared does not stand beside the checkout; its articles are skipped")
    faults = Faults()
    floors = read_floors(home / FLOORS)
    extract = load_extractor(model).extract
    found = measure_sets(_shown(sets), extract, on_fault=faults)
    for name in found.absent:
        tell(f"{name}: its texts are not at hand; skipped")
    if faults.seen:
        return faults.exit_code
    if update:
        return _update(home / FLOORS, floors, found, reason)
    return _check(floors, found)


def _reason(*, update: bool, lower: bool, because: str | None) -> str | None:
    stated = (because or "").strip()
    if lower and not stated:
        raise UsageError('--lower: expected a reason by --because "…", got none')
    if stated and not lower:
        raise UsageError("--because: expected --lower beside it, got none")
    if lower and not update:
        raise UsageError("--lower: expected --update beside it, got none")
    return stated or None


def _shown(sets: Sequence[GoldSet]) -> Iterator[GoldSet]:
    return showing_progress(sets, noun="sets", show=True)


def _check(floors: Floors, found: Measured) -> int:
    from pipeline.evaluation.gate import closed_by

    print("\n".join(_table(floors, found.now)))
    said = closed_by(floors, found.now, found.absent)
    for line in said:
        tell(line)
    return FAULTY_INPUT if said else DONE


def _update(path: Path, floors: Floors, found: Measured, reason: str | None) -> int:
    from pipeline.evaluation.gate import updated, write_floors

    now = found.now
    new = updated(floors, now, absent=found.absent, because=reason)
    write_floors(path, new)
    print("\n".join(_table(new, now)))
    lowered = len(new.lowered) - len(floors.lowered)
    tell(f"{path}: floors of {count(len(now), 'set')}, {lowered} let down")
    return DONE


def _table(floors: Floors, now: Mapping[str, Floor]) -> list[str]:
    """Write each set with its scores, and the floors in brackets."""
    if not now:
        return ["no labelled articles to defend"]
    width = max(map(len, now))
    return [
        f"{name:{width}}  "
        + "  ".join(
            f"{rung} {score:.3f} ({_floor(floors, name, rung)})"
            for rung, score in seen.floors.items()
        )
        for name, seen in now.items()
    ]


def _floor(floors: Floors, name: str, rung: str) -> str:
    known = floors.sets.get(name)
    return f"{known.floors[rung]:.3f}" if known else "none"
