from __future__ import annotations

import pytest

from pipeline.text.phrases import PhraseFinder

FINDER = PhraseFinder(["gia lai", "gia lai mới", "lai", "hòa bình", "bình dương"])
CASES = {
    "one": ("ở gia lai nay", ["gia lai"]),
    "longest": ("ở gia lai mới đạt", ["gia lai mới"]),
    "longest-torn-shorter-stands": ("ở gia lai mớix", ["gia lai"]),
    "first-of-two-that-overlap": ("hòa bình dương", ["hòa bình"]),
    "inside-a-word": ("gia laix, xgia lai", ["lai"]),
    "punctuation-bounds": ("(lai)-lai/lai", ["lai", "lai", "lai"]),
    "newline-parts": ("gia\nlai", ["lai"]),
    "digits-are-of-the-word": ("lai5 5lai", []),
    "lone-surrogate": ("\ud800lai \udfff gia lai", ["lai", "gia lai"]),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "found"), CASES.values(), ids=CASES.keys())
def test_the_longest_whole_phrases_are_found_in_order(
    text: str, found: list[str]
) -> None:
    hits = list(FINDER.find(text))
    assert [text[start:end] for start, end, _ in hits] == found
    assert [FINDER.phrases[index] for *_, index in hits] == found


def test_no_phrases_find_nothing() -> None:
    assert list(PhraseFinder([]).find("gia lai")) == []
