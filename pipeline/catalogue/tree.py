"""How indicators stand to one another: what is part of what, and what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.catalogue.words import key_of

if TYPE_CHECKING:
    from pipeline.lexicon.indicators import Catalogue

_COUNT: Final = "count"
_PERCENT: Final = "percent"
_DEEPEST: Final = 8


class Tree:
    """The indicators of a catalogue, asked by their ids."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._indicators = catalogue.indicators
        self._keys: dict[str, tuple[str, ...]] = {}

    def names_of(self, one: str) -> tuple[str, ...]:
        """Give the names of an indicator and of that it is a part of, as keys."""
        if one not in self._keys:
            indicator = self._indicators[one]
            names = [*indicator.surfaces()]
            if indicator.parent is not None:
                names += self._indicators[indicator.parent].surfaces()
            self._keys[one] = tuple(key_of(name) for name in names)
        return self._keys[one]

    def is_part(self, one: str, whole: str) -> bool:
        """Tell whether an indicator is another or below it."""
        above: str | None = one
        for _ in range(_DEEPEST):
            if above is None or above == whole:
                break
            above = self._indicators[above].parent
        return above == whole

    def is_counted(self, one: str) -> bool:
        """Tell whether an indicator is a number of things or people."""
        return self._indicators[one].units[:1] == (_COUNT,)

    def is_in_percent(self, one: str) -> bool:
        """Tell whether an indicator is told in per cent by itself."""
        return _PERCENT in self._indicators[one].units
