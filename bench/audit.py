"""Audits a table of many observations, tells all that it finds, and time and memory.

The observations of our own seeds, or of the table given, are repeated under new ids
until there are as many as asked for; areas and owners are new with each repetition, so
that subjects are as large as they were. The table is made in a process of its own: peak
memory is that of the audit, DuckDB included, and more than MOST_MEGABYTES of it ends
with exit code 1. Nothing here fails for being slow.

    python bench/audit.py [--observations N] [--table FILE.parquet]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.lexicon.indicators import read_catalogue
from pipeline.models import open_model
from pipeline.series.naming import linking
from pipeline.series.run import Audited
from pipeline.series.store import opened

ROOT = Path(__file__).resolve().parent.parent
OBSERVATIONS = 10_000_000
KILOBYTES_A_MEGABYTE = 1024
VERDICTS = ("contradicted", "doubtful", "confirmed")
MOST_MEGABYTES = 1_800
"""What an audit may hold, of however many observations."""
_REPEAT = """
    copy (
        select * exclude (turn) replace (
            observation_id || '-' || turn as observation_id,
            article_id || '-' || turn as article_id,
            repeat_of || '-' || turn as repeat_of,
            entity || ' ' || turn as entity,
            area || ' ' || turn as area,
            area_code || '-' || turn as area_code)
        from read_parquet($table), (select unnest(range($turns)) as turn)
    ) to '{target}' (format parquet)"""


def main() -> int:
    """Make the table, audit it, print what it took; 1 where memory was not bounded."""
    options = _options()
    with TemporaryDirectory(prefix="solieu-") as folder:
        table = options.table or _seeds(f"{folder}/seeds.parquet")
        big = f"{folder}/big.parquet"
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            apart.submit(_repeat, table, options.observations, big).result()
        _audit(big)
    return _bounded()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=OBSERVATIONS)
    parser.add_argument("--table", help="a Parquet table of figures")
    return parser.parse_args()


def _seeds(target: str) -> str:
    command = str(Path(sys.executable).with_name("solieu"))
    subprocess.run([command, "extract", str(ROOT / "seeds"), "-o", target], check=True)  # noqa: S603
    return target


def _repeat(table: str, observations: int, target: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1GB'")
        told = connection.execute("select count(*) from read_parquet($1)", [table])
        (rows,) = told.fetchone() or (1,)
        turns = -(-observations // rows)
        query = _REPEAT.format(target=target)
        connection.execute(query, {"table": table, "turns": turns})


def _audit(table: str) -> None:
    catalogue = read_catalogue(open_model("default"))
    natures = {one.id: one.nature for one in catalogue.indicators.values()}
    begun = time.perf_counter()
    with opened([table]) as store:
        store.link(linking(IndicatorLinker(catalogue)))
        audited = Audited(store, natures)
        meter = audited.meter()
        told = sum(1 for _ in audited.findings(*VERDICTS))
    took = time.perf_counter() - begun
    print(f"{meter.figures:,} observations audited in {took / 60:.1f} minutes")
    print(f"{meter.figures / took:,.0f} a second, {meter.share:.1%} have a witness")
    print(f"{told:,} findings told with their sentences")


def _bounded() -> int:
    """Tell the most memory that this process held; 1 where it is too much."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE
    print(f"peak memory {peak:,.0f} MB, of {MOST_MEGABYTES:,} MB allowed")
    return int(peak > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
