"""What came true of the rows of an article: which are right, and which fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.evaluation import agreement
from pipeline.evaluation.alignment import align
from pipeline.extract.features import FIELDS
from pipeline.io.annotations import to_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.extract.extractor import Judged
    from pipeline.io.annotations import Label
    from pipeline.training.learners import Unseen

_AGREE: Final[Mapping[str, Callable[[Label, Label], bool]]] = {
    "metric": agreement.same_metric,
    "unit": agreement.same_quantity,
    "measure": lambda gold, pred: (
        (gold.measure, gold.direction) == (pred.measure, pred.direction)
    ),
    "period": agreement.same_period,
    "base": lambda gold, pred: (
        agreement.same_base_kind(gold, pred) and agreement.same_base_days(gold, pred)
    ),
    "status": lambda gold, pred: gold.status == pred.status,
    "parent": agreement.same_parent,
    "area": agreement.same_area,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row and what became of it.

    Attributes:
        article: id of its article.
        row: the row, its features and rules.
        right: right in full.
        fields: whether each field is right; empty where no such figure is in the text.
    """

    article: str
    row: Judged
    right: bool
    fields: Mapping[str, bool]


def verdicts(unseen: Unseen) -> Iterator[Verdict]:
    """Give the verdict on every row of an article of which all is known.

    An article that is not complete gives none: what people choose to judge is not a
    fair sample of what is right.
    """
    example = unseen.example
    if not example.complete:
        return
    labels = [to_label(row.row) for row in unseen.rows]
    of_label = {id(label): row for label, row in zip(labels, unseen.rows, strict=True)}
    aligned = align(example.standing, labels)
    for gold, pred in aligned.pairs:
        fields = {name: _AGREE[name](gold, pred) for name in FIELDS}
        right = agreement.same_full(gold, pred)
        yield Verdict(example.article.id, of_label[id(pred)], right, fields)
    for pred in aligned.spurious:
        yield Verdict(example.article.id, of_label[id(pred)], right=False, fields={})
