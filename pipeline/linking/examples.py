"""Reads lists of things by one measure: "mặt hàng có kim ngạch tăng như: gạo 5%, …"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.phrases import following_phrase
from pipeline.linking.referents import is_nominal, is_value
from pipeline.linking.series import structure_of
from pipeline.linking.tokens import WORD
from pipeline.linking.words import has_bits, opening, role_words

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause
    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token

_AT_ONCE: Final = 2
_PLURAL: Final = 6
"""Tokens before "có" in which "các", "một số" stand."""


def open_examples(figure: Figure, clause: Clause) -> list[Token]:
    """Note the measure that a list opens with, and give what names its first item.

    All of the head is given where none is opened.
    """
    head = figure.head
    _divide(figure, clause)
    at = _marker(head)
    if at is None:
        return head
    measure = _measure(head[:at])
    if measure:
        told = clause.trade if is_value(measure) else None
        clause.measured = told or stretch(measure)
    elif at < _AT_ONCE and clause.subject is not None:
        clause.measured = clause.current
    return head[at + 1 :] if clause.measured is not None else head


def _divide(figure: Figure, clause: Clause) -> None:
    """Read "cơ cấu kinh tế: nông nghiệp 21%; dịch vụ 44%": each is a share of it."""
    if told := structure_of(figure.head):
        clause.structure = told
    elif clause.structure is not None and has_bits(figure.head, c.NOUN):
        clause.structure = clause.whole = None
    percent = figure.amount.kind == "percent" and figure.measure == "level"
    if clause.structure is not None and percent:
        clause.whole, clause.whole_counts = clause.structure, False
        figure.measure = "share"
        figure.infer("measure", "structure")


def _marker(head: list[Token]) -> int | None:
    """Give where "như", "gồm", or the colon behind it, parts the measure from items."""
    marks = role_words("examples")
    for i in range(len(head) - 2, -1, -1):
        if head[i].word in marks or head[i].ref == ":":
            return i if _names_next(head[i + 1]) else None
    return None


def _names_next(token: Token) -> bool:
    return token.type == WORD or bool(token.bits & c.HEAD)


def _measure(led: list[Token]) -> list[Token]:
    """Give "kim ngạch" of "một số mặt hàng có kim ngạch tăng khá so với cùng kỳ"."""
    having = role_words("measured_by")
    for i, token in enumerate(led):
        if token.word in having and _is_plural(led[max(0, i - _PLURAL) : i]):
            named = following_phrase(led[i + 1 :])
            return named if is_nominal(named[:1]) else []
    return []


def _is_plural(words: list[Token]) -> bool:
    said = f" {opening(words, len(words))} "
    return any(f" {word} " in said for word in role_words("several"))


def of_examples(case: Case) -> Parent | None:
    """Read "nông sản có sản lượng giảm như: chè 12%; mía 8%": by output."""
    clause, words = case.clause, case.found.words
    if clause.measured is None or case.counts or not case.figure.own_metric:
        return None
    if is_nominal(words) or case.figure.measure not in ("level", "change"):
        clause.measured = None
        return None
    return Parent(clause.measured, "of_examples")
