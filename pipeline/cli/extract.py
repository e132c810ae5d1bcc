"""``solieu extract``: articles in, figures out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from pipeline.cli.extraction import (
    Corrections,
    ModelName,
    extracted,
    load_extractor,
    load_overlay,
)
from pipeline.cli.reading import INPUTS_HELP, Encoding, Map, reading_of
from pipeline.cli.talk import count, keeping_faults, showing_progress, tell
from pipeline.errors import InputError, UsageError
from pipeline.io.writers import BINARY, FORM_OF_ENDING, writing
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
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
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
) -> int:
    """Extract every economic figure of Vietnamese articles.

    A .txt file or a page is one article, its id the file's name. The others hold many,
    with the fields id, text, title, published, url, source, author, under these names
    or other common ones (content, date, "Nội dung"), or as --map says. Bad input is
    told on stderr and left out; the exit code is then 1.
    """
    from pipeline.io.readers import read_articles

    reading = reading_of(columns, encoding)
    target = None if output == STDOUT else output
    form = to or _form_of(target)
    if published is not None:
        _check_date(published)
    extractor = load_extractor(model)
    with keeping_faults(quarantine) as faults:
        articles = read_articles(inputs, on_fault=faults, reading=reading)
        overlay = load_overlay(corrections, model, faults)
        found = extracted(
            articles, extractor, published=published, overlay=overlay, on_fault=faults
        )
        busy = showing_progress(found, noun="articles", show=target is not None)
        with _writing(form, target, with_text=with_text, color=color) as writer:
            _write(busy, writer, min_confidence, faults)
    return faults.exit_code


def _write(
    found: Iterable[tuple[Article, tuple[Observation, ...]]],
    writer: Writer,
    min_confidence: float,
    faults: Faults,
) -> None:
    articles = figures = left_out = 0
    for article, observations in found:
        kept = [o for o in observations if o.confidence >= min_confidence]
        try:
            writer.write(article, kept)
        except InputError as fault:
            faults(fault)
            continue
        articles, figures = articles + 1, figures + len(kept)
        left_out += len(observations) - len(kept)
    said = [f"{count(figures, 'figure')} in {count(articles, 'article')}"]
    if left_out:
        said.append(f"{count(left_out, 'figure')} below the confidence left out")
    if faults.seen:
        said.append(count(faults.seen, "fault"))
    tell(", ".join(said))


def _check_date(published: str) -> None:
    from pipeline.values.article_date import parse_published

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
