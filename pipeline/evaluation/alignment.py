"""Which predicted figure stands for which gold one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.annotations import Label


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of gold and predicted labels of one article, and what stands alone."""

    pairs: tuple[tuple[Label, Label], ...]
    missed: tuple[Label, ...]
    spurious: tuple[Label, ...]


def align(gold: Sequence[Label], pred: Sequence[Label]) -> Alignment:
    """Give each gold label, in order, the free prediction that overlaps it most.

    Only the places of the amounts count; of two that overlap equally, the first.
    """
    free = dict(enumerate(pred))
    pairs: list[tuple[Label, Label]] = []
    missed: list[Label] = []
    for label in gold:
        best = max(free, key=lambda at: _overlap(label, pred[at]), default=None)
        if best is None or _overlap(label, pred[best]) <= 0:
            missed.append(label)
        else:
            pairs.append((label, free.pop(best)))
    return Alignment(tuple(pairs), tuple(missed), tuple(free.values()))


def _overlap(one: Label, other: Label) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
