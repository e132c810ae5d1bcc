"""Series as text: a table for the eye, CSV, JSON Lines."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.series.rows import COLUMNS, DOWN, pivoted
from pipeline.series.writing import write_csv, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from pipeline.series.rows import Across, Row, Rows

WIDE: Final = 2_000
"""Columns where no terminal says how many it has: lines are not broken then."""
_SCALES: Final = ((Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"))
_HEADS: Final = ("period", "value", "stage", "told", "outlets", "as printed", "notes")
_RIGHT: Final = frozenset({"value", "outlets"})


def write_lines(
    rows: Iterable[Row], names: Rows, form: str, across: Across | None, stream: TextIO
) -> None:
    """Write rows as text.

    Args:
        rows: in the order of their series.
        names: knows the names of indicators.
        form: "table", "csv" or "jsonl".
        across: what to lay across, if anything.
        stream: where to.
    """
    columns: Sequence[str] = COLUMNS
    if across:
        columns, rows = pivoted(rows, across)
    if form == "csv":
        write_csv(columns, rows, stream)
    elif form == "jsonl":
        write_jsonl(rows, stream)
    elif across:
        _print(_grid(columns, rows), stream)
    else:
        _print(_tables(rows, names), stream)


def _print(parts: Iterable[object], stream: TextIO) -> None:
    console = Console(
        file=stream,
        width=None if stream.isatty() else WIDE,
        highlight=False,
        markup=False,
    )
    for part in parts:
        # By way of a string: a console that writes itself ends the whole program when
        # the reader of a pipe has gone.
        with console.capture() as captured:
            console.print(part)
        stream.write(captured.get())


def _grid(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[object]:
    """Lay the pivot out; what all rows have alike stands above it."""
    laid = list(rows)
    told = {name: {row[name] for row in laid} for name in columns}
    alike = {name: values for name, values in told.items() if len(values) == 1}
    same = [name for name in alike if name in DOWN and len(laid) > 1]
    if same:
        yield Text(", ".join(str(laid[0][name]) for name in same), style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold")
    hidden = {*same, *(["area"] if "area_name" in columns else [])}
    shown = [name for name in columns if name not in hidden]
    for name in shown:
        numbers = any(isinstance(row[name], Decimal) for row in laid)
        justify: Literal["left", "right"] = "right" if numbers else "left"
        table.add_column(name, justify=justify, no_wrap=True)
    for row in laid:
        table.add_row(*(_short(row[name]) for name in shown))
    yield table


def _tables(rows: Iterable[Row], names: Rows) -> Iterable[object]:
    for heading, some in groupby(rows, lambda row: _heading(row, names)):
        yield Text(heading, style="bold")
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in _HEADS:
            table.add_column(name, justify="right" if name in _RIGHT else "left")
        for row in some:
            table.add_row(*_cells(row))
        yield table
        yield ""


def _heading(row: Row, names: Rows) -> str:
    named = names.name(str(row["indicator"]))
    parts = (
        *(named, row["breakdown"], row["entity"], row["area_name"]),
        None if row["measure"] == "level" else row["measure"],
        row["against"] and f"against {row['against']}",
        *(row["unit"], row["price_basis"]),
        None if row["aim"] == "outcome" else row["aim"],
        row["plan_by"] and f"by {row['plan_by']}",
    )
    area = row["area"]
    code = f" [{area}]" if area and area != row["area_name"] else ""
    return ", ".join(str(part) for part in parts if part) + code


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row["period"]),
        _short(row["value"]),
        str(row["stage"]),
        str(row["told"] or ""),
        str(row["confirmations"]),
        str(row["text"] or f"= {row['formula']}"),
        _notes(row),
    )


def _notes(row: Row) -> str:
    notes = []
    if row["conflict"]:
        notes.append("contradicted")
    if row["series_break"]:
        notes.append("begins with the merger")
    if row["formula"]:
        notes.append(f"{_short(row['low'])} to {_short(row['high'])}")
    if str(row["vintages"]) != "1":
        notes.append(f"vintage {row['vintage']} of {row['vintages']}")
    return ", ".join(notes)


def _short(value: object) -> str:
    """Write a number for the eye: 29232000000000 is 29,232 bn."""
    if not isinstance(value, Decimal):
        return "" if value is None else str(value)
    for scale, sign in _SCALES:
        if abs(value) >= scale:
            return f"{(value / scale).normalize():,f}{sign}"
    return f"{value:,f}"
