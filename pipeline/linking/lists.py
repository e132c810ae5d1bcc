"""Reads names that are lists: "chế biến, chế tạo", "doanh thu và lợi nhuận"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import stretch
from pipeline.linking.referents import is_content, is_nominal, is_strippable
from pipeline.linking.runs import segment_start, trim
from pipeline.linking.tokens import AMOUNT, TIME, Token
from pipeline.linking.words import begins_with, has_bits, role_words, says, table_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Stretch

_PARTY_WORDS: Final = 3
_LISTED_WORDS: Final = 10
_HEADED_WORDS: Final = 12
_LISTED_PARTS: Final = 4
_PREDICATES: Final = c.UP | c.DOWN | c.SHARE | c.RATIO | c.TO | c.ESTIMATE | c.SAY
_JOINTS: Final = frozenset((",", "-", "–", ";"))


def opened_before(row: list[Token], start: int) -> list[Token]:
    """Give the name that an earlier part of a list opened.

    "lượng khách đến các khu, điểm du lịch": what stands before the predicate ends a
    phrase whose head stands before the comma.
    """
    if not start or row[start - 1].ref != ",":
        return []
    part = row[segment_start(row, start - 1) : start - 1]
    at = next((i for i, t in enumerate(part) if is_nominal([t])), None)
    if at is None:
        return []
    owned = part[-1].type != TIME and says(part[at:], role_words("of"))
    if any(_interrupts(t, owned=owned) for t in part[at:]):
        return []
    return trim(part[at:])


def of_parties(row: list[Token], start: int, best: list[Token]) -> list[Token]:
    """Read "thu từ hộ, | cá nhân kinh doanh": what comes from both, or goes to both."""
    if not start or row[start - 1].ref != ",":
        return []
    if not begins_with(best, "parties", _PARTY_WORDS):
        return []
    part = row[segment_start(row, start - 1) : start - 1]
    at = _party_lead(part)
    first = next((i for i, t in enumerate(part[:at]) if t.bits & c.HEAD), at)
    named = part[first:at]
    if not named or any(_interrupts(t, owned=False) for t in named):
        return []
    return [*part[first:], row[start - 1], *best]


def _party_lead(part: list[Token]) -> int:
    """Give where "từ hộ", "của doanh nghiệp" ends a part; 0 where nothing does."""
    leads = role_words("party_lead")
    for i in range(len(part) - 1, 0, -1):
        lead, _, party = part[i].word.partition(" ")
        if lead not in leads and part[i].word not in leads:
            continue
        if party in table_words("parties"):
            return i
        return i if begins_with(part[i + 1 :], "parties", _PARTY_WORDS) else 0
    return 0


def _interrupts(token: Token, *, owned: bool) -> bool:
    """Tell what parts a name from a list, not the time of "thu quý I của A, B"."""
    predicate = token.bits & _PREDICATES and not token.bits & (c.END | c.HEAD)
    if token.type == TIME:
        return not owned
    return token.type == AMOUNT or bool(predicate)


def with_listed(row: list[Token], start: int, best: list[Token]) -> list[Token]:
    """Take the parts before a comma along: "chế biến, chế tạo"."""
    if is_nominal(best[:1]):
        return best
    parts = 0
    while start > 1 and parts < _LISTED_PARTS and row[start - 1].ref == ",":
        before = segment_start(row, start - 1)
        part = row[before : start - 1]
        kept = _listed_part(part)
        # "Giai đoạn 1, | dự án có …" is no list of a kind.
        if not kept or kept[-1].word.isdigit() > best[-1].word.isdigit():
            break
        best = [*kept, row[start - 1], *best]
        start, parts = before, parts + 1
        if len(kept) < len(part) or is_nominal(kept[:1]):
            break
    return best


def _listed_part(part: list[Token]) -> list[Token]:
    """Give the end of a part that a list can have: plain words, or from its head on."""
    if part and part[0].word in role_words("list_stop"):
        return []
    at = len(part)
    while at and (is_content(part[at - 1]) or _joins(part[at - 1])):
        at -= 1
    kept = list(part[at:])
    while kept and is_strippable(kept[0]):
        kept.pop(0)
    headed = has_bits(kept, c.HEAD)
    if at and not headed:
        cut = part[at - 1]
        if not cut.bits & c.PART and cut.word not in role_words("and"):
            return []
    return kept if len(kept) <= (_HEADED_WORDS if headed else _LISTED_WORDS) else []


def _joins(token: Token) -> bool:
    return token.word in role_words("and") or token.ref in ("-", "&")


def coordinated(words: list[Token]) -> list[Stretch]:
    """Give the spans of the parts that a comma, a dash or "và" joins."""
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.word in _JOINTS or token.word in role_words("and"):
            parts.append([])
        else:
            parts[-1].append(token)
    spans = (stretch(part) for part in parts)
    return [span for span in spans if span is not None]
