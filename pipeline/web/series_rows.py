"""The cells of a series as plain rows, for the table of a page and for the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.io.annotations import json_number
from pipeline.series.telling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.series.ledger import Cell, Vintage


def rows_of(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Give every vintage of every cell, the latest period first."""
    ordered = sorted(cells, key=_when, reverse=True)
    return [_row(cell, one) for cell in ordered for one in reversed(cell.vintages)]


def _when(cell: Cell) -> tuple[Any, ...]:
    return cell.period.last, cell.period.first, cell.series.measure, cell.series.aim


def _row(cell: Cell, one: Vintage) -> dict[str, Any]:
    series = cell.series
    return {
        "period": cell.period.iso,
        "frequency": cell.period.frequency,
        "measure": series.measure,
        "against": series.against,
        "unit": series.unit,
        "price_basis": series.price,
        "aim": series.aim,
        "value": json_number(one.span.point),
        "said": plain(one.span.point, series.unit),
        "stage": one.stage,
        "latest": one is cell.latest,
        "told": one.told.isoformat() if one.told else None,
        "confirmations": one.confirmations,
        "conflict": one.conflict,
        "confidence": one.confidence,
        "figures": [
            {"article": fact.article, "figure": fact.id, "outlet": fact.outlet}
            for fact in one.facts
        ],
    }
