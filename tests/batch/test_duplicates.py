"""Articles printed twice or syndicated are marked, once each, and others never."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.duplicates import find_duplicates
from pipeline.schema import Article
from tests.batch.dumps import text
from tests.cli.conftest import solieu

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

__all__ = ["solieu"]

STORY = " ".join(text(n) for n in (1, 2, 3, 4, 5, 6, 7, 8))
OTHER = " ".join(text(n) for n in (11, 12, 13, 14, 15, 16, 17, 18))


def marks(*texts: str) -> list[tuple[str, str, str]]:
    articles = [Article(id=str(n), text=one) for n, one in enumerate(texts)]
    found = find_duplicates(articles)
    return [(one.article_id, one.duplicate_of, one.kind) for one in found]


EXACT = {
    "same": STORY,
    "case and space": f"  {STORY.upper()}\r\n",
    "decomposed": unicodedata.normalize("NFD", STORY),
    "signs": STORY.replace(".", " …"),
}
NEAR = {
    "a sentence more": f"{STORY} Theo báo mẫu, hội nghị còn bàn nhiều việc khác.",
    "a word changed": STORY.replace("Hội nghị", "Cuộc họp", 1),
    "a beginning": f"(Báo mẫu) - {STORY}",
}
NONE = {
    "another story": OTHER,
    "half of it": STORY[: len(STORY) // 2],
    "half another": STORY[: len(STORY) // 2] + OTHER[: len(OTHER) // 2],
    "words turned round": " ".join(reversed(STORY.split())),
    "signs alone": "… !",
}


@pytest.mark.parametrize("again", EXACT.values(), ids=EXACT)
def test_the_same_words_are_an_exact_duplicate(again: str) -> None:
    assert marks(STORY, OTHER, again) == [("2", "0", "exact")]


@pytest.mark.parametrize("again", NEAR.values(), ids=NEAR)
def test_a_syndicated_article_is_a_near_duplicate(again: str) -> None:
    assert marks(STORY, OTHER, again) == [("2", "0", "near")]


@pytest.mark.parametrize("other", NONE.values(), ids=NONE)
def test_another_article_is_no_duplicate(other: str) -> None:
    assert marks(STORY, other) == []


def test_all_marks_point_at_an_article_without_one() -> None:
    copies = [f"{STORY} Tin số {n} của báo mẫu." for n in range(6)]
    assert marks(*copies) == [(str(n), "0", "near") for n in range(1, 6)]


def test_the_similarity_is_that_of_the_runs_of_words() -> None:
    again = NEAR["a sentence more"]
    one, two = ({tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in words(again))
    (mark,) = find_duplicates(
        [Article(id="a", text=STORY), Article(id="b", text=again)]
    )
    assert mark.similarity == pytest.approx(len(one & two) / len(one | two), abs=0.12)


def words(again: str) -> list[list[str]]:
    return [one.replace(".", "").replace(",", " ").split() for one in (STORY, again)]


@given(st.lists(st.sampled_from([STORY, OTHER, *NEAR.values(), *EXACT.values()])))
def test_originals_are_never_marked_and_marks_come_in_order(texts: list[str]) -> None:
    found = marks(*texts)
    marked = [int(one) for one, _, _ in found]
    assert marked == sorted(set(marked))
    assert {int(first) for _, first, _ in found}.isdisjoint(marked)
    assert all(int(first) < int(one) for one, first, _ in found)
    assert len(texts) - len(marked) <= 2


@pytest.fixture
def dump(solieu: Callable[..., Done]) -> str:
    del solieu  # the folder that the commands run in
    texts = {"goc": STORY, "khac": OTHER, "chep": STORY, "dang": NEAR["a beginning"]}
    lines = (json.dumps({"id": key, "text": one}) for key, one in texts.items())
    Path("bao.jsonl").write_text("\n".join(lines), "utf-8")
    return "bao.jsonl"


def test_marks_of_a_dump_go_to_stdout(solieu: Callable[..., Done], dump: str) -> None:
    done = solieu("dedupe", dump)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert (done.code, done.err) == (0, "1 exact duplicate, 1 near duplicate\n")
    assert [(row["article_id"], row["kind"]) for row in rows] == [
        ("chep", "exact"),
        ("dang", "near"),
    ]


def test_marks_of_a_run_go_to_its_folder(
    solieu: Callable[..., Done], dump: str
) -> None:
    assert solieu("extract", dump, "-o", "out/", "--workers", "1").code == 0
    parts = pq.read_table("out/part-000000.parquet")
    assert solieu("dedupe", "out/").code == 0
    rows = pq.read_table("out/duplicates.parquet").to_pylist()
    assert [(row["article_id"], row["duplicate_of"]) for row in rows] == [
        ("chep", "goc"),
        ("dang", "goc"),
    ]
    assert pq.read_table("out/part-000000.parquet").equals(parts)
    Path(dump).write_text("", "utf-8")
    done = solieu("dedupe", "out")
    assert done.code == 2
    assert "expected the input of the run, bao.jsonl, to be there as it was" in done.err
