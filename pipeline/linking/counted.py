"""Tells what is of the things counted before, and what stands beside another part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.behind import is_total
from pipeline.linking.cases import Case, Parent
from pipeline.linking.objects import is_where, narrows
from pipeline.linking.referents import is_attribute, is_nominal
from pipeline.linking.words import has_bits, opening, role_words, says

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.linking.figure import Figure, Stretch

_COORDINATED: Final = 4
_OWNED: Final = frozenset(("subject", "owner", "owner_before", "of_counted", "beside"))
_ABOUT: Final = 4
"""Tokens behind a figure in which "về số hộ" stands."""


def counts_set(figure: Figure | None) -> bool:
    """Tell "có 97 hộ, tăng 9% về số hộ": the set itself, not "về số lượng"."""
    if figure is None or figure.metric is None:
        return False
    begin = figure.metric[0]
    told = opening([t for t in figure.tail[:_ABOUT] if t.start >= begin], 2)
    numbers, (first, _, of) = role_words("number_of"), told.partition(" ")
    counts = first in numbers and told not in numbers
    return counts and not of.startswith(tuple(role_words("funds")))


def with_it(case: Case) -> Parent | None:
    """Read "178 dự án còn hiệu lực với tổng vốn 9 tỷ": all of it is the set."""
    before, subject = case.before, case.clause.subject
    if before is None or case.counts or not case.figure.own_metric:
        return None
    if before.amount.kind != "count" or before.measure != "level":
        return None
    inside = subject is not None and subject[0] > before.amount.start
    if not inside or before.rules["metric"] != "counted" or not _after_with(case):
        return None
    return _of_set(_head_set(case, before))


def _of_set(things: Stretch | None) -> Parent | None:
    return Parent(things, "of_counted") if things else None


def _of_counted(case: Case) -> Parent | None:
    """Read "13 cụm công nghiệp với tổng diện tích 416 ha": the area is of those."""
    figure, before, counted = case.figure, case.before, case.clause.counted
    if not figure.own_metric:
        return None
    if not case.counts and counted and counted != figure.metric and _after_with(case):
        last = before is not None and before.metric == counted
        whole = _head_set(case, before) if before and last else counted
        return _of_set(whole)
    if before is None or before.amount.kind != "count" or before.measure != "level":
        return None
    return _of_set(_head_set(case, before)) if _has_it(case) else None


def _head_set(case: Case, before: Figure) -> Stretch | None:
    """Give "doanh nghiệp" in "200 doanh nghiệp từ 20 quốc gia", not "quốc gia".

    Behind "dự án A quy mô 242 căn hộ" it is what has that size.
    """
    things, where = case.clause.things, is_where(before)
    if where or (things is not None and narrows(before)):
        return things
    sized = before.rules["metric"] == "phrase" and before.parent is not None
    return before.parent if sized else before.metric


def _has_it(case: Case) -> bool:
    """Tell "13 cụm với 9 xưởng", "13 cụm, tổng diện tích 416 ha": both theirs."""
    head, words = case.figure.head, case.found.words
    if case.counts:
        with_it = role_words("with") | role_words("causing")
        near = case.clause.out_of is None and says(head[-2:], with_it)
        return near or says(head[:3], with_it)
    if says(head[:3], role_words("with_or_has")):
        return True
    joined = len(head) > 1 and head[0].ref == "," and words[:1] == [head[1]]
    things = case.before is not None and case.before.rules["metric"] == "counted"
    return joined and things and (is_attribute(words) or is_total(words))


def _beside(case: Case) -> Parent | None:
    """Read "diện tích 5 ha với 1.040 căn hộ": both are what the project has."""
    before = case.before
    if (
        before is None
        or not case.figure.own_metric
        or before.depth != case.figure.depth
    ):
        return None
    if before.rules.get("parent") not in _OWNED:
        return None
    if case.counts:
        beside = says(case.figure.head[:2], role_words("with")) or _only_joins(case)
    else:
        beside = _coordinated(case)
    return Parent(before.parent, "beside") if beside else None


def _only_joins(case: Case) -> bool:
    """Tell ", 364 phòng và 12 biệt thự": one more count of the same whole."""
    joins, head, before = role_words("and"), case.figure.head, case.before
    if before is None or before.amount.kind != "count":
        return False
    if before.rules["parent"] == "of_counted" and not _is_caused(before):
        return False
    hedges = c.ABOUT | c.OVER | c.UNDER
    return all(t.ref == "," or t.word in joins or t.bits & hedges for t in head)


def _is_caused(figure: Figure) -> bool:
    """Tell "21 vụ, làm 9 người chết": what the things counted have done."""
    return says(figure.head[:3], role_words("causing"))


def _coordinated(case: Case) -> bool:
    """Tell "… và lợi nhuận 5 tỷ", ", diện tích 416 ha" behind what the whole has.

    ", trong đó vốn vay 416 tỷ" is a part of what was told before it.
    """
    words, head = case.found.words, case.figure.head
    if has_bits(head[:_COORDINATED], c.PART):
        return False
    near = bool(words) and words[0] in head[1:_COORDINATED]
    joined = near and (head[0].ref == "," or head[0].word in role_words("and"))
    return joined and (is_nominal(words[:1]) or is_total(words))


def _after_with(case: Case) -> bool:
    if not case.found.words:
        return False
    start = case.found.words[0].start
    before = [t for t in case.figure.head if t.end <= start]
    return bool(before) and before[-1].word in role_words("with")


COUNTED_RULES: Final[tuple[Callable[[Case], Parent | None], ...]] = (
    _of_counted,
    _beside,
)
"""The first rule that speaks decides."""
