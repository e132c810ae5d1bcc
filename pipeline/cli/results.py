"""Tables of figures as commands are given them: stored, or of articles just read."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import extracted, load_extractor
from pipeline.cli.talk import showing_progress
from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.cli.talk import Faults
    from pipeline.schema import Observation

Results: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Tables of figures (.parquet .csv .jsonl .sqlite .db .duckdb, folders of"
        " parts), or articles, which are extracted first.",
    ),
]

_STORED: Final = frozenset((".sqlite", ".db", ".duckdb"))
_EITHER: Final = frozenset((".csv", ".jsonl"))
_KEY: Final = b"observation_id"
_START: Final = 4096
"""Bytes of a file in which the first column of a table is named."""


@contextmanager
def parquet_of(
    inputs: Sequence[str], model: str, faults: Faults
) -> Iterator[list[str]]:
    """Give Parquet files with the figures of the inputs, as long as they are wanted."""
    with TemporaryDirectory(prefix="solieu-") as folder:
        tables, articles = list[str](), list[str]()
        for number, name in enumerate(inputs):
            parts = _parts(name)
            if parts:
                tables += parts
            elif _is_table(Path(name)):
                tables.append(_converted(name, f"{folder}/{number}.parquet", faults))
            else:
                articles.append(name)
        if articles:
            target = f"{folder}/figures.parquet"
            tables.append(_extracted(articles, target, model, faults))
        yield tables


def articles_in(inputs: Sequence[str]) -> list[str]:
    """Give those of the inputs that are articles and no tables."""
    return [name for name in inputs if not _parts(name) and not _is_table(Path(name))]


def _parts(name: str) -> list[str]:
    path = Path(name)
    if path.suffix.lower() == ".parquet" and _is_table(path):
        return [name]
    return sorted(str(part) for part in path.glob("part-*.parquet"))


def _is_table(path: Path) -> bool:
    """Tell a table of figures from articles, which come with the same endings."""
    ending = path.suffix.lower()
    if ending in _STORED:
        return path.is_file()
    if not path.is_file() or ending not in {".parquet", *_EITHER}:
        return False
    if ending == ".parquet":
        import pyarrow.parquet as pq

        return _KEY.decode() in pq.read_schema(path).names
    with path.open("rb") as file:
        return _KEY in file.read(_START)


def _converted(name: str, target: str, faults: Faults) -> str:
    from pipeline.io.stored import read_table

    _write(target, by_text(read_table(name, on_fault=faults)), faults)
    return target


def _extracted(articles: Sequence[str], target: str, model: str, faults: Faults) -> str:
    from pipeline.io.readers import read_articles

    read = read_articles(list(articles), on_fault=faults)
    found = extracted(read, load_extractor(model), on_fault=faults)
    _write(target, showing_progress(found, noun="articles", show=True), faults)
    return target


def _write(
    target: str,
    articles: Iterable[tuple[Article, Sequence[Observation]]],
    faults: Faults,
) -> None:
    from pipeline.io.writers import write_fitting, writing

    with writing("parquet", target) as writer:
        for article, seen in articles:
            write_fitting(article, seen, writer, faults)


def by_text(
    rows: Iterable[Observation],
) -> Iterator[tuple[Article, list[Observation]]]:
    """Give rows of one text that follow each other, with what is known of it."""
    of_text = groupby(rows, key=lambda row: (row.article_id, row.text_sha256))
    for (article_id, _), group in of_text:
        seen = list(group)
        first = seen[0]
        yield (
            Article(
                id=article_id,
                text="",  # which no table has
                published=first.published,
                url=first.url,
                source=first.source,
            ),
            seen,
        )
