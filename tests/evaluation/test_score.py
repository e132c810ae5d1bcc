from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.alignment import Alignment, align
from pipeline.evaluation.mistakes import (
    BUCKETS,
    Mistake,
    bucket_of,
    mistakes_in,
    sentence_around,
)
from pipeline.evaluation.score import PRF, Accuracy, Score, evaluate
from pipeline.io.annotations import Label, LabelledArticle
from tests.builders import label


def test_prf_follows_from_its_counts() -> None:
    prf = PRF(tp=6, fp=2, fn=4)
    assert (prf.precision, prf.recall, prf.f1) == (0.75, 0.6, 12 / 18)


def test_what_cannot_be_known_is_none() -> None:
    none = PRF()
    assert (none.precision, none.recall, none.f1) == (None, None, None)
    missed = PRF(fn=3)
    assert (missed.precision, missed.recall, missed.f1) == (None, 0, 0)
    spurious = PRF(fp=3)
    assert (spurious.precision, spurious.recall, spurious.f1) == (0, None, 0)
    assert (Accuracy().value, Accuracy(1, 4).value) == (None, 0.25)


counts = st.builds(PRF, *[st.integers(0, 50)] * 3)


@given(counts, counts, counts)
def test_prf_adds_up_in_any_order(one: PRF, two: PRF, three: PRF) -> None:
    assert one + PRF() == one
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert (one + two).tp == one.tp + two.tp


def at(start: int, end: int) -> Label:
    return Label(start=start, end=end, value=Decimal(1))


ALIGNED = {
    "same places": (
        [at(0, 2), at(5, 9)],
        [at(0, 2), at(5, 9)],
        [(0, 0), (1, 1)],
    ),
    "the one that overlaps most": ([at(0, 10)], [at(0, 3), at(2, 9)], [(0, 1)]),
    "of two alike the first": ([at(0, 4)], [at(0, 2), at(2, 4)], [(0, 0)]),
    "touching is not overlapping": ([at(0, 4)], [at(4, 8)], []),
    "each is used once": ([at(0, 4), at(1, 5)], [at(0, 9)], [(0, 0)]),
    "the first gold chooses first": (
        [at(0, 4), at(3, 9)],
        [at(3, 9)],
        [(0, 0)],
    ),
    "nothing predicted": ([at(0, 1)], [], []),
    "nothing to find": ([], [at(0, 1)], []),
}


@pytest.mark.parametrize(("gold", "pred", "pairs"), ALIGNED.values(), ids=ALIGNED)
def test_figures_are_paired_by_place(
    gold: list[Label], pred: list[Label], pairs: list[tuple[int, int]]
) -> None:
    golds, preds = dict(pairs), {p: g for g, p in pairs}
    assert align(gold, pred) == Alignment(
        pairs=tuple((gold[g], pred[p]) for g, p in pairs),
        missed=tuple(one for n, one in enumerate(gold) if n not in golds),
        spurious=tuple(one for n, one in enumerate(pred) if n not in preds),
    )


GOLD = Label(
    start=0,
    end=2,
    value=Decimal("1.5"),
    unit="tỷ đồng",
    metric="gỗ dán",
    period="2021",
    base="2020",
    area="Bình An",
)
WRONG: dict[str, tuple[dict[str, Any], str | None]] = {
    "nothing": ({}, None),
    "only the bound": ({"bound": "over"}, None),
    "written otherwise": ({"value": Decimal(1500), "unit": "triệu đồng"}, None),
    "boundary": ({"end": 3, "value": Decimal("1.6"), "unit": "tấn"}, "boundary"),
    "other characters, the same number": ({"end": 3}, None),
    "number": ({"value": Decimal("1.6"), "unit": "tấn"}, "number"),
    "end of range": ({"value_max": Decimal(2)}, "number"),
    "magnitude": ({"unit": "triệu đồng"}, "magnitude"),
    "magnitude before unit": ({"unit": "triệu USD"}, "magnitude"),
    "unit": ({"unit": "tỷ USD", "measure": "share"}, "unit"),
    "measure": ({"measure": "change", "direction": "up"}, "measure"),
    "sign": ({"direction": "up", "metric": "dầu"}, "sign"),
    "metric": ({"metric": "dầu", "parent": "gỗ"}, "metric"),
    "parent": ({"parent": "nông sản", "period": None}, "parent"),
    "period": ({"period": None, "base": None}, "period"),
    "kind of base": ({"base": "plan", "status": "target"}, "base"),
    "days of base": ({"base": "2019"}, "base"),
    "status": ({"status": "target", "area": None}, "status"),
    "area": ({"area": "Bình Yên"}, "area"),
}


@pytest.mark.parametrize(("change", "bucket"), WRONG.values(), ids=WRONG)
def test_an_error_goes_to_the_first_bucket_it_fits(
    change: dict[str, Any], bucket: str | None
) -> None:
    assert bucket_of(GOLD, replace(GOLD, **change)) == bucket


def test_every_bucket_is_exercised() -> None:
    told = {bucket for _, bucket in WRONG.values() if bucket}
    assert {"missed", "spurious", *told} == set(BUCKETS)


SENTENCES = {
    "middle": ("Một câu. Giá đạt #5 đồng. Hết.", "Giá đạt #5 đồng.", 8),
    "whole text": ("Giá #5", "Giá #5", 4),
    "paragraphs": ("Một\nGiá #5\r\nHai", "Giá #5", 4),
    "decimal point is no end": ("A. Giá 2.5 và #5.7 đồng", "Giá 2.5 và #5.7 đồng", 11),
    "semicolon": ("Gỗ 4; giá #5; dầu 3", "giá #5;", 4),
    "quotes": ("Ông nói: “Tốt.” Giá #5!", "Giá #5!", 4),
}


@pytest.mark.parametrize(
    ("text", "sentence", "place"), SENTENCES.values(), ids=SENTENCES
)
def test_a_figure_is_shown_in_its_sentence(
    text: str, sentence: str, place: int
) -> None:
    start = text.index("#")
    assert sentence_around(text, start, start + 2) == (sentence, place)


def test_a_long_sentence_is_cut_and_no_text_gives_none() -> None:
    text = "a " * 500 + "#5" + " b" * 500
    sentence, place = sentence_around(text, 1000, 1002)
    assert sentence is not None
    assert (sentence[place : place + 2], len(sentence)) == ("#5", 802)
    assert sentence_around(None, 1, 2) == (None, 0)


@given(st.text(alphabet="ab.!\n ;…”", max_size=60), st.data())
def test_the_figure_stands_where_it_is_said_to(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    whole = f"{text[:start]}#5{text[start:]}"
    sentence, place = sentence_around(whole, start, start + 2)
    assert sentence is not None
    assert sentence[place : place + 2] == "#5"


TEXT = "Giá 05 và 06 tăng 07."
ARTICLE = LabelledArticle(
    id="a", text=TEXT, split="tune", labels=(label(at=4), label(at=10))
)


def test_mistakes_come_in_the_order_of_the_text() -> None:
    right, wrong = label(at=4), replace(label(at=18), metric="dầu")
    status = replace(label(at=10), status="target")
    pred = (wrong, status, right)
    found = mistakes_in(ARTICLE, align(ARTICLE.labels, pred))
    assert list(found) == [
        Mistake(
            article_id="a",
            bucket="status",
            gold=ARTICLE.labels[1],
            pred=status,
            sentence=TEXT,
            start=10,
            end=12,
            split="tune",
        ),
        Mistake(
            article_id="a",
            bucket="spurious",
            gold=None,
            pred=wrong,
            sentence=TEXT,
            start=18,
            end=20,
            split="tune",
        ),
    ]


def test_scores_are_counted_over_all_articles() -> None:
    other = replace(
        GOLD, start=8, end=9, parent="nông sản", base="plan", status="target"
    )
    gold = [
        LabelledArticle(id="a", labels=(GOLD, other)),
        LabelledArticle(id="b", labels=(label(),)),
    ]
    pred = {
        "a": (
            replace(GOLD, base="2019", bound="about"),
            replace(other, status="actual"),
            label(at=50),
        ),
        "elsewhere": (label(),),
    }
    found = evaluate(gold, pred)
    rung, full = PRF(tp=2, fp=1, fn=1), PRF(tp=0, fp=3, fn=3)
    assert found.score == Score(
        articles=2,
        ladder={
            "found": rung,
            "quantity": rung,
            "core": rung,
            "dated": rung,
            "full": full,
        },
        attributes={
            "base days": Accuracy(0, 1),
            "status": Accuracy(1, 2),
            "parent": Accuracy(1, 1),
            "bound": Accuracy(1, 2),
            "area": Accuracy(2, 2),
        },
        status={
            "actual": PRF(tp=1, fp=1, fn=0),
            "estimate": PRF(),
            "target": PRF(tp=0, fp=0, fn=1),
            "forecast": PRF(),
        },
        buckets=Counter(missed=1, spurious=1, base=1, status=1),
    )
    assert (found.score.gold, found.score.predicted) == (3, 3)
    kinds = [(one.article_id, one.bucket) for one in found.mistakes]
    assert kinds == [("a", "base"), ("a", "status"), ("a", "spurious"), ("b", "missed")]


def test_partial_articles_and_rejected_labels_do_not_count() -> None:
    gold = [
        LabelledArticle(id="a", labels=(label(),), complete=False),
        LabelledArticle(id="b", labels=(replace(label(), verdict="rejected"),)),
    ]
    found = evaluate(gold, {})
    assert (found.score, found.mistakes) == (Score(articles=1), ())


def test_scores_of_shards_add_up_to_the_score_of_all() -> None:
    gold = [
        LabelledArticle(id=name, labels=(GOLD, label(str(n), at=20)))
        for n, name in enumerate("abc")
    ]
    pred = {name: (replace(GOLD, status="target"), label(at=20)) for name in "ab"}
    parts = [evaluate([one], pred).score for one in gold]
    assert sum(parts, Score()) == evaluate(gold, pred).score
