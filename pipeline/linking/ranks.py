"""Names ranks: "đứng thứ 2 với kim ngạch 5 tỷ", "là thị trường lớn thứ hai"."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from pipeline.linking.clause import stretch
from pipeline.linking.referents import (
    is_nominal,
    is_partner,
    is_role,
    names_actor,
    names_entity,
)
from pipeline.linking.runs import trim
from pipeline.linking.words import role_words, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token


_CARRIED: Final = frozenset(("part_of", "partner_of", "goods_of", "same_clause"))
"""What a level is a part of; the place of a market or partner is none of it."""


def name_rank(figure: Figure, words: list[Token], told: Stretch | None) -> None:
    """Say in what the rank is, where the words before it only say whose it is.

    "Hàn Quốc là thị trường lớn thứ hai" ranks markets; "Hàn Quốc đứng thứ hai" ranks
    by ``told``, the metric that was told before.
    """
    head = figure.head
    at = [i for i, t in enumerate(head) if t.word in role_words("is")]
    role = trim(head[at[-1] + 1 :]) if at else []
    if (ranked := stretch(role)) and is_role(role):
        figure.metric = figure.evidence["metric"] = ranked
        figure.rules["metric"] = "role"
        if figure.rules.get("parent") in _CARRIED:
            figure.parent = None
            figure.evidence.pop("parent", None)
            figure.rules.pop("parent")
    elif told and (is_partner(words) or names_entity(words) or names_actor(words)):
        figure.parent, figure.metric = figure.metric, told
        figure.evidence["metric"] = told
        if figure.parent is not None:
            figure.evidence["parent"] = figure.parent
        figure.rules["metric"] = figure.rules["parent"] = "ranked"
        figure.infer("metric", "ranked")


def rank_with(figures: Sequence[Figure], words: Sequence[list[Token]]) -> None:
    """Read "X đứng thứ 2 với tổng vốn 5 tỷ": the place is in what follows."""
    for i, (rank, after) in enumerate(pairwise(figures)):
        if rank.measure != "rank" or is_nominal(words[i]):
            continue
        together = says(after.head[:4], role_words("with"))
        if after.own_metric and together and is_nominal(words[i + 1]):
            holder = stretch(words[i])
            if rank.rules.get("metric") != "role":
                _rank_in(rank, after, holder)
            _hand_down(figures[i + 1 :], after, holder)


def _rank_in(rank: Figure, after: Figure, holder: Stretch | None) -> None:
    rank.parent, rank.metric = holder, after.metric
    if holder is not None:
        rank.evidence["parent"] = holder
    rank.rules["metric"] = rank.rules["parent"] = "rank_with"
    rank.infer("metric", "rank_with")


def _hand_down(
    figures: Sequence[Figure], level: Figure, holder: Stretch | None
) -> None:
    """Give the level that a rank is told with, and its growth, who holds the rank."""
    for figure in takewhile(lambda f: f.metric == level.metric, figures):
        if figure.parent is None and figure.measure != "share":
            figure.parent, figure.rules["parent"] = holder, "rank_with"
            if holder is not None:
                figure.evidence["parent"] = holder
