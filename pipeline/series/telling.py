"""Findings in words: what was reckoned from which figures, and what is stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALES: Final = ((Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"))
_DIGITS: Final = 7
_ONE: Final = Decimal(1)
_SIGNS: Final[Mapping[str, str]] = {"PERCENT": "%", "PERCENT_POINT": " points"}
RECKONED: Final[Mapping[str, str]] = {
    "attainment": "{0} at {1} of the plan: a plan of {expected}",
    "growth": "{0} after {1}: {expected} in {period}",
    "parts": "parts of {0} add up to {expected}",
    "share": "{0} of {2} is {expected}",
    "shares": "shares of one whole add up to {stated}",
    "cumulative": "{1} was counted up before {0}",
    "conflict": "{1} here, {0} there",
    "thousandfold": "{1} here, {0} there",
    "target_below": "{1} was reached, {0} is the target",
    "pace": "{0} of the plan, where the time gone by makes {point}",
}
"""What was reckoned, by kind: its figures by number, {expected} and {stated}."""
_WITH_STATED: Final = frozenset(("attainment", "growth", "parts", "share"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of a finding where it stands: its sentence cut at the figure."""

    id: str
    article: str
    published: str | None
    outlet: str | None
    area: str | None
    amount: str
    metric: str
    period: str | None
    status: str
    before: str
    figure: str
    after: str
    suspect: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the figures it rests on, the one that is checked first."""

    kind: str
    verdict: str
    indicator: str | None
    name: str
    area: str | None
    entity: str | None
    period: str | None
    low: Decimal | None
    expected: Decimal | None
    high: Decimal | None
    stated: Decimal | None
    unit: str | None
    why: str | None
    figures: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        """Say what was reckoned, as an economist would."""
        amounts = [figure.amount for figure in self.figures]
        spare = [""] * max(0, 3 - len(amounts))
        said = RECKONED[self.kind].format(
            *amounts,
            *spare,
            expected=span(self.low, self.high, self.unit),
            stated=plain(self.stated, self.unit),
            point=plain(self.expected, self.unit),
            period=self.period,
        )
        if self.kind in _WITH_STATED and self.stated is not None:
            said += f"; stated: {plain(self.stated, self.unit)}"
        return f"{said} ({self.why})" if self.why else said

    def as_json(self) -> dict[str, object]:
        """Give the finding as a JSON object; ``figures`` are ids of observations."""
        suspects = [figure.id for figure in self.figures if figure.suspect]
        return {
            "kind": self.kind,
            "verdict": self.verdict,
            "indicator": self.indicator,
            "metric": self.name,
            "area": self.area,
            "entity": self.entity,
            "period": self.period,
            "unit": self.unit,
            "expected": _number(self.expected),
            "expected_low": _number(self.low),
            "expected_high": _number(self.high),
            "stated": _number(self.stated),
            "figures": [figure.id for figure in self.figures],
            "suspect": suspects[0] if suspects else None,
            "reckoning": self.words,
        }


def span(low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    """Write a span of values, or the one value where both ends read alike."""
    ends = plain(low, unit), plain(high, unit)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def plain(number: Decimal | None, unit: str | None) -> str:
    """Write a quantity with scale and unit: 24800000000000 VND as "24,800 bn VND"."""
    if number is None:
        return "nothing"
    for size, name in SCALES:
        if abs(number) >= size:
            return f"{_digits(number / size)}{name}{_unit(unit)}"
    return f"{_digits(number)}{_unit(unit)}"


def _digits(number: Decimal) -> str:
    short = Decimal(f"{number:.{_DIGITS}g}")
    whole = short == short.to_integral()
    return f"{short.quantize(_ONE) if whole else short.normalize():,f}"


def _unit(unit: str | None) -> str:
    if unit is None:
        return ""
    return _SIGNS.get(unit, f" {unit}")


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
