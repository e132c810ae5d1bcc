"""Shows what the learned parts are worth: rules alone, each part, a family left out.

Articles are dealt into folds, and each is read by a model that was taught the others.
A variant is compared with the rules alone by a paired permutation test over articles.
With ``--kept`` the shipped model is compared with its own rules on the half of
``train`` that nobody reads; only scores are printed.

    python bench/learning.py [--folds N] [--kept]
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.choosing import metrics, periods
from pipeline.evaluation.resampling import compare
from pipeline.evaluation.score import evaluate
from pipeline.evaluation.texts import find_texts, places_beside
from pipeline.extract import Extractor
from pipeline.io.annotations import read_annotations, to_label
from pipeline.models import open_model
from pipeline.training.candidate import labelled
from pipeline.training.choices import learn_metrics, learn_periods
from pipeline.training.examples import gather
from pipeline.training.folds import folds_of
from pipeline.training.learners import Learner, curated, taught
from pipeline.training.sources import project_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.choosing.scorer import Pair
    from pipeline.evaluation.score import Case
    from pipeline.models import Model
    from pipeline.training.examples import Example

ROOT: Final = Path(__file__).resolve().parent.parent
TRAIN: Final = ROOT.parent / "shared" / "annotations" / "train.jsonl"
TABLES: Final = (metrics.TABLE, periods.TABLE)
RUNGS: Final = ("core", "dated", "full")
FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class Variant:
    """What learns, under a name for the table."""

    name: str
    learners: tuple[Learner, ...] = ()


def _without(*openings: str) -> Callable[[Pair], bool]:
    """Keep the pairs whose trait and circumstance begin otherwise."""
    return lambda pair: (
        not (pair[0].startswith(openings) or pair[1].startswith(openings))
    )


def _metrics(name: str, *openings: str) -> Variant:
    learn = (
        partial(learn_metrics, keep=_without(*openings)) if openings else learn_metrics
    )
    return Variant(name, (Learner("metrics", (metrics.TABLE,), learn),))


def _periods(name: str, *openings: str) -> Variant:
    learn = (
        partial(learn_periods, keep=_without(*openings)) if openings else learn_periods
    )
    return Variant(name, (Learner("periods", (periods.TABLE,), learn),))


RULES: Final = Variant("rules alone")
BOTH: Final = Variant(
    "metric and period", (*_metrics("").learners, *_periods("").learners)
)
VARIANTS: Final = (
    _metrics("metric"),
    _metrics("  without its own words", "begins ", "ends "),
    _metrics("  without the rule that found it", "r="),
    _periods("period"),
    _periods("  without words", "name ", "end ", "lead "),
    _periods("  without the times of the sentence", "is", "last", "ytd"),
    _periods("  without stock and flow", "f="),
    BOTH,
)


def main() -> None:
    """Print a line per variant."""
    parser = argparse.ArgumentParser(description="What the learned parts are worth.")
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--kept", action="store_true")
    told = parser.parse_args()
    print(f"{'':34}" + "".join(f"{rung:>8}      p" for rung in RUNGS))
    if told.kept:
        _compare_kept()
        return
    gathered = gather(project_sources(ROOT), on_fault=print)
    examples = gathered.examples
    base = curated(open_model(), TABLES)
    folds = folds_of(examples, 0, told.folds)
    alone = _cases(RULES, base, examples, folds)
    _print(RULES.name, alone, alone)
    for variant in VARIANTS:
        _print(variant.name, _cases(variant, base, examples, folds), alone)


def _cases(
    variant: Variant, base: Model, examples: Sequence[Example], folds: Sequence[int]
) -> list[Case]:
    """Score the articles no rule was chosen on, each read by a model not taught it."""
    cases: list[Case] = []
    for fold in range(max(folds) + 1):
        others = [one for one, of in zip(examples, folds, strict=True) if of != fold]
        model = taught(base, others, 0, variant.learners)
        mine = [one for one, of in zip(examples, folds, strict=True) if of == fold]
        judged = [one for one in mine if one.complete and not one.tuned]
        cases += _scored(Extractor(model=model), judged)
    return cases


def _scored(extractor: Extractor, examples: Sequence[Example]) -> list[Case]:
    gold = [labelled(one) for one in examples]
    found = {
        article.id: tuple(to_label(row) for row in extractor.extract(one.article))
        for article, one in zip(gold, examples, strict=True)
    }
    return list(evaluate(gold, found).cases)


def _compare_kept() -> None:
    """Compare the shipped model with its rules on the half of train that is kept."""
    gold = [one for one in read_annotations(str(TRAIN)) if _is_kept(one.id)]
    texts = find_texts(gold, places_beside(str(TRAIN)), on_fault=print)
    shipped = open_model()
    scored = [
        list(
            evaluate(
                gold,
                {
                    one.id: tuple(map(to_label, extractor.extract(texts[one.id])))
                    for one in gold
                },
            ).cases
        )
        for extractor in (Extractor(model=curated(shipped, TABLES)), Extractor())
    ]
    _print(RULES.name, scored[0], scored[0])
    _print(f"{shipped.name} model", scored[1], scored[0])


def _is_kept(name: str) -> bool:
    """Tell the articles that never teach, as ``training.sources`` does."""
    return int(hashlib.sha256(name.encode("utf-8")).hexdigest()[0], 16) % 2 == 1


def _print(name: str, cases: Sequence[Case], alone: Sequence[Case]) -> None:
    found = compare(cases, alone)
    cells = "".join(
        f"{found[rung].one or 0:8.3f}{_chance(found[rung].p, cases is alone):>7}"
        for rung in RUNGS
    )
    print(f"{name:34}{cells}", flush=True)


def _chance(p: float | None, itself: bool) -> str:  # noqa: FBT001 - one caller
    return "" if p is None or itself else f"{p:.3f}"


if __name__ == "__main__":
    main()
