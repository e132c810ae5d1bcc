"""Which predicted figure, or mention, stands for which gold one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class Placed(Protocol):
    """What stands at a half-open stretch of characters."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character behind the last."""


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Alignment(Generic[P]):
    """Pairs of gold and predicted things of one article, and what stands alone."""

    pairs: tuple[tuple[P, P], ...]
    missed: tuple[P, ...]
    spurious: tuple[P, ...]


def align(gold: Sequence[P], pred: Sequence[P]) -> Alignment[P]:
    """Give each gold label, in order, the free prediction that overlaps it most.

    Only places count, of labels those of their amounts; of two that overlap equally,
    the first is taken.
    """
    free = dict(enumerate(pred))
    pairs: list[tuple[P, P]] = []
    missed: list[P] = []
    for label in gold:
        best = max(free, key=lambda at: _overlap(label, pred[at]), default=None)
        if best is None or _overlap(label, pred[best]) <= 0:
            missed.append(label)
        else:
            pairs.append((label, free.pop(best)))
    return Alignment(tuple(pairs), tuple(missed), tuple(free.values()))


def _overlap(one: Placed, other: Placed) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
