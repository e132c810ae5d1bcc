"""Series and audit of what is served, reckoned in the background when first asked for.

Both link every name to the catalogue, which takes a while; it happens once, in a
database of its own, and what the pages show stands ready in tables then.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.series.facts import Row, fact_of
from pipeline.series.ledger import cells_of
from pipeline.series.run import Audited
from pipeline.series.study import opened_study
from pipeline.web.problems import ProblemError
from pipeline.web.reckoned_tables import KEY, doubts_of, list_series, store_findings
from pipeline.web.shelf import MEMORY, PLAIN, THREADS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from pipeline.series.ledger import Cell
    from pipeline.series.run import Meter
    from pipeline.series.study import Study

VERDICTS: Final = ("contradicted", "doubtful", "confirmed")
MOST_FACTS: Final = 2_000
"""Figures of one subject that a page lays out; the latest are taken."""

_LOG: Final = logging.getLogger(__name__)
_LISTED: Final = f"""
    select indicator, breakdown, area, entity, name, place, figures, periods,
        count(*) over ()
    from subjects where $words = '' or list_bool_and([contains(words, one)
        for one in string_split({PLAIN.format("$words")}, ' ')])
    order by figures desc, indicator, breakdown, area, entity
    limit $size offset $skip"""  # noqa: S608 - constants of ours
_TOLD: Final = f"""
    select {", ".join(Row._fields)} from told
    where indicator = $indicator and breakdown = $breakdown
        and area is not distinct from $area and entity is not distinct from $entity
    order by published desc nulls last, observation_id limit {MOST_FACTS}"""  # noqa: S608
_FINDINGS: Final = f"""
    select told, count(*) over () from said
    where ($verdict = '' or verdict = $verdict) and ($kind = '' or kind = $kind)
        and ($area = '' or area = $area)
        and ($words = '' or contains(words, {PLAIN.format("$words")}))
    order by number limit $size offset $skip"""  # noqa: S608 - constants of ours


class Subject(NamedTuple):
    """A series in the list: its key, its names, and how much there is of it."""

    indicator: str
    breakdown: str
    area: str | None
    entity: str | None
    name: str | None
    place: str | None
    figures: int
    periods: int

    @property
    def key(self) -> dict[str, str]:
        """What names the series in an address."""
        told = self._asdict()
        return {name: told[name] for name in KEY if told[name]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which findings are wanted, and which page of them; empty is any."""

    verdict: str = ""
    kind: str = ""
    area: str = ""
    words: str = ""
    page: int = 1
    size: int = 25


class Reckoning:
    """Series and findings, once they are there; safe for threads.

    Args:
        tables: Parquet files of figures.
        model: whose catalogue names the indicators.
        on_doubts: told, by article, how many figures are contradicted and doubted.
    """

    def __init__(
        self,
        tables: Sequence[str],
        model: str,
        on_doubts: Callable[[Mapping[str, tuple[int, int]]], None],
    ) -> None:
        self._tables = tables
        self._model = model
        self._on_doubts = on_doubts
        self._lock = Lock()
        self._thread: Thread | None = None
        self._series, self._audit, self._end = Event(), Event(), Event()
        self._failed = False
        self._connection: DuckDBPyConnection | None = None
        self._meter: Meter | None = None

    def start(self) -> None:
        """Begin, if nobody has."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="reckoning", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End it, done or not."""
        self._end.set()
        with self._lock:
            if self._connection is not None:
                self._connection.interrupt()
            if self._thread is not None:
                self._thread.join(timeout=30)

    def wait(self, seconds: float) -> bool:
        """Wait until all is there; tell whether it is."""
        self.start()
        return self._audit.wait(seconds) and not self._failed

    @property
    def series_ready(self) -> bool:
        """Whether series can be asked for; the first question begins the work."""
        self.start()
        return self._series.is_set()

    @property
    def audit_ready(self) -> bool:
        """Whether findings can be asked for; the first question begins the work."""
        self.start()
        return self._audit.is_set()

    def subjects(
        self, words: str, *, page: int, size: int
    ) -> tuple[list[Subject], int]:
        """Give a page of the list of series, and how many there are.

        Raises:
            ProblemError: they are not reckoned yet, or could not be.
        """
        told = {"words": words.strip(), "size": size, "skip": (page - 1) * size}
        rows = self._asked(self._series, _LISTED, told)
        return [Subject(*row[:-1]) for row in rows], rows[0][-1] if rows else 0

    def cells(self, key: Mapping[str, str | None]) -> list[Cell]:
        """Give the cells of one series, with their vintages.

        Args:
            key: indicator, breakdown, area and entity.

        Raises:
            ProblemError: as in ``subjects``.
        """
        told = {name: key.get(name) for name in KEY}
        told["breakdown"] = told["breakdown"] or ""
        rows = self._asked(self._series, _TOLD, told)
        return list(cells_of(fact_of(Row(*row)) for row in rows))

    def names(self, key: Mapping[str, str | None]) -> tuple[str | None, str | None]:
        """Give the names of a series' indicator and area."""
        query = "select any_value(name) from names where indicator = $key"
        name = self._asked(self._series, query, {"key": key.get("indicator")})[0][0]
        query = "select any_value(place) from places where area = $key"
        return name, self._asked(self._series, query, {"key": key.get("area")})[0][0]

    def findings(self, wanted: Filter) -> tuple[list[dict[str, Any]], int]:
        """Give a page of findings as JSON objects, and how many there are.

        Raises:
            ProblemError: as in ``subjects``.
        """
        told = {
            "verdict": wanted.verdict,
            "kind": wanted.kind,
            "area": wanted.area,
            "words": wanted.words,
            "size": wanted.size,
            "skip": (wanted.page - 1) * wanted.size,
        }
        rows = self._asked(self._audit, _FINDINGS, told)
        return [json.loads(row[0]) for row in rows], rows[0][1] if rows else 0

    def meter(self) -> Meter:
        """Give the counts over all findings.

        Raises:
            ProblemError: as in ``subjects``.
        """
        self._asked(self._audit, "select 1", {})
        if self._meter is None:
            raise ProblemError(503, "the audit is not done; ask again soon")
        return self._meter

    def _asked(
        self, ready: Event, query: str, told: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        self.start()
        if self._failed:
            raise ProblemError(500, "series and audit could not be reckoned")
        if not ready.is_set() or self._connection is None:
            raise ProblemError(503, "series and audit are being reckoned; ask again")
        return self._connection.cursor().execute(query, dict(told)).fetchall()

    def _run(self) -> None:
        try:
            with opened_study(self._tables, self._model) as study:
                self._connection = study.store.connection
                self._reckon(study)
                self._end.wait()
        except Exception as error:  # noqa: BLE001 - nobody else hears of this thread's
            if not self._end.is_set():
                self._failed = True
                _LOG.exception("series and audit could not be reckoned", exc_info=error)
            self._series.set()
            self._audit.set()

    def _reckon(self, study: Study) -> None:
        connection = study.store.connection
        connection.execute(f"set memory_limit = '{MEMORY}'; set threads = {THREADS}")
        list_series(study)
        self._series.set()
        natures = study.catalogue.indicators
        audited = Audited(study.store, {key: natures[key].nature for key in natures})
        self._meter = audited.meter()
        store_findings(connection, audited.findings(*VERDICTS))
        self._on_doubts(doubts_of(connection))
        self._audit.set()


def pages(found: int, size: int) -> int:
    """Count the pages of a list."""
    return max(1, -(-found // size))
