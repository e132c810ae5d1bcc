from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.normal import NormalText, normalise

# Hangul letters combine with each other across clusters; they stay apart here.
NO_HANGUL = st.text(
    st.characters(exclude_categories=(), exclude_characters="").filter(
        lambda c: not "\u1100" <= c <= "\u11ff" and not "\uac00" <= c <= "\ud7ff"
    )
)


def test_a_text_in_nfc_is_taken_as_it_is() -> None:
    text = "Gia Lai đạt 5 tỷ đồng"
    normal = normalise(text)
    assert normal == NormalText(text, text, None)
    assert normal.to_given(4, 7) == (4, 7)


def test_offsets_lead_back_to_the_text_as_given() -> None:
    given_text = unicodedata.normalize("NFD", "đạt 7,5% kế hoạch")
    normal = normalise(given_text)
    start = normal.text.index("kế hoạch")
    left, right = normal.to_given(start, start + len("kế hoạch"))
    assert normal.text == "đạt 7,5% kế hoạch"
    assert unicodedata.normalize("NFC", given_text[left:right]) == "kế hoạch"


CLUSTERS = {
    "marks as given": ("e\u0301 1\u031b3", 2, 3, "1"),
    "marks in another order": ("1\u0323\u031b3", 0, 1, "1\u0323\u031b"),
    "before a cluster": ("5e\u0323\u0301", 0, 1, "5"),
    "nothing": ("e\u0301\u031b", 1, 1, ""),
}


@pytest.mark.parametrize(
    ("text", "start", "end", "words"), CLUSTERS.values(), ids=CLUSTERS
)
def test_a_span_takes_in_the_whole_of_a_cluster_it_ends_in(
    text: str, start: int, end: int, words: str
) -> None:
    left, right = normalise(text).to_given(start, end)
    assert text[left:right] == words


def test_only_the_lines_that_need_it_change() -> None:
    text = "Tổng trị giá\n" + unicodedata.normalize("NFD", "tăng mạnh") + "\ngiảm nhẹ"
    normal = normalise(text)
    start = normal.text.index("giảm")
    left, right = normal.to_given(start, start + 4)
    assert text[left:right] == "giảm"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u0301",
        "a\ud800\u0301",
        "\u0301a",
        "\u212b 5",
        "\x00\x1f",
        "😀e\u0302\u0301",
    ],
    ids=["empty", "mark", "surrogate", "mark-first", "angstrom", "control", "emoji"],
)
def test_odd_texts_are_normalised_like_any(text: str) -> None:
    assert normalise(text).text == unicodedata.normalize("NFC", text)


@given(NO_HANGUL)
def test_the_result_is_nfc_and_its_map_never_falls(text: str) -> None:
    normal = normalise(text)
    offsets = normal.offsets if normal.offsets is not None else range(len(text) + 1)
    assert normal.text == unicodedata.normalize("NFC", text)
    assert len(offsets) == len(normal.text) + 1
    assert list(offsets) == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, len(text))
