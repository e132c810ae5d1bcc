"""Units and counted nouns that a model adds, read behind numbers that have none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.values.units import UnitMention
from pipeline.values.vocabulary import NOT_IN_WORD, alternatives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.additions import Additions
    from pipeline.values.amount import Amount

_OPEN: Final = frozenset({"bare", "count"})
_UNKNOWN: Final = "other"
"""The kind of a unit whose code the package does not know."""


class AddedUnits:
    """Gives amounts the units and nouns of a model, where the grammar knows none.

    Args:
        additions: what the model adds; with none, amounts stay as they are.
    """

    def __init__(self, additions: Additions) -> None:
        self._units = dict(additions.units)
        self._kinds = {row["code"]: row["kind"] for row in read_table("units")}
        phrases = alternatives((*additions.units, *additions.nouns))
        self._pattern = (
            re.compile(rf"[ ]{{0,2}}(?P<phrase>{phrases}){NOT_IN_WORD}")
            if phrases
            else None
        )

    def read(self, folded: str, amounts: Sequence[Amount]) -> tuple[Amount, ...]:
        """Give the amounts with what stands behind them; the others as they are.

        A unit or noun that the grammar has read stays, but for a noun that it only
        took for one because a number stood before it.
        """
        if self._pattern is None:
            return tuple(amounts)
        return tuple(self._read_one(folded, amount) for amount in amounts)

    def _read_one(self, folded: str, amount: Amount) -> Amount:
        told = amount.unit is not None and amount.unit.code is not None
        if self._pattern is None or told or amount.kind not in _OPEN:
            return amount
        match = self._pattern.match(folded, amount.unit_end)
        if match is None or (amount.noun and amount.noun[1] > match.end()):
            return amount
        phrase = " ".join(match["phrase"].split())
        if phrase not in self._units:
            return replace(amount, noun=match.span("phrase"), kind="count")
        return self._with_unit(amount, phrase, match.span("phrase"))

    def _with_unit(self, amount: Amount, phrase: str, span: tuple[int, int]) -> Amount:
        code, power = self._units[phrase]
        start = span[0] if amount.unit is None else amount.unit.start
        power += 0 if amount.unit is None else amount.unit.power
        kind = self._kinds.get(code, _UNKNOWN)
        unit = UnitMention(start, span[1], code, kind, power)
        return replace(amount, unit=unit, noun=None, kind=kind)
