"""Says which of the phrases that were seen are worth a person's time, and as what.

A phrase is proposed where four things meet: enough articles have it; it belongs to its
slot (association, and the share of all its occurrences that stand there); it ends
freely where it ends (branching); and words begin and end where it does, of the right
part of speech (underthesea).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.training.mining.sightings import EDGE
from pipeline.training.mining.statistics import log_likelihood, openness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.additions import PhraseKind
    from pipeline.training.mining.contexts import Example
    from pipeline.training.mining.known import Known
    from pipeline.training.mining.sightings import Slot
    from pipeline.training.mining.tally import Evidence

_NOUNS: Final = frozenset({"N", "Nc", "Nu", "Ny", "FW"})
_PIECES: Final = frozenset({"Nc", "Nu"})
_LOOSE: Final = frozenset({"R", "E", "C", "P", "M", "L", "Np"})
_VERBAL: Final = frozenset({"V", "R", "A", "E"})
_MOVES: Final = c.UP | c.DOWN | c.TO | c.REACH | c.OVER | c.UNDER
_OF_MONEY: Final = frozenset({"money", "percent", "count", "bare", "times", "point"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds, by slot; chosen on proposals that were read, not on labels.

    ``least`` articles; ``share`` of all occurrences in the slot; ``freedom`` at its
    open end.
    """

    least: int
    share: float
    freedom: float


LIMITS: Final[dict[Slot, Limits]] = {
    "behind": Limits(5, 0.02, 0.6),
    "before": Limits(5, 0.05, 0.45),
    "name": Limits(5, 0.1, 0.5),
}
_UNIT_LEAST: Final = 3
_NAMED_LEAST: Final = 3
"""Articles that are enough for a name whose indicator is likely."""
_VOWELS: Final = frozenset("aeiouy")
_UNIT_SHARE: Final = 0.1
_UNIT_DECIMALS: Final = 0.12
_ONE_SYLLABLE_SHARE: Final = 0.05
_HEADS: Final = 3
_HEADED: Final = 0.45
_MANY_HEADS: Final = 6
_UNKNOWN_SHARE: Final = 0.15
_ONE_KIND: Final = 0.8
_NAME_BEGINS: Final = 0.3
_COUNTS: Final = 0.5
_LONGEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A phrase in a slot with all that is known of it; ``times``: anywhere."""

    slot: Slot
    phrase: str
    evidence: Evidence
    times: int
    examples: Sequence[Example]

    @property
    def share(self) -> float:
        """Share of its occurrences that stand in the slot, 1 at most."""
        return min(1.0, self.evidence.figures / max(1, self.times))

    @property
    def left(self) -> float:
        """How freely it begins."""
        return openness(self.evidence.left, EDGE)

    @property
    def right(self) -> float:
        """How freely it ends."""
        return openness(self.evidence.right, EDGE)

    def whole(self) -> bool:
        """Tell that words begin and end where it does, in every example."""
        return bool(self.examples) and all(e.whole for e in self.examples)

    def first(self, tags: frozenset[str]) -> bool:
        """Tell that it begins with one of these parts of speech in most examples."""
        found = [e.tags[0] in tags for e in self.examples if e.tags]
        return sum(found) * 2 > len(found)

    def last(self, tags: frozenset[str]) -> bool:
        """Tell that it ends with one of these parts of speech in some example."""
        return any(e.tags[-1] in tags for e in self.examples if e.tags)

    def association(self, slots: int, words: int) -> float:
        """Give the log-likelihood of phrase and slot."""
        return log_likelihood(self.evidence.figures, self.times, slots, words)


def may_be(slot: Slot, phrase: str, evidence: Evidence, known: Known) -> bool:
    """Tell a phrase that is worth a second look, by what is cheap to ask."""
    if evidence.articles < _UNIT_LEAST or len(phrase) == 1:
        return False
    if known.is_known(phrase) or known.is_stopped(phrase, slot):
        return False
    limits = LIMITS[slot]
    if slot == "behind":
        unit = _is_decimal(evidence) or _is_abbreviation(phrase)
        least = _UNIT_LEAST if unit else limits.least
        free = openness(evidence.right, EDGE) >= limits.freedom
        return evidence.articles >= least and free and not known.begins_counted(phrase)
    if evidence.articles < (_NAMED_LEAST if slot == "name" else limits.least):
        return False
    if slot == "before":
        headed = sum(evidence.heads.values()) >= _HEADED * evidence.figures
        free = openness(evidence.left, EDGE) >= limits.freedom
        return headed and free and len(evidence.heads) >= _HEADS
    if known.begins_counted(phrase) or not _is_measured(phrase, evidence, known):
        return False
    return openness(evidence.right, EDGE) >= limits.freedom


def kind_of(candidate: Candidate, known: Known) -> PhraseKind | None:
    """Say what a candidate is, None where it is nothing to propose."""
    if not candidate.whole() or len(candidate.phrase.split()) > _LONGEST:
        return None
    if candidate.slot == "behind":
        return _unit_or_noun(candidate)
    if candidate.slot == "before":
        return "cue" if _is_cue(candidate) else None
    return "alias" if _is_name(candidate, known) else None


def _is_decimal(evidence: Evidence) -> bool:
    return evidence.decimals >= _UNIT_DECIMALS * evidence.figures


def _unit_or_noun(one: Candidate) -> PhraseKind | None:
    if not one.first(_NOUNS) or one.last(_LOOSE):
        return None
    if _is_abbreviation(one.phrase) or _is_stem(one.phrase):
        return "unit" if one.share >= _UNIT_SHARE else None
    if _is_decimal(one.evidence):
        return "unit" if one.share >= _UNIT_SHARE else None
    if one.evidence.articles < LIMITS["behind"].least:
        return None
    if " " in one.phrase:
        return "classifier" if one.share >= LIMITS["behind"].share else None
    piece = one.first(_PIECES) and one.share >= LIMITS["behind"].share / 2
    return "classifier" if piece or one.share >= _ONE_SYLLABLE_SHARE else None


def _is_abbreviation(phrase: str) -> bool:
    """Tell "nm", "kb": letters that no syllable is made of."""
    return phrase.isascii() and not _VOWELS & set(phrase)


def _is_stem(phrase: str) -> bool:
    """Tell what known units are made of: "pixel" of "megapixel"."""
    units = [row["surface"] for row in read_table("units")]
    return phrase.isascii() and any(u.endswith(phrase) and " " not in u for u in units)


def _is_cue(one: Candidate) -> bool:
    """Tell a predicate: it moves or stands, and is no noun before one.

    What only goes before a known cue of one syllable ("toàn ngành đạt") is mostly the
    end of a name, unless the segmenter takes both for one word ("vọt lên").
    """
    if one.share < LIMITS["before"].share or not one.first(_VERBAL):
        return False
    words = one.phrase.split()
    known = c.cue_kinds()
    if known.get(words[0], 0) & _MOVES:
        return True
    if len(words) > 1 and known.get(" ".join(words[-2:]), 0) & _MOVES:
        return True
    if not one.evidence.bits:
        return one.share >= _UNKNOWN_SHARE and len(one.evidence.heads) >= _MANY_HEADS
    return all(len(e.tags) == 1 for e in one.examples)


def _is_name(one: Candidate, known: Known) -> bool:
    evidence = one.evidence
    if one.share < LIMITS["name"].share or not one.first(_NOUNS):
        return False
    if one.last(_LOOSE) or one.left < _NAME_BEGINS:
        return False
    return _is_measured(one.phrase, evidence, known)


def _is_measured(phrase: str, evidence: Evidence, known: Known) -> bool:
    """Tell a name by its head, or by a physical unit that all its figures have."""
    if evidence.amounts["count"] >= _COUNTS * evidence.figures:
        return False
    if known.begins_named(phrase):
        return True
    kind, figures = evidence.amounts.most_common(1)[0]
    physical = kind not in _OF_MONEY and figures >= _ONE_KIND * evidence.figures
    return physical and evidence.articles >= LIMITS["name"].least
