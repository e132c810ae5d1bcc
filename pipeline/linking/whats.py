"""Reads what a per cent of a whole is, what points are added to, what stands behind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.behind import (
    fellows,
    holder,
    named_behind,
    people_in,
    population,
    same_head,
    told_about,
)
from pipeline.linking.clause import stretch
from pipeline.linking.counts import Choice
from pipeline.linking.inheriting import budget, stands_for
from pipeline.linking.phrases import find_phrase, following_phrase
from pipeline.linking.tokens import SIGN, Token
from pipeline.linking.words import begins_with, opening, role_words, says

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause
    from pipeline.linking.figure import Figure
    from pipeline.values.amounts import Amount

_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_PARTS: Final = ("percent", "fraction")
_GRANT: Final = 5
"""Words before an amount among which the verb of giving stands."""


def says_what(amount: Amount, head: list[Token], tail: list[Token]) -> bool:
    """Tell "…, 60% là hàng dệt may" from "thuế 10% là phù hợp".

    The per cent opens its clause, and a thing stands behind "là".
    """
    if amount.kind not in _PARTS or not says(tail[:1], role_words("is")):
        return False
    last = next((t for t in reversed(head) if not t.bits & _HEDGES), None)
    if last is not None and not _opens(last):
        return False
    behind = _behind(tail)
    if {opening(behind, 1), opening(behind, 2)} & role_words("no_what"):
        return False
    return bool(following_phrase(behind))


def tells_part(head: list[Token], tail: list[Token]) -> bool:
    """Tell "trong đó 5 tỷ đồng từ ngân sách tỉnh": told behind is what it is."""
    if not says(tail[:1], role_words("part_lead")):
        return False
    told = [t for t in head if not t.bits & _HEDGES]
    return bool(told) and _opens(told[-1]) and not find_phrase(head).words


def is_granted(head: list[Token], tail: list[Token]) -> bool:
    """Tell "được hỗ trợ 30% chi phí thuê đất": a part of what is paid.

    What is given at a rate ("hưởng 7% lãi suất") is no part of it.
    """
    if not tail or not tail[0].bits & c.HEAD or tail[0].word.startswith(_rates()):
        return False
    told = [t.word for t in head[-_GRANT:] if not t.bits & _HEDGES]
    words = f" {' '.join(told)}"
    return words.endswith(_granting())


@lru_cache(maxsize=1)
def _granting() -> tuple[str, ...]:
    return tuple(f" {verb}" for verb in role_words("granting"))


@lru_cache(maxsize=1)
def _rates() -> tuple[str, ...]:
    rows = read_table("name_kinds")
    return tuple(row["surface"] for row in rows if row["kind"] == "rate")


def told_what(figure: Figure) -> list[Token]:
    """Give what a share is where the words say so, else nothing."""
    if figure.measure != "share":
        return []
    if not says_what(figure.amount, figure.head, figure.tail):
        return []
    return following_phrase(_behind(figure.tail))


def _opens(token: Token) -> bool:
    """Tell what a clause begins behind: a sign, "trong đó", "có"."""
    sure = token.type == SIGN or bool(token.bits & c.PART)
    return sure or token.word in role_words("opens_what")


def _behind(tail: list[Token]) -> list[Token]:
    """Give what follows "là", and "các" or "những" behind it."""
    many = role_words("determiner")
    return tail[2:] if says(tail[1:2], many) else tail[1:]


def added_to(amount: Amount, tail: list[Token]) -> Token | None:
    """Give the growth that points are a part of: "2 điểm % vào | mức tăng chung"."""
    if amount.kind != "point":
        return None
    leads = role_words("whole_lead")
    for token in tail[:2]:
        if token.word in leads:
            continue
        grows = token.bits & c.HEAD and token.word.startswith(_growths())
        return token if grows or _in_growth(token) else None
    return None


@lru_cache(maxsize=1)
def _growths() -> tuple[str, ...]:
    rows = read_table("name_kinds")
    return tuple(row["surface"] for row in rows if row["kind"] == "up")


def _in_growth(token: Token) -> bool:
    """Tell "trong mức tăng chung", which is one cue, from "trong đó"."""
    return bool(token.bits & c.PART) and token.word in role_words("in_growth")


def told_in_full(
    figure: Figure, phrase: list[Token], before: Figure | None
) -> Choice | None:
    """Name a figure by "60% | là hàng dệt may", by what "chỉ số này" stands for."""
    if what := told_what(figure):
        return Choice(stretch(what), "about_behind")
    meant = budget(figure, before) or stands_for(figure, phrase)
    return Choice(stretch(meant), "phrase") if meant else None


def told_behind(figure: Figure, phrase: list[Token], clause: Clause) -> Choice | None:
    """Name a figure by what stands behind it: "tăng 9% về lượng", "58% vốn đầu tư"."""
    if about := told_about(figure):
        return Choice(same_head(about, clause) or stretch(about), "about")
    if held := holder(figure):
        return Choice(stretch(held), "holder")
    if people := population(figure):
        clause.people = stretch(people_in(figure.tail))
        return Choice(stretch(people), "population")
    if clause.people and (others := fellows(figure)):
        return Choice(stretch(others), "fellows")
    if behind := named_behind(figure, phrase, clause):
        return Choice(stretch(behind), "about_behind" if clause.current else "behind")
    return None


def is_of_others(figure: Figure, before: Figure) -> bool:
    """Tell "giảm 5% doanh thu và 40% doanh nghiệp …": a share of those counted."""
    if figure.measure != "share" or before.measure != "change":
        return False
    return begins_with(figure.tail[:2], "counted_nouns", 2)


def is_part_in_growth(head: list[Token], cue: Token | None) -> bool:
    """Tell "tỷ trọng đóng góp của TFP vào tăng trưởng đạt 47%" from growth itself."""
    if cue is None or not cue.bits & c.REACH:
        return False
    return says(head, role_words("shares_in")) and says(head, role_words("contributes"))
