"""Cuts noun phrases out of a row of tokens: the open grammar of metrics.

What is left of a clause when predicates, hedges, times, places and connectives are
taken away is the name of the indicator, whether or not anybody listed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.tokens import AMOUNT, CUE, PLACE, SIGN, TIME, WORD, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

STRIPPED: Final = (
    c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.RATIO | c.ABOUT | c.OVER | c.UNDER
    | c.ESTIMATE | c.TARGET | c.FORECAST | c.ACTUAL | c.VERSUS | c.PART | c.LINK
    | c.ADVERB | c.SAY | c.RANK | c.RESPECTIVELY | c.PLACE | c.END | c.PLAN
)
_SIGNS_INSIDE: Final = frozenset("-&/'’\"“”")
_LISTED_WORDS: Final = 5
_LISTED_PARTS: Final = 4
_COUNT_WORDS: Final = 9


def is_content(token: Token) -> bool:
    """Tell a word that can name something: a plain word, a head or a place."""
    return token.type in (WORD, PLACE) or bool(token.bits & c.HEAD)


def _strippable(token: Token) -> bool:
    if token.type in (TIME, SIGN):
        return True
    return token.type == CUE and bool(token.bits & STRIPPED) and not token.bits & c.HEAD


def strip_right(row: Sequence[Token]) -> int:
    """Give the index behind the last content token, past predicates and times.

    A head that is a predicate too ("tăng trưởng 9%") goes when a name is left of it.
    """
    end = len(row)
    while end:
        token = row[end - 1]
        verbal = token.bits & c.HEAD and token.bits & (c.UP | c.DOWN | c.SHARE)
        if verbal and any(is_content(t) for t in row[: end - 1]) and _adjoins(row, end):
            end -= 1
        elif _strippable(token):
            end -= 1
        else:
            break
    return end


def _adjoins(row: Sequence[Token], end: int) -> bool:
    """Only hedges and adverbs stand between the token and the figure."""
    return not any(t.bits & c.REACH and not t.bits & c.ADVERB for t in row[end:])


def metric_phrase(row: Sequence[Token]) -> tuple[Token, ...]:
    """Give the tokens of the indicator's name in what stands before a figure.

    Args:
        row: the tokens from the last barrier up to the figure.

    Returns:
        An empty tuple when the row names nothing: the figure inherits its metric.
    """
    end = strip_right(row)
    if not end:
        return ()
    start = _segment_start(row, end)
    best = _best_run(row[start:end])
    if best and best[0] is _first_content(row[start:end]):
        best = _with_listed(row, start, best)
    return tuple(best)


def _first_content(row: Sequence[Token]) -> Token | None:
    return next((t for t in row if is_content(t)), None)


def _segment_start(row: Sequence[Token], end: int) -> int:
    start = end
    while start and not _is_barrier(row[start - 1]):
        start -= 1
    return start


def _is_barrier(token: Token) -> bool:
    return token.type == SIGN and token.ref not in _SIGNS_INSIDE


def _best_run(segment: Sequence[Token]) -> list[Token]:
    """Choose among the runs between times and verbs: the last one with a head."""
    runs = _runs(segment)
    trimmed = [t for t in (_trim(run) for run in runs) if t]
    if not trimmed:
        return []
    headed = [run for run in trimmed if any(t.bits & c.HEAD for t in run)]
    return (headed or trimmed)[-1]


def _runs(segment: Sequence[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = [[]]
    for token in segment:
        cuts = token.type in (TIME, AMOUNT) or (
            token.type == CUE and token.bits & (c.SAY | c.PART) and not token.bits & c.HEAD
        )
        if cuts:
            runs.append([])
        else:
            runs[-1].append(token)
    # "… của ngành nông nghiệp" behind a time goes on about what stands before it.
    return [r for i, r in enumerate(runs) if not (i and _continues(r))] or runs[:1]


def _continues(run: Sequence[Token]) -> bool:
    return bool(run) and run[0].type == CUE and bool(run[0].bits & (c.END | c.PLACE))


def _trim(run: Sequence[Token]) -> list[Token]:
    start = 0
    while start < len(run) and (_strippable(run[start]) or _is_home(run[start])):
        start += 1
    kept: list[Token] = []
    for token in run[start:]:
        ends = token.bits & (c.END | c.PLACE) and not token.bits & c.HEAD
        if ends and kept and not _relational(kept):
            break
        kept.append(token)
    while kept and (_strippable(kept[-1]) or kept[-1].type == SIGN):
        kept.pop()
    return kept


def _is_home(token: Token) -> bool:
    """A place of the country opens a clause without naming what is measured."""
    level = getattr(token.ref, "level", "foreign")
    return token.type == PLACE and level not in ("foreign", "region")


def _relational(kept: Sequence[Token]) -> bool:
    """A single bare head ("tỷ trọng của …") says nothing without what follows."""
    return len(kept) == 1 and bool(kept[0].bits & c.HEAD)


def _with_listed(row: Sequence[Token], start: int, best: list[Token]) -> list[Token]:
    """Take the parts before a comma along: "chế biến, chế tạo"."""
    if best[0].bits & c.HEAD:
        return best
    parts = 0
    while start > 1 and parts < _LISTED_PARTS and row[start - 1].ref == ",":
        before = _segment_start(row, start - 1)
        part = row[before : start - 1]
        if not _listable(part):
            break
        skip = 0
        while skip < len(part) and _strippable(part[skip]):
            skip += 1
        best = [*part[skip:], row[start - 1], *best]
        start, parts = before, parts + 1
        if skip or any(t.bits & c.HEAD for t in part[:1]):
            break
    return best


def _listable(part: Sequence[Token]) -> bool:
    words = [t for t in part if t.type != SIGN]
    if not words or not any(is_content(t) for t in words):
        return False
    head = words[0].bits & c.HEAD or (words[0].bits & (c.PART | c.LINK))
    limit = _LISTED_WORDS * 2 if head else _LISTED_WORDS
    plain = all(
        is_content(t) or t.bits & c.LINK or (i == 0 and t.bits & (c.PART | c.ADVERB))
        for i, t in enumerate(words)
    )
    return plain and len(words) <= limit


def counted_phrase(row: Sequence[Token], start: int) -> tuple[Token, ...]:
    """Give the counted noun with its modifiers, in the tokens from ``start`` on."""
    kept: list[Token] = []
    for token in row[start:]:
        if len(kept) >= _COUNT_WORDS or not _goes_on(token, kept):
            break
        kept.append(token)
    while kept and not is_content(kept[-1]):
        kept.pop()
    return tuple(kept)


_COUNT_STOPS: Final = (
    c.UP | c.DOWN | c.SHARE | c.RATIO | c.VERSUS | c.PLACE | c.PART | c.ABOUT | c.OVER
    | c.UNDER | c.ESTIMATE | c.TARGET | c.FORECAST | c.TO | c.RESPECTIVELY
)
_KEPT: Final = frozenset(("đang", "được", "mới", "đã"))


def _goes_on(token: Token, kept: Sequence[Token]) -> bool:
    if token.type == WORD:
        return True
    if token.type == PLACE:
        return bool(kept) and getattr(token.ref, "level", "") == "foreign"
    if token.type == SIGN:
        return token.ref in ("-", "&") and bool(kept)
    if token.type != CUE:
        return False
    if token.bits & c.HEAD:
        return True
    return token.ref in _KEPT or not token.bits & (
        _COUNT_STOPS | c.LINK | c.SAY | c.END | c.REACH | c.ADVERB
    )
