"""Cuts noun phrases out of a row of tokens: the open grammar of metrics.

What is left of a clause when predicates, hedges, times, places and connectives are
taken away is the name of the indicator, whether or not anybody listed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.lists import of_parties, opened_before, with_listed
from pipeline.linking.referents import (
    belongs,
    can_own,
    from_zone,
    is_content,
    is_named_owner,
    is_nominal,
    is_partner,
    is_role,
    is_trade,
    names_actor,
    names_entity,
    without_actor,
)
from pipeline.linking.runs import (
    Run,
    from_head,
    named_runs,
    segment_start,
    strip_right,
)
from pipeline.linking.tokens import CUE, PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import (
    begins_with,
    has_bits,
    opening,
    role_words,
    says,
    table_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS: Final = (SIGN, TIME)
_BEHIND_WORDS: Final = 9
_OWNER_TOKENS: Final = 8
_OWNING_WORDS: Final = 2
_GOODS_WORDS: Final = 4
_CLAUSE_WORDS: Final = 14
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER | c.ESTIMATE

Pair = tuple[list[Token], list[Token]]
"""The words of a metric and those of its subject."""


@dataclass(slots=True, eq=False)
class Phrase:
    """A metric's words, the subject that has it, and the owner told behind it.

    "khu vực X có vốn …" has a subject, "vốn của dự án …" an owner.
    """

    words: list[Token]
    subject: list[Token]
    owner: list[Token]


def find_phrase(row: list[Token], *, look_back: bool = False) -> Phrase:
    """Give the tokens of the indicator's name in what stands before a figure.

    Args:
        row: the tokens from the last barrier up to the figure.
        look_back: where the clause names nothing, try those before it.

    Returns:
        An empty phrase when the row names nothing: the figure inherits its metric.
    """
    end = len(row)
    while end:
        end = strip_right(row[:end])
        start = segment_start(row, end)
        segment = row[start:end]
        told = _ending(segment) or _with_clause(segment, row[end:])
        best, subject = told or _best_run(segment)
        if best:
            return _complete(row, start, segment, (best, subject))
        if not look_back:
            break
        end = start - 1 if start else 0
    return Phrase([], [], [])


def _complete(
    row: list[Token], start: int, segment: list[Token], found: Pair
) -> Phrase:
    """Add what a list before the comma adds, and the owner behind the metric."""
    best, subject = found
    first = next((t for t in segment if is_content(t)), None)
    if best[0] is first:
        best = _who_is(row, with_listed(row, start, best))
    elif subject and subject[0] is first:
        subject = with_listed(row, start, subject)
    opened = of_parties(row, start, best)
    if not opened and not is_nominal(best):
        opened = opened_before(row, start)
    words = opened or _object_before(row[:start], best) or _who_it_is(best)
    return Phrase(words, subject, _owner_behind(segment, words))


def _object_before(row: list[Token], best: list[Token]) -> list[Token]:
    """Read "về thu hút | vốn đầu tư, tỉnh thu hút được": the verb has its object."""
    if len(best) != 1 or best[0].word not in table_words("flow_verbs"):
        return []
    at = next((i for i, t in enumerate(row) if t.word == best[0].word), None)
    if at is None:
        return []
    words = [
        t for t in find_phrase(row, look_back=True).words if t.start >= row[at].start
    ]
    return words if is_nominal(words[1:]) else []


def _who_is(row: list[Token], best: list[Token]) -> list[Token]:
    """Read "Mỹ là | thị trường nhập khẩu tôm, cá lớn nhất": who has the role."""
    if best[0].start >= row[0].end and is_role(best):
        at = next(i for i, t in enumerate(row) if t.start == best[0].start)
        if row[at - 1].word in role_words("is"):
            runs = named_runs(row[segment_start(row, at - 1) : at - 1])
            return runs[-1].words if runs else best
    return best


def _says_who(runs: Sequence[Run]) -> bool:
    """Tell "thị trường lớn ngoài châu Á là | Nga": the partner itself."""
    named = len(runs) > 1 and runs[0].cut in role_words("is")
    return named and is_partner(runs[1].words) and not is_trade(runs[0].words)


def _who_it_is(best: list[Token]) -> list[Token]:
    """Read "các thị trường lớn còn lại là | Đài Loan": who of them it is."""
    said = tuple(role_words("is"))
    at = next((i for i, t in enumerate(best) if i and t.word.endswith(said)), 0)
    who = best[at + 1 :] if at else []
    return who if who and is_partner(who) else best


def _best_run(segment: list[Token]) -> Pair:
    """Choose among the runs between times and verbs, and say whose the metric is.

    The last run with a nominal head names the metric, else the last with any head,
    else the last. A run before it that ends in "có", "với", "đạt" is the subject.
    """
    runs = named_runs(segment)
    if not runs:
        return [], []
    at = _headed(runs)
    if at and runs[at - 1].cut in role_words("is") and is_role(runs[at].words):
        at -= 1
    elif _says_who(runs[at:]):
        at += 1
    best = without_actor(from_head(runs[at].words))
    before = _before(runs, at) if at else Run([])
    subject = before.words if before.cut in role_words("having") else []
    owner = best[:-1]
    if owner and not subject and belongs(best[-1:]) and is_named_owner(owner):
        return best[-1:], owner
    if subject and (
        says(segment[:3], role_words("locating")) or not _owns(before, best)
    ):
        subject = []
    return best, subject


def _with_clause(segment: list[Token], rest: list[Token]) -> Pair | None:
    """Read "số vốn đã giao cho các xã | là": before "là" a verb narrows the name."""
    verb = next((t for t in rest if not t.bits & _HEDGES), None)
    if verb is None or verb.word not in role_words("states"):
        return None
    runs = named_runs(segment)
    at = next((i for i, run in enumerate(runs[:-1]) if is_nominal(run.words)), None)
    if at is None or any(r.cut not in role_words("narrows") for r in runs[at:-1]):
        return None
    start = from_head(runs[at].words)[0].start
    words = [t for t in segment if t.start >= start]
    return (words, []) if len(words) <= _CLAUSE_WORDS else None


def _before(runs: Sequence[Run], at: int) -> Run:
    """Give the run before a name, that of the subject where "là", "được" part them."""
    words, cut = runs[at - 1].words, runs[at - 1].cut
    parted = runs[at - 2].cut if at > 1 else ""
    if parted in role_words("is"):
        words = runs[at - 2].words
    zone = from_zone(words)
    if parted in role_words("passive") and zone == words:
        zone = runs[at - 2].words
    return Run(zone, cut)


def _headed(runs: Sequence[Run]) -> int:
    """Give the place of the last run with the strongest head there is."""
    last = len(runs) - 1
    if not last:
        return last
    for bit in (c.NOUN, c.HEAD):
        for at in range(last, -1, -1):
            if has_bits(runs[at].words, bit):
                return at
    return last


def _owns(subject: Run, best: list[Token]) -> bool:
    words = subject.words
    if subject.cut in role_words("with") and words[-1].word in role_words("deals"):
        return False  # "các sạp ngoài chợ bán | với giá 5.000 đồng": who deals
    if can_own(words):
        return True
    if len(words) < _OWNING_WORDS or subject.cut not in role_words("with_or_has"):
        return False
    # "bán với giá" has a verb before "với", "doanh thu với doanh thu thuần" itself.
    itself = best[0].word in [t.word for t in words]
    thing = not itself and not names_entity(words) and not names_actor(words)
    return thing and belongs(best)


def _ending(segment: list[Token]) -> Pair | None:
    """Read "một thỏa thuận trị giá 5 tỷ": the last word is the metric, of the thing."""
    if not segment or not belongs(segment[-1:]):
        return None
    start = len(segment) - 1
    while start and is_content(segment[start - 1]):
        start -= 1
    thing = list(segment[start:-1])
    if not thing or is_nominal(thing) or names_actor(thing):
        return None
    owns = can_own(thing) or begins_with(thing, "indicator_commodities", _GOODS_WORDS)
    return [segment[-1]], thing if owns else []


def _owner_behind(segment: list[Token], words: list[Token]) -> list[Token]:
    """Give whose the metric is: "tổng vốn đầu tư của dự án", "lợi nhuận của các …"."""
    end = words[-1].end
    rest = [t for t in segment if t.start >= end]
    if not rest or rest[0].word not in role_words("of"):
        return []
    if rest[1:] and (rest[1].type == PLACE or rest[1].word in role_words("all")):
        return []
    determiners = role_words("determiner")
    kept: list[Token] = []
    for token in rest[1:_OWNER_TOKENS]:
        if token.word in determiners:
            continue
        if token.type not in (WORD, PLACE) and not token.bits & c.HEAD:
            break
        kept.append(token)
    owns = can_own(kept) or opening(kept, 2) in role_words("owning_kind")
    return kept if owns else []


def following_phrase(row: list[Token]) -> list[Token]:
    """Give the name that begins a tail: "tỷ đồng doanh thu bán hàng", "% số dự án"."""
    kept: list[Token] = []
    for token in row:
        if token.type == CUE:
            if not token.bits & c.HEAD:
                break
        elif token.type in _ENDS or (token.type == PLACE and not kept):
            break
        kept.append(token)
    return kept[:_BEHIND_WORDS]
