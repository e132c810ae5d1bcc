"""What went wrong, sorted: every error goes to the first bucket that it fits.

So the buckets exclude each other and add up to the figures that are not right in full.
``boundary`` is a wrong number read off other characters than the gold's, ``number`` a
wrong one read off the same; ``sign`` is the direction of a change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.evaluation import agreement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.evaluation.alignment import Alignment
    from pipeline.io.annotations import Label, LabelledArticle

MISSED: Final = "missed"
SPURIOUS: Final = "spurious"


def _same_number(gold: Label, pred: Label) -> bool:
    return agreement.same_digits(gold, pred) or agreement.same_amount(gold, pred)


def _same_place(gold: Label, pred: Label) -> bool:
    return (gold.start, gold.end) == (pred.start, pred.end)


_CHECKS: Final[tuple[tuple[str, Callable[[Label, Label], bool]], ...]] = (
    (
        "boundary",
        lambda gold, pred: _same_number(gold, pred) or _same_place(gold, pred),
    ),
    ("number", _same_number),
    ("magnitude", agreement.same_amount),
    ("unit", agreement.same_unit),
    ("measure", lambda gold, pred: gold.measure == pred.measure),
    ("sign", lambda gold, pred: gold.direction == pred.direction),
    ("metric", agreement.same_metric),
    ("parent", agreement.same_parent),
    ("period", agreement.same_period),
    (
        "base",
        lambda g, p: agreement.same_base_kind(g, p) and agreement.same_base_days(g, p),
    ),
    ("status", lambda gold, pred: gold.status == pred.status),
    ("area", agreement.same_area),
)
CHECKED: Final = tuple(name for name, _ in _CHECKS)
"""What the two labels of a pair may differ in, in the order of the buckets."""

BUCKETS: Final = (MISSED, SPURIOUS, *CHECKED)

SENTENCE_REACH: Final = 400
"""Characters looked at on either side of a figure for the ends of its sentence."""

_SENTENCE_END: Final = re.compile(
    r"[\r\n]{1,9}|[.!?…;][”\")]?\s{1,9}(?=[^\W\d_]|[“\"-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One error: ``gold`` is None for a spurious figure, ``pred`` for a missed one.

    ``sentence`` has the figure at ``start`` to ``end``; None without the text.
    """

    article_id: str
    bucket: str
    gold: Label | None
    pred: Label | None
    sentence: str | None = None
    start: int = 0
    end: int = 0
    split: str | None = None


def bucket_of(gold: Label, pred: Label) -> str | None:
    """Name the first thing that a pair differs in; None for a full match."""
    return next(differences(gold, pred), None)


def differences(gold: Label, pred: Label) -> Iterator[str]:
    """Name everything that a pair differs in, in the order of ``CHECKED``."""
    return (name for name, agree in _CHECKS if not agree(gold, pred))


def mistakes_in(
    article: LabelledArticle, aligned: Alignment[Label]
) -> Iterator[Mistake]:
    """Give every error of an article by its place."""
    found: list[tuple[str, Label | None, Label | None]] = [
        *((MISSED, gold, None) for gold in aligned.missed),
        *((SPURIOUS, None, pred) for pred in aligned.spurious),
        *(
            (b, gold, pred)
            for gold, pred in aligned.pairs
            if (b := bucket_of(gold, pred))
        ),
    ]
    for bucket, gold, pred in sorted(found, key=_place):
        label = gold or pred
        if label is None:
            continue
        sentence, at = sentence_around(article.text, label.start, label.end)
        yield Mistake(
            article_id=article.id,
            bucket=bucket,
            gold=gold,
            pred=pred,
            sentence=sentence,
            start=at,
            end=at + label.end - label.start,
            split=article.split,
        )


def _place(found: tuple[str, Label | None, Label | None]) -> int:
    _, gold, pred = found
    label = gold or pred
    return label.start if label else 0


def sentence_around(text: str | None, start: int, end: int) -> tuple[str | None, int]:
    """Cut the sentence of a figure out for showing, and say where it stands in it.

    It is for the eye: a plain look for sentence ends, none of the splitter's care.
    """
    if text is None:
        return None, 0
    first = max(0, start - SENTENCE_REACH)
    for found in _SENTENCE_END.finditer(text, first, start):
        first = found.end()
    after = _SENTENCE_END.search(text, end, end + SENTENCE_REACH)
    last = after.start() + 1 if after else min(len(text), end + SENTENCE_REACH)
    return text[first:last].rstrip(), start - first
