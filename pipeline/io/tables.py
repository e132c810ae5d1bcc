"""The one table (C3): a row per observation, the same columns in every format.

Decimals are ``decimal128(38, 9)`` in Arrow: 29 digits before the comma, for
quantities multiplied out in đồng, and 9 behind it, for fractions written as
0.333333 and rates per thousand. Whatever needs more is told, never rounded.
"""

from __future__ import annotations

import json
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pipeline.errors import InputError
from pipeline.io.annotations import json_number
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd
    import pyarrow as pa

    from pipeline.schema import Observation, Period

Row: TypeAlias = dict[str, object]

DECIMAL_DIGITS: Final = 38
DECIMAL_SCALE: Final = 9
_UNROUNDED: Final = Context(prec=1000)

KINDS: Final = {
    "decimal": ("value", "value_max", "quantity"),
    "date": ("period_first", "period_last", "base_first", "base_last"),
    "int": (
        *("amount_start", "amount_end", "unit_mult"),
        *("sentence_start", "sentence_end"),
    ),
    "float": ("confidence",),
}
"""The columns that are not strings."""


def to_row(seen: Observation) -> Row:
    """Give one observation as a row: keys are ``schema.COLUMNS``, in order.

    Values are str, int, float, Decimal, date or None; ``evidence`` and ``inferred``
    are mappings, which each format writes in its own way.
    """
    period = _told(seen.period)
    base = _told(seen.base.period if seen.base else None)
    derived: Row = {
        "period": period.iso,
        "period_first": period.first,
        "period_last": period.last,
        "frequency": period.frequency,
        "base": base.iso or (seen.base.kind if seen.base else None),
        "base_first": base.first,
        "base_last": base.last,
        "plan_period": _told(seen.plan_period).iso,
        "evidence": {name: list(span) for name, span in seen.evidence.items()},
        "inferred": dict(seen.inferred),
    }
    return {
        name: derived[name] if name in derived else getattr(seen, name)
        for name in COLUMNS
    }


class _Told(NamedTuple):
    """What the table says of a period."""

    iso: str | None = None
    first: date | None = None
    last: date | None = None
    frequency: str | None = None


@lru_cache(maxsize=4096)  # an article names few periods, and many times each
def _told(period: Period | None) -> _Told:
    if period is None:
        return _Told()
    return _Told(period.iso, period.first, period.last, period.frequency)


def csv_cells(row: Row) -> dict[str, str]:
    """Give a row as text: None is empty, decimals and dates as they are written."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _json(value) if isinstance(value, dict) else str(value)


def plain_cells(row: Row) -> Row:
    """Give a row as str, int, float and None: decimals and dates as CSV has them."""
    return {
        name: value if isinstance(value, _PLAIN) else _cell(value)
        for name, value in row.items()
    }


_PLAIN: Final = (str, int, float, type(None))


def json_row(row: Row) -> str:
    """Give a row as one line of strict JSON: numbers as numbers, dates as text.

    A number has all its digits, also where a float would round it.
    """
    cells = {name: _json_value(value) for name, value in row.items()}
    if any(isinstance(value, Decimal) for value in cells.values()):
        told = (f'"{n}": {_json_token(value)}' for n, value in cells.items())
        return f"{{{', '.join(told)}}}"
    return _json(cells)


def _json_value(value: object) -> object:
    if not isinstance(value, Decimal):
        return value if isinstance(value, _OF_JSON) else str(value)
    number = json_number(value)
    rounded = value.is_finite() and Decimal(repr(number)) != value
    return value if rounded else number


def _json_token(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else _json(value)


_OF_JSON: Final = (str, int, float, dict, type(None))
_json: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def arrow_schema() -> pa.Schema:
    """Give the one Arrow schema, the same for every file whatever it holds."""
    import pyarrow as pa

    types = {
        "decimal": pa.decimal128(DECIMAL_DIGITS, DECIMAL_SCALE),
        "date": pa.date32(),
        "int": pa.int64(),
        "float": pa.float64(),
    }
    of = {name: types[kind] for kind, names in KINDS.items() for name in names}
    return pa.schema([(name, of.get(name, pa.string())) for name in COLUMNS])


def arrow_cells(row: Row) -> Row:
    """Make a row fit the Arrow schema: mappings become JSON text.

    Raises:
        InputError: a decimal has more digits than the table keeps.
    """
    cells = {
        name: _json(value) if isinstance(value, dict) else value
        for name, value in row.items()
    }
    for name in KINDS["decimal"]:
        value = row[name]
        if not isinstance(value, Decimal):
            continue
        cells[name] = _fitting(value)
        if cells[name] is None:
            message = f"expected {name!r} of {row['amount_text']!r:.60} within"
            message += f" {DECIMAL_DIGITS - DECIMAL_SCALE} digits and"
            message += f" {DECIMAL_SCALE} decimals, got {value}"
            place = f"{row['article_id']}:{row['amount_start']}"
            hint = "write CSV, JSONL or SQLite, which keep every digit"
            raise InputError(message, source=place, hint=hint)
    return cells


def _fitting(value: Decimal) -> Decimal | None:
    """Give a decimal without idle zeros (Arrow refuses 0E+40); None if too long."""
    if not value.is_finite():
        return None
    shortest = value.normalize(_UNROUNDED)
    exponent = shortest.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    whole = shortest.adjusted() + 1
    fits = decimals <= DECIMAL_SCALE and whole <= DECIMAL_DIGITS - DECIMAL_SCALE
    return shortest if fits else None


def to_arrow(observations: Iterable[Observation]) -> pa.Table:
    """Give the observations as an Arrow table.

    Raises:
        InputError: a decimal has more digits than the table keeps.
    """
    import pyarrow as pa

    rows = [arrow_cells(to_row(seen)) for seen in observations]
    return pa.Table.from_pylist(rows, schema=arrow_schema())


def to_frame(observations: Iterable[Observation]) -> pd.DataFrame:
    """Give the observations as a pandas frame, as ``pandas.read_parquet`` would.

    Decimals stay ``Decimal`` and dates ``date``: nothing is rounded.

    Raises:
        InputError: a decimal has more digits than the table keeps.
    """
    frame: pd.DataFrame = to_arrow(observations).to_pandas()
    return frame
