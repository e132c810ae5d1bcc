"""What learns: the one list of learners, and how they are run after each other.

A learner takes labelled articles, the model as far as it is made, and a seed, and
gives tables. Each is given the tables of those before it, so that it learns from what
they will say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline.choosing import metrics, periods
from pipeline.extract import Extractor
from pipeline.lexicon.additions import LEARNT
from pipeline.training.choices import learn_metrics, learn_periods
from pipeline.training.folds import folds_of
from pipeline.training.vocabulary import learn_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract.extractor import Judged
    from pipeline.models import Model

from pipeline.training.examples import Example

Learn: TypeAlias = Callable[
    [Sequence[Example], "Model", int],
    Mapping[str, bytes],
]


@dataclass(frozen=True, slots=True)
class Learner:
    """Something that learns.

    Attributes:
        name: what progress and manifest call it.
        tables: the files it writes, all of them.
        learn: gives these files. It may leave one out, and must give the same bytes
            for the same articles, model and seed; rows are sorted, numbers rounded.
            Articles that are not ``complete`` teach only their judged figures.
    """

    name: str
    tables: tuple[str, ...]
    learn: Learn


LEARNERS: Final[tuple[Learner, ...]] = (
    Learner("vocabulary", (LEARNT,), learn_vocabulary),
    Learner("metrics", (metrics.TABLE,), learn_metrics),
    Learner("periods", (periods.TABLE,), learn_periods),
)
"""Every learner, in the order they are run. Confidence is learnt after all of them."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """An article with the rows that a model gives which was not taught it."""

    example: Example
    rows: tuple[Judged, ...]


def curated(model: Model, learnt: Sequence[str]) -> Model:
    """Give a model with the tables alone that people wrote, none that was learnt."""
    kept = {name: text for name, text in model.tables.items() if name not in learnt}
    return replace(model, tables=kept)


def taught(
    model: Model,
    examples: Sequence[Example],
    seed: int,
    learners: Sequence[Learner] | None = None,
) -> Model:
    """Give the model with what each learner learns of the examples.

    Args:
        model: the curated tables.
        examples: articles in a fixed order.
        seed: the only source of chance.
        learners: else ``LEARNERS``.
    """
    for learner in LEARNERS if learners is None else learners:
        written = learner.learn(examples, model, seed)
        tables = {name: content.decode("utf-8") for name, content in written.items()}
        model = replace(model, tables={**model.tables, **tables})
    return model


def read_unseen(
    model: Model,
    examples: Sequence[Example],
    seed: int,
    learners: Sequence[Learner] | None = None,
) -> Iterator[Unseen]:
    """Give what would be read in each article by a model that was not taught it.

    The articles are dealt into folds; those of a fold are read by a model that was
    taught the others. All is in the order of the folds, then of the articles.

    Args:
        model: as in ``taught``.
        examples: as in ``taught``.
        seed: as in ``taught``.
        learners: as in ``taught``.
    """
    folds = folds_of(examples, seed)
    for fold in range(max(folds, default=-1) + 1):
        others = [one for one, of in zip(examples, folds, strict=True) if of != fold]
        extractor = Extractor(model=taught(model, others, seed, learners))
        for example, of in zip(examples, folds, strict=True):
            if of == fold:
                yield Unseen(example, tuple(extractor.judged(example.article)))
