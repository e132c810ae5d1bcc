"""Cues in sentences: the longest that stands, with all its kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.matching.cues import CueFinder, find_cues
from pipeline.text.folding import fold


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("sản lượng đạt", ["sản lượng", "đạt"]),
        ("tăng mạnh so với", ["tăng mạnh", "so với"]),
        ("tăngx và xgiảm", ["và"]),
        ("chữ lạ xyz", []),
        ("", []),
    ],
)
def test_the_longest_cue_of_whole_words_is_found(text: str, cues: list[str]) -> None:
    assert [text[start:end] for start, end, _ in find_cues(text)] == cues


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("giảm", c.DOWN),
        ("chiếm", c.SHARE),
        ("gấp", c.RATIO),
        ("kế hoạch", c.PLAN | c.TARGET),
        ("vượt", c.UP | c.OVER),
        ("chỉ tiêu được giao", c.PLAN | c.TARGET),
        ("đạt trên", c.REACH | c.OVER),
    ],
)
def test_a_cue_is_of_all_its_kinds(text: str, kinds: int) -> None:
    ((start, end, bits),) = find_cues(text)
    assert (text[start:end], bits & kinds) == (text, kinds)


def test_every_row_of_the_table_is_found_in_its_own_words() -> None:
    lost = [
        row["surface"]
        for row in read_table("cues")
        if [(0, len(row["surface"]))] != [hit[:2] for hit in find_cues(row["surface"])]
    ]
    assert lost == []


def test_a_finder_with_names_still_finds_the_cues() -> None:
    found = CueFinder(names=["chỉ số chè búp"]).find("chỉ số chè búp đạt")
    assert found[-1][:2] == (15, 18)


@given(st.text(max_size=80))
def test_cues_lie_in_the_text_in_order_and_apart(text: str) -> None:
    folded = fold(text)
    found = find_cues(folded)
    edges = [edge for start, end, _ in found for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(folded) for start, end, _ in found)
