"""Dates the figures that no time stands before, once the article has been read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.linking.standing import is_specified, is_timeless
from pipeline.linking.telling import dating_words
from pipeline.linking.tokens import TIME
from pipeline.values.periods import standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from pipeline.linking.clock import Clock
    from pipeline.linking.figure import Figure
    from pipeline.linking.tokens import Token
    from pipeline.values.periods import ArticleDate

_HEADLINES: Final = 1
_BACKFILL_REACH: Final = 3
_DEAL: Final = 3
_MOST_ALIKE: Final = 200
"""So many figures of one value are compared: a table repeats itself without end."""
_FEW: Final = 13
"""Counts below this recur by chance: \"4 tỉnh\", \"hai dự án\"."""


def backfill(
    figures: Sequence[Figure], anchor: ArticleDate | None, folded: str
) -> None:
    """Date the figures that no time stands before.

    A headline repeats a figure of the body, else it means the first time told soon
    after it; standing facts are of the article's own date.
    """
    first = next((f for f in figures if f.period is not None), None)
    alike: dict[Decimal, list[Figure]] = defaultdict(list)
    for figure in figures:
        alike[figure.amount.value].append(figure)
    before: Figure | None = None
    for figure in figures:
        if figure.period is not None or "period" in figure.inferred:
            before = figure
            continue
        others = alike[figure.amount.value][:_MOST_ALIKE]
        twin = next((f for f in others if _repeats(figure, f)), None)
        if twin is not None:
            figure.period = twin.period
            figure.infer("period", "repeated_figure")
        elif (
            first
            and not (anchor and is_timeless(figure, folded))
            and figure.sentence < _HEADLINES
            and 0 <= first.sentence - figure.sentence <= _BACKFILL_REACH
        ):
            figure.period = first.period
            figure.infer("period", "first_told")
        elif anchor and (
            is_specified(figure, folded)
            or (figure.status == "actual" and _stands(figure, before))
            or _is_part(figure, before)
        ):
            figure.period = anchor.period
            figure.infer("period", "article_date")
        before = figure


def lend_bases(figures: Sequence[Figure], folded: str) -> None:
    """Give a growth told again the base that it has where it is told in full.

    "Doanh thu tăng 10%" of a headline, "doanh thu thuần tăng 10% so với năm 2019".
    """
    growth = [f for f in figures if f.measure == "change"]
    full = [f for f in growth if f.base is not None and f.base.kind == "period"]
    for figure in growth:
        if figure.base is not None:
            continue
        others = full[:_MOST_ALIKE]
        twin = next((f for f in others if _same_growth(figure, f, folded)), None)
        if twin is not None:
            figure.base = twin.base
            figure.infer("base", "repeated_figure")


def _same_growth(figure: Figure, other: Figure, folded: str) -> bool:
    one, two = figure.amount, other.amount
    if one.value != two.value or one.kind != two.kind or one.kind == "count":
        return False
    same = figure.direction == other.direction and figure.period == other.period
    if not same or figure.sentence == other.sentence:
        return False
    if figure.metric is None or other.metric is None:
        return False
    names = [set(folded[slice(*f.metric)].split()) for f in (figure, other) if f.metric]
    return names[0] <= names[1] or names[1] <= names[0]


def _stands(figure: Figure, before: Figure | None) -> bool:
    """Tell a fact that no time is told of, or growth told with it: "(tăng 5 đồng)"."""
    if figure.measure in ("level", "share"):
        return True
    if before is None or before.sentence != figure.sentence or figure.own_metric:
        return False
    return before.inferred.get("period") == "article_date"


def _is_part(figure: Figure, before: Figure | None) -> bool:
    """Tell "tổng mức đầu tư dự kiến 9 tỷ, trong đó vốn vay 4 tỷ": of the same day."""
    if before is None or before.sentence != figure.sentence or figure.parent is None:
        return False
    if before.inferred.get("period") != "article_date":
        return False
    return figure.parent in (before.metric, before.parent)


def date_by_schedule(
    figures: Sequence[Figure], row: list[Token], clock: Clock, folded: str
) -> None:
    """Date planned deals by the sentence behind them: "Giao dịch từ 18/7 đến 16/8"."""
    if not row or not dating_words("schedule").search(
        folded, row[0].start, row[-1].end
    ):
        return
    spans = [t for t in row if t.type == TIME and t.ref.kind == "date" and t.ref.until]  # type: ignore[attr-defined]
    period = clock.read(spans[0].ref, sentence_year=None) if spans else None  # type: ignore[arg-type]
    if period is None:
        return
    for figure in figures[-_DEAL:]:
        if figure.status == "forecast" and figure.amount.kind in ("count", "percent"):
            head = " ".join(t.ref for t in figure.head if isinstance(t.ref, str))
            held = dating_words("holding").search(head) or figure.measure == "share"
            figure.period = standing(period) if held else period
            figure.evidence["period"] = (spans[0].start, spans[0].end)
            figure.inferred.pop("period", None)


def _repeats(figure: Figure, other: Figure) -> bool:
    if other.period is None or other is figure:
        return False
    one, two = figure.amount, other.amount
    if figure.status != other.status and figure.sentence >= _HEADLINES:
        return False
    same = one.value == two.value and one.value_max == two.value_max
    carried = other.inferred.get("period") == "carried_on"
    if figure.sentence >= _HEADLINES and carried:
        return False
    few = one.kind == "count" and one.value < _FEW and one.value % 1 == 0
    if few and other.sentence > figure.sentence + 1:
        return False
    return same and one.kind == two.kind and figure.measure == other.measure
