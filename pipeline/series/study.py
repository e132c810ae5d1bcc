"""A study: tables of figures opened with the catalogue, to pick series from."""

from __future__ import annotations

import glob
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.errors import InputError, UsageError
from pipeline.lexicon.indicators import read_catalogue
from pipeline.models import open_model
from pipeline.series.areas import units, units_of
from pipeline.series.naming import linking
from pipeline.series.picking import points_of
from pipeline.series.rows import Rows
from pipeline.series.store import opened
from pipeline.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.lexicon.indicators import Catalogue
    from pipeline.series.merging import Missing
    from pipeline.series.picking import Pick, Reckoning
    from pipeline.series.points import Point
    from pipeline.series.rows import Row
    from pipeline.series.store import Store

TABLE: Final = ".parquet"
EVERYTHING_BELOW: Final = ".*"


@dataclass(frozen=True, slots=True)
class Study:
    """Tables of figures, linked to a catalogue."""

    store: Store
    catalogue: Catalogue

    def points(
        self,
        pick: Pick,
        reckoning: Reckoning,
        on_missing: Callable[[Missing | Point], None] = lambda _: None,
    ) -> Iterator[Point]:
        """Give the points picked, as ``picking.points_of`` does."""
        known = self.catalogue.indicators
        return points_of(self.store, known, pick, reckoning, on_missing)

    def rows(self, reckoning: Reckoning) -> Rows:
        """Give what makes rows of the points of this reckoning."""
        known = self.catalogue.indicators.values()
        names = {one.id: one.name for one in known}
        return Rows(names, merged=reckoning.units_of is not None)

    def table(self, pick: Pick, reckoning: Reckoning) -> list[Row]:
        """Give the points picked as rows: ``pandas.DataFrame(study.table(...))``."""
        rows = self.rows(reckoning)
        return [rows.row(point) for point in self.points(pick, reckoning)]

    def indicators(self, words: Sequence[str]) -> tuple[str, ...]:
        """Give the ids of indicators by id, name or alias; "vn.trade.*" is all below.

        Raises:
            UsageError: one is not in the catalogue; the like that are get told.
        """
        found = (some for one in words for some in self._indicators(one))
        return tuple(dict.fromkeys(found))

    def _indicators(self, words: str) -> Sequence[str]:
        known = self.catalogue.indicators
        if words in known:
            return (words,)
        if words.endswith(EVERYTHING_BELOW):
            stem = words.removesuffix(EVERYTHING_BELOW)
            below = [id_ for id_ in known if id_ == stem or id_.startswith(f"{stem}.")]
            if below:
                return below
        by_name = self.catalogue.ids.get(fold(words))
        if by_name:
            return (by_name,)
        like = get_close_matches(words, [*known, *self.catalogue.ids], n=3)
        hint = f"did you mean {' or '.join(like)}?" if like else "see solieu models"
        raise UsageError(
            f"expected the id or name of an indicator, got {words!r}; {hint}"
        )


def areas_of(words: Sequence[str], year: int | None = None) -> tuple[str, ...]:
    """Give the ids of the units named, those of before and after a merger.

    Args:
        words: names, codes or ids.
        year: only units that were there at its end.

    Raises:
        UsageError: a name is that of no unit, or none of that year.
    """
    there = None if year is None else {unit.id for unit in units_of(year)}
    found: dict[str, None] = {}
    for one in words:
        named = [unit.id for unit in units().named(one)]
        kept = [area for area in named if there is None or area in there]
        if not kept:
            raise UsageError(
                f"expected a unit of {year}, got {one!r}; name what it became part of"
            )
        found.update(dict.fromkeys(kept))
    return tuple(found)


@contextmanager
def opened_study(results: Sequence[str], model: str) -> Iterator[Study]:
    """Open tables of figures.

    Args:
        results: Parquet files, folders with parts of such, or patterns.
        model: whose catalogue is used.

    Raises:
        InputError: one is no table of figures.
    """
    catalogue = read_catalogue(open_model(model))
    with opened(tables_of(results)) as store:
        store.link(linking(IndicatorLinker(catalogue)))
        yield Study(store, catalogue)


def tables_of(results: Sequence[str]) -> list[str]:
    """Give the Parquet files that are named, those of folders in order of name.

    Raises:
        InputError: there is no such file, or it is of another kind.
    """
    return [file for name in results for file in _tables(name)]


def _tables(name: str) -> list[str]:
    path = Path(name)
    if path.is_file() and path.suffix == TABLE:
        return [name]
    found = path.glob(f"*{TABLE}") if path.is_dir() else map(Path, glob.glob(name))  # noqa: PTH207
    files = sorted(str(file) for file in found if file.suffix == TABLE)
    if files:
        return files
    raise InputError(
        "expected a Parquet table of figures or a folder of such, got"
        f" {'none there' if path.is_dir() else 'no such file'}",
        source=name,
        hint="make one: solieu extract ARTICLES -o figures.parquet",
    )
