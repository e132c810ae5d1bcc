"""Tables as people edit them: Excel workbooks and CSV, written once and read back.

A workbook carries a hidden second sheet with the rows as they were written. So what a
person changed in the first can be told from it, whatever a later model would say.
"""

from __future__ import annotations

import csv
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipeline.errors import InputError
from pipeline.io.files import replacing
from pipeline.io.inputs import unreadable
from pipeline.io.jsonlines import BOM, decode
from pipeline.io.tables import csv_cells, to_row
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from pipeline.schema import Article, Observation

FIGURES: Final = "figures"
AS_WRITTEN: Final = "as written"
CSV: Final = ".csv"
XLSX: Final = ".xlsx"
MAX_TABLE_BYTES: Final = 64 * 2**20
LONGEST_CELL: Final = 32_767
"""Characters that a cell of Excel holds."""

_NUMBERS: Final = frozenset({"value", "value_max", "quantity", "confidence"})
_DAMAGE: Final = (
    *(BadZipFile, zlib.error, ParseError, OSError, EOFError, RuntimeError),
    *(ValueError, LookupError, TypeError, AttributeError),
)
"""What openpyxl and the libraries under it raise at a workbook that is damaged."""

_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table: its place ("figures.xlsx: row 12") and its cells as text."""

    place: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is now, and as it was written where the file still knows it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    before: tuple[SheetRow, ...] | None = None
    decimal_comma: bool = False


def read_sheet(path: str) -> Sheet:
    """Read a ``.csv`` or ``.xlsx`` table with a header row.

    A CSV may have commas, semicolons or tabs between its cells; with semicolons, as
    Excel writes it in many countries, numbers may have a decimal comma. Rows without
    any cell filled are passed over.

    Raises:
        InputError: it cannot be read, or is no such table.
    """
    ending = Path(path).suffix.lower()
    if ending not in {CSV, XLSX}:
        message = f"expected a {CSV} or {XLSX} table, got {ending or 'no ending'}"
        raise InputError(message, source=path, hint="save it as one of these")
    try:
        with Path(path).open("rb") as stream:
            raw = stream.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise unreadable(error, path) from error
    if len(raw) > MAX_TABLE_BYTES:
        message = f"expected at most {MAX_TABLE_BYTES:,} bytes, got more"
        raise InputError(message, source=path, hint="split the table")
    return _read_csv(raw, path) if ending == CSV else _read_xlsx(raw, path)


def _read_csv(raw: bytes, path: str) -> Sheet:
    text = decode(raw.removeprefix(BOM), path)
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        message = f"expected a CSV table, got a mistake in it: {error}"
        raise InputError(message, source=path, hint="save it as CSV again") from error
    columns, rows = _table(lines, path)
    return Sheet(path, columns, rows, decimal_comma=delimiter == ";")


def _read_xlsx(raw: bytes, path: str) -> Sheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        names = book.sheetnames
        sheet = FIGURES if FIGURES in names else names[0]
        columns, rows = _table(_cells(book[sheet].iter_rows(values_only=True)), path)
        before = None
        if AS_WRITTEN in names:
            written = book[AS_WRITTEN].iter_rows(values_only=True)
            before = _table(_cells(written), path)[1]
    except (InvalidFileException, *_DAMAGE) as error:
        message = "expected an Excel workbook, got a file that cannot be read as one"
        raise InputError(message, source=path, hint="save it as .xlsx") from error
    return Sheet(path, columns, rows, before)


def _cells(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    return [[_text(value) for value in row] for row in rows]


def _text(value: object) -> str:
    """Give a cell as it would stand in a CSV: 5.0 is 5, a midnight is its day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(
    lines: Sequence[Sequence[str]], path: str
) -> tuple[tuple[str, ...], tuple[SheetRow, ...]]:
    header = tuple(cell.strip() for cell in lines[0]) if lines else ()
    named = [name for name in header if name]
    if not named or len(set(named)) < len(named):
        message = "expected a first row that names each column once"
        hint = "keep the header that 'solieu extract' wrote"
        raise InputError(message, source=path, hint=hint)
    rows = tuple(
        SheetRow(
            f"{path}: row {number}",
            {n: c.strip() for n, c in zip(header, line, strict=False) if n},
        )
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    )
    return header, rows


class XlsxWriter:
    """Writes one row per observation to both sheets of a workbook."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        self.book = Workbook(write_only=True)
        self._sheets = [self.book.create_sheet(n) for n in (FIGURES, AS_WRITTEN)]
        self._sheets[0].freeze_panes = "A2"
        self._sheets[1].sheet_state = "hidden"
        for sheet in self._sheets:
            sheet.append(COLUMNS)

    def write(self, article: Article, observations: Sequence[Observation]) -> None:
        """Write the rows of one article."""
        del article
        for seen in observations:
            row = csv_cells(to_row(seen))
            for sheet in self._sheets:
                sheet.append([_cell(sheet, name, row[name]) for name in COLUMNS])

    def close(self) -> None:
        """End the sheets of a workbook that is not saved; else lxml complains."""
        for sheet in self._sheets:
            sheet.close()


def _cell(sheet: WriteOnlyWorksheet, name: str, text: str) -> object:
    """Give a number as one, and all else as text that Excel leaves as it is.

    Typed text keeps Excel from making a day of "2021-09" and a formula of "=5".
    """
    if not text:
        return None
    if name in _NUMBERS:
        return Decimal(text)
    kept = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, kept)
    cell.data_type, cell.number_format = "s", "@"
    return cell


@contextmanager
def writing_workbook(path: str) -> Iterator[XlsxWriter]:
    """Open a writer to a workbook, which appears whole at the end.

    Raises:
        UsageError: the file cannot be written.
    """
    with replacing(path) as part:
        writer = XlsxWriter()
        try:
            yield writer
        except BaseException:
            writer.close()
            raise
        writer.book.save(part)
