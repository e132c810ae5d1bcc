from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.tokens import tokenize

CASES = {
    "number-is-one": ("đạt 16.789,62 tỷ", ["đạt", "16.789,62", "tỷ"]),
    "percent-apart": ("7,9 %; 3%", ["7,9", "%", ";", "3", "%"]),
    "glued-unit": ("62triệu đồng", ["62", "triệu", "đồng"]),
    "range": ("5-7 dự án", ["5", "-", "7", "dự", "án"]),
    "date": ("27/9/2021", ["27", "/", "9", "/", "2021"]),
    "stop-behind-number": ("là 2021. Năm", ["là", "2021", ".", "Năm"]),
    "apostrophe": ("Ea H’leo", ["Ea", "H’leo"]),
    "signs": ("(đạt…)", ["(", "đạt", "…", ")"]),
    "emoji": ("tăng 😀5", ["tăng", "😀", "5"]),
    "white-space-only": (" \n\t\xa0", []),
}


@pytest.mark.parametrize(("text", "tokens"), CASES.values(), ids=CASES.keys())
def test_text_falls_into_syllables_numbers_and_signs(
    text: str, tokens: list[str]
) -> None:
    assert [text[start:end] for start, end in tokenize(text)] == tokens


@given(st.text(st.characters(exclude_categories=())))
def test_every_visible_character_is_in_exactly_one_token(text: str) -> None:
    spans = tokenize(text)
    covered = [at for start, end in spans for at in range(start, end)]
    assert covered == [at for at, c in enumerate(text) if not c.isspace()]
