from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.evaluation.texts import find_texts, places_beside, with_texts
from pipeline.io.annotations import LabelledArticle, text_hash
from pipeline.schema import Article
from tests.builders import write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.errors import InputError

GOLD = LabelledArticle(
    id="a", labels=(), sha256=text_hash("Giá"), published="2021", url="https://x.vn"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as data sets are laid out: annotations, articles, seeds."""
    lines = [{"id": "a", "text": "Giá", "published": "2020"}, {"id": "z", "text": "z"}]
    content = "\n".join(json.dumps(line) for line in lines)
    write(tmp_path / "articles" / "dev.jsonl", content)
    write(tmp_path / "seeds" / "s2.txt", "hai")
    write(tmp_path / "seeds" / "s1.txt", "một")
    write(tmp_path / "annotations" / "dev.jsonl", "")
    return tmp_path


def find(gold: LabelledArticle, *places: str) -> tuple[dict[str, Article], list[str]]:
    faults: list[InputError] = []
    found = find_texts([gold], places, on_fault=faults.append)
    return found, [str(fault) for fault in faults]


def test_articles_stand_beside_the_gold(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, seeds = data / "articles" / "dev.jsonl", data / "seeds"
    beside = [str(articles), str(seeds / "s1.txt"), str(seeds / "s2.txt")]
    assert places_beside(str(data / "annotations" / "dev.jsonl")) == beside
    assert places_beside(str(data / "annotations" / "other.jsonl")) == beside[1:]
    twice = data / "annotations" / "twice" / "first.jsonl"
    assert places_beside(str(twice)) == beside[1:]
    assert places_beside(str(data / "annotations" / "a" / "b" / "c.jsonl")) == []
    monkeypatch.chdir(data / "annotations")
    assert places_beside("dev.jsonl") == beside


def test_a_text_of_its_own_comes_first(data: Path) -> None:
    own = replace(GOLD, text="Giá")
    article = Article(id="a", text="Giá", published="2021", url="https://x.vn")
    assert find(own, str(data / "articles")) == ({"a": article}, [])


def test_a_text_is_matched_by_id(data: Path) -> None:
    article = Article(id="a", text="Giá", published="2020")
    places = str(data / "articles"), str(data / "seeds")
    assert find(GOLD, *places) == ({"a": article}, [])
    assert find(replace(GOLD, id="none"), *places) == ({}, [])
    assert find(GOLD) == ({}, [])


def test_a_bare_text_takes_the_date_of_the_gold(data: Path) -> None:
    gold = replace(GOLD, id="s1", sha256=None)
    article = Article(id="s1", text="một", published="2021")
    assert find(gold, str(data / "seeds")) == ({"s1": article}, [])


def test_another_text_than_the_labelled_one_is_told_and_left_out(data: Path) -> None:
    sha, came = text_hash("Giá cả"), text_hash("Giá")
    found = find(replace(GOLD, sha256=sha), str(data / "articles"))
    message = (
        f"a: expected the text that was labelled (sha256 {sha[:12]}…), got another"
        f" ({came[:12]}…); left out"
        " (give the text as it was labelled, byte for byte)"
    )
    assert found == ({}, [message])


def test_gold_takes_its_text_where_one_was_found() -> None:
    texts = {"a": Article(id="a", text="Giá")}
    other = replace(GOLD, id="b")
    given = list(with_texts([GOLD, other], texts))
    assert given == [replace(GOLD, text="Giá"), other]
