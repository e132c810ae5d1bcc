"""Series as a workbook: a table to read, its cells, and the sentences they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipeline.errors import UsageError
from pipeline.io.files import replacing
from pipeline.series.rows import COLUMNS, in_order, pivoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.series.points import Point
    from pipeline.series.rows import Row, Rows
    from pipeline.series.store import Evidence

SERIES: Final = "series"
CELLS: Final = "cells"
EVIDENCE: Final = "evidence"
MOST: Final = 100_000
"""Cells of series that a workbook takes: Excel itself holds little more."""
_EVIDENCE_COLUMNS: Final = (
    *("cell", "observation_id", "article_id", "outlet", "published", "url"),
    *("confidence", "as_printed", "sentence"),
)
_LONGEST: Final = 32_767
_CONFLICT: Final = "FFF4CCCC"
_DERIVED: Final = "FFE8EEF7"
_WIDTH: Final = 20
"""Characters: a sum of many thousand billion đồng needs as many."""
_WIDTHS: Final[Mapping[str, int]] = {
    "sentence": 100,
    "url": 40,
    "article_id": 26,
    "observation_id": 24,
    "indicator": 24,
    "breakdown": 34,
    "area_name": 20,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One cell to be written: its row and where its evidence begins, from 2."""

    row: Row
    evidence: int


def write_workbook(
    points: Iterable[Point],
    rows: Rows,
    look_up: Callable[[Sequence[str]], Mapping[str, Evidence]],
    path: str,
) -> int:
    """Write series to a workbook of three sheets; give how many cells there are.

    "series" has a row for each series and a column for each period; every value leads
    to its lines in "evidence", which have a figure each, with its sentence, outlet,
    date and confidence. "cells" has all that is known of each value.

    Args:
        points: what to write.
        rows: makes rows of them.
        look_up: gives the evidence of figures by their ids.
        path: the workbook, which appears whole at the end.

    Raises:
        UsageError: there are more than ``MOST``, or the file cannot be written.
    """
    from openpyxl import Workbook

    kept = [(rows.row(point), [fact.id for fact in point.facts()]) for point in points]
    if len(kept) > MOST:
        raise UsageError(
            f"{path}: expected up to {MOST:,} cells, got {len(kept):,}; pick fewer, or"
            " write CSV or JSONL"
        )
    known = look_up([figure for _, figures in kept for figure in figures])
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: book.create_sheet(name) for name in (SERIES, CELLS, EVIDENCE)}
    told = _write_evidence(sheets[EVIDENCE], kept, known)
    _write_cells(sheets[CELLS], told)
    _write_series(sheets[SERIES], told)
    with replacing(path) as part:
        _save(book, f"{part}")
    return len(kept)


def _save(book: Workbook, path: str) -> None:
    for sheet in book.worksheets:
        _set_out(sheet)
    book.save(path)


def _set_out(sheet: Worksheet) -> None:
    """Make a sheet fit to be read, filtered and printed."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    for head in sheet[1]:
        name = str(head.value)
        head.font = Font(bold=True)
        # The columns of periods hold numbers, which stand on the right.
        head.alignment = Alignment(horizontal="right" if name[:1].isdigit() else "left")
        width = _WIDTHS.get(name, _WIDTH)
        sheet.column_dimensions[head.column_letter].width = width
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_evidence(
    sheet: Worksheet,
    kept: Sequence[tuple[Row, Sequence[str]]],
    known: Mapping[str, Evidence],
) -> list[Told]:
    _write_line(sheet, 1, _EVIDENCE_COLUMNS)
    line = 2
    told = []
    for number, (row, figures) in enumerate(kept, 2):
        told.append(Told(row, line))
        for figure in figures:
            seen = known[figure]
            cells = (seen.id, seen.article, seen.outlet, seen.published, seen.url)
            words = (seen.confidence, seen.text, seen.sentence)
            _write_line(sheet, line, (number, *cells, *words))
            _lead(sheet.cell(line, 1), CELLS, number)
            line += 1
    sheet.freeze_panes = "B2"
    return told


def _write_cells(sheet: Worksheet, told: Sequence[Told]) -> None:
    _write_line(sheet, 1, COLUMNS)
    place = COLUMNS.index("value") + 1
    for number, one in enumerate(told, 2):
        _write_line(sheet, number, in_order(one.row))
        cell = sheet.cell(number, place)
        _lead(cell, EVIDENCE, one.evidence)
        _colour(cell, one.row)
    sheet.freeze_panes = "A2"


def _write_series(sheet: Worksheet, told: Sequence[Told]) -> None:
    """Lay the cells out with periods across; each value leads to its evidence."""
    by_place = dict(enumerate(told))
    # The pivot carries places instead of values, so that it tells whose each cell is.
    columns, laid = pivoted(
        ({**one.row, "value": Place(place)} for place, one in by_place.items()),
        "period",
    )
    _write_line(sheet, 1, columns)
    for number, row in enumerate(laid, 2):
        for column, name in enumerate(columns, 1):
            value = row[name]
            if value is None:
                continue  # no cell is made of what is not there
            if not isinstance(value, Place):
                _fill(sheet.cell(number, column), value)
                continue
            one = by_place[value.number]
            cell = sheet.cell(number, column)
            _fill(cell, one.row["value"])
            _lead(cell, EVIDENCE, one.evidence)
            _colour(cell, one.row)
    sheet.freeze_panes = "A2"


@dataclass(frozen=True, slots=True)
class Place:
    """Stands in the pivot for the cell of this number."""

    number: int


def _write_line(sheet: Worksheet, line: int, values: Iterable[object]) -> None:
    for column, value in enumerate(values, 1):
        if value is not None:
            _fill(sheet.cell(line, column), value)


def _fill(cell: SheetCell, value: object) -> None:
    """Write numbers as such and all else as text that Excel leaves as it is."""
    if isinstance(value, Decimal | int | float):
        cell.value = value
        cell.number_format = "#,##0.######" if isinstance(value, Decimal) else "General"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))[:_LONGEST]
    cell.data_type, cell.number_format = "s", "@"


def _lead(cell: SheetCell, sheet: str, line: int) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A{line}")


def _colour(cell: SheetCell, row: Row) -> None:
    from openpyxl.styles import PatternFill

    colour = _CONFLICT if row["conflict"] else _DERIVED if row["formula"] else None
    if colour:
        cell.fill = PatternFill("solid", start_color=colour)
