"""The ``solieu`` command and its subcommands."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Final

import typer

from pipeline import core
from pipeline.cli import (
    agree,
    audit,
    chart,
    convert,
    correct,
    dedupe,
    evaluate,
    explain,
    extract,
    gate,
    labels,
    mine,
    models,
    promotion,
    report,
    series,
    serve,
    suggest,
    train,
)
from pipeline.cli.talk import ending_cleanly

EXAMPLES: Final = """\
Examples:
  solieu extract article.txt
  solieu extract articles.jsonl -o figures.parquet
  solieu evaluate gold.jsonl
"""

_KEEP_LINES: Final = "\b\n"
"""Before a paragraph of help: do not fill its lines."""

app = typer.Typer(
    name="solieu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, which needs no rich and keeps lines
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        compiled = " (compiled core)" if core() == "compiled" else ""
        typer.echo(f"solieu {version('solieu')}{compiled}")
        raise typer.Exit


@app.callback(epilog=_KEEP_LINES + EXAMPLES)
def solieu(
    *,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version and exit.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Every economic figure of Vietnamese press articles, as dated, grounded rows."""
    del show_version


for command, examples in (
    (extract.extract, extract.EXAMPLES),
    (evaluate.evaluate, evaluate.EXAMPLES),
    (agree.agree, agree.EXAMPLES),
    (convert.convert, convert.EXAMPLES),
    (dedupe.dedupe, dedupe.EXAMPLES),
    (correct.correct, correct.EXAMPLES),
    (gate.gate, gate.EXAMPLES),
    (explain.explain, explain.EXAMPLES),
    (train.train, train.EXAMPLES),
    (mine.mine, mine.EXAMPLES),
    (suggest.suggest, suggest.EXAMPLES),
    (audit.audit, audit.EXAMPLES),
    (serve.serve, serve.EXAMPLES),
    (series.series, series.EXAMPLES),
    (chart.chart, chart.EXAMPLES),
    (report.report, report.EXAMPLES),
):
    app.command(epilog=_KEEP_LINES + examples)(ending_cleanly(command))

_models = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What models there are, what is in them, and which one is used.",
)
for name, verb, examples in (
    ("list", models.list_models, models.LIST_EXAMPLES),
    ("show", models.show, models.SHOW_EXAMPLES),
    ("diff", models.diff, models.DIFF_EXAMPLES),
    ("promote", promotion.promote, promotion.PROMOTE_EXAMPLES),
    ("rollback", promotion.rollback, promotion.ROLLBACK_EXAMPLES),
):
    _models.command(name, epilog=_KEEP_LINES + examples)(ending_cleanly(verb))
app.add_typer(_models, name="models")

_labels = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Annotations to and from Label Studio, brat and spaCy.",
)
_labels.command("export", epilog=_KEEP_LINES + labels.EXPORT_EXAMPLES)(
    ending_cleanly(labels.export_labels)
)
_labels.command("import", epilog=_KEEP_LINES + labels.IMPORT_EXAMPLES)(
    ending_cleanly(labels.import_labels)
)
app.add_typer(_labels, name="labels")
