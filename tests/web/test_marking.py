from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.web.marking import KINDS, Mark, Piece, pieces, visible

TEXT = "Thu ngân sách đạt 24.800 tỷ đồng."
SPANS = st.tuples(st.integers(-3, 40), st.integers(-3, 40)).map(sorted)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [Piece(0, TEXT, "", ())]),
        (
            [Mark(18, 24, "amount", "0.amount")],
            [
                Piece(0, TEXT[:18], "", ()),
                Piece(18, "24.800", "amount", ("0.amount",)),
                Piece(24, TEXT[24:], "", ()),
            ],
        ),
        (
            [Mark(0, 13, "metric", "0.metric"), Mark(4, 13, "metric", "1.metric")],
            [
                Piece(0, "Thu ", "metric", ("0.metric",)),
                Piece(4, "ngân sách", "metric", ("0.metric", "1.metric")),
                Piece(13, TEXT[13:], "", ()),
            ],
        ),
        (
            [Mark(0, 3, "cue"), Mark(0, 3, "unit", "0.unit")],
            [Piece(0, "Thu", "unit", ("0.unit",)), Piece(3, TEXT[3:], "", ())],
        ),
        ([Mark(90, 99, "cue")], [Piece(0, TEXT, "", ())]),
        ([Mark(5, 5, "cue")], [Piece(0, TEXT, "", ())]),
    ],
    ids=["none", "one", "nested", "two-kinds", "outside", "empty"],
)
def test_a_text_is_cut_where_marks_begin_and_end(
    marks: list[Mark], expected: list[Piece]
) -> None:
    assert pieces(TEXT, marks) == expected


def test_a_stretch_is_cut_as_the_whole_counts() -> None:
    found = pieces(TEXT[14:], [Mark(18, 24, "amount", "7.amount")], offset=14)
    assert [(one.start, one.text, one.figures) for one in found] == [
        (14, "đạt ", ()),
        (18, "24.800", ("7",)),
        (24, " tỷ đồng.", ()),
    ]


@given(st.lists(st.tuples(SPANS, st.sampled_from(KINDS)), max_size=8))
def test_pieces_are_the_text_whatever_is_marked(
    marked: list[tuple[list[int], str]],
) -> None:
    marks = [Mark(a, b, kind, f"{n}.x") for n, ((a, b), kind) in enumerate(marked)]
    found = pieces(TEXT, marks)
    assert "".join(one.text for one in found) == TEXT
    assert [one.start for one in found][:1] == [0]
    assert all(b.start == a.start + len(a.text) for a, b in pairwise(found))
    for one in found:
        end = one.start + len(one.text)
        covering = [m for m in marks if m.start <= one.start and end <= m.end]
        assert set(one.refs) == {mark.ref for mark in covering}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "a\u2400b"),
        ("\u202e580\u202c", "\ufffd580\ufffd"),
        ("\u2066x\u2069\u200f", "\ufffdx\ufffd\ufffd"),
        ("dòng\r\n\tmới", "dòng\r\n\tmới"),
        ("\ud800", "\ufffd"),
        ("hoà", "hoà"),
    ],
    ids=["nul", "override", "isolates", "lines", "half-a-pair", "plain"],
)
def test_what_is_unseen_shows_as_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert len(shown) == len(text)
