"""The door to DuckDB: rows of the table in, figures out by article or by subject.

DuckDB sorts and groups them, on disk where they are many, so that an audit holds the
figures of one article or one subject at a time.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import date
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.series.areas import units
from pipeline.series.facts import Row, fact_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from pipeline.series.facts import Fact
    from pipeline.series.naming import Link, Name

BATCH: Final = 20_000
MEMORY: Final = "1GB"
"""What DuckDB may hold before it sorts on disk."""
THREADS: Final = 2
"""What DuckDB may take of the processor; each thread needs memory of its own."""

_LINKS: Final = """
    create table links (
        metric_text varchar, parent_text varchar, unit varchar, measure varchar,
        owner varchar, told varchar, indicator varchar, breakdown varchar)"""
_NAMES: Final = """
    select distinct metric_text, parent_text, unit, measure,
        case when entity is not null then 'owner' end, indicator
    from rows order by all"""
_UNITS: Final = """
    create table units (
        id varchar, name varchar, code varchar, since date, until date,
        only_coded boolean, only_named boolean)"""
_READ: Final = """
    create macro day_of(published) as coalesce(
        try_cast(left(published, 10) as date),
        try_strptime(left(published, 8), '%Y%m%d')::date,
        try_strptime(left(published, 10), '%d/%m/%Y')::date,
        try_strptime(left(published, 7), '%Y-%m')::date);
    create view facts as
    select observation_id, article_id, amount_start, sentence_start,
        (hash(sentence_text) >> 1)::bigint as copy, published,
        coalesce(source, nullif(regexp_extract(
            url, '^https?://(?:www\\.)?([^/:?#]+)', 1), '')) as source,
        links.indicator as indicator, coalesce(links.breakdown, '') as breakdown,
        coalesce(units.id, area_code, area) as area, rows.entity as entity,
        rows.metric_text as metric_text, rows.parent_text as parent_text,
        rows.measure as measure, status, value, value_max, bound, unit_mult,
        amount_text, unit_text, rows.unit as unit, direction, price_basis,
        period_first, period_last, base, base_first, base_last, plan_period, plan_by,
        confidence, repeat_of,
        area is not null and json_extract(inferred, '$.area') is null as placed
    from rows left join links on
        rows.metric_text is not distinct from links.metric_text
        and rows.parent_text is not distinct from links.parent_text
        and rows.unit is not distinct from links.unit
        and rows.measure is not distinct from links.measure
        and (rows.entity is null) = (links.owner is null)
        and rows.indicator is not distinct from links.told
    left join units on rows.area = units.name and (
        (area_code = units.code and (only_coded
            or coalesce(day_of(published), date '2024-12-31') between since and until))
        or (area_code is null and only_named))
    where rows.measure <> 'rank'"""
_BY_ARTICLE: Final = "select * from facts order by article_id, amount_start"
_BY_SUBJECT: Final = """
    select * from facts
    where indicator is not null and (area is not null or entity is not null)
        and (len($indicators) = 0 or list_contains($indicators, indicator))
        and (len($areas) = 0 or list_contains($areas, area))
    order by indicator, breakdown, area, entity, published, article_id, amount_start"""

_EVIDENCE: Final = """
    select observation_id, article_id, source, published, url, confidence,
        concat_ws(' ', amount_text, unit_text), sentence_text
    from rows where observation_id in (select unnest($figures))"""


class Evidence(NamedTuple):
    """A figure where it stands: who printed it, when, how, in which sentence."""

    id: str
    article: str
    outlet: str | None
    published: str | None
    url: str | None
    confidence: float
    text: str
    sentence: str


class Store:
    """A table of figures that can be read in the order an audit wants."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection

    def link(self, linking: Callable[[Name], Link]) -> None:
        """Link every distinct name to the catalogue; what is read then has it."""
        import pyarrow as pa

        names = self.connection.cursor().execute(_NAMES)
        self.connection.execute(_LINKS)
        while many := names.fetchmany(BATCH):
            rows = [(*name, *linking(name)) for name in many]
            columns = [pa.array(one, pa.string()) for one in zip(*rows, strict=True)]
            linked = pa.table({f"c{at}": one for at, one in enumerate(columns)})
            self.connection.register("linked", linked)
            self.connection.execute("insert into links select * from linked")
            self.connection.unregister("linked")
        self._place()
        self.connection.execute(_READ)

    def _place(self) -> None:
        """Bring in the units that areas are told apart by."""
        known = units().by_id.values()
        codes = Counter((one.name, one.code) for one in known)
        names = Counter(one.name for one in known)
        self.connection.execute(_UNITS)
        self.connection.executemany(
            "insert into units values ($1, $2, $3, $4, $5, $6, $7)",
            [
                (
                    *(one.id, one.name, one.code or None),
                    *(one.since or date.min, one.until or date.max),
                    *(codes[one.name, one.code] == 1, names[one.name] == 1),
                )
                for one in known
            ],
        )

    def count(self) -> int:
        """Count the rows of the table."""
        told = self.connection.execute("select count(*) from rows").fetchone()
        return int(told[0]) if told else 0

    def articles(self) -> Iterator[list[Fact]]:
        """Give the figures of each article, in the order of its text."""
        yield from _grouped(self._facts(_BY_ARTICLE), lambda fact: fact.article)

    def subjects(
        self, indicators: Sequence[str] = (), areas: Sequence[str] = ()
    ) -> Iterator[list[Fact]]:
        """Give the figures of each subject of the catalogue, by date and place.

        What the catalogue lacks is compared within its article alone.

        Args:
            indicators: ids of those wanted; all if none is named.
            areas: ids of the units wanted (``areas.py``); all if none is named.
        """
        wanted = {"indicators": list(indicators), "areas": list(areas)}
        facts = self._facts(_BY_SUBJECT, wanted)
        yield from _grouped(facts, lambda fact: fact.subject)

    def evidence(self, figures: Sequence[str]) -> dict[str, Evidence]:
        """Give the evidence of figures by their ids; reads the table once."""
        cursor = self.connection.cursor()
        told = cursor.execute(_EVIDENCE, {"figures": list(dict.fromkeys(figures))})
        return {row[0]: Evidence(*row) for row in told.fetchall()}

    def _facts(
        self, query: str, wanted: Mapping[str, list[str]] | None = None
    ) -> Iterator[Fact]:
        cursor = self.connection.cursor()
        for batch in cursor.execute(query, wanted).to_arrow_reader(BATCH):
            for told in zip(
                *(column.to_pylist() for column in batch.columns), strict=True
            ):
                yield fact_of(Row(*told))


def _grouped(
    facts: Iterable[Fact], key: Callable[[Fact], object]
) -> Iterator[list[Fact]]:
    group: list[Fact] = []
    for fact in facts:
        if group and key(group[0]) != key(fact):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


@contextmanager
def opened(files: Sequence[str]) -> Iterator[Store]:
    """Open Parquet tables of figures (C3) as one.

    Args:
        files: names of Parquet files; their rows are not read into memory.
    """
    import duckdb

    with (
        TemporaryDirectory(prefix="solieu-") as folder,
        duckdb.connect(f"{folder}/audit.duckdb") as connection,
    ):
        connection.execute("set memory_limit = $1", [MEMORY])
        connection.execute("set threads = $1", [THREADS])
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        connection.read_parquet(list(files)).create_view("rows")
        yield Store(connection)
