"""Audits a table: findings stand on disk, with their suspects and counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from pipeline.series.audit import audit_article, audit_subject
from pipeline.series.telling import Evidence, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from pipeline.series.findings import Finding
    from pipeline.series.store import Store

CHUNK: Final = 5_000
_TABLES: Final = """
    create table findings (
        number bigint, kind varchar, verdict varchar, indicator varchar, name varchar,
        breakdown varchar, area varchar, entity varchar, period varchar, unit varchar,
        low varchar, expected varchar, high varchar, stated varchar, why varchar);
    create table members (
        number bigint, place integer, figure varchar, confidence double)"""
_SUSPECTS: Final = """
    create table suspects as
    with proven as (
        select figure, count(*) as times from members join findings using (number)
        where verdict = 'confirmed' group by figure)
    select number, first(figure order by coalesce(times, 0), confidence, figure)
        as suspect
    from members join findings using (number) left join proven using (figure)
    where verdict = 'contradicted' group by number"""
_FINDINGS: Final = """
    select findings.*, suspect from findings left join suspects using (number)
    where list_contains($verdicts, verdict)
    order by list_position($verdicts, verdict), kind, number limit $most"""
_FIGURES: Final = """
    create temp table figures as
    with wanted as (
        select number, kind, list_position($verdicts, verdict) as rank from findings
        where list_contains($verdicts, verdict) order by rank, kind, number limit $most)
    select rank, wanted.kind as kind, number, place,
        observation_id, article_id, published, source, rows.area as area,
        concat_ws(' ', amount_text, unit_text) as amount, metric_text,
        rows.period as period, status, amount_start - sentence_start as start,
        length(amount_text) as length, sentence_text
    from wanted join members using (number) join rows on figure = observation_id"""
_BY_FINDING: Final = """
    select * exclude (rank, kind, place) from figures
    order by rank, kind, number, place"""
_KNOWN: Final = (
    *("id", "article", "published", "outlet", "area"),
    *("amount", "metric", "period", "status"),
)
_METER: Final = """
    select count(distinct figure) filter (verdict = 'confirmed'),
        count(distinct figure) filter (verdict = 'contradicted')
    from members join findings using (number)"""
_COUNTS: Final = """
    select kind, verdict, count(*) from findings group by all order by all"""


@dataclass(frozen=True, slots=True)
class Meter:
    """How many figures others bear out: the measure of quality that needs no labels."""

    figures: int
    witnessed: int
    contradicted: int
    counts: Mapping[tuple[str, str], int]

    @property
    def share(self) -> float:
        """Give the part of all figures that have an arithmetic witness."""
        return self.witnessed / self.figures if self.figures else 0.0


class Audited:
    """What an audit found, on disk until its store is closed."""

    def __init__(self, store: Store, natures: Mapping[str, str]) -> None:
        """Run all checks; takes the time of reading the table twice."""
        self._connection = store.connection
        self._connection.execute(_TABLES)
        found = chain(
            chain.from_iterable(map(audit_article, store.articles())),
            chain.from_iterable(
                audit_subject(facts, natures) for facts in store.subjects()
            ),
        )
        _keep(self._connection, found)
        self._connection.execute(_SUSPECTS)
        self._figures = store.count()

    def findings(self, *verdicts: str, most: int | None = None) -> Iterator[Told]:
        """Give the findings of these verdicts, in their order, with their evidence.

        Args:
            verdicts: which, the first of them first.
            most: how many at most; all where it is None.
        """
        wanted = {"verdicts": list(verdicts), "most": most}
        cursor = self._connection.cursor()
        cursor.execute(_FINDINGS, wanted)
        names = [column[0] for column in cursor.description or ()]
        # Both come in one order. Joined before they are sorted, in a query of its own,
        # the figures need far less memory than in one query that does all.
        figures = self._connection.cursor()
        figures.execute(_FIGURES, wanted).execute(_BY_FINDING)
        of_findings = groupby(_fetched(figures), itemgetter(0))
        for row, (_, cells) in zip(_fetched(cursor), of_findings, strict=True):
            said = dict(zip(names, row, strict=True))
            told = (_figure(one, said["suspect"]) for _, *one in cells)
            yield _told(said, tuple(told))

    def meter(self) -> Meter:
        """Count the figures that have a witness."""
        told = self._connection.execute(_METER).fetchone() or (0, 0)
        counts = self._connection.execute(_COUNTS).fetchall()
        by_kind = {(kind, verdict): many for kind, verdict, many in counts}
        return Meter(self._figures, told[0], told[1], by_kind)


def _fetched(cursor: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(CHUNK):
        yield from rows


def _keep(connection: DuckDBPyConnection, found: Iterable[Finding]) -> None:
    numbered = enumerate(found)
    while many := list(islice(numbered, CHUNK)):
        _insert(connection, "findings", [_row(*one) for one in many])
        _insert(connection, "members", [row for one in many for row in _members(*one)])


def _insert(
    connection: DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]
) -> None:
    import pyarrow as pa

    columns = {
        f"c{at}": pa.array(column) for at, column in enumerate(zip(*rows, strict=True))
    }
    connection.register("added", pa.table(columns))
    connection.execute(f"insert into {table} select * from added")  # noqa: S608
    connection.unregister("added")


def _row(number: int, finding: Finding) -> tuple[object, ...]:
    first, expected = finding.figures[0], finding.expected
    subject = first.subject
    return (
        number,
        finding.kind,
        finding.verdict,
        subject.indicator,
        f"{first.name} < {first.parent}" if first.parent else first.name,
        subject.breakdown or None,
        subject.area,
        subject.entity,
        finding.period.iso if finding.period else None,
        finding.unit,
        *((None, None, None) if expected is None else map(_plain, expected)),
        None if finding.stated is None else _plain(finding.stated),
        finding.why or None,
    )


def _plain(number: object) -> str:
    return f"{number:.12g}"


def _members(number: int, finding: Finding) -> Iterator[tuple[object, ...]]:
    for place, fact in enumerate(finding.figures):
        yield number, place, fact.id, fact.confidence


_SIZES: Final = frozenset(("low", "expected", "high", "stated"))
_TEXTS: Final = ("kind", "verdict", "indicator", "name", "entity", "period")


def _told(row: Mapping[str, Any], figures: tuple[Evidence, ...]) -> Told:
    said: dict[str, Any] = {name: row[name] for name in (*_TEXTS, "unit", "why")}
    for name in _SIZES:
        said[name] = None if row[name] is None else Decimal(row[name])
    area = figures[0].area if figures else None
    return Told(**said, area=area, figures=figures)


def _figure(cells: list[Any], suspect: str | None) -> Evidence:
    *known, start, length, sentence = cells
    end = start + length
    said: dict[str, Any] = dict(zip(_KNOWN, known, strict=True))
    return Evidence(
        **said,
        before=sentence[:start],
        figure=sentence[start:end],
        after=sentence[end:],
        suspect=said["id"] == suspect,
    )
