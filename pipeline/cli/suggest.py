"""``solieu suggest``: which articles to label next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName, extracted, load_extractor
from pipeline.cli.reading import INPUTS_HELP, Encoding, Map, reading_of
from pipeline.cli.talk import Faults, count, showing_progress, tell
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.schema import Article

EXAMPLES: Final = """\
Examples:
  solieu suggest dump.jsonl -n 20 -o to-label.jsonl
  solieu suggest press/ dump.jsonl.gz -n 10 -o more.jsonl --labelled to-label.jsonl
"""

Inputs: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="DUMP", help=INPUTS_HELP),
]
Number: TypeAlias = Annotated[
    int, typer.Option("-n", min=1, metavar="N", help="How many articles.")
]
OutputFile: TypeAlias = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Annotations to go on.")
]
Labelled: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Leave out the articles of it; repeatable."),
]


def suggest(  # noqa: PLR0913 - one parameter per option
    inputs: Inputs,
    *,
    number: Number = 20,
    output: OutputFile,
    labelled: Labelled = None,
    columns: Map = None,
    encoding: Encoding = None,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Choose the articles that are most worth labelling next.

    Those are taken whose figures the model is least sure of, and no two that are much
    alike; those the project has labelled already are left out. FILE holds them with
    their text and what the model makes of it, "complete": false, every figure with the
    verdict "suggested", which teaches nothing. Go through an article, mend its figures,
    take out what is none and add what is missing, then set "complete" to true; or judge
    single figures by the verdicts accepted, corrected, rejected, added.
    """
    from pipeline.io.annotations import write_annotations
    from pipeline.io.readers import read_articles
    from pipeline.training.suggesting import suggest as chosen_of

    faults = Faults()
    known = _known(labelled or [], faults)
    reading = reading_of(columns, encoding)
    read = read_articles(inputs, on_fault=faults, reading=reading)
    articles = _unlabelled(read, known)
    found = extracted(articles, load_extractor(model), on_fault=faults)
    chosen = chosen_of(showing_progress(found, noun="articles", show=True), number)
    write_annotations(output, [one.annotation() for one in chosen])
    for one in chosen:
        print(f"{one.article.id}\t{len(one.rows)} figures\t{one.doubt:.0%} in doubt")
    tell(f"{output}: {count(len(chosen), 'article')} to label")
    return faults.exit_code


def _known(labelled: Sequence[str], faults: Faults) -> frozenset[str]:
    """Give ids and hashes of the articles that are labelled already."""
    from pipeline.io.annotations import read_annotations
    from pipeline.training.sources import project_sources

    paths = [*labelled, *(str(one.path) for one in project_sources())]
    read = [one for path in paths for one in read_annotations(path, on_fault=faults)]
    hashes = {one.labelled_hash for one in read if one.labelled_hash}
    return frozenset(hashes | {one.id for one in read if one.labelled_hash is None})


def _unlabelled(
    articles: Iterable[Article], known: frozenset[str]
) -> Iterator[Article]:
    from pipeline.extract.reading import hash_of

    for article in articles:
        if article.id not in known and hash_of(article.text) not in known:
            yield article
