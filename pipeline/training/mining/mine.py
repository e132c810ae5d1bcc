"""Mines a dump in two readings: what stands in the slots, and how elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.training.mining.choosing import LIMITS, Candidate, kind_of, may_be
from pipeline.training.mining.contexts import read_contexts
from pipeline.training.mining.covering import best_covering
from pipeline.training.mining.joins import Joins
from pipeline.training.mining.proposals import Proposal
from pipeline.training.mining.sightings import sightings
from pipeline.training.mining.tally import Tally
from pipeline.training.mining.targets import IndicatorRanker, cue_target, unit_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.extract import Extractor
    from pipeline.io.faults import FaultHandler
    from pipeline.lexicon.additions import PhraseKind
    from pipeline.schema import Article
    from pipeline.training.mining.contexts import Contexts, Example
    from pipeline.training.mining.known import Known
    from pipeline.training.mining.sightings import Slot

_SLOTS: Final[tuple[Slot, ...]] = ("behind", "before", "name")
_HALF: Final = 30.0
"""The log-likelihood that is worth half of what association can be worth."""
_UNLINKED: Final = 0.5
_LOWEST: Final = 0.5
"""The score under which nothing is proposed."""


@dataclass(slots=True)
class Survey:
    """The first reading: phrases by slot, and figures that articles share."""

    tally: Tally = field(default_factory=Tally)
    joins: Joins = field(default_factory=Joins)
    articles: int = 0
    figures: int = 0


def survey(
    articles: Iterable[Article], extractor: Extractor, *, on_fault: FaultHandler
) -> Survey:
    """Read articles for the first time, one in memory at a time.

    Args:
        articles: each id once.
        extractor: reads and links them.
        on_fault: told of each article at fault, which is left out.
    """
    seen = Survey()
    for article in articles:
        try:
            found = extractor.survey(article)
        except InputError as fault:
            on_fault(fault)
            continue
        for sighting in sightings(found):
            seen.tally.add(article.id, sighting)
        seen.joins.add(row for _, row in found.figures)
        seen.articles += 1
        seen.figures += len(found.figures)
    return seen


def propose(seen: Survey, articles: Iterable[Article], known: Known) -> list[Proposal]:
    """Read articles again for what the first reading left, and propose the best.

    Args:
        seen: what ``survey`` saw.
        articles: the same articles once more.
        known: what is not to be proposed.

    Returns:
        The highest score first; of phrases that cover each other one, a phrase once.
    """
    rough = {
        slot: {
            phrase: evidence
            for phrase, evidence in seen.tally.often(slot, 1)
            if may_be(slot, phrase, evidence, known)
        }
        for slot in _SLOTS
    }
    phrases = {p: [rough[s][p] for s in _SLOTS if p in rough[s]] for p in _all(rough)}
    contexts = read_contexts(articles, phrases)
    slots = _slot_sizes(seen.tally)
    maker = _Maker(known, seen.joins.pairs(), contexts.words, slots)
    made = (
        maker.make(_candidate(slot, phrase, seen, contexts))
        for slot in _SLOTS
        for phrase in rough[slot]
    )
    worth = [one for one in made if one is not None and one.score >= _LOWEST]
    return best_covering(worth)


def _all(rough: Mapping[Slot, Mapping[str, object]]) -> list[str]:
    return sorted({phrase for found in rough.values() for phrase in found})


def _slot_sizes(tally: Tally) -> dict[Slot, int]:
    """Count the slots of each kind: every one was seen with one word at least."""
    sizes: Counter[Slot] = Counter()
    for (slot, phrase), evidence in tally.found.items():
        if slot == "name" or " " not in phrase:
            sizes[slot] += evidence.figures
    return dict(sizes)


def _candidate(slot: Slot, phrase: str, seen: Survey, contexts: Contexts) -> Candidate:
    return Candidate(
        slot=slot,
        phrase=phrase,
        evidence=seen.tally.found[slot, phrase],
        times=contexts.times[phrase],
        examples=contexts.examples.get(phrase, ()),
    )


class _Maker:
    """Makes proposals of candidates."""

    def __init__(
        self,
        known: Known,
        joined: Mapping[str, Counter[str]],
        words: int,
        slots: Mapping[Slot, int],
    ) -> None:
        self._known = known
        self._joined = joined
        self._words = words
        self._slots = slots
        self._ranker = IndicatorRanker(known.catalogue)

    def make(self, one: Candidate) -> Proposal | None:
        """Give the proposal of a candidate, None where it is not worth one."""
        kind = kind_of(one, self._known)
        if kind is None or self._known.is_rejected(one.phrase, kind):
            return None
        joined = self._joined.get(one.phrase, Counter()) if kind == "alias" else {}
        target = self._target(one, kind, joined)
        if not target and one.evidence.articles < LIMITS[one.slot].least:
            return None
        return Proposal(
            phrase=one.phrase,
            kind=kind,
            proposed=target,
            count=one.evidence.figures,
            articles=one.evidence.articles,
            score=self._score(one),
            found_by=_found_by(one, joined),
            examples=tuple(
                f"{e.article}:{e.start}-{e.end} {e.words}" for e in one.examples
            ),
        )

    def _target(
        self, one: Candidate, kind: PhraseKind, joined: Mapping[str, int]
    ) -> str:
        if kind == "alias":
            return self._ranker.best(one.phrase, one.evidence.amounts, joined)
        if kind == "unit":
            return unit_target(one.phrase)
        return cue_target(one.phrase, one.evidence.bits) if kind == "cue" else ""

    def _score(self, one: Candidate) -> float:
        """Give the geometric mean of association, freedom at both ends, and spread."""
        tied = one.association(self._slots.get(one.slot, 0), self._words)
        spread = 1 - 1 / one.evidence.articles
        product = tied / (tied + _HALF) * one.left * one.right * spread
        return math.pow(product, 1 / 4)


def _shown(example: Example) -> str:
    return f"{example.article}:{example.start}-{example.end} {example.words}"


def _found_by(one: Candidate, joined: Mapping[str, int]) -> str:
    unlinked = one.evidence.unsure > _UNLINKED * one.evidence.figures
    told = (
        "context",
        *(("join",) if joined else ()),
        *(("unlinked",) if unlinked else ()),
    )
    return ", ".join(told)
