from __future__ import annotations

import pytest

from pipeline.linking.syllables import left_of_word


@pytest.mark.parametrize(
    ("kept", "more", "left"),
    [
        ("cụm công nghiệp được phê", "duyệt quy hoạch", "duyệt"),
        ("doanh nghiệp bất động sản niêm", "yết", "yết"),
        ("dự án thủy điện đang vận hành", "trên sông", ""),
        ("doanh nghiệp", "mới", ""),
        ("doanh nghiệp", "", ""),
    ],
    ids=["word-goes-on", "to-the-end", "word-ends", "two-words", "nothing-follows"],
)
def test_a_word_that_was_cut_is_finished(kept: str, more: str, left: str) -> None:
    assert left_of_word(kept, more) == left
