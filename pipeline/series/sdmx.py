"""Series as SDMX-CSV 2.0, with the structure message that explains it.

A target is no forecast: the dimension AIM tells what came about, what was planned and
what was forecast apart. What is no code yet (a breakdown, a company, a place without
one) becomes one, with the words themselves as its description, so that nothing is lost.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

from pipeline.io.files import replacing
from pipeline.schema import MONTHS_A_QUARTER
from pipeline.series.rows import scaled
from pipeline.series.sdmx_structure import (
    ATTRIBUTES,
    DIMENSIONS,
    NOT_APPLICABLE,
    REFERENCE,
    Codes,
    structure_message,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipeline.schema import Period
    from pipeline.series.points import Point
    from pipeline.series.rows import Row, Rows

LATEST: Final = "LATEST"
_HEAD: Final = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def write_sdmx(
    points: Iterable[Point], rows: Rows, path: str, *, vintages: bool
) -> tuple[str, int]:
    """Write series as SDMX-CSV 2.0 and, beside it, their structure as SDMX-JSON 2.0.

    Args:
        points: what to write, in this order.
        rows: makes rows of them.
        path: of the data ("x.sdmx.csv"); the structure is "x.sdmx.json".
        vintages: whether every vintage is written and not the latest.

    Returns:
        The path of the structure and how many observations there are.

    Raises:
        UsageError: a file cannot be written.
    """
    structure = f"{path.removesuffix('.csv')}.json"
    codes = {name: Codes() for name in DIMENSIONS}
    written = 0
    with replacing(path) as part, replacing(structure) as beside:
        with part.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, lineterminator="\n")
            names = (*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
            lines.writerow((*_HEAD, *names))
            for point in points:
                row = rows.row(point)
                if not vintages:
                    row["vintage"] = LATEST
                key = _key(row, codes, rows.name)
                lines.writerow(("dataflow", REFERENCE, "I", *key, *_cells(point, row)))
                written += 1
        message = json.dumps(structure_message(codes), ensure_ascii=False, indent=1)
        beside.write_text(f"{message}\n", encoding="utf-8")
    return structure, written


def _key(
    row: Row, codes: Mapping[str, Codes], name_of: Callable[[str | None], str]
) -> list[str]:
    key = []
    for dimension, (_, column) in DIMENSIONS.items():
        value = row[column]
        if value is None:
            key.append(codes[dimension].of(NOT_APPLICABLE, "not applicable"))
            continue
        name = str(value)
        if column == "indicator":
            name = name_of(name)
        elif column == "area":
            name = str(row["area_name"])
        elif column == "vintage":
            value = value if value == LATEST else f"V{value}"
        key.append(codes[dimension].of(str(value), name))
    return key


def _cells(point: Point, row: Row) -> list[object]:
    low, value, high = scaled(point.span, int(str(row["unit_mult"])))
    told: dict[str, object] = {
        "OBS_STATUS": _status(point, row),
        "LOW": f"{low:f}",
        "HIGH": f"{high:f}",
    }
    for name, (_, _, column) in ATTRIBUTES.items():
        if column is not None:
            cell = row[column]
            told[name] = "" if cell is None or cell is False else cell
    attributes = ("true" if told[n] is True else told[n] for n in ATTRIBUTES)
    return [time_period(point.period), f"{value:f}", *attributes]


def _status(point: Point, row: Row) -> str:
    if point.conflict:
        return "U"
    if point.sources:
        return "I"
    if row["series_break"]:
        return "B"
    return {"estimate": "E", "forecast": "F"}.get(point.stage, "A")


def time_period(period: Period) -> str:
    """Write a period as SDMX does: 2021, 2021-S2, 2021-Q3, 2021-09, 2021-01-01/P9M."""
    year, frequency = f"{period.first.year:04d}", period.frequency
    if frequency == "S":
        return f"{year}-S2"
    if frequency == "Q":
        return f"{year}-Q{(period.first.month + 2) // MONTHS_A_QUARTER}"
    if frequency in ("A", "M", "D"):
        return period.iso
    if period.whole_months:
        return f"{period.first}/P{period.months}M"
    return f"{period.first}/P{(period.last - period.first).days + 1}D"
