"""``solieu chart``: series drawn, with their vintages, targets and conflicts."""

from __future__ import annotations

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
    from collections.abc import Sequence

    from pipeline.series.marks import Picture
    from pipeline.series.picking import Reckoning

EXAMPLES: Final = """\
Examples:
  solieu chart OUT/ --indicator vn.trade.export --area 'Gia Lai' -o export.svg
  solieu chart OUT/ --indicator vn.trade.retail --by area --frequency A -o retail.png
"""
SVG: Final = ".svg"
PNG: Final = ".png"
MOST: Final = 5_000
"""Marks that a chart takes; nobody tells more of them apart."""


class By(StrEnum):
    """What small multiples are by."""

    AREA = "area"


OutputFile: TypeAlias = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="A name in .svg or .png."),
]
MultiplesBy: TypeAlias = Annotated[
    By | None, typer.Option("--by", help="A small chart for each of these.")
]
Title: TypeAlias = Annotated[
    str | None, typer.Option(metavar="WORDS", help="Else the names of the indicators.")
]


def chart(  # noqa: PLR0913 - one parameter per option
    inputs: Results,
    *,
    output: OutputFile,
    indicator: Indicators = None,
    area: Areas = None,
    period: Within = None,
    frequency: Frequencies = None,
    measure: Measures = Measure.LEVEL,
    breakdown: Breakdown = None,
    entity: Entity = None,
    as_of: AsOf = None,
    de_cumulate: DeCumulate = False,
    units_of: UnitsOf = None,
    by: MultiplesBy = None,
    title: Title = None,
    model: ModelName = CURRENT_MODEL,
) -> int:
    """Draw series as SVG or PNG.

    A value is a bar as long as its period. Targets are dashed, earlier vintages grey,
    contradicted values ringed in red; thin upright lines are what the digits allow.
    """
    _check(output, indicator)
    reckoning = read_reckoning(as_of, units_of, de_cumulate=de_cumulate)
    asked = Asked(indicator, area, period, frequency, measure, breakdown, entity)
    faults = Faults()
    with parquet_of(inputs, model, faults) as tables:
        found = _picture(tables, model, asked, reckoning)
    _draw(found, output, by, title)
    return faults.exit_code


def _check(output: str, indicator: Sequence[str] | None) -> None:
    ending = PurePath(output).suffix.lower()
    if ending not in (SVG, PNG):
        raise UsageError(
            f"{output}: expected a name that ends in {SVG} or {PNG}, got"
            f" {ending or 'no ending'}"
        )
    if not indicator:
        raise UsageError("--indicator: expected the id or name of one to draw")


def _picture(
    tables: Sequence[str], model: str, asked: Asked, reckoning: Reckoning
) -> Picture:
    from dataclasses import replace

    from pipeline.series.marks import picture
    from pipeline.series.study import opened_study

    untold = Untold()
    summed = reckoning.units_of is not None
    with opened_study(tables, model) as study:
        pick = read_pick(study, asked, reckoning.units_of)
        points = list(study.points(pick, reckoning, untold))
        if not summed:
            # Sums have no vintages of their own; elsewhere all are shown.
            all_told = replace(reckoning, vintages=True, decumulate=False)
            derived = [point for point in points if point.sources]
            points = [*study.points(pick, all_told), *derived]
        found = picture(points, study.rows(reckoning))
    untold.tell()
    return found


def _draw(found: Picture, output: str, by: By | None, title: str | None) -> None:
    from pipeline.io.files import replacing
    from pipeline.series.charts import as_png, as_svg, draw

    if not found.marks:
        raise UsageError(f"{output}: nothing picked is told in a period; pick others")
    if len(found.marks) > MOST:
        raise UsageError(
            f"{output}: expected up to {count(MOST, 'value')}, got"
            f" {len(found.marks):,}; pick fewer areas or periods"
        )
    areas = dict.fromkeys(str(mark["area"]) for mark in found.marks)
    named = "" if by else ", ".join(areas)
    heading = title or "; ".join(found.names)
    drawn = draw(found, heading, named, by.value if by else None)
    with replacing(output) as part:
        if output.lower().endswith(SVG):
            part.write_text(as_svg(drawn), encoding="utf-8")
        else:
            part.write_bytes(as_png(drawn))
    tell(f"{output}: {count(len(found.marks), 'value')}")
    if found.left_out:
        tell(f"{count(found.left_out, 'value')} of other units left out")
