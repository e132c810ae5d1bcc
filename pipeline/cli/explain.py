"""``solieu explain``: why an article's figures were read as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName, load_extractor
from pipeline.cli.reading import INPUTS_HELP, Encoding, Map, reading_of
from pipeline.cli.talk import Faults
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from pipeline.io.reading import Reading
    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu explain article.txt
  solieu explain articles.jsonl --id 2021-0927 --figure 3
"""


Source: TypeAlias = Annotated[str, typer.Argument(metavar="INPUT", help=INPUTS_HELP)]
ArticleId: TypeAlias = Annotated[
    str | None,
    typer.Option("--id", metavar="ID", help="The article, where there are several."),
]
Figure: TypeAlias = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="The N-th figure only; else all.")
]


def explain(
    source: Source,
    *,
    article_id: ArticleId = None,
    figure: Figure = None,
    columns: Map = None,
    encoding: Encoding = None,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Show how the figures of one article came about.

    For every sentence: its tokens and mentions. For a figure: what led to it, each
    field with its words or its rule and how often that rule is right, and the words
    that could have filled a field ([chosen] in brackets).
    """
    faults = Faults()
    reading = reading_of(columns, encoding)
    article = _article(source, article_id, reading, faults)
    if article is None:
        return faults.exit_code
    from pipeline.cli.tracing import lines_of

    trace = load_extractor(model).explain(article)
    if figure is not None and figure > len(trace.figures):
        raise UsageError(
            f"--figure: expected at most {len(trace.figures)}, the number of figures"
            f" in article {article.id!r}, got {figure}"
        )
    for line in lines_of(trace, figure):
        print(line)
    return faults.exit_code


def _article(
    source: str, article_id: str | None, reading: Reading, faults: Faults
) -> Article | None:
    """Find the article; None if there is none at all, and that has been told."""
    from pipeline.io.readers import read_articles

    for article in read_articles([source], on_fault=faults, reading=reading):
        if article_id in {None, article.id}:
            return article
    if article_id is None or faults.seen:
        return None
    raise UsageError(f"{source}: expected an article {article_id!r}, found none")
