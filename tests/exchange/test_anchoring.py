from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exchange.anchoring import REACH, anchored, carried_over
from pipeline.exchange.marks import Mark
from pipeline.exchange.views import BOM, Change, plain, viewed, views
from tests.exchange.generated import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "\ufeff  Tháng 3 😀, gỗ dán đạt 5 tỷ đồng.\r\nTháng 4 đạt 7,5 tỷ đồng,\r\ntăng 50%."
)
WORDS = ("5 tỷ", "gỗ dán", "7,5", "tỷ đồng,\r\ntăng", "50%")


def units(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def in_form(form: Literal["NFC", "NFD"], words: str) -> str:
    return unicodedata.normalize(form, words)


def told_in(text: str, words: tuple[str, ...] = WORDS) -> list[Mark]:
    """Mark words as a tool does that counts in this text."""
    places = [(text.index(one), one) for one in words]
    return [Mark(at, at + len(one), one) for at, one in places]


WANTED = tuple((mark.start, mark.end) for mark in told_in(TEXT))

COUNTED: dict[str, Callable[[str], str]] = {
    "as given": lambda text: text,
    "line feeds": lambda text: text.replace("\r\n", "\n"),
    "decomposed": lambda text: in_form("NFD", text),
    "decomposed, line feeds": lambda t: in_form("NFD", t).replace("\r\n", "\n"),
    "no byte order mark": lambda text: text.removeprefix(BOM),
    "trimmed": lambda text: text.removeprefix(BOM).strip(),
    "trimmed, line feeds": lambda t: t.removeprefix(BOM).strip().replace("\r\n", "\n"),
}


@pytest.mark.parametrize("change", COUNTED.values(), ids=COUNTED)
def test_marks_counted_in_another_form_are_found(change: Callable[[str], str]) -> None:
    marks = told_in(change(TEXT), tuple(map(change, WORDS)))
    found = anchored(TEXT, marks)
    assert found.places == WANTED
    off = [(mark.start, mark.end) for mark in marks]
    assert found.moved == sum(a != b for a, b in zip(off, WANTED, strict=True))


def test_marks_counted_in_utf16_are_found_and_the_cause_is_told() -> None:
    marks = [
        Mark(units(TEXT, mark.start), units(TEXT, mark.end), mark.words)
        for mark in told_in(TEXT)
    ]
    found = anchored(TEXT, marks)
    assert (found.places, found.why) == (WANTED, "in units of UTF-16")
    assert found.moved == len(marks)


ALONE = {
    "one to the left": ("đạt 5 tỷ", Mark(3, 4, "5"), (4, 5)),
    "one to the right": ("đạt 5 tỷ", Mark(5, 6, "5"), (4, 5)),
    "another normal form": ("ước đạt 5", Mark(1, 9, "ươ\u0301c đạt"), (0, 7)),
    "twice within reach": ("đạt 5, rồi 5 tỷ", Mark(8, 9, "5"), None),
    "part of a number": ("đạt 1.250 tỷ", Mark(5, 8, "250"), None),
    "part of a number, before": ("đạt 1.250 tỷ", Mark(5, 6, "1"), None),
    "beside letters": ("đạt 62triệu", Mark(3, 5, "62"), (4, 6)),
    "out of reach": ("5" + " ." * REACH, Mark(REACH + 2, REACH + 3, "5"), None),
    "at the end of its reach": (
        "5" + " ." * REACH,
        Mark(REACH, REACH + 1, "5"),
        (0, 1),
    ),
    "nowhere": ("đạt 5 tỷ", Mark(4, 5, "6"), None),
    "no words": ("đạt 5 tỷ", Mark(4, 5), (4, 5)),
    "no words, outside": ("đạt 5 tỷ", Mark(7, 12), None),
    "empty": ("đạt 5 tỷ", Mark(4, 4, ""), None),
    "behind the end": ("đạt 5", Mark(40, 41, "6"), None),
}


@pytest.mark.parametrize(("text", "mark", "place"), ALONE.values(), ids=ALONE)
def test_a_mark_alone_moves_only_where_its_words_stand_once(
    text: str, mark: Mark, place: tuple[int, int] | None
) -> None:
    # Beside it one that no change of the whole text explains.
    odd = Mark(0, 1, "\u0001")
    assert anchored(text, [mark, odd]).places == (place, None)


def test_two_explanations_that_differ_explain_nothing() -> None:
    # Fewer signs at line ends would move it on, units of UTF-16 back.
    found = anchored("😀\r\n5 5", [Mark(4, 5, "5")])
    assert found.places == (None,)


def test_a_mark_that_stands_as_told_stays_where_another_fits_too() -> None:
    found = anchored("5 và 5", [Mark(5, 6, "5"), Mark(1, 2, "và")])
    assert found.places == ((5, 6), (2, 4))
    assert (found.moved, found.why) == (1, None)


@given(TEXTS, st.data())
def test_whatever_form_a_tool_counts_in_no_mark_ends_on_other_words(
    text: str, data: st.DataObject
) -> None:
    view = data.draw(st.sampled_from([viewed(text, Change()), *views(text)]))
    size = len(view.starts)
    if size == 0:
        return
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    place = view.to_given(start, end)
    if place is None:
        return
    words = text[slice(*place)]
    (found,) = anchored(text, [Mark(start, end, words)]).places
    assert found is None or plain(text[slice(*found)]).text == plain(words).text


@given(TEXTS)
def test_a_view_maps_every_character_in_order(text: str) -> None:
    for view in (plain(text), *views(text)):
        size = len(view.starts)
        assert list(view.starts) == sorted(view.starts)
        assert list(view.ends) == sorted(view.ends)
        assert size == len(view.ends)
        assert all(
            0 <= a <= b <= len(text)
            for a, b in zip(view.starts, view.ends, strict=True)
        )


OTHER_TEXTS = {
    "the same": ("a 5 b", "a 5 b", (2, 3), (2, 3)),
    "trimmed": ("a 5 b", "\n a 5 b ", (2, 3), (4, 5)),
    "untrimmed": ("\ufeff a 5 b", "a 5 b", (4, 5), (2, 3)),
    "lines": ("a\nướ 5", "a\r\nươ\u0301 5", (2, 4), (3, 6)),
    "what was trimmed": ("  5", "5", (0, 1), None),
}


@pytest.mark.parametrize(
    ("marked", "wanted", "place", "there"), OTHER_TEXTS.values(), ids=OTHER_TEXTS
)
def test_places_are_carried_over_to_the_text_as_it_was(
    marked: str, wanted: str, place: tuple[int, int], there: tuple[int, int] | None
) -> None:
    assert carried_over(marked, wanted, [place, None]) == (there, None)


def test_nothing_is_carried_over_to_another_text() -> None:
    assert carried_over("đạt 5", "đạt 6", [(4, 5)]) is None
