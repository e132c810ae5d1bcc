"""``solieu serve``: the desk in the browser."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName, load_extractor
from pipeline.cli.results import articles_in, parquet_of
from pipeline.cli.talk import Faults, count, showing_progress, tell
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu serve seeds/
  solieu serve figures.parquet --articles dump.jsonl
  solieu serve OUT/ --articles press/ --corrections corrections.jsonl
  solieu serve figures.parquet --host 0.0.0.0 --token "$TOKEN"
"""

Given: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RESULTS",
        help="Tables of figures (.parquet .csv .jsonl .sqlite .db .duckdb, folders of"
        " parts), or articles, which are extracted first. Without any, only Try it.",
    ),
]
Texts: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--articles", metavar="DUMP", help="The texts of the articles; repeatable."
    ),
]
Corrections: TypeAlias = Annotated[
    str,
    typer.Option(metavar="FILE", help="The overlay that reviewing adds to."),
]
Host: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="Where to listen; others need a token.")
]
Port: TypeAlias = Annotated[
    int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")
]
Token: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        envvar="SOLIEU_TOKEN",
        help="What every request must show.",
    ),
]


def serve(  # noqa: PLR0913 - one parameter per option
    results: Given = None,
    *,
    articles: Texts = None,
    corrections: Corrections = "corrections.jsonl",
    host: Host = "127.0.0.1",
    port: Port = 8765,
    token: Token = None,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Read, check and correct figures in the browser; the same as a REST API.

    Serves this machine alone, unless --host says otherwise; then everyone needs the
    token, in the address once (?token=...) or as a bearer token. Verdicts of reviewers
    go to the overlay of corrections at once, which extract, evaluate and train take.
    Ctrl-C ends it.
    """
    from pipeline.web.serving import Served, create_app, desk_of, entry_of, run

    entry = entry_of(host, token)
    faults = Faults()
    given = results or []
    texts = [*(articles or []), *articles_in(given)]
    with parquet_of(given, model, faults) as tables:
        served = Served(
            tables=tables,
            articles=_texts(texts, faults),
            corrections=corrections,
            model=model,
        )
        with desk_of(served, load_extractor(model)) as desk:
            figures = count(desk.shelf.figures, "figure")
            tell(f"{count(desk.shelf.articles, 'article')}, {figures}")
            desk.reckoning.start()
            run(create_app(desk, entry), host, port, partial(_tell_ready, host))
    return faults.exit_code


def _tell_ready(host: str, port: int) -> None:
    tell(f"ready: http://{f'[{host}]' if ':' in host else host}:{port}/")


def _texts(inputs: Sequence[str], faults: Faults) -> Iterator[Article]:
    if not inputs:
        return
    from pipeline.io.readers import read_articles

    read = read_articles(inputs, on_fault=faults)
    yield from showing_progress(read, noun="articles", show=True)
