"""What a row of the table is linked to: an indicator, and which part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.catalogue.linker import IndicatorLinker

Name = tuple[str | None, str | None, str | None, str, str | None, str | None]
"""Metric, parent, unit, measure, whether it has an owner ("owner" or None), and the
indicator that extraction gave."""
Link = tuple[str | None, str]
"""An indicator, and its breakdown as ``dimension=value`` parted by semicolons."""


def linking(linker: IndicatorLinker) -> Callable[[Name], Link]:
    """Give what links a name; the indicator that the table has stands."""

    def link(name: Name) -> Link:
        metric, parent, unit, measure, owner, told = name
        found = linker.link(metric, parent, unit, measure, owner)
        if found is None or found.indicator != told:
            return told, ""
        return told, ";".join(f"{part}={value}" for part, value in found.breakdown)

    return link
