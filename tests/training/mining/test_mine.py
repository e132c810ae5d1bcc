"""What is proposed of our own sentences, and what is not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

import pipeline
from pipeline.io.faults import raise_fault
from pipeline.models import Model, open_model
from pipeline.training.mining.known import REJECTED_TABLE, Known, rejected_table
from pipeline.training.mining.mine import propose, survey
from tests.training.mining.corpus import articles

if TYPE_CHECKING:
    from pipeline.training.mining.proposals import Proposal


@lru_cache(maxsize=64)
def proposed(*frames: str) -> dict[str, Proposal]:
    given = articles(*frames)
    seen = survey(given, pipeline.load(), on_fault=raise_fault)
    found = propose(seen, given, Known(open_model()))
    return {proposal.phrase: proposal for proposal in found}


PROPOSED = {
    "counted-noun": ("{province} {other} {number} bàn thắng {behind}.", "bàn thắng"),
    "unit": ("Tại {province}, màng {behind} dày {decimal} nm, rất bền.", "nm"),
    "cue-with-a-known-verb": (
        "Năm 2023, {head} của {province} {adverb} đạt mốc {number} {unit}.",
        "đạt mốc",
    ),
    "name": (
        "Tại {province}, mật độ xây dựng là {number}%. Ở đó mật độ xây dựng đạt 45%.",
        "mật độ xây dựng",
    ),
}
KINDS = {
    "counted-noun": "classifier",
    "unit": "unit",
    "cue-with-a-known-verb": "cue",
    "name": "alias",
}


@pytest.mark.parametrize("case", PROPOSED)
def test_new_phrasing_is_proposed_as_what_it_is(case: str) -> None:
    frame, phrase = PROPOSED[case]
    found = proposed(frame)
    assert phrase in found
    assert found[phrase].kind == KINDS[case]
    assert found[phrase].articles == 6


NOT_PROPOSED = {
    "known-noun": "{province} {other} {number} dự án {behind}.",
    "known-unit": "{province} {other} {decimal} tấn {behind}.",
    "known-cue": "Năm 2023, {head} của {province} đạt {number} {unit}.",
    "known-name": "Năm 2023, thu ngân sách của {province} đạt {number} tỷ đồng.",
    "duration": "{province} {other} trong {number} tiếng đồng hồ {behind}.",
    "function-word": "{province} {other} {number} và {behind}.",
    "no-figure": "{province} {other} bàn thắng {behind}.",
    "piece-of-a-word": "{province} {other} {number} ứng cử viên {behind}.",
}


@pytest.mark.parametrize("frame", NOT_PROPOSED.values(), ids=NOT_PROPOSED)
def test_what_is_known_or_no_vocabulary_is_not_proposed(frame: str) -> None:
    assert set(proposed(frame)) <= {"ứng cử viên"}


def test_few_articles_are_not_enough() -> None:
    given = articles("{province} {other} {number} bàn thắng {behind}.")[:3]
    seen = survey(given, pipeline.load(), on_fault=raise_fault)
    assert propose(seen, given, Known(open_model())) == []


def test_examples_are_places_with_six_words_at_most() -> None:
    frame, phrase = PROPOSED["counted-noun"]
    texts = {article.id: article.text for article in articles(frame)}
    for example in proposed(frame)[phrase].examples:
        place, words = example.split(" ", 1)
        article, span = place.split(":")
        start, end = map(int, span.split("-"))
        assert texts[article][start:end] == phrase
        assert len(words.split()) <= 6


def test_what_was_rejected_is_never_proposed_again() -> None:
    frame, phrase = PROPOSED["counted-noun"]
    given = articles(frame)
    table = rejected_table({("classifier", phrase): "mined"})
    model = Model("mine", {**open_model().tables, REJECTED_TABLE: table})
    seen = survey(given, pipeline.load(), on_fault=raise_fault)
    assert phrase not in {one.phrase for one in propose(seen, given, Known(model))}
