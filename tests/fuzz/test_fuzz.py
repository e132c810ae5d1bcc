"""Whatever comes in: rows that keep their promises come out, or a fault is told."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import Extractor
from tests.fuzz.inputs import NUMBERS, ODD, SIGNS, seeds, text_of, vocabulary
from tests.fuzz.run import CHUNK, FAILED, error_of, failures, shortest
from tests.fuzz.trial import try_mentions, try_readers, try_text
from tests.promises import check

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 100_000
LONGEST = 10_000_000
EXTRACTOR = Extractor()


def _stored() -> list[str]:
    lines = FAILED.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize("text", _stored(), ids=ascii)
def test_what_once_failed_holds(text: str) -> None:
    try_text(text)
    try_mentions(text)


PIECES = st.sampled_from([*vocabulary(), *NUMBERS, *SIGNS, *ODD])
WORDS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"])), max_size=40)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)


@st.composite
def mutilated(draw: st.DrawFn) -> str:
    """Cut a stretch out of an article and put something in."""
    text = draw(st.sampled_from(seeds()))
    start = draw(st.integers(0, len(text) - 1))
    cut = text[start : start + draw(st.integers(1, 300))]
    at = draw(st.integers(0, len(cut)))
    new = draw(PIECES | ANYTHING)
    return cut[:at] + new + cut[at + draw(st.integers(0, 9)) :]


TEXTS = ANYTHING | mutilated() | WORDS.map(lambda ws: "".join(a + b for a, b in ws))


@settings(max_examples=200)
@given(TEXTS)
def test_any_text_gives_rows_that_keep_their_promises(text: str) -> None:
    try_text(text)


@settings(max_examples=60)
@given(TEXTS)
def test_any_text_gives_mentions_that_lie_in_it(text: str) -> None:
    try_mentions(text)


@settings(max_examples=60)
@given(TEXTS, st.integers(0, 10**6))
def test_any_file_gives_articles_or_faults(text: str, number: int) -> None:
    try_readers(number, text)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_an_extractor_keeps_nothing_between_articles(one: str, other: str) -> None:
    alone = EXTRACTOR.extract(other)
    EXTRACTOR.extract(one)
    assert EXTRACTOR.extract(other) == alone


def test_inputs_are_the_same_everywhere_and_not_all_alike() -> None:
    texts = [text_of(number) for number in range(60)]
    assert texts == [text_of(number) for number in range(60)]
    assert len(set(texts)) > 50


def test_the_runner_names_what_is_raised() -> None:
    def broken(text: str) -> None:
        if "5%" in text:
            raise KeyError(text)

    assert error_of(partial(broken, "5%")) == "KeyError: '5%'"
    assert error_of(partial(broken, "6%")) is None


def test_a_text_that_holds_has_nothing_to_leave_out() -> None:
    assert shortest("Giá 5 đồng", "KeyError: x") == "Giá 5 đồng"


def test_a_chunk_of_inputs_holds() -> None:
    assert list(failures(0, CHUNK // 5, jobs=1)) == [None]


@pytest.mark.slow
def test_a_hundred_thousand_inputs_hold() -> None:
    found = failures(0, MANY, jobs=os.cpu_count() or 1)
    assert [failure for failure in found if failure] == []


LONG: dict[str, Callable[[], str]] = {
    "an article on one line": lambda: " ".join(seeds()[0].split()) + " ",
    "prose without figures": lambda: "Hội nghị bàn về phát triển kinh tế của tỉnh. ",
    "one number": lambda: "1234567890",
    "no space": lambda: "đồng",
    "marks": lambda: "a" + "\u0301" * 30,
    "half characters": lambda: "\ud800",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_ten_megabytes_on_one_line_come_to_an_end(piece: Callable[[], str]) -> None:
    text = piece()
    text *= LONGEST // len(text)
    check(text, EXTRACTOR.extract(text))
