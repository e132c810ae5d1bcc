"""Points as flat rows: the same columns in every output, and the pivot of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.series.areas import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.series.intervals import Interval
    from pipeline.series.points import Point

Row: TypeAlias = dict[str, object]
Across: TypeAlias = Literal["period", "area", "indicator"]

COLUMNS: Final = (
    *("indicator", "breakdown", "area", "area_name", "entity"),
    *("measure", "against", "unit", "price_basis", "aim", "plan_by"),
    *("period", "frequency", "value", "low", "high", "unit_mult", "decimals"),
    *("stage", "vintage", "vintages", "told", "confirmations", "confidence"),
    *("conflict", "series_break", "bound", "text", "formula"),
    *("outlets", "articles", "figures"),
)
"""The columns of a row. ``value``, ``low`` and ``high`` are quantities, ``low`` and
``high`` what the printed digits allow; ``unit_mult`` and ``decimals`` tell how the
value was printed (of a derived one, how the finest of its figures was)."""

SEPARATOR: Final = "; "

_ACROSS: Final[dict[Across, Sequence[str]]] = {
    "period": ("frequency", "period"),
    "area": ("area", "area_name"),
    "indicator": ("indicator",),
}
DOWN: Final = (
    *("indicator", "breakdown", "area", "area_name", "entity"),
    *("measure", "against", "unit", "price_basis", "aim", "plan_by"),
    *("frequency", "period"),
)
"""The columns that tell rows of a pivot apart."""


class Rows:
    """Makes rows of points in their order; knows where a series breaks."""

    def __init__(self, natural: Mapping[str, str], *, merged: bool) -> None:
        """Take the names of indicators by id.

        Args:
            natural: the names.
            merged: whether provinces were summed to one set of units, so that nothing
                breaks.
        """
        self._names = natural
        self._merged = merged
        self._begun: set[object] = set()

    def row(self, point: Point) -> Row:
        """Give a point as a row; keys are ``COLUMNS``, in order."""
        series, subject = point.series, point.series.subject
        return {
            "indicator": subject.indicator,
            "breakdown": subject.breakdown or None,
            "area": subject.area,
            "area_name": units().name_of(subject.area),
            "entity": subject.entity,
            "measure": series.measure,
            "against": series.against or None,
            "unit": series.unit,
            "price_basis": series.price,
            "aim": series.aim,
            "plan_by": series.giver,
            "period": point.period.iso,
            "frequency": point.period.frequency,
            **_value(point),
            "conflict": point.conflict,
            "series_break": self._breaks(point),
            **_evidence(point),
        }

    def name(self, indicator: str | None) -> str:
        """Give the name of an indicator by its id; the id where it has none."""
        return self._names.get(indicator or "", indicator or "")

    def _breaks(self, point: Point) -> bool:
        """Tell whether a series of a merged province begins with this point."""
        if point.series in self._begun:
            return False
        self._begun.add(point.series)
        unit = units().by_id.get(point.series.subject.area or "")
        return not self._merged and unit is not None and units().breaks(unit)


def _value(point: Point) -> Row:
    power = min(fact.power for fact in point.facts())
    value = plain(point.span.point)
    told = point.vintage.told if point.vintage else None
    return {
        "value": value,
        "low": plain(point.span.low),
        "high": plain(point.span.high),
        "unit_mult": power,
        "decimals": _decimals(value.scaleb(-power)),
        "stage": point.stage,
        "vintage": point.number,
        "vintages": point.of,
        "told": f"{told}" if told else None,
        "confirmations": point.confirmations,
        "confidence": round(point.confidence, 4),
    }


def _evidence(point: Point) -> Row:
    facts = tuple(point.facts())
    stated = facts[0] if point.vintage else None
    return {
        "bound": stated.bound if stated else None,
        "text": stated.text if stated else None,
        "formula": point.formula or None,
        "outlets": _each(fact.outlet for fact in facts),
        "articles": _each(fact.article for fact in facts),
        "figures": _each(fact.id for fact in facts),
    }


def plain(number: Decimal) -> Decimal:
    """Give a number without idle zeros or exponents: 25E+2 is 2500."""
    shortest = number.normalize()
    whole = shortest.as_tuple().exponent
    return (
        shortest.quantize(Decimal(1))
        if isinstance(whole, int) and whole > 0
        else shortest
    )


def scaled(span: Interval, power: int) -> tuple[Decimal, Decimal, Decimal]:
    """Give low end, value and high end in units of a power of ten."""
    low, point, high = (plain(part.scaleb(-power)) for part in span)
    return low, point, high


def pivoted(rows: Iterable[Row], across: Across) -> tuple[list[str], list[Row]]:
    """Lay rows out with one of their dimensions across.

    Args:
        rows: as ``Rows.row`` gives them; of two for one cell, which vintages and
            targets of several givers may be, the last stands.
        across: what the columns are.

    Returns:
        The names of the columns in order, and the rows. Columns whose cells are all
        empty are left out.
    """
    down = [name for name in DOWN if name not in _ACROSS[across]]
    heads: dict[str, None] = {}
    table: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in down)
        head = _head(row, across)
        heads[head] = None
        table.setdefault(key, dict(zip(down, key, strict=True)))[head] = row["value"]
    ordered = sorted(heads, key=_period_order) if across == "period" else list(heads)
    laid = list(table.values())
    if across != "period":
        laid.sort(key=lambda row: _row_order(row, down))
    kept = [name for name in down if any(row[name] is not None for row in laid)]
    return [*kept, *ordered], [
        {name: row.get(name) for name in (*kept, *ordered)} for row in laid
    ]


def _head(row: Row, across: Across) -> str:
    """Name the column of a row; a province of after a merger with its year."""
    if across == "area":
        area = row["area"]
        return units().label_of(str(area) if area else None) or ""
    return str(row[across] or "")


def _row_order(row: Row, down: Sequence[str]) -> tuple[object, ...]:
    words = (str(row[name] or "") for name in down if name != "period")
    return (*words, *_period_order(str(row["period"])))


def _period_order(period: str) -> tuple[object, ...]:
    from pipeline.io.iso import read_period

    told = read_period(period)
    return (told.last, told.first) if told else ()


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _each(words: Iterable[str | None]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(word for word in words if word)) or None


def in_order(row: Row) -> Iterator[object]:
    """Give the cells of a row in the order of ``COLUMNS``."""
    return (row[name] for name in COLUMNS)
