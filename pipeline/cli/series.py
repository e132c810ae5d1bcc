"""``solieu series``: tables of figures in, series out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from pipeline.cli.extraction import ModelName  # noqa: TC001 - typer reads it
from pipeline.cli.picks import (
    Areas,
    Asked,
    AsOf,
    Breakdown,
    DeCumulate,
    Entity,
    Frequencies,
    Indicators,
    Measure,
    Measures,
    UnitsOf,
    Untold,
    Within,
    read_pick,
    read_reckoning,
)
from pipeline.cli.results import Results, parquet_of
from pipeline.cli.talk import Faults, count, tell
from pipeline.errors import UsageError
from pipeline.models import CURRENT_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from pipeline.series.picking import Reckoning
    from pipeline.series.points import Point
    from pipeline.series.rows import Across, Row
    from pipeline.series.study import Study

EXAMPLES: Final = """\
Examples:
  solieu series figures.parquet --indicator vn.trade.export --area 'Gia Lai'
  solieu series OUT/ --indicator xuất\\ khẩu --frequency Q --de-cumulate --pivot period
  solieu series figures.parquet --as-of 2021-10-01 --vintages -o series.jsonl
  solieu series OUT/ --indicator vn.trade.* --units-of 2025 -o export.xlsx
  solieu series OUT/ -o export.sdmx.csv         (and export.sdmx.json beside it)
"""


class Output(StrEnum):
    """The formats of series."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    SDMX = "sdmx"


class Pivot(StrEnum):
    """What ``--pivot`` lays across."""

    PERIOD = "period"
    AREA = "area"
    INDICATOR = "indicator"


_OF_ENDING: Final = {
    ".txt": Output.TABLE,
    ".csv": Output.CSV,
    ".jsonl": Output.JSONL,
    ".xlsx": Output.XLSX,
}
_SDMX: Final = ".sdmx.csv"

OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]
To: TypeAlias = Annotated[
    Output | None,
    typer.Option(help="Format; else by the ending of FILE, else a table."),
]
PivotBy: TypeAlias = Annotated[
    Pivot | None, typer.Option(help="Lay this across, values in the cells.")
]
Vintages: TypeAlias = Annotated[
    bool,
    typer.Option("--vintages", help="Every value told of a cell, not the latest."),
]


def series(  # noqa: PLR0913 - one parameter per option
    inputs: Results,
    *,
    indicator: Indicators = None,
    area: Areas = None,
    period: Within = None,
    frequency: Frequencies = None,
    measure: Measures = Measure.LEVEL,
    breakdown: Breakdown = None,
    entity: Entity = None,
    as_of: AsOf = None,
    vintages: Vintages = False,
    de_cumulate: DeCumulate = False,
    units_of: UnitsOf = None,
    pivot: PivotBy = None,
    output: OutputFile = None,
    to: To = None,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Make series of tables of figures.

    A row is a value of an indicator for an area and a period: the latest that was
    told, with how many outlets confirm it and which figures it rests on. Targets and
    forecasts stand beside what came about, never among it. What is derived says from
    what; what contradicts itself is marked.
    """
    told = _Told(to or _form_of(output), pivot, output)
    reckoning = read_reckoning(as_of, units_of, de_cumulate=de_cumulate)
    reckoning = _checked(told, reckoning, vintages=vintages)
    asked = Asked(indicator, area, period, frequency, measure, breakdown, entity)
    faults = Faults()
    with parquet_of(inputs, model, faults) as tables:
        _write_series(tables, model, asked, reckoning, told)
    return faults.exit_code


def _checked(told: _Told, reckoning: Reckoning, *, vintages: bool) -> Reckoning:
    """Refuse what does not go together; give the reckoning with vintages or not."""
    if vintages and (reckoning.decumulate or reckoning.units_of is not None):
        raise UsageError(
            "--vintages: expected neither --de-cumulate nor --units-of beside it,"
            " which reckon with the latest alone"
        )
    if told.form in (Output.SDMX, Output.XLSX):
        if told.pivot is not None:
            raise UsageError(
                f"--pivot: expected a table, CSV or JSONL, got {told.form.value}"
            )
        if told.output is None:
            raise UsageError(
                f"{told.form.value} is no text for stdout; name a file with -o"
            )
    return replace(reckoning, vintages=vintages)


def _write_series(
    tables: Sequence[str],
    model: str,
    asked: Asked,
    reckoning: Reckoning,
    told: _Told,
) -> None:
    from pipeline.series.study import opened_study

    untold = Untold()
    with opened_study(tables, model) as study:
        pick = read_pick(study, asked, reckoning.units_of)
        points = study.points(pick, reckoning, untold)
        written = _write(points, study, reckoning, told)
    untold.tell()
    tell(count(written, "value"))


@dataclass(frozen=True, slots=True)
class _Told:
    """Where series go, and how."""

    form: Output
    pivot: Pivot | None
    output: str | None


def _write(
    points: Iterator[Point], study: Study, reckoning: Reckoning, told: _Told
) -> int:
    """Write the points; give how many there were."""
    rows = study.rows(reckoning)
    if told.form == Output.SDMX:
        from pipeline.series.sdmx import write_sdmx

        beside, written = write_sdmx(
            points, rows, str(told.output), vintages=reckoning.vintages
        )
        tell(f"{beside}: the structure of {told.output}")
        return written
    if told.form == Output.XLSX:
        from pipeline.series.workbook import write_workbook

        return write_workbook(points, rows, study.store.evidence, str(told.output))
    from pipeline.cli.series_lines import write_lines

    made = [0]

    def counted() -> Iterator[Row]:
        for point in points:
            made[0] += 1
            yield rows.row(point)

    with _text(told.output) as stream:
        across: Across | None = told.pivot.value if told.pivot else None
        write_lines(counted(), rows, told.form.value, across, stream)
    return made[0]


@contextmanager
def _text(path: str | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    from pipeline.io.files import replacing

    with (
        replacing(path) as part,
        part.open("w", encoding="utf-8", newline="") as stream,
    ):
        yield stream


def _form_of(output: str | None) -> Output:
    if output is None:
        return Output.TABLE
    if output.lower().endswith(_SDMX):
        return Output.SDMX
    ending = PurePath(output).suffix.lower()
    if ending not in _OF_ENDING:
        endings = ", ".join((*_OF_ENDING, _SDMX))
        raise UsageError(
            f"{output}: expected a name that ends in {endings}, got"
            f" {ending or 'no ending'}; rename it or say the format by --to"
        )
    return _OF_ENDING[ending]
