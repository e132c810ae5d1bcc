from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.segmenter import TaggedWord, split_paragraph, tag, words


def cut(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_a_paragraph_is_split_into_exact_pieces() -> None:
    text = "  Thu ngân sách đạt 2.100 tỷ đồng. Chi đạt 1.950,5 tỷ đồng.  "
    assert cut(text, split_paragraph(text)) == [
        "Thu ngân sách đạt 2.100 tỷ đồng.",
        "Chi đạt 1.950,5 tỷ đồng.",
    ]


def test_a_run_without_spaces_is_left_whole() -> None:
    text = " " + "a." * 300 + " b. c "
    assert cut(text, split_paragraph(text)) == [text.strip()]


@pytest.mark.parametrize("text", ["", "   ", "\xa0"], ids=["empty", "spaces", "nbsp"])
def test_nothing_has_no_sentence_and_no_word(text: str) -> None:
    assert split_paragraph(text) == ()
    assert words(text) == ()


def test_words_keep_the_letters_of_the_text() -> None:
    text = "Doanh nghiệp thuỷ sản bán ra 14.023,5 tấn."
    found = cut(text, words(text))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert found[:2] == ["Doanh nghiệp", "thuỷ sản"]


def test_a_long_text_is_segmented_piece_by_piece() -> None:
    text = "Sản lượng lúa tăng nhẹ. " * 400
    found = cut(text, words(text))
    assert found.count("Sản lượng") == 400


def test_what_the_segmenter_cannot_read_is_cut_at_spaces() -> None:
    text = "Gia Lai \ud800 đạt"
    assert cut(text, words(text)) == ["Gia", "Lai", "\ud800", "đạt"]


def test_a_long_run_without_spaces_comes_to_an_end() -> None:
    text = "x" * 9_000
    assert "".join(cut(text, words(text))) == text


def test_many_threads_may_begin_at_once() -> None:
    text = "Kim ngạch xuất khẩu tăng."
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _: words(text), range(16)))
    assert len(results) == 1


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_words_hold_every_visible_character_once(text: str) -> None:
    spans = words(text)
    covered = {at for start, end in spans for at in range(start, end)}
    assert [(a, b) for a, b in spans if a >= b] == []
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert covered >= {at for at, c in enumerate(text) if not c.isspace()}


def test_words_are_tagged_where_they_stand() -> None:
    text = "thuỷ sản  của tỉnh Gia Lai"
    found = {text[w.start : w.end]: w for w in tag(text)}
    assert list(found) == ["thuỷ sản", "của", "tỉnh", "Gia Lai"]
    assert found["tỉnh"] == TaggedWord(14, 18, "N", "B-NP", "B-LOC")
    assert found["Gia Lai"].entity == "I-LOC"


@pytest.mark.parametrize(
    "text", ["", " ", "a \ud800 b"], ids=["empty", "space", "half"]
)
def test_what_cannot_be_tagged_has_no_words(text: str) -> None:
    assert tag(text) == ()
