"""Settles names among the figures of a sentence: lists dealt out, ranks, wholes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.lexicon import cues as c
from pipeline.linking.lists import coordinated
from pipeline.linking.referents import is_nominal
from pipeline.linking.words import opening, role_words, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token


def deal_out(figures: Sequence[Figure], words: Sequence[Sequence[Token]]) -> None:
    """Read "doanh thu và lợi nhuận lần lượt đạt 5 và 2 tỷ": each part its figure.

    ``words`` are those that stand before each figure.
    """
    for i, figure in enumerate(figures):
        if not _deals(figure):
            continue
        alike = _alike(figures[i:])
        parts = coordinated(words[i])
        if len(alike) == 1 or len(parts) != len(alike):
            continue
        of_whole = figure.rules.get("parent") in ("subject", "share_of")
        last = alike[-1]
        whole = last.metric if last.own_metric else last.parent
        for one, part in zip(alike, parts, strict=True):
            one.metric = one.evidence["metric"] = part
            one.rules["metric"] = "respectively"
            one.inferred.pop("metric", None)
            if of_whole:
                one.measure, one.parent = "share", None
            elif whole is not None and one.measure == "share":
                one.parent = one.evidence["parent"] = whole


def _alike(figures: Sequence[Figure]) -> list[Figure]:
    """Give the first figure and those behind it that have no name of their own."""
    alike = [figures[0]]
    for other in figures[1:]:
        named = other.own_metric and "behind" not in other.rules["metric"]
        if named or other.measure != figures[0].measure:
            break
        alike.append(other)
    return alike


def _deals(figure: Figure) -> bool:
    if figure.head_bits & c.RESPECTIVELY:
        return True
    words = opening(figure.head, len(figure.head))
    return any(word in words for word in role_words("in_turn"))


def name_ranks(figures: Sequence[Figure], words: Sequence[Sequence[Token]]) -> None:
    """Read "X đứng thứ 2 với tổng vốn 5 tỷ": the place is in what follows."""
    for i, (rank, after) in enumerate(pairwise(figures)):
        if rank.measure != "rank" or is_nominal(words[i]):
            continue
        together = says(after.head[:4], role_words("with"))
        if after.own_metric and together and is_nominal(words[i + 1]):
            rank.parent, rank.metric = rank.metric, after.metric
            rank.rules["metric"] = rank.rules["parent"] = "rank_with"
            rank.infer("metric", "rank_with")


def share_back(figures: Sequence[Figure]) -> None:
    """Give a level the whole that its share names: "7.656 chiếc, chiếm 85% tổng …"."""
    for i, share in enumerate(figures):
        if share.rules.get("parent") != "whole_behind" or share.parent is None:
            continue
        if says_same(share):
            continue
        for figure in reversed(figures[:i]):
            if figure.metric != share.metric:
                break
            if figure.parent is None and figure.measure in ("level", "change"):
                figure.parent = figure.evidence["parent"] = share.parent
                figure.rules["parent"] = "share_back"


def says_same(figure: Figure) -> bool:
    """Tell "tương đương 6,5% …", which says the figure before in other terms."""
    same = tuple(role_words("same_as"))
    return any(token.word.startswith(same) for token in figure.head[:3])
