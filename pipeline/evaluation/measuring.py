"""Scores the sets of labelled articles that are defended, with one model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.evaluation.gate import is_borrowed, measured
from pipeline.evaluation.score import evaluate
from pipeline.evaluation.texts import find_texts, places_beside
from pipeline.io.annotations import read_annotations, to_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.evaluation.gate import Floor, GoldSet
    from pipeline.io.faults import FaultHandler
    from pipeline.schema import Article, Observation

    Extract = Callable[[Article], Iterable[Observation]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the sets score now, by name; ``absent`` are borrowed ones without texts."""

    now: dict[str, Floor] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)


def measure_sets(
    sets: Iterable[GoldSet], extract: Extract, *, on_fault: FaultHandler
) -> Measured:
    """Score each set that is defended.

    Args:
        sets: as ``find_sets`` gives them.
        extract: reads an article.
        on_fault: told of each line that cannot be read, each article at fault, and
            each text that is missing while others of its set are there.
    """
    found = Measured()
    for one in sets:
        read = read_annotations(str(one.path), on_fault=on_fault)
        gold = [label for label in read if label.complete]
        gold = [label for label in gold if one.split in {None, label.split}]
        texts = find_texts(gold, places_beside(str(one.path)), on_fault=on_fault)
        if not texts and is_borrowed(one.name):
            found.absent.append(one.name)
            continue
        for label in gold:
            if label.id not in texts:
                on_fault(_without_text(one.name, label.id))
        labels = {
            key: tuple(map(to_label, _read(extract, article, on_fault)))
            for key, article in texts.items()
        }
        found.now[one.name] = measured(one.path, evaluate(gold, labels).score)
    return found


def _read(
    extract: Extract, article: Article, on_fault: FaultHandler
) -> Iterable[Observation]:
    try:
        return extract(article)
    except InputError as fault:
        place = fault.source or f"article {article.id}"
        on_fault(InputError(fault.message, source=place, hint=fault.hint))
        return ()


def _without_text(name: str, article_id: str) -> InputError:
    message = "expected the text of this labelled article, found none"
    hint = "put it beside the labels, in ../seeds or ../articles"
    return InputError(message, source=f"{name}: {article_id}", hint=hint)
