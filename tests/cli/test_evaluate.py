from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.io.annotations import text_hash, to_annotation
from pipeline.schema import Article
from tests.builders import ARTICLE, TEXT, three_figures, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Run = Callable[..., Done]

LEVEL, CHANGE, TARGET = three_figures()
EXPORT = Article(
    id="x", text="Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD, tăng 3,03%."
)


def lines(*articles: dict[str, Any]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)


def gold(*, with_text: bool = True, **more: object) -> dict[str, Any]:
    told = to_annotation(ARTICLE, (LEVEL, CHANGE, TARGET), with_text=with_text)
    return {**told, **more}


@pytest.fixture
def files(solieu: Run) -> None:
    """Gold with its text, and predictions: one wrong status, one number, one more."""
    del solieu
    write(Path("gold.jsonl"), lines(gold(split="tune")))
    start = TEXT.index("9 tháng")
    more = replace(LEVEL, amount_start=start, amount_end=start + 1)
    wrong = replace(TARGET, value=Decimal(6))
    seen = (LEVEL, replace(CHANGE, status="actual"), wrong, more)
    write(Path("pred.jsonl"), lines(to_annotation(ARTICLE, seen, with_text=False)))


REPORT = """\
articles 1  gold 3  predicted 4
found     P 0.750  R 1.000  F1 0.857
quantity  P 0.500  R 0.667  F1 0.571
core      P 0.500  R 0.667  F1 0.571
dated     P 0.500  R 0.667  F1 0.571
full      P 0.250  R 0.333  F1 0.286
over the core matches
  base days  1.000  (1 of 1)
  status     0.500  (1 of 2)
  parent       n/a  (0 of 0)
  bound      1.000  (2 of 2)
  area       1.000  (2 of 2)
status over the core matches
  estimate   P 1.000  R 0.500  F1 0.667
errors    spurious 1  number 1  status 1
mentions of the labelled evidence: to the character | overlapping
  amount     P 1.000  R 1.000  F1 1.000 | P 1.000  R 1.000  F1 1.000
  area       P 1.000  R 1.000  F1 1.000 | P 1.000  R 1.000  F1 1.000
  metric     P 1.000  R 1.000  F1 1.000 | P 1.000  R 1.000  F1 1.000
"""
FIRST = (
    "Trong [[9]] tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt 1.250,5 nghìn m3,"
    " tăng 7,25% so với cùng kỳ."
)
ERRORS = f"""\

[spurious] a1:{TEXT.index("9 tháng")}
  {FIRST}
  gold  -
  pred  1250.5 nghìn m3 | level | sản lượng gỗ dán | 2021-01/2021-09 |\
 against nothing | estimate | Bình An

[status] a1:{TEXT.index("7,25")}
  {FIRST.replace("[[9]]", "9").replace("7,25", "[[7,25]]")}
  gold  7.25 % | change up | sản lượng gỗ dán | 2021-01/2021-09 |\
 against 2020-01/2020-09 | estimate | Bình An
  pred  7.25 % | change up | sản lượng gỗ dán | 2021-01/2021-09 |\
 against 2020-01/2020-09 | actual | Bình An
"""
NUMBER = f"""\

[number] a1:{TEXT.index("5-7")}
  Cả năm phấn đấu [[5-7]] dự án.
  gold  5..7 dự án | level | dự án | 2021 | against plan | target | no area
  pred  6..7 dự án | level | dự án | 2021 | against plan | target | no area
"""
OWN = "texts: 1 from gold.jsonl itself\n"


@pytest.mark.usefixtures("files")
def test_predictions_are_scored(solieu: Run) -> None:
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl")
    assert (done.code, done.out, done.err) == (0, REPORT, OWN)


@pytest.mark.usefixtures("files")
def test_errors_are_shown_with_their_sentences(solieu: Run) -> None:
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--errors", "2")
    assert done.out == REPORT + ERRORS
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--bucket", "number")
    assert done.out == REPORT + NUMBER


@pytest.mark.usefixtures("files")
def test_json_is_for_programs(solieu: Run) -> None:
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--json", "--errors", "9")
    report = json.loads(done.out)
    assert report["ladder"]["full"] == {
        "tp": 1,
        "fp": 3,
        "fn": 2,
        "precision": 0.25,
        "recall": 1 / 3,
        "f1": 2 / 7,
    }
    assert report["attributes"]["parent"] == {"right": 0, "seen": 0, "accuracy": None}
    assert report["status"]["forecast"]["f1"] is None
    assert {k: v for k, v in report["buckets"].items() if v} == {
        "spurious": 1,
        "number": 1,
        "status": 1,
    }
    shown = [(one["id"], one["bucket"]) for one in report["errors"]]
    assert shown == [("a1", "spurious"), ("a1", "status"), ("a1", "number")]
    assert report["errors"][2]["pred"]["value"] == 6
    assert report["errors"][0]["gold"] is None


@pytest.mark.usefixtures("files")
def test_errors_of_the_held_out_split_stay_unread(solieu: Run) -> None:
    both = gold(split="tune"), gold(id="a2", split="quiet")
    write(Path("gold.jsonl"), lines(*both))
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--errors", "99")
    assert done.out.startswith("articles 2  gold 6  predicted 4\n")
    assert "a2:" not in done.out
    assert "1 gold article without predictions, counted as missed\n" in done.err
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--split", "tune")
    assert done.out == REPORT


def test_without_predictions_the_articles_are_extracted(solieu: Run) -> None:
    places = [EXPORT.text.index(amount) for amount in ("680", "3,03")]
    labels = [
        {"start": places[0], "end": places[0] + 3, "value": 680, "unit": "triệu USD"},
        {"start": places[1], "end": places[1] + 4, "value": 3.03, "unit": "%"},
    ]
    told = {"id": "x", "text": EXPORT.text, "observations": labels}
    write(Path("gold.jsonl"), lines(told))
    done = solieu("evaluate", "gold.jsonl", "--json")
    report = json.loads(done.out)
    assert (done.code, done.err) == (0, OWN)
    rungs = {rung: report["ladder"][rung]["tp"] for rung in ("found", "quantity")}
    assert rungs == {"found": 2, "quantity": 2}


BARE: dict[str, Any] = {"id": "x", "sha256": text_hash(EXPORT.text), "observations": []}


def test_texts_are_looked_for_beside_the_gold(solieu: Run) -> None:
    write(Path("annotations/g.jsonl"), lines(BARE, {**BARE, "id": "s"}))
    write(Path("articles/g.jsonl"), lines({"id": "x", "text": EXPORT.text}))
    write(Path("seeds/s.txt"), EXPORT.text)
    done = solieu("evaluate", "annotations/g.jsonl")
    assert done.out.startswith("articles 2  gold 0  predicted 4\n")
    assert (done.code, done.err) == (0, "texts: 2 from articles/g.jsonl, seeds\n")


def test_texts_may_be_named(solieu: Run) -> None:
    write(Path("g.jsonl"), lines(BARE, {**BARE, "id": "s"}))
    write(Path("t/x.txt"), EXPORT.text)
    write(Path("u.jsonl"), lines({"id": "s", "text": EXPORT.text}))
    done = solieu("evaluate", "g.jsonl", "--articles", "t", "--articles", "u.jsonl")
    assert done.out.startswith("articles 2  gold 0  predicted 4\n")
    assert (done.code, done.err) == (0, "texts: 2 from t, u.jsonl\n")


def test_a_text_missing_or_changed_is_told_and_not_scored(solieu: Run) -> None:
    write(Path("g.jsonl"), lines(BARE, {**BARE, "id": "y"}))
    write(Path("t/x.txt"), EXPORT.text + " ")
    done = solieu("evaluate", "g.jsonl", "--articles", "t")
    assert done.code == 1
    assert done.out.startswith("articles 0  gold 0  predicted 0\n")
    told = [line.split(",")[0] for line in done.err.splitlines()]
    sha = BARE["sha256"][:12]
    assert told == [
        f"x: expected the text that was labelled (sha256 {sha}…)",
        "texts: 0 from t",
        "x: expected the text of this gold article",
        "y: expected the text of this gold article",
    ]


@pytest.mark.usefixtures("files")
def test_predictions_for_another_text_are_told(solieu: Run) -> None:
    write(Path("gold.jsonl"), lines(gold(with_text=False, sha256="0" * 64)))
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl")
    assert (done.code, done.out) == (1, REPORT)
    assert "pred.jsonl: a1: expected predictions for the text that was" in done.err


@pytest.mark.usefixtures("files")
def test_partial_articles_are_not_scored(solieu: Run) -> None:
    write(Path("gold.jsonl"), lines(gold(), gold(id="a2", complete=False)))
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl")
    assert (done.code, done.out) == (0, REPORT)
    assert done.err == "1 incomplete article not scored\n" + OWN


@pytest.mark.usefixtures("files")
def test_a_bad_line_is_told_and_the_others_scored(solieu: Run) -> None:
    write(Path("gold.jsonl"), "[]\n" + lines(gold()))
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl")
    assert (done.code, done.out) == (1, REPORT)
    assert done.err.startswith("gold.jsonl:1: expected a JSON object, got a list")


@pytest.mark.usefixtures("files")
def test_two_sets_of_predictions_are_compared(solieu: Run) -> None:
    better = to_annotation(ARTICLE, (LEVEL, CHANGE, TARGET), with_text=False)
    write(Path("new.jsonl"), lines(better))
    done = solieu("evaluate", "gold.jsonl", "new.jsonl", "--against", "pred.jsonl")
    assert done.out.endswith("""
F1 against the other predictions (p: chance parts them as far)
found     1.000  0.857  +0.143  p n/a
quantity  1.000  0.571  +0.429  p n/a
core      1.000  0.571  +0.429  p n/a
dated     1.000  0.571  +0.429  p n/a
full      1.000  0.286  +0.714  p n/a
""")
    write(Path("none.jsonl"), lines(gold(observations=[])))
    done = solieu("evaluate", "none.jsonl", "none.jsonl", "--against", "none.jsonl")
    assert done.out.endswith("full      n/a\n")


@pytest.mark.usefixtures("files")
def test_groups_and_comparators_are_told(solieu: Run) -> None:
    more = "--by", "measure", "--by", "period", "--comparators"
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", *more)
    assert (
        done.out.removeprefix(REPORT)
        == """
measure  figures     found  quantity      core     dated      full
level          2     0.800     0.400     0.400     0.400     0.400
change         1     1.000     1.000     1.000     1.000     0.000

period        figures     found  quantity      core     dated      full
from January        2     0.800     0.800     0.800     0.800     0.400
year                1     1.000     0.000     0.000     0.000     0.000

reader        found  quantity      core     dated      full
this          0.857     0.571     0.571     0.571     0.286
regex         0.800     0.800     0.000     0.000     0.000
ner           0.800     0.800     0.000     0.000     0.000
"""
    )
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", *more, "--json")
    report = json.loads(done.out)
    assert report["groups"]["measure"]["change"]["f1"]["full"] == 0
    assert report["comparators"]["regex"]["predicted"] == 2
    assert report["mentions"]["metric"]["exact"]["tp"] == 1


@pytest.mark.usefixtures("files")
def test_intervals_stand_behind_the_scores_of_several_articles(solieu: Run) -> None:
    write(Path("gold.jsonl"), lines(gold(), gold(id="a2", split="quiet")))
    done = solieu("evaluate", "gold.jsonl", "pred.jsonl", "--report", "page.html")
    assert "\nfound     P 0.750  R 0.500  F1 0.600  [0.000, 0.857]\n" in done.out
    assert "page.html: 3 errors, 3 withheld\n" in done.err
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.count("<article ") == 3
    assert "F1 by sector" in page


USAGE = {
    "bucket": (
        ["gold.jsonl", "--bucket", "size"],
        (
            "--bucket: expected one of missed, spurious, boundary, number, magnitude,"
            " unit, measure, sign, metric, parent, period, base, status, area,"
            " got 'size'"
        ),
    ),
    "split": (
        ["gold.jsonl", "--split", "test"],
        "--split: expected one of tune, got 'test'",
    ),
    "group": (["gold.jsonl", "--by", "colour"], "'colour' is not one of"),
    "model": (["gold.jsonl", "--model", "no/model"], "no model 'no/model'"),
    "nothing": ([], "Missing argument"),
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("args", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2(solieu: Run, args: list[str], message: str) -> None:
    done = solieu("evaluate", *args)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_missing_gold_is_a_fault(solieu: Run) -> None:
    done = solieu("evaluate", "no.jsonl", "pred.jsonl")
    assert done.code == 1
    assert done.err.startswith("no.jsonl: expected a file that can be read")
