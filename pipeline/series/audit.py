"""Audits figures in memory: every check over the figures of articles and of subjects."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.series.cells import audit_cells
from pipeline.series.chains import audit_chains
from pipeline.series.facts import by_subject
from pipeline.series.wholes import audit_wholes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.series.facts import Fact, Subject
    from pipeline.series.findings import Finding


def audit(facts: Sequence[Fact], natures: Mapping[str, str]) -> list[Finding]:
    """Check figures against each other; nothing is altered.

    Args:
        facts: in the order of articles and of their texts.
        natures: by id of the indicator, whether it is a flow, a stock, ....

    Returns:
        All findings, with the figure of each contradiction that is probably at fault.
    """
    found: list[Finding] = []
    for article in _by_article(facts):
        found += audit_wholes(article)
    for subject, told in by_subject(list(facts)).items():
        found += audit_subject(subject, told, natures)
    return with_suspects(found)


def audit_subject(
    subject: Subject, facts: Sequence[Fact], natures: Mapping[str, str]
) -> Iterator[Finding]:
    """Check the figures of one subject, of however many articles."""
    yield from audit_chains(facts)
    yield from audit_cells(facts, natures.get(subject.indicator or ""))


def with_suspects(found: Sequence[Finding]) -> list[Finding]:
    """Name, for each contradiction, its figure that least else bears out.

    A figure that another check confirms is trusted; of equals the one of which
    extraction is least sure is suspected.
    """
    borne_out = Counter(
        fact.id for finding in found if finding.witnessed for fact in finding.figures
    )
    return [
        replace(finding, suspect=_suspect(finding, borne_out))
        if finding.verdict == "contradicted"
        else finding
        for finding in found
    ]


def _suspect(finding: Finding, borne_out: Mapping[str, int]) -> str:
    least = min(
        finding.figures,
        key=lambda fact: (borne_out.get(fact.id, 0), fact.confidence, fact.id),
    )
    return least.id


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How many figures have an arithmetic witness: the meter that needs no labels."""

    figures: int
    witnessed: int
    contradicted: int

    @property
    def share(self) -> float:
        """Give the part of all figures that some other figures bear out."""
        return self.witnessed / self.figures if self.figures else 0.0


def witnessed(figures: int, found: Iterable[Finding]) -> Witnessed:
    """Count the figures that findings confirm, and those they contradict."""
    borne, doubted = set[str](), set[str]()
    for finding in found:
        ids = {fact.id for fact in finding.figures}
        if finding.verdict == "confirmed":
            borne |= ids
        elif finding.verdict == "contradicted":
            doubted |= ids
    return Witnessed(figures, len(borne), len(doubted - borne))


def _by_article(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.article, []).append(fact)
    yield from found.values()
