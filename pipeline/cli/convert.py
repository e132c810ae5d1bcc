"""``solieu convert``: tables of figures from one format to another."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.results import by_text
from pipeline.cli.talk import count, keeping_faults, showing_progress, tell
from pipeline.errors import InputError, UsageError
from pipeline.io.stored import parquet_parts, read_table
from pipeline.io.writers import (
    BINARY,
    FORM_OF_ENDING,
    Format,
    write_fitting,
    writing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.cli.talk import Faults
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation

EXAMPLES: Final = """\
Examples:
  solieu convert figures.parquet -o figures.csv
  solieu convert OUT/ -o figures.duckdb           (OUT/part-*.parquet)
  solieu convert new.jsonl -o all.sqlite          (again: rows are updated)
  solieu convert jan.csv feb.csv -o year.parquet
  solieu convert figures.sqlite -o figures.xlsx
  solieu convert figures.csv --to annotations > predictions.jsonl
"""

STDOUT: Final = "-"

Tables: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="TABLE",
        help="Tables (.parquet .csv .jsonl .sqlite .db .duckdb), or folders of parts.",
    ),
]
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]
To: TypeAlias = Annotated[
    Format | None, typer.Option(help="Format; else by the ending of FILE.")
]
Quarantine: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write the rows at fault here (JSONL)."),
]


def convert(
    tables: Tables,
    *,
    output: OutputFile = None,
    to: To = None,
    quarantine: Quarantine = None,
) -> int:
    """Convert tables of figures from one format to another, whatever their size.

    A database (.sqlite, .db, .duckdb) that is there is updated: a row with a known
    observation_id takes the place of the old one, others are added, none is removed.
    Every other file is made anew. Decimals and dates stay exact; a workbook (.xlsx) is
    for reading, and annotations hold what their format knows. A row at fault is told
    on stderr and left out; the exit code is then 1. A table that cannot be read to its
    end is the end, and nothing is written.
    """
    target = None if output == STDOUT else output
    form = to or _form_of(target)
    _refuse_itself(tables, target)
    if form in BINARY and target is None and sys.stdout.isatty():
        raise UsageError(f"{form} is binary, not for a terminal; name a file with -o")
    with keeping_faults(quarantine) as faults:
        written = _at_once(tables, form, target)
        if written is None:
            written = _row_by_row(tables, form, target, faults)
    said = [count(written, "figure")]
    if faults.seen:
        said.append(count(faults.seen, "fault"))
    tell(", ".join(said))
    return faults.exit_code


def _at_once(tables: Sequence[str], form: Format, target: str | None) -> int | None:
    """Bring Parquet to DuckDB as it is, which is many times as quick; else None."""
    parts = parquet_parts(tables) if form == "duckdb" else None
    if target is None or parts is None:
        return None
    from pipeline.io.duck import take_parquet

    return take_parquet(target, parts)


def _row_by_row(
    tables: Sequence[str], form: Format, target: str | None, faults: Faults
) -> int:
    rows = (row for path in tables for row in read_table(path, on_fault=faults))
    busy = showing_progress(rows, noun="figures", show=target is not None)
    articles = by_text(busy)
    if form == "annotations":
        articles = _once(articles, faults)
    with writing(form, target) as writer:
        return sum(write_fitting(*one, writer, faults) for one in articles)


def _form_of(output: str | None) -> Format:
    ending = PurePath(output or "").suffix.lower()
    if ending in FORM_OF_ENDING:
        return FORM_OF_ENDING[ending]
    if output is None:
        raise UsageError(
            "expected a file to write (-o) or a format (--to), got neither"
        )
    raise UsageError(
        f"{output}: expected a name that ends in {', '.join(FORM_OF_ENDING)}, got"
        f" {ending or 'no ending'}; rename it or say the format by --to"
    )


def _refuse_itself(tables: Sequence[str], target: str | None) -> None:
    """Refuse to write what is being read: a database would be read and changed."""
    if target is None or not Path(target).exists():
        return
    for path in tables:
        if Path(path).exists() and Path(path).samefile(target):
            raise UsageError(f"{path}: expected another file to write to, got the same")


def _once(
    articles: Iterable[tuple[Article, list[Observation]]], on_fault: FaultHandler
) -> Iterator[tuple[Article, list[Observation]]]:
    """Leave out what comes again later: annotations have one line for an article."""
    before: set[str] = set()
    for article, seen in articles:
        if article.id not in before:
            before.add(article.id)
            yield article, seen
            continue
        number = count(len(seen), "figure")
        message = f"expected the figures of an article together, got {number} of"
        message += f" {article.id!r} apart from the others, or of another text"
        hint = "convert to .sqlite first, which sorts them, or remove the older text's"
        on_fault(InputError(message, source=f"article {article.id}", hint=hint))
