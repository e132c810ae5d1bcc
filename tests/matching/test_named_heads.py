from __future__ import annotations

import pytest

from pipeline.lexicon.cues import HEAD, NOUN, UP, named_heads
from pipeline.matching.cues import CueFinder, find_cues

NAME = "tổng vốn đăng ký tăng thêm"
TEXT = f"{NAME} đạt 5 tỷ đồng"


def test_without_names_a_cue_cuts_a_name_in_two() -> None:
    found = find_cues(TEXT)
    assert [TEXT[start:end] for start, end, bits in found if bits & UP] == ["tăng thêm"]


def test_a_name_of_the_catalogue_holds_together() -> None:
    found = CueFinder([NAME]).find(TEXT)
    assert found[0] == (0, len(NAME), HEAD | NOUN)
    assert [TEXT[start:end] for start, end, _ in found[1:]] == ["đạt"]


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("tổng vốn đăng ký tăng thêm", True),
        ("thuế giá trị gia tăng", True),
        ("chi trả nợ lãi", True),
        ("khu vực dịch vụ tăng thêm", False),
        ("tăng thêm giá trị", False),
        ("cpi", False),
        ("doanh thu", False),
    ],
    ids=[
        "head-of-two-words",
        "head-of-one",
        "weak-head",
        "sector",
        "no-head",
        "one-word",
        "known-head",
    ],
)
def test_only_a_name_with_a_head_holds_together(name: str, *, holds: bool) -> None:
    assert named_heads([name]) == ({name: HEAD | NOUN} if holds else {})
