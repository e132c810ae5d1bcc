from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.folding import fold

ANY_TEXT = st.text(st.characters(exclude_categories=()))
SAME_KEY = {
    "tone-of-oa": ("HOÀ vốn", "hòa vốn"),
    "tone-of-uy": ("thuỷ sản, luỹ kế", "thủy sản, lũy kế"),
    "tone-of-oe": ("Khoẻ", "khỏe"),
    "tone-in-closed-syllable": ("hoàn toàn", "hoàn toàn"),
    "u-after-q": ("quý, quỳ, quỹ", "quý, quỳ, quỹ"),
    "i-for-y": ("tỉ đồng, quí I, kỉ lục, lí do, mĩ phẩm", "tỷ đồng, quý i, kỷ lục"),
    "i-inside-words": ("kiến nghị, lính, tỉnh", "kiến nghị, lính, tỉnh"),
    "spaces": ("5\xa0tỷ\u2009đồng\tđạt", "5 tỷ đồng đạt"),
    "dashes": ("5–7 — 9−1", "5-7 - 9-1"),
    "quotes": ("“kép” «kép» ‘đơn’", '"kép" "kép" \'đơn\''),
    "eth-for-dj": ("Ðồng Ðẳng ðều", "đồng đẳng đều"),
    "full-width-signs": ("10，5％（ước）", "10,5%(ước)"),
    "dotted-capital-i": ("İ", "i"),
    "newline-stays": ("một\nhai", "một\nhai"),
    "line-breaks": ("một\rhai\u2028ba\vbốn", "một\nhai\nba\nbốn"),
    "one-break-of-two-characters": ("một\r\nhai", "một \nhai"),
}


@pytest.mark.parametrize(("text", "key"), SAME_KEY.values(), ids=SAME_KEY.keys())
def test_spellings_of_one_word_share_a_key(text: str, key: str) -> None:
    assert fold(text).startswith(key)


def test_every_character_of_unicode_folds_to_one() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(everything)) == len(everything)


@given(ANY_TEXT)
def test_the_key_is_as_long_as_the_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("aàáảãạoòóỏõọuùúủũụyỳýỷỹỵ qht"), max_size=12))
def test_composed_syllables_keep_their_letters(text: str) -> None:
    plain = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
    assert sorted(unicodedata.normalize("NFD", fold(text)).translate(plain)) == sorted(
        unicodedata.normalize("NFD", text).translate(plain)
    )
