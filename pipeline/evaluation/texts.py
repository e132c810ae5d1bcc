"""The texts that gold observations are about: in the gold itself, or beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.io.annotations import text_hash
from pipeline.io.packing import GZIP
from pipeline.io.readers import read_articles
from pipeline.schema import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.io.annotations import LabelledArticle
    from pipeline.io.faults import FaultHandler

_FARTHEST: Final = 3
_SEEDS: Final = (".txt", ".jsonl", ".jsonl.gz")


def places_beside(gold: str) -> list[str]:
    """Name where the articles of a gold file usually stand, as far as they exist.

    That is ``../articles/<same name>``, packed (``.gz``) or not, there or in
    ``../shared``, and the articles in ``../seeds``; where there are none of either,
    the same from one folder further up.
    """
    above = list(Path(gold).absolute().parents)[1:_FARTHEST]
    named = next(filter(None, (_articles_in(home, gold) for home in above)), [])
    seeds = next(filter(None, (_seeds_in(home) for home in above)), [])
    return named + seeds


def _articles_in(home: Path, gold: str) -> list[str]:
    name = Path(gold).name
    folders = (home / "articles", home / "shared" / "articles")
    paths = [folder / f"{name}{end}" for folder in folders for end in ("", GZIP)]
    return [str(path) for path in paths if path.is_file()][:1]


def _seeds_in(home: Path) -> list[str]:
    kinds = ((home / "seeds").glob(f"*{ending}") for ending in _SEEDS)
    return sorted(str(path) for kind in kinds for path in kind)


def with_texts(
    gold: Iterable[LabelledArticle], articles: Mapping[str, Article]
) -> Iterator[LabelledArticle]:
    """Give the gold with the text and source of each article that was found."""
    for labelled in gold:
        article = articles.get(labelled.id)
        if article is None:
            yield labelled
            continue
        source = labelled.source or article.source
        yield replace(labelled, text=article.text, source=source)


def find_texts(
    gold: Sequence[LabelledArticle], places: Sequence[str], *, on_fault: FaultHandler
) -> dict[str, Article]:
    """Give the article of each gold line: its own text, else one from ``places``.

    A text whose hash is not the one that was labelled is told and left out, for
    its offsets would point at other words.
    """
    found = {one.id: _own(one, one.text) for one in gold if one.text is not None}
    wanted = {one.id: one for one in gold if one.id not in found}
    if wanted and places:
        for article in read_articles(places, on_fault=on_fault):
            if article.id in wanted:
                found[article.id] = article
    hashes = {one.id: one.sha256 for one in gold}
    return {
        key: _dated(article, wanted.get(key))
        for key, article in found.items()
        if _is_labelled_one(article, hashes[key], on_fault)
    }


def _own(labelled: LabelledArticle, text: str) -> Article:
    return Article(
        id=labelled.id, text=text, published=labelled.published, url=labelled.url
    )


def _dated(article: Article, labelled: LabelledArticle | None) -> Article:
    """A bare ``.txt`` has no date of its own: the gold's counts."""
    if labelled is None or article.published is not None:
        return article
    return replace(article, published=labelled.published)


def _is_labelled_one(
    article: Article, sha256: str | None, on_fault: FaultHandler
) -> bool:
    if sha256 is None or (came := text_hash(article.text)) == sha256:
        return True
    message = f"expected the text that was labelled (sha256 {sha256[:12]}…)"
    message += f", got another ({came[:12]}…); left out"
    hint = "give the text as it was labelled, byte for byte"
    on_fault(InputError(message, source=article.id, hint=hint))
    return False
