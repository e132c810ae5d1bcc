"""Completes units from parallel figures and tells numbers that are no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.referents import names_actor
from pipeline.linking.words import has_bits, role_words, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure
    from pipeline.values.amounts import Amount


_GROWTH_REACH: Final = 3
_THOUSAND: Final = 1000
_LONGEST: Final = 8
"""Figures at most that share the unit of the last: "5, 7, 9 và 11%"."""
_COMMAS: Final = frozenset((",", ";"))
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_LANDS: Final = c.TO | _HEDGES


def fill_units(figures: Sequence[Figure]) -> None:
    """Give a figure without a unit that of the parallel figure beside it."""
    for i, figure in enumerate(figures):
        amount = figure.amount
        told = amount.kind != "bare" or figure.unit_from is not None
        if told or amount.form not in ("digits", "part"):
            continue
        last = _joined_to(figures, i)
        other = last.amount if last is not None else _unit_giver(figures, i)
        if other is not None:
            figure.unit_from = other
            figure.infer("unit", "parallel_figure")
        if last is not None:
            _share_measure(figure, last)


def _share_measure(one: Figure, other: Figure) -> None:
    """Let "tăng 5, 7 và 9%", "lần lượt đạt 5, 7 và 9% kế hoạch" be told alike."""
    for plain, told in ((one, other), (other, one)):
        if plain.measure == "level":
            plain.measure, plain.direction = told.measure, told.direction


def _unit_giver(figures: Sequence[Figure], at: int) -> Amount | None:
    """Find the figure that spells the unit out.

    "điện giảm 3,03; chế biến tăng 1,27%" share the percent sign; "Hà Nội (1,29 triệu),
    Đồng Nai (704.134)" go on counting what was counted before the list.
    """
    figure = figures[at]
    beside = [*figures[at + 1 : at + 3], *reversed(figures[max(0, at - 2) : at])]
    for other in beside:
        if other.amount.kind == "percent" and other.measure == figure.measure:
            return other.amount if figure.amount.unit is None else None
    counted = (f.amount for f in reversed(figures[:at]) if f.amount.kind == "count")
    return next(counted, None) if figure.depth or _is_stated(figure) else None


def _is_stated(figure: Figure) -> bool:
    """Tell "trong đó, khách quốc tế đạt 862.000": it counts what was counted before."""
    amount = figure.amount
    grouped = amount.end - amount.start > len(str(int(amount.value)))
    stated = figure.head_bits & (c.REACH | c.ESTIMATE)
    return bool(stated) and figure.own_metric and amount.value >= _THOUSAND and grouped


def _joined_to(figures: Sequence[Figure], at: int) -> Figure | None:
    """Give the figure with a unit that "và" or commas part from this one.

    "đạt 240 và 180 tỷ đồng", "lần lượt là 5,2; 7 và 9,4%".
    """
    if figures[at].amount.unit is not None:
        return None
    for after in figures[at + 1 : at + 2]:
        if _lands(figures[at], after):
            return after
    for i in range(at, min(at + _LONGEST, len(figures) - 1)):
        joint = _joint(figures[i], figures[i + 1])
        if not joint:
            return None
        last = figures[i + 1]
        if last.amount.unit is not None or last.amount.noun is not None:
            return last if i == at or joint not in _COMMAS else None
    return None


def _joint(figure: Figure, after: Figure) -> str:
    """Give the one word or sign that parts two figures, where it lists them."""
    between = [*figure.tail, *after.head]
    if len(between) != 1:
        return ""
    word = between[0].word
    return word if word in _COMMAS or word in role_words("and") else ""


def _lands(figure: Figure, after: Figure) -> bool:
    """Tell "tăng từ hơn |45.000| lên gần |50.000 đồng": both are of one unit."""
    head = figure.head[:-1] if has_bits(figure.head[-1:], _HEDGES) else figure.head
    if not head or not head[-1].word.endswith("từ"):
        return False
    between = [*figure.tail, *after.head]
    lands = all(t.bits & _LANDS for t in between) and has_bits(between, c.TO)
    return lands and (after.amount.unit is not None or after.amount.noun is not None)


def name_by_growth(figures: Sequence[Figure]) -> None:
    """Name what nothing names by its growth: "duy trì |mức tăng trưởng| trên 8%".

    So too where only who acts stands before: "Thủ tướng đề nghị đạt mức tăng trưởng".
    """
    for figure in figures:
        if figure.measure != "change" or not _is_unnamed(figure):
            continue
        for token in figure.head[-_GROWTH_REACH:]:
            at = _growth_in(token.word)
            if token.bits & c.UP and at >= 0:
                figure.metric = token.start + at, token.end
                figure.evidence["metric"] = figure.metric
                figure.rules["metric"] = "growth"
                figure.own_metric = True


def _is_unnamed(figure: Figure) -> bool:
    """Tell a figure without a name, or with that of an actor or of no thing at all."""
    if figure.metric is None:
        return True
    start, end = figure.metric
    named = [t for t in figure.head if start <= t.start < end]
    if len(named) == 1 and named[0].word in role_words("no_thing"):
        return True
    return names_actor(named)


def _growth_in(word: str) -> int:
    """Give where the growth begins that a word tells, -1 where it names none."""
    found = (word.find(growth) for growth in role_words("growth_name"))
    return max(found, default=-1)


def is_leftover(figure: Figure, folded: str) -> bool:
    """Tell a number that nothing makes a figure: no unit, no noun, no index."""
    amount = figure.amount
    if amount.kind != "bare" or amount.unit is not None or figure.unit_from is not None:
        return False
    name = folded[slice(*figure.metric)] if figure.metric else ""
    return not any(head in name for head in table_words("index_heads"))


def is_in_name(figure: Figure, text: str, start: int) -> bool:
    """Tell a number word that is part of a name: "các khu du lịch như Ba Hồ".

    ``start`` is where the sentence begins.
    """
    amount = figure.amount
    if not text[amount.start].isupper() or not text[start : amount.start].strip():
        return False
    return text[amount.end : amount.end + 2].strip().isupper()
