"""``solieu extract``: articles in, figures out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from pipeline.cli.extraction import (
    Asked,
    Corrections,
    ModelName,
    extracted,
    load_extractor,
    load_overlay,
)
from pipeline.cli.reading import INPUTS_HELP, Encoding, Map, reading_of
from pipeline.cli.running import is_folder, run_in_parts
from pipeline.cli.talk import count, keeping_faults, showing_progress, tell
from pipeline.errors import InputError, UsageError
from pipeline.io.writers import BINARY, FORM_OF_ENDING, write_fitting, writing
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.cli.talk import Faults
    from pipeline.io.writers import Writer
    from pipeline.schema import Article, Observation

Output: TypeAlias = Literal[
    "table", "csv", "jsonl", "xlsx", "parquet", "sqlite", "duckdb", "annotations"
]

EXAMPLES: Final = """\
Examples:
  solieu extract article.txt
  solieu extract press/ 'more/*.jsonl' -o figures.csv
  solieu extract articles.jsonl --to annotations > predictions.jsonl
  cat article.txt | solieu extract - --published 2021-09-27
  solieu extract dump.jsonl -o figures.parquet --quarantine faults.jsonl
  solieu extract press/ -o figures.duckdb         (again: rows are updated)
  solieu extract dump.csv.gz --map text=body,published=day -o figures.csv
  solieu extract old/ pages.zip --encoding tcvn3
  solieu extract press/ --corrections corrections.jsonl -o figures.xlsx
  solieu extract dump.jsonl.gz -o figures/ --workers 8
"""

STDOUT: Final = "-"
_OF_ENDING: Final[dict[str, Output]] = {".txt": "table", **FORM_OF_ENDING}


Inputs: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help=INPUTS_HELP,
    ),
]
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|FOLDER/",
        help="Write here, not to stdout; a folder is filled with Parquet parts.",
    ),
]
To: TypeAlias = Annotated[
    Output | None,
    typer.Option(help="Format; else by the ending of FILE, else a table."),
]
Published: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Date of the articles that state none."),
]
MinConfidence: TypeAlias = Annotated[
    float, typer.Option(min=0, max=1, metavar="X", help="Leave out rows below it.")
]
WithText: TypeAlias = Annotated[
    bool, typer.Option("--with-text", help="Put the articles' texts into annotations.")
]
Quarantine: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write the faults of the input here (JSONL)."),
]
Color: TypeAlias = Annotated[
    bool | None,
    typer.Option("--color/--no-color", help="Colours; else if on a terminal."),
]
Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", help="Processes that fill a folder; else one per core."
    ),
]
TimeLimit: TypeAlias = Annotated[
    float,
    typer.Option(
        min=1,
        metavar="SECONDS",
        help="Time for each begun megabyte of an article, when a folder is filled.",
    ),
]


def extract(  # noqa: PLR0913 - one parameter per option
    inputs: Inputs,
    *,
    output: OutputFile = None,
    to: To = None,
    published: Published = None,
    columns: Map = None,
    encoding: Encoding = None,
    model: ModelName = CURRENT_MODEL,
    corrections: Corrections = None,
    min_confidence: MinConfidence = 0.0,
    with_text: WithText = False,
    quarantine: Quarantine = None,
    color: Color = None,
    workers: Workers = None,
    time_limit: TimeLimit = 60.0,
) -> int:
    """Extract every economic figure of Vietnamese articles.

    A .txt file or a page is one article, its id the file's name. The others hold many,
    with the fields id, text, title, published, url, source, author, under these names
    or other common ones (content, date, "Nội dung"), or as --map says. Bad input is
    told on stderr and left out; the exit code is then 1.

    A folder (FOLDER/) is for dumps: worker processes fill it part by part. Whatever
    ends the run, the same command goes on; exit code 3 says that it could not, yet.
    """
    _check_date(published)
    reading = reading_of(columns, encoding)
    asked = Asked(model, published, corrections, min_confidence, reading)
    target = None if output == STDOUT else output
    if target is not None and is_folder(target, to):
        _refuse_for_folder(to, quarantine, with_text=with_text)
        return run_in_parts(inputs, target, asked, workers, time_limit)
    opened = _writing(to or _form_of(target), target, with_text=with_text, color=color)
    with keeping_faults(quarantine) as faults:
        found = _found(inputs, asked, faults, show=target is not None)
        with opened as writer:
            _write(found, writer, min_confidence, faults)
    return faults.exit_code


def _found(
    inputs: list[str], asked: Asked, faults: Faults, *, show: bool
) -> Iterator[tuple[Article, tuple[Observation, ...]]]:
    """Load what is asked for, and give each article with its figures as it is taken."""
    from pipeline.io.readers import read_articles

    extractor = load_extractor(asked.model)
    overlay = load_overlay(asked.corrections, asked.model, faults)
    found = extracted(
        read_articles(inputs, on_fault=faults, reading=asked.reading),
        extractor,
        published=asked.published,
        overlay=overlay,
        on_fault=faults,
    )
    return showing_progress(found, noun="articles", show=show)


def _write(
    found: Iterable[tuple[Article, tuple[Observation, ...]]],
    writer: Writer,
    min_confidence: float,
    faults: Faults,
) -> None:
    articles = figures = left_out = 0
    for article, observations in found:
        kept = [o for o in observations if o.confidence >= min_confidence]
        articles += 1
        figures += write_fitting(article, kept, writer, faults)
        left_out += len(observations) - len(kept)
    said = [f"{count(figures, 'figure')} in {count(articles, 'article')}"]
    if left_out:
        said.append(f"{count(left_out, 'figure')} below the confidence left out")
    if faults.seen:
        said.append(count(faults.seen, "fault"))
    tell(", ".join(said))


def _refuse_for_folder(
    to: Output | None, quarantine: str | None, *, with_text: bool
) -> None:
    """Refuse the options that a folder has no use for, rather than pass over them."""
    if to not in {None, "parquet"} or with_text:
        raise UsageError(
            "a folder is filled with Parquet parts; leave out --to and --with-text, or"
            " name a file"
        )
    if quarantine is not None:
        raise UsageError(
            "a folder has its own quarantine.jsonl; leave out --quarantine, or name a"
            " file to write"
        )


def _check_date(published: str | None) -> None:
    from pipeline.values.article_date import parse_published

    if published is None:
        return
    try:
        parse_published(published)
    except InputError as error:
        raise UsageError(f"--published: {error.message}") from error


def _form_of(output: str | None) -> Output:
    if output is None:
        return "table"
    ending = PurePath(output).suffix.lower()
    if ending not in _OF_ENDING:
        endings = ", ".join(_OF_ENDING)
        raise UsageError(
            f"{output}: expected a name that ends in {endings}, got"
            f" {ending or 'no ending'}; rename it or say the format by --to"
        )
    return _OF_ENDING[ending]


@contextmanager
def _writing(
    form: Output, target: str | None, *, with_text: bool, color: bool | None
) -> Iterator[Writer]:
    if form == "table":
        from pipeline.cli.terminal import writing_table

        with writing_table(target, color=color) as table:
            yield table
        return
    if form in BINARY and target is None:
        _refuse_terminal(form)
    with writing(form, target, with_text=with_text) as writer:
        yield writer


def _refuse_terminal(form: Output) -> None:
    if sys.stdout.isatty():
        raise UsageError(f"{form} is binary, not for a terminal; name a file with -o")
