"""What labels teach of cues, names, units and nouns, and what they must not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.extract import Extractor
from pipeline.io.annotations import Label
from pipeline.lexicon.additions import LEARNT
from pipeline.models import open_model
from pipeline.schema import Article
from pipeline.training.examples import Example
from pipeline.training.learners import curated, taught
from pipeline.training.vocabulary import learn_vocabulary
from tests.builders import place

if TYPE_CHECKING:
    from collections.abc import Sequence

MODEL = curated(open_model(), [LEARNT])
UP = {"measure": "change", "direction": "up", "base": "2022"}
DOWN = {"measure": "change", "direction": "down", "base": "2022"}
SHARE = {"measure": "share", "base": "whole"}


def example(text: str, amount: str, unit: str, metric: str, **more: str) -> Example:
    start, end = place(text, amount)
    label = Label(
        start=start,
        end=end,
        value=Decimal(amount.replace(".", "").replace(",", ".")),
        unit=unit,
        metric=metric,
        period="2023",
    )
    # The keys of a row of the table are fields of a label.
    label = replace(label, **more)  # type: ignore[arg-type]
    return Example(article=Article(id=text, text=text), labels=(label,))


SWELLED = [
    example(f"Năm 2023, {m} của tỉnh phổng {n}% so với năm 2022.", n, "%", m, **UP)
    for m, n in (("doanh thu", "4,5"), ("diện tích lúa", "7,2"), ("xuất khẩu", "9,1"))
]
HELD = [
    example(f"Năm 2023, {m} giành {n}% xuất khẩu của tỉnh.", n, "%", m, **SHARE)
    for m, n in (("cà phê", "14,5"), ("hồ tiêu", "17,2"), ("cao su", "19,1"))
]
LANDED = [
    example(f"Năm 2023, {m} tới bến {n} tỷ đồng.", n, "tỷ đồng", m)
    for m, n in (("doanh thu", "145"), ("lợi nhuận", "172"), ("thu thuế", "191"))
]
SHRANK = [
    example(f"Năm 2023, {m} của tỉnh xẹp {n}% so với năm 2022.", n, "%", m, **DOWN)
    for m, n in (("doanh thu", "4,5"), ("diện tích lúa", "7,2"))
]
LENGTHS = [
    example(f"Màng phủ của {w} có độ dày {n} zm.", n, "zm", "độ dày")
    for w, n in (("ống", "7,5"), ("thân vỏ", "9,5"))
]

LEARNT_ROWS = {
    "growth": (SWELLED, "phổng\tcue\tup\ttraining"),
    "fall": (SHRANK, "xẹp\tcue\tdown\ttraining"),
    "share": (HELD, "giành\tcue\tshare\ttraining"),
    "level": (LANDED, "tới bến\tcue\treach\ttraining"),
    "unit": (LENGTHS, "zm\tunit\tZM\ttraining"),
}


def learn(examples: Sequence[Example]) -> str:
    table = learn_vocabulary(examples, MODEL, 7).get(LEARNT, b"")
    return table.decode("utf-8")


@pytest.mark.parametrize(
    ("examples", "row"), LEARNT_ROWS.values(), ids=list(LEARNT_ROWS)
)
def test_what_stands_between_metric_and_amount_is_learnt(
    examples: list[Example], row: str
) -> None:
    assert learn(examples).splitlines()[1:] == [row]


def wrong(one: Example, **more: str) -> Example:
    # The keys of a row of the table are fields of a label.
    label = replace(one.labels[0], **more)  # type: ignore[arg-type]
    return replace(one, labels=(label,))


TAUGHT_NOTHING = {
    "nothing": [],
    "one-article": SWELLED[:1],
    "known-already": [
        example(f"Năm 2023, {m} tăng {n}% so với năm 2022.", n, "%", m, **UP)
        for m, n in (("doanh thu", "4,5"), ("xuất khẩu", "9,1"))
    ],
    "one-wrong-label": [
        example("Năm 2023, doanh thu đạt 145%.", "145", "%", "doanh thu", **DOWN),
        example("Năm 2023, xuất khẩu đạt 152%.", "152", "%", "xuất khẩu"),
    ],
    "labels-that-differ": [SWELLED[0], wrong(SWELLED[1], direction="down")],
    "rejected": [wrong(one, verdict="rejected") for one in SWELLED],
    "unjudged": [replace(one, labels=(), complete=False) for one in SWELLED],
}


@pytest.mark.parametrize("examples", TAUGHT_NOTHING.values(), ids=list(TAUGHT_NOTHING))
def test_what_is_rare_known_or_doubtful_is_not_learnt(examples: list[Example]) -> None:
    assert learn(examples) == ""


def test_one_wrong_label_does_not_hinder_what_others_teach() -> None:
    doubtful = wrong(SWELLED[0], direction="down")
    others = [
        example(f"Năm 2023, {m} phổng {n}% so với năm 2022.", n, "%", m, **UP)
        for m, n in (("giá điện", "3,3"), ("giá gạo", "2,1"), ("giá thép", "8,4"))
    ]
    assert "phổng\tcue\tup" in learn([doubtful, *SWELLED[1:], *others])


MUDDLED = example(
    "Năm 2023, bông gòn gộp của doanh nghiệp dệt may này phổng 3,8% so với năm 2022.",
    *("3,8", "%", "bông gòn gộp"),
    **UP,
)
"""Its name grows too long with the cue, but without it nothing is right either."""
SPOILT = example("Năm 2023, độ phổng 4,5%.", "4,5", "%", "độ phổng")
"""It is right without the cue."""
MORE = [
    example(f"Năm 2023, {m} phổng {n}% so với năm 2022.", n, "%", m, **UP)
    for m, n in (
        ("giá điện", "3,3"),
        ("giá gạo", "2,1"),
        ("giá thép", "8,4"),
        ("giá cà phê", "6,5"),
        ("giá xăng", "1,2"),
    )
]


@pytest.mark.parametrize(
    ("doubtful", "taught_by", "is_learnt"),
    [
        (MUDDLED, SWELLED, False),
        (MUDDLED, [*SWELLED, *MORE[:1]], True),
        (SPOILT, [*SWELLED, *MORE[:4]], False),
        (SPOILT, [*SWELLED, *MORE], True),
    ],
    ids=["3-to-1-muddled", "4-to-1-muddled", "7-to-1-spoilt", "8-to-1-spoilt"],
)
def test_a_figure_that_was_right_weighs_more_than_one_that_was_not(
    doubtful: Example, taught_by: list[Example], *, is_learnt: bool
) -> None:
    assert ("phổng\tcue\tup" in learn([doubtful, *taught_by])) is is_learnt


def test_an_incomplete_article_teaches_its_judged_figures() -> None:
    some = [replace(one, complete=False) for one in SWELLED]
    assert learn(some) == learn(SWELLED)


def test_the_order_of_articles_and_the_seed_change_nothing() -> None:
    many = [*SWELLED, *HELD, *LANDED]
    again = learn_vocabulary(many[::-1], MODEL, 99)[LEARNT].decode("utf-8")
    assert learn(many) == again


def test_a_model_that_was_taught_reads_another_sentence() -> None:
    model = taught(MODEL, [*SWELLED, *HELD], 7)
    text = "Năm 2024, dư nợ của xã phổng 12% so với năm 2023."
    [row] = Extractor(model=model).extract(text)
    assert (row.measure, row.direction, row.metric_text) == ("change", "up", "dư nợ")


def test_a_phrase_that_a_person_accepted_is_not_learnt_again() -> None:
    accepted = "phrase\tkind\ttarget\tsource\nphổng\tcue\tup\tmined\n"
    model = replace(MODEL, tables={**MODEL.tables, "vocabulary.tsv": accepted})
    assert learn_vocabulary(SWELLED, model, 7) == {}
