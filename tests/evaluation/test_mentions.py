from __future__ import annotations

from dataclasses import replace

from pipeline.evaluation.mentions import MentionScore, score_mentions
from pipeline.evaluation.score import PRF, evaluate
from pipeline.io.annotations import Label, LabelledArticle
from tests.builders import label


def with_evidence(at: int, **evidence: tuple[int, int]) -> Label:
    return replace(label(at=at), evidence=evidence)


def scores(gold: tuple[Label, ...], pred: tuple[Label, ...]) -> dict[str, MentionScore]:
    article = LabelledArticle(id="a", labels=gold)
    return score_mentions(evaluate([article], {"a": pred}).cases)


def test_a_mention_is_right_to_the_character_or_overlaps() -> None:
    gold = (with_evidence(30, metric=(0, 8), period=(10, 14)),)
    pred = (with_evidence(30, metric=(0, 8), period=(12, 18)),)
    assert scores(gold, pred) == {
        "metric": MentionScore(PRF(1, 0, 0), PRF(1, 0, 0)),
        "period": MentionScore(PRF(0, 1, 1), PRF(1, 0, 0)),
    }


def test_a_mention_of_several_figures_counts_once() -> None:
    gold = (with_evidence(30, metric=(0, 8)), with_evidence(40, metric=(0, 8)))
    pred = (with_evidence(30, metric=(0, 8)), with_evidence(40, metric=(20, 24)))
    one_more = PRF(1, 1, 0)
    assert scores(gold, pred) == {"metric": MentionScore(one_more, one_more)}


def test_mentions_of_missed_and_spurious_figures_count() -> None:
    gold = (with_evidence(30, metric=(0, 8)),)
    pred = (with_evidence(50, metric=(20, 24)),)
    both = PRF(0, 1, 1)
    assert scores(gold, pred) == {"metric": MentionScore(both, both)}


def test_only_fields_that_the_gold_labels_are_judged() -> None:
    gold = (with_evidence(30, metric=(0, 8)),)
    pred = (with_evidence(30, metric=(0, 8), area=(10, 12)),)
    assert set(scores(gold, pred)) == {"metric"}
    assert scores((label(at=30),), pred) == {}
