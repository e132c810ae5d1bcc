"""The corpus in seeds/ and annotations/: every label fits its article and the guide."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.evaluation.agreeing import agreement_of
from pipeline.evaluation.texts import find_texts, places_beside
from pipeline.io.annotations import read_annotations, text_hash
from pipeline.io.faults import raise_fault
from pipeline.io.readers import read_articles

if TYPE_CHECKING:
    from pipeline.schema import Article

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "annotations" / "seeds.jsonl"
TWICE = ROOT / "annotations" / "twice"
GUIDE = ROOT / "annotations" / "GUIDE.md"
FIELDS = {
    *("start", "end", "amount", "value", "value_max", "unit", "bound", "measure"),
    *("direction", "metric", "parent", "period", "base", "status", "area"),
}
FILES = (LABELS, TWICE / "first.jsonl", TWICE / "second.jsonl")
LINES = [
    (f"{path.stem}:{line['id']}", line)
    for path in FILES
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())
]
ROWS = [pytest.param(v["id"], v["observations"], id=k) for k, v in LINES]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """The labelled articles, found as ``solieu evaluate`` finds them."""
    gold = list(read_annotations(str(LABELS)))
    return find_texts(gold, places_beside(str(LABELS)), on_fault=raise_fault)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def _figure(amount: str) -> bool:
    return bool(re.search(r"\d", amount))


def _digits(amount: str) -> list[str]:
    """Give the numerals of an amount without the signs that part their digits."""
    return [re.sub(r"\D", "", n) for n in re.findall(r"\d[\d.,]*", amount)]


def _written(row: dict[str, Any]) -> list[str]:
    """Give the numerals that a row's values would be written with, but for zeros."""
    values = [row["value"], row["value_max"]]
    return [re.sub(r"\D", "", str(value)) for value in values if value is not None]


def test_every_article_is_labelled_and_every_label_has_its_article(
    articles: dict[str, Article],
) -> None:
    read = read_articles([str(ROOT / "seeds")], on_fault=raise_fault)
    seeds = {article.id for article in read}
    assert seeds == {one.id for one in read_annotations(str(LABELS))} == set(articles)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labels_are_of_the_text_as_it_is(
    path: Path, articles: dict[str, Article]
) -> None:
    labelled = list(read_annotations(str(path)))
    hashes = {one.id: text_hash(articles[one.id].text) for one in labelled}
    assert hashes == {one.id: one.sha256 for one in labelled}


def test_two_readers_agree_as_far_as_the_labels_claim() -> None:
    first, second = (read_annotations(str(path)) for path in FILES[1:])
    found = agreement_of(list(first), {one.id: one for one in second})
    ladder = {k: round(v.f1 or 0, 3) for k, v in found.findings.score.ladder.items()}
    told = (ROOT / "annotations" / "README.md").read_text(encoding="utf-8")
    assert "| " + " | ".join(f"{f1:.3f}" for f1 in ladder.values()) + " |" in told


@pytest.mark.parametrize(("key", "rows"), ROWS)
def test_the_amount_is_what_stands_at_its_place(
    key: str, rows: list[dict[str, Any]], articles: dict[str, Article]
) -> None:
    text = articles[key].text
    assert [text[row["start"] : row["end"]] for row in rows] == [
        row["amount"] for row in rows
    ]
    bounds = [place for row in rows for place in (row["start"], row["end"])]
    assert bounds == sorted(bounds)


@pytest.mark.parametrize(("key", "rows"), ROWS)
def test_the_value_is_the_one_that_the_amount_writes(
    key: str, rows: list[dict[str, Any]]
) -> None:
    told = [
        (row["amount"], _written(row))
        for row in rows
        if _figure(row["amount"])
        and row["unit"] is not None
        and "/" not in row["amount"]
    ]
    assert [
        (amount, values)
        for amount, values in told
        if [d.strip("0") for d in _digits(amount)] != [v.strip("0") for v in values]
    ] == [], key


@pytest.mark.parametrize(("key", "rows"), ROWS)
def test_the_fields_agree_with_each_other(key: str, rows: list[dict[str, Any]]) -> None:
    faults = [
        row
        for row in rows
        if row.keys() != FIELDS
        or (row["direction"] is not None) != (row["measure"] == "change")
        or (row["base"] == "whole") != (row["measure"] == "share")
        or (row["measure"] in ("level", "rank") and row["base"] is not None)
        or (row["unit"] is None and row["measure"] not in ("rank", "share"))
        or row["metric"] is None
    ]
    assert faults == [], key


@pytest.mark.parametrize(("key", "rows"), ROWS)
def test_metric_and_parent_are_words_of_the_article(
    key: str, rows: list[dict[str, Any]], articles: dict[str, Article]
) -> None:
    said = set(_words(articles[key].text))
    named = {row[name] for row in rows for name in ("metric", "parent") if row[name]}
    assert [name for name in sorted(named) if set(_words(name)) - said] == []


def test_the_corpus_holds_the_forms_that_real_files_have(
    articles: dict[str, Article],
) -> None:
    texts = {key: article.text for key, article in articles.items()}
    assert [key for key, text in texts.items() if "\r\n" in text]
    assert [key for key, text in texts.items() if "\u00a0" in text]
    assert [k for k, t in texts.items() if not unicodedata.is_normalized("NFC", t)]
    assert [key for key, text in texts.items() if "hoá" in text]


def test_the_example_of_the_guide_is_right() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    example = " ".join(re.findall(r"^> (.+)$", guide, flags=re.MULTILINE))
    fence = re.search(r"```json\n(.+?)```", guide, flags=re.DOTALL)
    assert fence
    (row,) = json.loads(fence[1])["observations"]
    assert row.keys() == FIELDS
    assert example[row["start"] : row["end"]] == row["amount"] == "812"
