from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.training.mining.covering import best_covering
from pipeline.training.mining.proposals import Proposal

if TYPE_CHECKING:
    from pipeline.lexicon.additions import PhraseKind


def proposal(
    phrase: str, articles: int, kind: PhraseKind = "classifier", score: float = 0.5
) -> Proposal:
    return Proposal(
        phrase=phrase,
        kind=kind,
        proposed="",
        count=articles,
        articles=articles,
        score=score,
        found_by="context",
        examples=(),
    )


CASES = {
    "longer-and-rarer-goes": (
        [proposal("trận", 9), proposal("trận thắng", 3)],
        ["trận"],
    ),
    "same-end-goes": ([proposal("ở mức", 9), proposal("neo ở mức", 3)], ["ở mức"]),
    "longer-and-commoner-stays": (
        [proposal("cầu", 3), proposal("cầu thủ", 9)],
        ["cầu thủ", "cầu"],
    ),
    "another-kind-stays": (
        [proposal("trận", 9), proposal("trận mưa lớn", 3, "alias")],
        ["trận", "trận mưa lớn"],
    ),
    "part-of-a-syllable-is-no-part": (
        [proposal("bàn", 9), proposal("bàng quang", 3)],
        ["bàn", "bàng quang"],
    ),
    "of-two-kinds-the-better": (
        [proposal("nm", 9, "unit", 0.9), proposal("nm", 9, "classifier", 0.4)],
        ["nm"],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("given", "kept"), CASES.values(), ids=CASES)
def test_variants_give_way_to_what_covers_them(
    given: list[Proposal], kept: list[str]
) -> None:
    assert [one.phrase for one in best_covering(given)] == kept
