"""The phrases around a figure that may name it, however unlikely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import CUE, PLACE, WORD
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_NAMING: Final = frozenset((WORD, CUE, PLACE))
_VERBS: Final = (
    (c.REACH | c.ESTIMATE | c.UP | c.DOWN | c.SHARE | c.RATIO | c.VERSUS | c.ABOUT)
    | (c.OVER | c.UNDER | c.PART | c.TARGET | c.FORECAST | c.SAY | c.RANK)
    | (c.RESPECTIVELY | c.TO)
)
"""What leads to a figure and never ends a name."""
_OPENERS: Final = _VERBS | c.LINK | c.ADVERB
_RUNS: Final = 2
_CUT_RUNS: Final = 2
_HEADS: Final = 2
_TOUCHING: Final = 3

Run = tuple[int, int]


def runs_of(row: list[Token]) -> list[Run]:
    """Give the runs of words between signs, times and figures, as places in the row."""
    runs: list[Run] = []
    begin: int | None = None
    for at, token in enumerate(row):
        if token.type in _NAMING:
            begin = at if begin is None else begin
        elif begin is not None:
            runs.append((begin, at))
            begin = None
    if begin is not None:
        runs.append((begin, len(row)))
    return runs


def phrases_before(figure: Figure) -> Iterator[tuple[str, Stretch]]:
    """Give the stretches before a figure that can be a name, and where from."""
    row, start = figure.row, figure.amount.start
    before = [run for run in runs_of(row) if row[run[1] - 1].end <= start]
    for back, run in enumerate(reversed(before[-_RUNS:])):
        yield from _parts(row, run, f"run{back}", cut=back < _CUT_RUNS)


def _parts(
    row: list[Token], run: Run, source: str, *, cut: bool
) -> Iterator[tuple[str, Stretch]]:
    """Give a run, what begins with a head in it, and, ``cut``, its ends at verbs."""
    low, high = trimmed(row, run)
    if low >= high:
        return
    yield source, (row[low].start, row[high - 1].end)
    verbs = [at for at in range(low, high) if _is(row[at], _VERBS)]
    if verbs and cut:
        for name, part in (("tail", (verbs[-1] + 1, high)), ("head", (low, verbs[0]))):
            first, last = trimmed(row, part)
            if first < last:
                yield f"{source}_{name}", (row[first].start, row[last - 1].end)
    heads = [at for at in range(low, high) if row[at].bits & c.HEAD]
    for at in heads[:_HEADS]:
        yield f"{source}_noun", (row[at].start, row[high - 1].end)


def trimmed(row: list[Token], run: Run) -> Run:
    """Leave out the verbs that end a run and what opens it without naming."""
    low, high = run
    while high > low and _is(row[high - 1], _VERBS):
        high -= 1
    while low < high and _is(row[low], _OPENERS):
        low += 1
    return low, high


def _is(token: Token, kinds: int) -> bool:
    return token.type == CUE and bool(token.bits & kinds) and not token.bits & c.HEAD


def phrases_after(figure: Figure) -> Iterator[tuple[str, Stretch]]:
    """Give the stretches right behind a figure that can be a name."""
    row, end = figure.row, figure.amount.unit_end
    run = next((r for r in runs_of(row) if row[r[0]].start >= end), None)
    if run is None or row[run[0]].start - end > _TOUCHING:
        return
    low, high = run
    if row[low].word in role_words("is"):
        low += 1
    if low == high:
        return
    yield "after", (row[low].start, row[high - 1].end)
    verb = next((at for at in range(low + 1, high) if _is(row[at], _OPENERS)), None)
    if verb is not None:
        yield "after_cut", (row[low].start, row[verb - 1].end)
