"""The same extraction on Apache Spark: a function for frames, and a program.

``extract_frame`` is for notebooks and jobs of your own; the program is what
``spark-submit`` runs, and ``python -m pipeline.cluster.spark`` on one machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.cluster.partition import (
    CORRUPT,
    FAULT,
    column_types,
    extract_batches,
    task_of,
)
from pipeline.errors import InputError, SolieuError, UsageError
from pipeline.io.columns import Columns
from pipeline.io.reading import Reading, parse_columns
from pipeline.io.records import listed
from pipeline.models import CURRENT_MODEL
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

EXAMPLES: Final = """\
examples:
  python -m pipeline.cluster.spark dump.parquet OUT --master 'local[8]'
  python -m pipeline.cluster.spark 'dump/*.jsonl.gz' OUT --map text=content
  spark-submit --master yarn spark.py s3a://press/dump s3a://press/figures
"""

QUARANTINE: Final = "_quarantine"
"""The folder of faults in the output; readers of a dataset pass over such a name."""

LINES: Final = (".jsonl", ".jsonl.gz", ".json", ".json.gz")
DONE: Final = 0
FAULTY_INPUT: Final = 1
WRONG_USAGE: Final = 2


class Extracted(NamedTuple):
    """What came of a frame: rows with the columns of C3, and faults.

    A fault has ``fault_source``, ``fault_message`` and ``fault_hint``. Both are taken
    from ``both``, which is computed for each of them unless it is persisted.
    """

    figures: DataFrame
    faults: DataFrame
    both: DataFrame


def extract_frame(
    frame: DataFrame,
    *,
    model: str = CURRENT_MODEL,
    reading: Reading | None = None,
    published: str | None = None,
) -> Extracted:
    """Extract every figure of a frame of articles; lazy, as Spark is.

    Args:
        frame: a row per article, with the columns id, text, title, published, url and
            source, or others that mean the same; only ``text`` must be there. Ids
            are taken as they are: a second row of the same id is not looked for.
        model: a name or folder that every worker can find.
        reading: columns that have other names, and limits.
        published: the date of the articles that have none.

    Raises:
        ModelError: there is no such model, or it is damaged.
        InputError: the frame has no column of texts.
    """
    said = reading or Reading()
    task = task_of(model, reading=said, published=published)
    types = ", ".join(f"{name} {kind}" for name, kind in column_types().items())
    both = _articles(frame, said).mapInPandas(
        partial(extract_batches, task=task), types
    )
    told = both[FAULT[1]].isNotNull()
    return Extracted(
        figures=both.where(~told).select(*COLUMNS),
        faults=both.where(told).select(*FAULT),
        both=both,
    )


def _articles(frame: DataFrame, reading: Reading) -> DataFrame:
    """Keep the columns that an article is made of: no other crosses to Python."""
    columns = Columns(reading)
    missing = columns.missing(frame.columns)
    found = columns.of(frame.columns)
    if missing is not None or "text" not in found:
        message = (
            f"expected a column {missing or 'text'!r}, got {listed(frame.columns)}"
        )
        hint = "name the one that holds the article: --map text=NAME"
        raise InputError(message, source="the frame", hint=hint)
    kept = [*found.values(), *([CORRUPT] if CORRUPT in frame.columns else [])]
    return frame.select(*(f"`{name.replace('`', '``')}`" for name in kept))


def main(args: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit code: 0 done, 1 faults, 2 wrong usage."""
    options = _options(args)
    try:
        return _run(options)
    except SolieuError as error:
        sys.stderr.write(f"{error}\n")
        return FAULTY_INPUT if isinstance(error, InputError) else WRONG_USAGE


def _options(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.cluster.spark",
        description="Extract every figure of a dump of articles on Apache Spark.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("input", help="Parquet, or JSON Lines by their ending")
    parser.add_argument("output", help="a new folder: part-*.parquet, _quarantine/")
    parser.add_argument("--model", default=CURRENT_MODEL, metavar="NAME")
    parser.add_argument("--map", default=None, metavar="FIELD=COLUMN,...")
    parser.add_argument("--published", default=None, metavar="DATE")
    parser.add_argument("--partitions", type=int, default=0, metavar="N")
    parser.add_argument("--master", default=None, help="else as Spark is configured")
    return parser.parse_args(args)


def _run(options: argparse.Namespace) -> int:
    reading = Reading(columns=parse_columns(options.map) if options.map else ())
    spark = _session(options.master)
    try:
        frame = _read(spark, options.input)
        if options.partitions:
            frame = frame.repartition(options.partitions)
        found = extract_frame(
            frame, model=options.model, reading=reading, published=options.published
        )
        return _write(found, options.output)
    finally:
        spark.stop()


def _session(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("solieu")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):  # else the workers would be the system's python
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return builder.getOrCreate()


def _read(spark: SparkSession, path: str) -> DataFrame:
    from pyspark.errors import AnalysisException

    try:
        if path.lower().endswith(LINES):
            options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT}
            return spark.read.options(**options).json(path)
        return spark.read.parquet(path)
    except AnalysisException as error:
        message = f"expected Parquet or JSON Lines, got: {error.getMessage()}"
        raise InputError(message, source=path, hint="check the path") from error


def _write(found: Extracted, output: str) -> int:
    """Write both, of one computation: what it found is kept on the workers' disks."""
    from pyspark import StorageLevel
    from pyspark.errors import AnalysisException

    found.both.persist(StorageLevel.DISK_ONLY)
    try:
        found.figures.write.parquet(output)
    except AnalysisException as error:
        message = f"{output}: expected a new folder, got: {error.getMessage()}"
        raise UsageError(message) from error
    found.faults.write.json(f"{output.rstrip('/')}/{QUARANTINE}")
    figures, faults = found.figures.count(), found.faults.count()
    sys.stderr.write(f"{figures:,} figures, {faults:,} faults in {output}\n")
    return FAULTY_INPUT if faults else DONE


if __name__ == "__main__":
    raise SystemExit(main())
