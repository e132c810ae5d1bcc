"""The phrases around a figure that may name it, however unlikely.

What a row offers is the same for all figures of it, so it is reckoned once for a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.referents import is_home
from pipeline.linking.runs import opens_examples
from pipeline.linking.tokens import CUE, PLACE, WORD
from pipeline.linking.words import role_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Stretch
    from pipeline.linking.tokens import Token

_NAMING: Final = frozenset((WORD, CUE, PLACE))
_VERBS: Final = (
    (c.REACH | c.ESTIMATE | c.UP | c.DOWN | c.SHARE | c.RATIO | c.VERSUS | c.ABOUT)
    | (c.OVER | c.UNDER | c.PART | c.TARGET | c.FORECAST | c.SAY | c.RANK)
    | (c.RESPECTIVELY | c.TO)
)
"""What leads to a figure and never ends a name."""
_OPENERS: Final = _VERBS | c.LINK | c.ADVERB
_DANGLING: Final = _VERBS | c.LINK | c.END
"""What a name cannot end in: "lãi suất cho vay | chỉ", "doanh nghiệp | và"."""
RUNS: Final = 2
"""Runs before a figure that are looked at."""
_MOST_HEADS: Final = 2
_TOUCHING: Final = 3
_PAIR: Final = 2

ORIGINS: Final = ("", "_tail", "_head", "_noun")
"""A run before a figure, what is behind its verbs or before them, from a head on."""
HEADS: Final = "-vnhc"
"""What a phrase can begin with: nothing known, a cue, a noun, a head, a capital."""


@dataclass(slots=True, eq=False)
class Part:
    """A stretch that may be a name, and where in its run it comes from."""

    origin: str
    span: Stretch


@dataclass(slots=True, eq=False)
class Run:
    """Words between signs, times and figures, as places in the row and in the text."""

    first: int
    behind: int
    start: int
    end: int
    leading: list[Part] | None = None
    following: list[Part] | None = None


class Row:
    """The tokens of a sentence with what may be names among them."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self._runs = _runs_of(tokens)
        self._heads: dict[int, int] = {}
        for token in tokens:
            if token.bits:
                self._heads.setdefault(token.start, _head_of(token.bits))

    def head(self, start: int) -> int:
        """Tell what word begins at a place of the text, as an index of ``HEADS``."""
        return self._heads.get(start, 0)

    def before(self, start: int) -> list[list[Part]]:
        """Give what the last runs before a figure offer, the nearest first."""
        found: list[list[Part]] = []
        for run in reversed(self._runs):
            if run.end > start:
                continue
            if run.leading is None:
                run.leading = _leading(self.tokens, run)
            found.append(run.leading)
            if len(found) == RUNS:
                break
        return found

    def after(self, end: int) -> list[Part]:
        """Give what the run right behind a figure offers."""
        for run in self._runs:
            if run.start < end:
                continue
            if run.start - end > _TOUCHING:
                break
            if run.following is None:
                run.following = _following(self.tokens, run)
            return run.following
        return []


def _runs_of(row: list[Token]) -> list[Run]:
    runs: list[Run] = []
    begin = -1
    for at, token in enumerate(row):
        if token.type in _NAMING and not opens_examples(row, at):
            begin = at if begin < 0 else begin
        elif begin >= 0:
            runs.append(Run(begin, at, row[begin].start, row[at - 1].end))
            begin = -1
    if begin >= 0:
        runs.append(Run(begin, len(row), row[begin].start, row[-1].end))
    return runs


def _head_of(bits: int) -> int:
    if bits & c.NOUN:
        return 2
    if bits & c.HEAD:
        return 3
    return 4 if bits & c.CAPITAL else 1


def _leading(row: list[Token], run: Run) -> list[Part]:
    """Give a run, what begins with a head in it, and its ends at verbs."""
    low, high = _trimmed(row, run.first, run.behind)
    if low >= high or _points_back(row, low, high):
        return []
    end = row[high - 1].end
    parts = [Part("", (row[low].start, end))]
    verbs = [at for at in range(low, high) if _is(row[at], _VERBS)]
    if verbs:
        _add_part(parts, "_tail", row, verbs[-1] + 1, high)
        _add_part(parts, "_head", row, low, verbs[0])
    heads = [at for at in range(low, high) if row[at].bits & c.HEAD]
    parts += [Part("_noun", (row[at].start, end)) for at in heads[:_MOST_HEADS]]
    return parts


def _points_back(row: list[Token], low: int, high: int) -> bool:
    """Tell "chỉ số này", "tỷ lệ này", which name what was told before."""
    if high - low != _PAIR or row[high - 1].word not in role_words("this"):
        return False
    return row[low].word in role_words("stands_for") | role_words("indicator_alone")


def _add_part(
    parts: list[Part], origin: str, row: list[Token], low: int, high: int
) -> None:
    low, high = _trimmed(row, low, high)
    if low < high:
        parts.append(Part(origin, (row[low].start, row[high - 1].end)))


def _trimmed(row: list[Token], low: int, high: int) -> tuple[int, int]:
    """Leave out the verbs that end a run and what opens it without naming."""
    high = _end(row, low, high)
    such_as = role_words("such_as")
    while low < high and (_is(row[low], _OPENERS) or row[low].word in such_as):
        low += 1
    return (high, high) if _says_where(row, low, high) else (low, high)


def _says_where(row: list[Token], low: int, high: int) -> bool:
    """Tell "tỉnh Quảng Bình", which names nothing, from "Hoa Kỳ", a partner."""
    if low >= high or high - low > _PAIR or not is_home(row[high - 1]):
        return False
    return high - low == 1 or bool(row[low].bits & c.PLACE)


def _end(row: list[Token], low: int, high: int) -> int:
    """Leave out what breaks off: "trạm bơm | của"."""
    dangling = role_words("dangling")
    while high > low:
        last = row[high - 1]
        if not _is(last, _DANGLING) and last.word not in dangling:
            break
        high -= 1
    return high


def _is(token: Token, kinds: int) -> bool:
    return token.type == CUE and bool(token.bits & kinds) and not token.bits & c.HEAD


def _following(row: list[Token], run: Run) -> list[Part]:
    """Give what of a run can name the figure that it stands right behind."""
    low, high = run.first, run.behind
    if row[low].word in role_words("is"):
        low += 1
    high = _end(row, low, high)
    if low == high:
        return []
    start = row[low].start
    parts = [Part("after", (start, row[high - 1].end))]
    for at in range(low + 1, high):
        if _is(row[at], _OPENERS):
            parts.append(Part("after_cut", (start, row[at - 1].end)))
            break
    return parts
