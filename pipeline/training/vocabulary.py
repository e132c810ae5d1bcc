"""Learns vocabulary from labels: cues, names, units and nouns that the rules lack.

Words around figures that were read wrong are proposed, and each proposal is tried: it
is kept if the labelled figures near it are read better with it than without. That is
transformation-based learning as of E. Brill, "Transformation-Based Error-Driven
Learning and Natural Language Processing", Computational Linguistics 21 (1995), with
phrases in the place of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.extract import Extractor
from pipeline.lexicon.additions import (
    LEARNT,
    Addition,
    additions_of,
    additions_table,
    read_addition_rows,
)
from pipeline.lexicon.cues import HEAD, NOUN, cue_kinds
from pipeline.training.tables import TRAINING
from pipeline.training.trials import Trials, lay_page
from pipeline.training.wordings import FEWEST, propose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.models import Model
    from pipeline.training.examples import Example
    from pipeline.training.trials import Verdict

MOST: Final = 400
"""Phrases that are tried, the most supported first."""
_BETTER: Final = 4
"""So many figures must get better for one that gets worse."""
_UNSPOILT: Final = 8
"""So many figures must get better for one that was right and is so no more."""


def learn_vocabulary(
    examples: Sequence[Example], model: Model, seed: int
) -> Mapping[str, bytes]:
    """Learn what phrases to add to the grammar.

    A phrase is kept where labelled figures of at least two articles are read better
    with it and next to none worse; so one wrong label teaches none.
    """
    del seed
    extractor = Extractor(model=model)
    pages = [lay_page(extractor, example) for example in examples]
    rows = read_addition_rows(model)
    trials = Trials(model, rows, pages)
    kept: list[Addition] = []
    for proposal in propose(pages, _known(rows))[:MOST]:
        phrase = proposal.phrase
        row = Addition(
            phrase=phrase.words,
            kind=phrase.kind,
            target=phrase.target,
            source=TRAINING,
        )
        if _helps(trials.compare(row, phrase.words)):
            trials.keep(row)
            kept.append(row)
    return {LEARNT: additions_table(kept).encode("utf-8")} if kept else {}


def _helps(verdict: Verdict) -> bool:
    least = max(_BETTER * verdict.worse, _UNSPOILT * verdict.spoilt)
    return verdict.articles >= FEWEST and verdict.better >= least


def _known(rows: Sequence[Addition]) -> Mapping[str, int]:
    added = additions_of(rows)
    names = dict.fromkeys(added.names, HEAD | NOUN)
    return {**cue_kinds(), **names, **added.cues}
