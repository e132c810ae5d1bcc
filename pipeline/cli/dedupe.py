"""``solieu dedupe``: which articles of a dump say what an earlier one says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.reading import INPUTS_HELP, Encoding, Map, reading_of
from pipeline.cli.talk import count, keeping_faults, showing_progress, tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.batch.duplicates import Duplicate
    from pipeline.io.reading import Reading

EXAMPLES: Final = """\
Examples:
  solieu dedupe figures/                         (writes figures/duplicates.parquet)
  solieu dedupe dump.jsonl.gz -o duplicates.csv
  solieu dedupe press/ --threshold 0.6 | head
"""

MARKS: Final = "duplicates.parquet"

Inputs: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help=f"The folder of a run, whose input is read again; or: {INPUTS_HELP}",
    ),
]
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write here (.parquet, else CSV), not to stdout or the folder of the run.",
    ),
]
Threshold: TypeAlias = Annotated[
    float,
    typer.Option(
        min=0.5, max=1, metavar="X", help="Share of the wording that both must have."
    ),
]
Quarantine: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write the faults of the input here (JSONL)."),
]


def dedupe(
    inputs: Inputs,
    *,
    output: OutputFile = None,
    columns: Map = None,
    encoding: Encoding = None,
    threshold: Threshold = 0.8,
    quarantine: Quarantine = None,
) -> int:
    """Mark articles that say what an earlier one says; none is dropped.

    A row per duplicate: article_id, duplicate_of (the first of its kind), similarity
    (the share of runs of five words that both have), kind (exact: the same words;
    near: syndicated, shortened or edited). Join it to the table by article_id.
    """
    from pipeline.batch.duplicates import find_duplicates
    from pipeline.io.marks import write_marks
    from pipeline.io.readers import read_articles

    names, reading, target = inputs, reading_of(columns, encoding), output
    if run := _run_of(inputs):
        names, reading = _inputs_of(run, reading)
        target = output or str(run / MARKS)
    kinds: Counter[str] = Counter()
    with keeping_faults(quarantine) as faults:
        articles = read_articles(names, on_fault=faults, reading=reading)
        busy = showing_progress(articles, noun="articles", show=target is not None)
        marks = find_duplicates(busy, threshold=threshold)
        write_marks(_rows(marks, kinds), target)
    said = [f"{count(kinds[kind], f'{kind} duplicate')}" for kind in ("exact", "near")]
    if faults.seen:
        said.append(count(faults.seen, "fault"))
    tell(", ".join(said))
    return faults.exit_code


def _rows(
    marks: Iterable[Duplicate], kinds: Counter[str]
) -> Iterator[tuple[str, str, float, str]]:
    for mark in marks:
        kinds[mark.kind] += 1
        yield mark.article_id, mark.duplicate_of, mark.similarity, mark.kind


def _run_of(inputs: list[str]) -> Path | None:
    """Give the folder of a run, if it is that."""
    from pipeline.batch.manifest import MANIFEST

    if len(inputs) == 1 and (Path(inputs[0]) / MANIFEST).is_file():
        return Path(inputs[0])
    return None


def _inputs_of(run: Path, asked: Reading) -> tuple[list[str], Reading]:
    """Give what a run read, and how.

    Raises:
        UsageError: it read stdin, or what it read is not there as it was.
    """
    from pipeline.batch.manifest import hash_inputs, read_manifest
    from pipeline.io.reading import Reading

    told = read_manifest(run) or {}
    names = [str(one["name"]) for one in told["inputs"]]
    for now, was in zip(hash_inputs(names), told["inputs"], strict=True):
        if now.sha256 is None or now.sha256 != was["sha256"]:
            raise UsageError(
                f"{run}: expected the input of the run, {now.name}, to be there as it"
                " was; go to the folder the run was started in, or name the dump itself"
            )
    if asked != Reading():
        raise UsageError(f"{run}: leave out --map and --encoding; the run knows them")
    options = told["options"]
    columns = tuple(options.get("map", {}).items())
    return names, Reading(columns=columns, encoding=options.get("encoding"))
