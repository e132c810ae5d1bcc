from __future__ import annotations

import pytest

import pipeline
from pipeline.schema import Article
from pipeline.training.mining.sightings import EDGE, Sighting, sightings

EXTRACTOR = pipeline.load()


def seen(text: str) -> list[Sighting]:
    return list(sightings(EXTRACTOR.survey(Article(id="a", text=text))))


SEEN = {
    "unit-after-a-number": ("Màng mỏng dày 7,5 zetamet.", "behind", "zetamet"),
    "noun-after-a-number": ("Đội tuyển ghi 3 bàn thắng.", "behind", "bàn thắng"),
    "short-and-long": ("Đội tuyển ghi 3 bàn thắng.", "behind", "bàn"),
    "unknown-verb-before-an-amount": (
        "Giá cà phê vút lên 5 triệu đồng.",
        "before",
        "vút lên",
    ),
    "known-cue-with-an-unknown-word": (
        "Thu ngân sách đạt mốc 500 tỷ đồng.",
        "before",
        "đạt mốc",
    ),
    "name-without-an-id": (
        "Năm 2023, mật độ sương mù là 45%.",
        "name",
        "mật độ sương mù",
    ),
    "NFD": (
        "Năm 2023, ma\u0323\u0302t đo\u0323\u0302 sương mù là 45%.",
        "name",
        "mật độ sương mù",
    ),
}


@pytest.mark.parametrize(("text", "slot", "phrase"), SEEN.values(), ids=SEEN)
def test_a_phrase_is_seen_in_its_slot(text: str, slot: str, phrase: str) -> None:
    assert (slot, phrase) in {(s.slot, s.phrase) for s in seen(text)}


UNSEEN = {
    "no-figure": "Giá cà phê vút lên.",
    "known-unit": "Tỉnh thu 5 tấn.",
    "known-noun": "Tỉnh có 5 dự án.",
    "known-cue-alone": "Thu ngân sách đạt 500 tỷ đồng.",
    "name-of-a-place": "Tuyến dài 5 Zeta.",
    "empty": "",
}


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_the_vocabulary_reads_is_not_seen(text: str) -> None:
    assert [s for s in seen(text) if s.slot != "name"] == []


def test_a_sighting_tells_its_neighbours_and_its_place() -> None:
    text = "Đội tuyển ghi 3 bàn thắng."
    found = {s.phrase: s for s in seen(text) if s.slot == "behind"}
    goal = found["bàn thắng"]
    assert text[goal.start : goal.end] == "bàn thắng"
    assert (goal.left, goal.right, goal.decimal) == (EDGE, EDGE, False)
    assert found["bàn"].right == "thắng"


def test_a_magnitude_word_makes_a_number_whole() -> None:
    found = list(seen("Mất 7,5 nghìn zetamet và 7,5 zetamet."))
    assert [s.decimal for s in found if s.phrase == "zetamet"] == [False, True]
