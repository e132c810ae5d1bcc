"""Of phrases that hold each other, keeps the one that covers best."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.training.mining.proposals import Proposal


def best_covering(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Give the proposals without variants of each other, the highest score first.

    A phrase that begins or ends with one that is kept, of the same kind and seen in at
    least as many articles, is its variant ("trận thắng" of "trận"): the shorter one
    reads its figures as well. Of one phrase under several kinds the best is kept.
    """
    ordered = sorted(proposals, key=_by_reach)
    kept: dict[tuple[str, str], Proposal] = {}
    for proposal in ordered:
        parts = proposal.phrase.split(" ")
        inside = {
            (proposal.kind, " ".join(part))
            for size in range(1, len(parts))
            for part in (parts[:size], parts[-size:])
        }
        if not inside & kept.keys():
            kept[proposal.kind, proposal.phrase] = proposal
    best: dict[str, Proposal] = {}
    for proposal in sorted(kept.values(), key=_by_score):
        best.setdefault(proposal.phrase, proposal)
    return list(best.values())


def _by_reach(proposal: Proposal) -> tuple[int, int, str]:
    return (-proposal.articles, len(proposal.phrase), proposal.phrase)


def _by_score(proposal: Proposal) -> tuple[float, int, str]:
    return (-round(proposal.score, 6), -proposal.articles, proposal.phrase)
