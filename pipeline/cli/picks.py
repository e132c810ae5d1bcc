"""What series and charts are told alike: which series, and reckoned how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from pipeline.cli.talk import count, tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.schema import Period
    from pipeline.series.merging import Missing
    from pipeline.series.picking import Pick, Reckoning
    from pipeline.series.points import Point
    from pipeline.series.study import Study


class Frequency(StrEnum):
    """How long a period is; YTD is cumulative from January."""

    A = "A"
    S = "S"
    Q = "Q"
    M = "M"
    D = "D"
    YTD = "YTD"
    SPAN = "SPAN"


class Measure(StrEnum):
    """What a figure tells of its indicator."""

    LEVEL = "level"
    CHANGE = "change"
    RATIO = "ratio"
    SHARE = "share"


Indicators: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="NAME",
        help="Id, name or alias; vn.trade.* is all below it; repeatable.",
    ),
]
Areas: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--area", metavar="NAME", help="Name or code of a province; repeatable."
    ),
]
Within: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="PERIOD", help="Within it: 2021, 2021-Q3, 2019/2021."
    ),
]
Frequencies: TypeAlias = Annotated[
    list[Frequency] | None,
    typer.Option(
        "--frequency",
        help="Years, halves, quarters, months, …; YTD from January; repeatable.",
    ),
]
Measures: TypeAlias = Annotated[
    Measure, typer.Option("--measure", help="What is told of the indicator.")
]
Breakdown: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="Only with these words in the breakdown."),
]
Entity: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="Only of companies or projects named so."),
]
AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only by what had been told on this day."),
]
DeCumulate: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--de-cumulate",
        help="Derive months, quarters, … of flows: Q2 is six months less Q1.",
    ),
]
UnitsOf: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="YEAR", help="Sum provinces to those of this year: 2025 has 34."
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which series are asked for, in the words of the user."""

    indicators: Sequence[str] | None
    areas: Sequence[str] | None
    within: str | None
    frequencies: Sequence[Frequency] | None
    measure: Measure
    breakdown: str | None
    entity: str | None


def read_pick(study: Study, asked: Asked, year: int | None) -> Pick:
    """Read which series are asked for; of a year, the areas there were.

    Raises:
        UsageError: an indicator, area or period is none.
    """
    from pipeline.series.picking import Pick
    from pipeline.series.study import areas_of

    return Pick(
        indicators=study.indicators(asked.indicators or ()),
        areas=areas_of(asked.areas or (), year),
        measures=(asked.measure.value,),
        frequencies=tuple(one.value for one in asked.frequencies or ()),
        within=_period(asked.within),
        breakdown=asked.breakdown,
        entity=asked.entity,
    )


def read_reckoning(
    as_of: str | None, units_of: int | None, *, de_cumulate: bool
) -> Reckoning:
    """Read how series are to be reckoned.

    Raises:
        UsageError: the day is none.
    """
    from pipeline.series.picking import Reckoning

    return Reckoning(as_of=_day(as_of), decumulate=de_cumulate, units_of=units_of)


def _day(words: str | None) -> date | None:
    if words is None:
        return None
    from pipeline.errors import InputError
    from pipeline.values.article_date import parse_published

    try:
        return parse_published(words).last
    except InputError as error:
        raise UsageError(f"--as-of: {error.message}") from error


def _period(words: str | None) -> Period | None:
    from pipeline.io.iso import read_period

    try:
        return read_period(words)
    except ValueError as error:
        raise UsageError(f"--period: {error}") from error


class Untold:
    """Counts what could not be reckoned, and tells it at the end."""

    def __init__(self) -> None:
        self._sums: list[Missing] = []
        self._falling = 0

    def __call__(self, one: Missing | Point) -> None:
        """Take a sum that lacks parts, or a derived point that is below nothing."""
        from pipeline.series.merging import Missing

        if isinstance(one, Missing):
            self._sums.append(one)
        else:
            self._falling += 1

    def tell(self, most: int = 5) -> None:
        """Say on stderr what is missing, the first few by name."""
        for one in self._sums[:most]:
            lacking = ", ".join(part.name for part in one.lacking)
            indicator = one.series.subject.indicator
            tell(
                f"{indicator} {one.unit.name} {one.period.iso}: no sum, nothing is"
                f" told of {lacking}"
            )
        if len(self._sums) > most:
            tell(f"… and {count(len(self._sums) - most, 'sum')} more without a part")
        if self._falling:
            tell(
                f"{count(self._falling, 'period')} not derived: what is cumulative"
                " falls; see solieu audit"
            )
