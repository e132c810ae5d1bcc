"""Makes the tables that the pages of series and audit are read from."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from pipeline.web.shelf import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from pipeline.series.study import Study
    from pipeline.series.telling import Told

KEY: Final = ("indicator", "breakdown", "area", "entity")
"""The columns that name a series."""
_CHUNK: Final = 2_000
_SERIES: Final = f"""
    create table told as select * from facts
    where indicator is not null and (area is not null or entity is not null)
        and period_last is not null
    order by {", ".join(KEY)}, published;
    create table names (indicator varchar, name varchar);
    create table places (area varchar, place varchar);
    """  # noqa: S608 - constants of ours
_SUBJECTS: Final = f"""
    create table subjects as
    select indicator, breakdown, told.area as area, entity, any_value(name) as name,
        any_value(place) as place, count(*) as figures,
        count(distinct (period_first, period_last)) as periods,
        {
    PLAIN.format(
        "concat_ws(' ', indicator, any_value(name), breakdown, "
        "any_value(place), told.area, entity)"
    )
} as words
    from told left join names using (indicator) left join places using (area)
    group by indicator, breakdown, told.area, entity
    order by figures desc, indicator, breakdown, told.area, entity"""  # noqa: S608 - constants of ours
_SAID: Final = """
    create table said (
        number integer, verdict varchar, kind varchar, area varchar, words varchar,
        told varchar)"""
_DOUBTS: Final = """
    select article_id, count(distinct figure) filter (verdict = 'contradicted'),
        count(distinct figure) filter (verdict = 'doubtful')
    from members join findings using (number) join rows on figure = observation_id
    where verdict in ('contradicted', 'doubtful') group by article_id"""


def list_series(study: Study) -> None:
    """Bring the figures of series into tables: ``told``, ``subjects`` and names."""
    import pyarrow as pa

    from pipeline.series.areas import units

    connection = study.store.connection
    connection.execute(_SERIES)
    known = study.catalogue.indicators.values()
    areas = units().by_id.values()
    for table, rows in (
        ("names", [(one.id, one.name) for one in known]),
        ("places", [(one.id, one.name) for one in areas]),
    ):
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        connection.register("added", pa.table(columns, names=["key", "said"]))
        connection.execute(f"insert into {table} select * from added")  # noqa: S608
        connection.unregister("added")
    connection.execute(_SUBJECTS)


def store_findings(connection: DuckDBPyConnection, found: Iterable[Told]) -> None:
    """Bring findings into the table ``said``, in their order."""
    connection.execute(_SAID)
    numbered = enumerate(found)
    while many := list(islice(numbered, _CHUNK)):
        _say(connection, many)


def doubts_of(connection: DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """Count by article the figures that an audit contradicts and doubts."""
    rows = connection.execute(_DOUBTS).fetchall()
    return {key: (wrong, odd) for key, wrong, odd in rows}


def _say(connection: DuckDBPyConnection, many: list[tuple[int, Told]]) -> None:
    import pyarrow as pa

    rows = [
        (number, one.verdict, one.kind, one.area, _words(one), _as_json(one))
        for number, one in many
    ]
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    names = ["number", "verdict", "kind", "area", "words", "told"]
    connection.register("added", pa.table(columns, names=names))
    plain = PLAIN.format("words::varchar")
    connection.execute(
        "insert into said select number, verdict, kind, area::varchar,"  # noqa: S608
        f" {plain}, told from added"
    )
    connection.unregister("added")


def _words(one: Told) -> str:
    sentences = (f"{f.before}{f.figure}{f.after} {f.article}" for f in one.figures)
    return " ".join([one.name, one.indicator or "", one.entity or "", *sentences])


def _as_json(one: Told) -> str:
    told = {**one.as_json(), "figures": [asdict(figure) for figure in one.figures]}
    return json.dumps(told, ensure_ascii=False)
