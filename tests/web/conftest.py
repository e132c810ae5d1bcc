"""A desk on results of our own seeds, asked in this process and as one of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

import pipeline
from pipeline.io.readers import read_articles
from pipeline.io.writers import writing
from pipeline.web.guarding import Entry
from pipeline.web.serving import Served, create_app, desk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.extract import Extractor
    from pipeline.schema import Article, Observation

SEEDS = (
    "01_quang-tri_9-thang",
    "02_ha-giang_nam-2020",
    "03_nghi-quyet_2025",
    "07_gia-lai_9-thang-2021",
    "08_gia-lai_tong-ket-2020",
)
LOCAL = "http://127.0.0.1:8765"


@dataclass(frozen=True, slots=True)
class Results:
    """Some seeds, their figures, and the table of these."""

    articles: tuple[Article, ...]
    figures: tuple[tuple[Observation, ...], ...]
    table: str

    def rows(self, article_id: str) -> tuple[Observation, ...]:
        """Give the figures of one article."""
        ids = [one.id for one in self.articles]
        return self.figures[ids.index(article_id)]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Load the model that ships."""
    return pipeline.load()


@pytest.fixture(scope="session")
def results(
    root: Path, extractor: Extractor, tmp_path_factory: pytest.TempPathFactory
) -> Results:
    """Extract some seeds."""
    names = [str(root / "seeds" / f"{name}.txt") for name in SEEDS]
    articles = tuple(read_articles(names, on_fault=print))
    figures = tuple(extractor.extract(one) for one in articles)
    table = str(tmp_path_factory.mktemp("results") / "figures.parquet")
    with writing("parquet", table) as writer:
        for article, seen in zip(articles, figures, strict=True):
            writer.write(article, seen)
    return Results(articles, figures, table)


@pytest.fixture(scope="session")
def asking(
    results: Results, extractor: Extractor
) -> Callable[..., AbstractContextManager[TestClient]]:
    """Give what opens a desk: its texts, its corrections, its token."""

    @contextmanager
    def ask(
        *,
        texts: tuple[Article, ...] = results.articles,
        tables: tuple[str, ...] = (results.table,),
        corrections: str | None = None,
        token: str | None = None,
        base_url: str = LOCAL,
    ) -> Iterator[TestClient]:
        served = Served(
            tables=tables, articles=texts, corrections=corrections, model="default"
        )
        with desk_of(served, extractor) as desk:
            app = create_app(desk, Entry(token=token))
            with TestClient(
                app, base_url, raise_server_exceptions=False, follow_redirects=False
            ) as client:
                yield client

    return ask


@pytest.fixture(scope="session")
def reading(
    asking: Callable[..., AbstractContextManager[TestClient]],
) -> Iterator[TestClient]:
    """Open a desk that only reads, once for all."""
    with asking() as client:
        yield client


@pytest.fixture
def client(reading: TestClient) -> TestClient:
    """Ask the desk that only reads, without cookies of a test before."""
    reading.cookies.clear()
    return reading
