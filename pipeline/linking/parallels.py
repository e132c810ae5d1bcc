"""Settles what a figure states by the figures beside it and by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.attained import (
    attained_then,
    attains,
    is_former_rate,
    list_attained,
)
from pipeline.linking.measures import RELATIVE
from pipeline.linking.tokens import CUE, SIGN, TIME, WORD
from pipeline.linking.whats import is_of_others
from pipeline.linking.words import has_bits, says
from pipeline.values.nouns import read_counted_noun
from pipeline.values.vocabulary import AFTER_WORD, alternatives, any_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure

_LINKS: Final = c.ABOUT | c.OVER | c.UNDER | c.LINK | c.ADVERB
_HEDGED: Final = c.ABOUT | c.OVER | c.UNDER
_VERBAL: Final = c.TO | c.UP | c.DOWN | c.REACH | c.VERSUS | c.COMPARED | c.PLAN
_ITEM_SIGNS: Final = frozenset(";(,")
_JOINTS: Final = frozenset(",(;")
_LISTING: Final = frozenset((",", "và"))
_BETWEEN: Final = 4
_RELATIVE_OR_RANK: Final = (*RELATIVE, "rank")


def follow_parallels(figures: Sequence[Figure]) -> None:
    """Let figures without a verb of their own be what their neighbours are.

    "luồng Xanh chiếm 52,6%, luồng Vàng là 43%" are two shares; "tăng 9%, cao hơn mức
    8,5% dự đoán" two changes, as are "giảm một nửa (khoảng 55%)".
    """
    shared = "share" in [f.measure for f in figures]
    earlier: Figure | None = None
    for before, figure in pairwise(figures):
        told, earlier = earlier, before
        if _is_base(before, figure) or (told and is_former_rate(told, before, figure)):
            figure.measure, figure.direction = "level", None
            figure.infer("measure", "compared_figure")
        elif attains(before, figure):
            figure.measure = "ratio"
            figure.infer("measure", "attains_plan")
        elif attained_then(before, figure):
            figure.measure, figure.direction = "ratio", None
            figure.infer("measure", "attained_then")
        elif _follows(before, figure) or _adds_too(before, figure):
            figure.measure, figure.direction = before.measure, before.direction
            figure.infer("measure", "parallel_figure")
    list_attained(figures)
    for figure in figures:
        plain = figure.amount.kind == "percent" and figure.measure == "level"
        if plain and shared and not _compared(figure):
            figure.measure = "share"
            figure.infer("measure", "parallel_figure")


def _follows(before: Figure, figure: Figure) -> bool:
    if _bare_link(figure) and _alike(figure, before):
        return not (_adds_points(figure, before) or is_of_others(figure, before))
    if _bracketed(before) and _bracketed(figure) and _alike(figure, before):
        return True
    if before.measure == "change" and not _compared(figure) and _tells_rate(figure):
        return True
    moves = before.measure == "ratio" and figure.measure == "change"
    alike = _compared(figure) and _alike(figure, before)
    return alike and not moves and not _names_rate(figure)


def _adds_too(before: Figure, figure: Figure) -> bool:
    """Tell "có thêm 3 trường, | 7 lớp học và | 68 phòng": more of each thing."""
    if not before.amount.kind == figure.amount.kind == "count" or not figure.head:
        return False
    told = before.inferred.get("measure") == "parallel_figure"
    adds = told or says(before.head[-1:], frozenset(words_of("adding")))
    if before.measure != "change" or not adds or figure.measure != "level":
        return False
    joined = figure.head[-1].word in _LISTING and not figure.depth
    return joined and not figure.head_bits & (_VERBAL | c.PART)


def _adds_points(figure: Figure, before: Figure) -> bool:
    """Tell "tăng 7% (0,06 điểm phần trăm)": what that adds to a growth of all."""
    points = figure.amount.kind == "point" and before.amount.kind == "percent"
    return points and figure.depth > before.depth


def _bracketed(figure: Figure) -> bool:
    """Tell an item of "tăng mạnh là Nga (67,2%), Hoa Kỳ (23,5%)": no verb inside."""
    opens = bool(figure.head) and figure.head[-1].word == "("
    return opens and figure.depth == 1 and figure.amount.kind == "percent"


def _is_base(before: Figure, figure: Figure) -> bool:
    """Tell the sum that another is set against: "cao hơn 2 tỷ so với mức 5 tỷ"."""
    if before.measure != "change" or figure.amount.kind in _RELATIVE_OR_RANK:
        return False
    if figure.measure == "change" and figure.depth > before.depth:
        return False  # "tăng 4% so với cùng kỳ (tăng 9 tỷ)": the same in money
    between = [*before.tail, *figure.head][-_BETWEEN:]
    return has_bits(between, c.COMPARED | c.VERSUS)


def _names_rate(figure: Figure) -> bool:
    return any(t.ref == "tỷ lệ" for t in figure.head)


def _compared(figure: Figure) -> bool:
    """Tell "cao hơn mức 8,5%", "so với con số 9,3": what it is compared with."""
    if not figure.head_bits & (c.COMPARED | c.VERSUS):
        return False
    last = [t for t in figure.head[-4:] if t.type == CUE]
    return has_bits(last, c.COMPARED | c.VERSUS)


def _tells_rate(figure: Figure) -> bool:
    """Tell the same change as a rate: "tăng 6 điểm (0,5%)", "giảm 6 tỷ, tức 5%"."""
    if figure.amount.kind != "percent":
        return False
    return _only_rate(figure) or _equals(figure)


def _equals(figure: Figure) -> bool:
    """Tell "(0,5%)", ", tương đương 5%", "hay 5%" from "(bằng 5%)", ", đạt 5%"."""
    if figure.measure != "level" or not figure.head:
        return False
    equal = frozenset(words_of("equals"))
    told = [t for t in figure.head if t.type != SIGN]
    opens = figure.head[-1].word == "(" or says(told, equal)
    return opens and all(t.word in equal or t.bits & _HEDGED for t in told)


def _only_rate(figure: Figure) -> bool:
    """Tell "giảm 6 đơn vị, tỷ lệ 26%"."""
    named = [t for t in figure.head if t.type == WORD or t.bits & c.HEAD]
    return bool(named) and all(t.word == "tỷ lệ" for t in named)


def _bare_link(figure: Figure) -> bool:
    """Tell "… và 24,3% về trị giá", "… (khoảng 55%)": no verb of its own."""
    if not figure.head or figure.head_bits & (c.TO | c.UP | c.DOWN):
        return False
    return all(
        (t.type == CUE and t.bits & _LINKS) or t.word in _JOINTS for t in figure.head
    )


def _alike(figure: Figure, other: Figure) -> bool:
    one, two = figure.amount.kind, other.amount.kind
    if "count" in (one, two):
        return False
    return one == two or (one in RELATIVE and two in RELATIVE)


def settle_by_metric(figures: Sequence[Figure], folded: str) -> None:
    """Let the name decide where no verb does: growth, shares and rates by name."""
    shares: Figure | None = None
    _list_growth(figures, folded)
    for figure in figures:
        if figure.metric is None:
            continue
        if figure.amount.kind == "percent":
            _settle_percent(figure, folded[slice(*figure.metric)])
            shares = _follow_shares(figure, shares)
        elif figure.amount.kind == "bare":
            _count_by_name(figure, folded)
        elif figure.amount.kind == "score" and figure.measure == "level":
            _drop_points(figure, folded)


def _list_growth(figures: Sequence[Figure], folded: str) -> None:
    """Read "tăng 6% (dệt 3%, may 9%)", "dệt tăng 6%; may 9%": growth of each item."""
    for before, figure in pairwise(figures):
        if before.measure == "change" and _is_item(before, figure, folded):
            figure.measure, figure.direction = "change", before.direction
            figure.infer("measure", "parallel_figure")


def _is_item(before: Figure, figure: Figure, folded: str) -> bool:
    """Tell a per cent with a name or time alone; what rates are by name is no item.

    "số lượt khám tăng 4%; công suất sử dụng giường bệnh 112%" is no list of growth.
    """
    if not before.amount.kind == figure.amount.kind == "percent":
        return False
    if figure.measure != "level" or figure.head_bits & _VERBAL or not figure.head:
        return False
    if figure.inferred.get("measure") == "compared_figure":
        return False
    if figure.head_bits & c.NOUN and not figure.head_bits & c.PART:
        return False
    name = folded[slice(*figure.metric)] if figure.metric else ""
    closed = len(figure.head) > 1 and figure.head[0].ref == ")"
    first = figure.head[1 if closed else 0]  # "A (tăng 5%), B (4%)"
    listed = first.word in _ITEM_SIGNS or figure.head_bits & c.PART
    return bool(listed) and name_kind(name) is None


def _settle_percent(figure: Figure, name: str) -> None:
    kind = name_kind(name)
    told = figure.measure
    if told == "level":
        _settle_level(figure, kind)
    elif kind == "rate" and _only_looks_relative(figure):
        figure.measure = "level"
    if figure.measure != told and figure.metric is not None:
        figure.evidence["measure"] = figure.metric
        figure.inferred.pop("measure", None)


def _follow_shares(figure: Figure, shares: Figure | None) -> Figure | None:
    """Let "tỷ trọng A giảm còn 2%, B lên 3%" be shares all: only the first says so."""
    name_tells = "measure" in figure.evidence
    told = name_tells or figure.rules.get("metric") == "respectively"
    if shares is not None and figure.measure == "level":
        figure.measure = "share"
        figure.infer("measure", "parallel_figure")
    return shares or (figure if told and figure.measure == "share" else None)


def _count_by_name(figure: Figure, folded: str) -> None:
    """Give "số dự án … lên 40" the unit that its name tells: "dự án"."""
    start, end = figure.metric or (0, 0)
    if figure.amount.unit is not None and figure.rules.get("metric") != "ranked_by":
        return
    number_of = _number_of().match(folded, start, end)
    noun = read_counted_noun(folded, number_of.end()) if number_of else None
    if noun is not None and figure.amount.form == "digits":
        figure.unit_from = replace(figure.amount, noun=noun, kind="count")
        figure.infer("unit", "counted_by_name")


def _drop_points(figure: Figure, folded: str) -> None:
    """Leave the level of an index without a unit: "VN-Index còn 926,54 điểm"."""
    start, end = figure.metric or (0, 0)
    if _index().search(folded, start, end):
        figure.unit_from = replace(figure.amount, unit=None)


@lru_cache(maxsize=1)
def _index() -> re.Pattern[str]:
    heads = alternatives(row["surface"] for row in read_table("index_heads"))
    return re.compile(rf"{AFTER_WORD}(?:{heads})(?!\w)")


@lru_cache(maxsize=1)
def _number_of() -> re.Pattern[str]:
    return re.compile(rf"{any_of('number_of')}(?=\s)")


def _settle_level(figure: Figure, kind: str | None) -> None:
    if kind in ("up", "down"):
        figure.measure = "change"
        figure.direction = "up" if kind == "up" else "down"
    elif kind == "share":
        figure.measure = "share"
    elif kind == "progress" and figure.head_bits & c.REACH:
        figure.measure = "ratio"


def _only_looks_relative(figure: Figure) -> bool:
    """Tell "lãi suất bằng 7%", "lệ phí là 12% giá trị xe": the rate itself."""
    if figure.inferred.get("measure") == "listed_attained":
        return False
    if figure.measure == "ratio":
        against = c.VERSUS | c.PLAN | c.HEAD
        return not any(t.type == TIME or t.bits & against for t in figure.tail[:2])
    return figure.measure == "share" and not figure.head_bits & c.SHARE


@lru_cache(maxsize=1)
def _kinds_of_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the beginnings of names, and the kind that each tells."""
    rows = read_table("name_kinds")
    return tuple(r["surface"] for r in rows), tuple(r["kind"] for r in rows)


def name_kind(name: str) -> str | None:
    """Give what a percentage of that folded name is, such as "share", "rate"."""
    beginnings, kinds = _kinds_of_names()
    if not name.startswith(beginnings):
        return None
    told = zip(beginnings, kinds, strict=True)
    return next(kind for beginning, kind in told if name.startswith(beginning))
