"""The row of a sentence: one token per mention, words and signs between."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.cues import CAPITAL, REACH
from pipeline.linking.tokens import (
    CUE,
    PLACE,
    SIGN,
    WORD,
    Mentions,
    lay_out,
)
from pipeline.text.folding import fold
from tests.linking.sentences import kinds, tokens_of, told

NOTHING = Mentions((), (), (), ())


@dataclass(frozen=True)
class Area:
    start: int
    end: int
    level: str = "province"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Xưởng đạt 5 tấn.", "Xưởng | ~đạt | #5 tấn | ."),
        ("Thu USD 5 triệu", "~Thu | #USD 5 triệu"),
        ("Thu 5 triệu đồng mỗi hộ", "~Thu | #5 triệu đồng mỗi hộ"),
        ("Có 5 thuyền nan", "~Có | #5 | thuyền | nan"),
        ("9 tháng, lãi 5 tỷ", "@9 tháng | , | ~lãi | #5 tỷ"),
        ("giảm (từ 7% xuống 5%)", "~giảm | ( | ~từ | #7% | ~xuống | #5% | )"),
        ("Hapa-Land R&D", "Hapa-Land | R&D"),
        ("xã Hòa Thành lên phường", "xã | Hòa | Thành | ~lên | phường"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_a_sentence_is_one_row(text: str, row: str) -> None:
    assert told(text, tokens_of(text)) == row


def test_what_a_figure_and_a_time_share_is_of_the_figure() -> None:
    text = "Xưởng nộp 5 tỷ đồng mỗi năm"
    assert told(text, tokens_of(text)).endswith("#5 tỷ đồng mỗi năm")


def test_a_cue_that_is_claimed_in_part_leaves_its_other_words() -> None:
    text = "hiện có"
    mentions = Mentions((), (), [(0, 7, 1)], [Area(0, 4)])
    whole = lay_out(text, text, 0, 7, mentions)
    assert [t.type for t in whole] == [CUE]
    split = lay_out(text, text, 0, 7, Mentions((), (), [], [Area(0, 4)]))
    assert [(t.type, text[t.start : t.end]) for t in split] == [
        (PLACE, "hiện"),
        (CUE, "có"),
    ]


def test_a_word_of_no_table_tells_its_capital() -> None:
    row = tokens_of("Xưởng ươm, vườn Ươm")
    assert [t.bits & CAPITAL for t in row if t.type == WORD] == [CAPITAL, 0, 0, CAPITAL]


def test_only_the_stretch_asked_for_is_laid_out() -> None:
    text = "Xưởng ươm. Vườn chè."
    row = lay_out(text, fold(text), 10, 20, NOTHING)
    assert told(text, row) == "Vườn | chè | ."


def test_a_cue_has_its_kinds() -> None:
    (cue,) = tokens_of("đạt")
    assert cue.bits & REACH
    assert "reach" in kinds(cue)


@given(st.text(max_size=80))
def test_tokens_lie_in_the_text_in_order_and_hold_every_letter(text: str) -> None:
    row = tokens_of(text)
    edges = [edge for t in row for edge in (t.start, t.end)]
    assert edges == sorted(edges)
    held = {i for t in row for i in range(t.start, t.end)}
    missed = {c for i, c in enumerate(fold(text)) if i not in held}
    assert not any(c.isalnum() for c in missed)
    assert all(t.type != SIGN or not str(t.ref).isalnum() for t in row)


def test_a_part_leaves_the_unit_to_its_whole() -> None:
    text = "Chi 393/932 tỷ đồng"
    assert told(text, tokens_of(text)) == "~Chi | #393 | / | #932 tỷ đồng"
