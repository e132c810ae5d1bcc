"""What leads to a figure, what follows it, and what stands beside the point."""

from __future__ import annotations

import pytest

from pipeline.linking.zones import figures_of, without_asides
from tests.linking.sentences import tokens_of, told


def zones(text: str) -> list[tuple[str, str]]:
    figures = figures_of(without_asides(tokens_of(text)), 0)
    return [(told(text, f.head), told(text, f.tail)) for f in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Không có gì.", []),
        ("Xưởng đạt 5 tấn.", [("Xưởng | ~đạt", ".")]),
        (
            "Chè đạt 5 tấn, cam đạt 7 tấn",
            [("Chè | ~đạt", ""), (", | cam | ~đạt", "")],
        ),
        (
            "Chè tăng 5% so với cùng kỳ, cam giảm 7%",
            [("Chè | ~tăng", "~so với | @cùng kỳ"), (", | cam | ~giảm", "")],
        ),
        (
            "Chè đạt 5 tấn (tăng 7%)",
            [("Chè | ~đạt", ""), ("( | ~tăng", ")")],
        ),
        (
            "Chè đạt 5 tấn và tăng 7%",
            [("Chè | ~đạt", ""), ("~và | ~tăng", "")],
        ),
        (
            "Chè đạt 5 tấn năm 2019 cam 7 tấn",
            [("Chè | ~đạt", "@năm 2019"), ("cam", "")],
        ),
    ],
    ids=["none", "one", "comma", "versus", "bracket", "and", "time"],
)
def test_a_gap_is_divided_between_two_figures(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert zones(text) == expected


def test_a_gap_that_nothing_divides_speaks_of_both() -> None:
    (_, tail), (head, _) = zones("Xưởng làm 5 tấn chè 7 tấn cam")
    assert tail == head == "chè"


@pytest.mark.parametrize(
    ("text", "depths"),
    [
        ("Chè 5 tấn, cam 7 tấn", [0, 0]),
        ("Chè 5 tấn (tăng 7%), cam 9 tấn", [0, 1, 0]),
        ("Chè 5 tấn (tăng 7% [giá 9%])", [0, 1, 2]),
        ("Chè 5 tấn) cam 7 tấn", [0, 0]),
    ],
)
def test_brackets_are_counted(text: str, depths: list[int]) -> None:
    figures = figures_of(tokens_of(text), 0)
    assert [f.depth for f in figures] == depths


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Chè (búp tươi) đạt 5 tấn", "Chè | ~đạt | #5 tấn"),
        ("Chè (5 tấn) đắt", "Chè | ( | #5 tấn | ) | đắt"),
        ("Chè [a (b) c] đắt", "Chè | đắt"),
        ("Chè (dở dang", "Chè | ( | dở | dang"),
        ("Chè) đắt", "Chè | ) | đắt"),
    ],
)
def test_brackets_without_a_figure_are_left_out(text: str, kept: str) -> None:
    assert told(text, without_asides(tokens_of(text))) == kept
