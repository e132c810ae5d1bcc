from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

TEXT = "Giá gỗ 05 đồng, giá dầu 06 đồng. Thêm 07."


def figure(at: int, **more: object) -> dict[str, Any]:
    label = {"start": at, "end": at + 2, "value": int(TEXT[at : at + 2])}
    return {**label, "unit": "đồng", "metric": "giá gỗ", **more}


def lines(*articles: dict[str, Any]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)


def article(*figures: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"id": "a", "text": TEXT, "observations": figures, **more}


@pytest.fixture
def files(solieu: Run) -> None:
    """Two figures that both found, one told otherwise, and one that only A found."""
    del solieu
    first = article(figure(7), figure(24, metric="giá dầu"), figure(38))
    second = article(figure(7), figure(24, metric="gỗ", status="target"))
    write(Path("a.jsonl"), lines(first))
    write(Path("b.jsonl"), lines(second))


TOLD = """\
articles 1  A 3  B 2
found     F1 0.800
quantity  F1 0.800
core      F1 0.400
dated     F1 0.400
full      F1 0.400
over the figures both found
  boundary   1.000  (2 of 2)
  number     1.000  (2 of 2)
  magnitude  1.000  (2 of 2)
  unit       1.000  (2 of 2)
  measure    1.000  (2 of 2)
  sign       1.000  (2 of 2)
  metric     0.500  (1 of 2)
  parent     1.000  (2 of 2)
  period     1.000  (2 of 2)
  base       1.000  (2 of 2)
  status     0.500  (1 of 2)
  area       1.000  (2 of 2)
to settle 2

[metric] a:24
  Giá gỗ 05 đồng, giá dầu [[06]] đồng.
  A  6 đồng | level | giá dầu | no period | against nothing | actual | no area
  B  6 đồng | level | gỗ | no period | against nothing | target | no area

[missed] a:38
  Thêm [[07]].
  A  7 đồng | level | giá gỗ | no period | against nothing | actual | no area
  B  -
"""


@pytest.mark.usefixtures("files")
def test_agreement_is_told_at_every_level(solieu: Run) -> None:
    done = solieu("agree", "a.jsonl", "b.jsonl")
    assert (done.code, done.out) == (0, TOLD)


@pytest.mark.usefixtures("files")
def test_what_is_to_settle_names_all_that_differs(solieu: Run) -> None:
    done = solieu("agree", "a.jsonl", "b.jsonl", "--json", "--report", "page.html")
    told = json.loads(done.out)
    assert told["ladder"]["found"] == 0.8
    assert told["fields"]["status"] == {"same": 1, "both": 2, "agreement": 0.5}
    differs = [(one["id"], one["differs"]) for one in told["to_settle"]]
    assert differs == [("a", ["metric", "status"]), ("a", ["missed"])]
    assert told["to_settle"][0]["b"]["metric"] == "gỗ"
    assert "page.html: 2 differences" in done.err
    assert "<mark>06</mark>" in Path("page.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_articles_of_one_alone_or_of_another_text_are_told(solieu: Run) -> None:
    write(Path("a.jsonl"), lines(article(id="x"), article(id="y"), article()))
    write(Path("b.jsonl"), lines(article(id="z"), article(id="y", text="Giá")))
    done = solieu("agree", "a.jsonl", "b.jsonl")
    assert done.code == 1
    assert done.out.startswith("articles 0  A 0  B 0\nfound     F1   n/a\n")
    told = [line.split(",")[0] for line in done.err.splitlines()]
    assert told == [
        "b.jsonl: x: expected this article of the first file too",
        "b.jsonl: y: expected labels of the same text",
        "b.jsonl: a: expected this article of the first file too",
        "a.jsonl: z: expected this article of b.jsonl too",
    ]


def test_two_files_are_needed(solieu: Run) -> None:
    assert solieu("agree", "a.jsonl").code == 2
