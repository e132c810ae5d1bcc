from __future__ import annotations

from pipeline.training.mining.sightings import EDGE, Sighting
from pipeline.training.mining.tally import Tally


def sighting(phrase: str, right: str = EDGE) -> Sighting:
    return Sighting(
        slot="behind",
        phrase=phrase,
        start=3,
        end=9,
        left=EDGE,
        right=right,
        amount="bare",
        decimal=False,
        bits=0,
        head="",
        unsure=True,
    )


def test_figures_and_articles_are_counted_apart() -> None:
    tally = Tally()
    for article in ("a", "a", "b"):
        tally.add(article, sighting("zeta"))
    [(phrase, evidence)] = tally.often("behind", 2)
    assert (phrase, evidence.figures, evidence.articles) == ("zeta", 3, 2)
    assert evidence.examples == [("a", 3, 9), ("b", 3, 9)]
    assert list(tally.often("behind", 3)) == []
    assert list(tally.often("name", 1)) == []


def test_memory_is_bounded_and_the_frequent_stay() -> None:
    tally = Tally(most=10)
    for article in range(50):
        tally.add(str(article), sighting("zeta"))
        tally.add(str(article), sighting(f"rare {article}"))
    assert len(tally.found) <= 10
    assert tally.found["behind", "zeta"].articles == 50


def test_neighbours_are_bounded() -> None:
    tally = Tally()
    for number in range(100):
        tally.add("a", sighting("zeta", right=f"w{number}"))
    [(_, evidence)] = tally.often("behind", 1)
    assert len(evidence.right) == 41
    assert evidence.right[""] == 60
