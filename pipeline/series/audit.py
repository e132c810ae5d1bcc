"""The checks of an audit: of the figures of one article, and of one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.series.cells import audit_cells
from pipeline.series.chains import audit_chains
from pipeline.series.facts import by_subject
from pipeline.series.wholes import audit_wholes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.series.facts import Fact
    from pipeline.series.findings import Finding


def audit_article(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check the figures of one article: parts and wholes, and what no catalogue knows.

    Args:
        facts: all figures of an article, in the order of its text.
    """
    yield from audit_wholes(facts)
    for subject, told in by_subject(facts).items():
        if subject.article:
            yield from audit_chains(told)


def audit_subject(
    facts: Sequence[Fact], natures: Mapping[str, str]
) -> Iterator[Finding]:
    """Check the figures of one subject of the catalogue, of however many articles.

    Args:
        facts: its figures, by article and place.
        natures: by id of an indicator, whether it is a flow, a stock, ....
    """
    yield from audit_chains(facts)
    nature = natures.get(facts[0].subject.indicator or "") if facts else None
    yield from audit_cells(facts, nature)
