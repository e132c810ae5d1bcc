"""Tells numbers that are no figures: in names and addresses, glued to letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.values.vocabulary import (
    AFTER_WORD,
    LETTER,
    NOT_IN_WORD,
    alternatives,
    any_of,
)

if TYPE_CHECKING:
    from pipeline.values.amount import Amount

_HEAD_REACH: Final = 24
_CODED: Final = re.compile(rf"{LETTER}\d{{1,4}}(?:,[ ]\d{{1,4}}){{0,6}},[ ]\Z")
"""A list of codes of which only the first has its letters: "POR10, 11, 12"."""
_JOINS: Final = (", ", " và ")
_LISTED: Final = re.compile(r"(?<!\d)\d{1,3}(?:(?:,| và)[ ]\d{1,3}){0,6}(?:,| và)[ ]\Z")
_SECOND: Final = re.compile(r"\d\D+\d")
_NUMBERED: Final = "số"
_SEPARATED: Final = re.compile(r"[.,]\d")
_RANK_REACH: Final = 24
_ITEM: Final = re.compile(r"(?:[:;,.]|\bvà|\n)[ ]{0,2}\(\d{1,2}\Z")


@lru_cache(maxsize=1)
def _name_head() -> re.Pattern[str]:
    heads = alternatives(r["surface"] for r in read_table("name_heads"))
    kept = alternatives(r["surface"] for r in read_table("name_head_exceptions"))
    return re.compile(
        rf"{AFTER_WORD}(?:(?P<kept>{kept})|(?P<head>{heads}))[ :.-]{{0,3}}\Z"
    )


@lru_cache(maxsize=1)
def _name_tail() -> re.Pattern[str]:
    tails = alternatives(r["surface"] for r in read_table("name_tails"))
    return re.compile(rf"[ ]?(?:{tails}){NOT_IN_WORD}")


def is_name(folded: str, amount: Amount) -> bool:
    """Tell a number that is part of a name or an address: "Nghị định 57", "5 sao"."""
    if _name_tail().match(folded, amount.end):
        return True
    if amount.kind not in ("bare", "count"):
        return False
    if amount.unit is not None and amount.unit.power:
        return False
    low = max(0, amount.start - _HEAD_REACH)
    coded = amount.kind == "bare" and folded.endswith(", ", low, amount.start)
    if coded and _CODED.search(folded, low, amount.start):
        return True
    head = _name_head().search(folded, low, _list_start(folded, low, amount))
    if head is None or head["kept"]:
        return False
    # "đã cấp 4.700": what bears a kind, a grade or a turn has no thousands of them.
    separated = _SEPARATED.search(folded, amount.start, amount.end)
    return separated is None or head["head"].endswith(_NUMBERED)


def is_list_mark(folded: str, amount: Amount) -> bool:
    """Tell the number of an item: "ba nhóm: (1) Quy hoạch; (2) Môi trường"."""
    if amount.kind != "bare" or not folded.startswith(") ", amount.end):
        return False
    return _ITEM.search(folded, max(0, amount.start - 5), amount.end) is not None


def _list_start(folded: str, low: int, amount: Amount) -> int:
    """Give where the numbers begin that a head has: "Điều 11, 12 và 13".

    "Theo Điều 11, 20 doanh nghiệp": what is counted is in no such list, but for what
    bears numbers itself: "Khoản 1, 2 Điều 11".
    """
    start = amount.start
    if not folded.endswith(_JOINS, low, start):
        return start
    listed = _LISTED.search(folded, low, start)
    if listed is None:
        return start
    one = not _SECOND.search(listed[0])
    if one and amount.kind == "count" and not _head_behind().match(folded, amount.end):
        return start
    return listed.start()


@lru_cache(maxsize=1)
def _head_behind() -> re.Pattern[str]:
    heads = alternatives(r["surface"] for r in read_table("name_heads"))
    return re.compile(rf"[ ](?:{heads})[ ]\d")


def is_glued(folded: str, amount: Amount) -> bool:
    """Tell a number that letters cling to and that is no unit: "5G", "24K"."""
    start = amount.start
    if start > 1 and folded[start - 1] == "-" and folded[start - 2].isalnum():
        return True
    has_unit = amount.unit is not None and amount.unit.start == amount.end
    return folded[amount.end : amount.end + 1].isalpha() and not has_unit


@lru_cache(maxsize=1)
def _rank_before() -> re.Pattern[str]:
    sure, maybe, ordinal = map(any_of, ("rank_sure", "rank_maybe", "ordinal"))
    return re.compile(
        rf"{AFTER_WORD}(?:(?P<sure>{sure})|(?P<maybe>{maybe})|(?P<ordinal>{ordinal}))"
        r"[ ]\Z"
    )


@lru_cache(maxsize=1)
def _rank_scope() -> re.Pattern[str]:
    return re.compile(rf"[ ]?/[ ]?\d|[ ]{any_of('rank_scope')}{NOT_IN_WORD}")


@lru_cache(maxsize=1)
def _rank_moves() -> re.Pattern[str]:
    ordinal = any_of("ordinal")
    return re.compile(
        rf"từ[ ]{ordinal}[ ]\d{{1,4}}[ ](?:lên|xuống)[ ](?:{ordinal}[ ])?\d{{1,4}}"
    )


def _moves(folded: str, low: int, amount: Amount) -> bool:
    """Tell either place of "từ thứ 17 lên thứ 13"."""
    found = _rank_moves().finditer(folded, low, amount.end + _RANK_REACH)
    return any(m.start() < amount.start < m.end() for m in found)


def is_rank(folded: str, amount: Amount) -> bool:
    """Tell a place in an order: "đứng thứ 3", "lớn thứ hai", "thứ 5 cả nước".

    An ordinal alone is none ("lần thứ ba", "nguy cơ thứ hai") unless it moves: "từ thứ
    17 lên thứ 13".
    """
    if amount.kind not in ("bare", "count"):
        return False
    low = max(0, amount.start - _RANK_REACH)
    lead = _rank_before().search(folded, low, amount.start)
    if lead is None:
        return False
    if lead["sure"]:
        return True
    if lead["maybe"]:
        return amount.kind == "bare" and amount.unit is None
    if _rank_scope().match(folded, amount.end):
        return True
    return _moves(folded, low, amount)
