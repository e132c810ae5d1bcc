"""A job whose workers fail and are killed on the way; a program of its own.

Before the extraction stands a step that passes everything on. In the second batch that
any of its workers sees it raises, once in the whole job; in a later one it kills every
other worker, once, those that extract among them. It prints what it did, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def first(marker: Path) -> bool:
    """Be the first to come here, of all workers."""
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def failing(batches: Iterator[Any], *, folder: str) -> Iterator[Any]:
    """Pass the batches on, and do harm."""
    import psutil

    for number, batch in enumerate(batches):
        if number == 1 and first(Path(folder) / "raised"):
            raise RuntimeError("this task fails once")
        if number >= 2 and first(Path(folder) / "killed"):
            others = psutil.Process(os.getppid()).children()
            pids = [one.pid for one in others if one.pid != os.getpid()]
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            (Path(folder) / "pids").write_text(json.dumps(pids), encoding="utf-8")
        yield batch


def loads(batches: Iterator[Any]) -> Iterator[Any]:
    """Tell of every worker how often it has loaded the model."""
    import pandas as pd

    from pipeline.cluster.partition import _extractor

    for _ in batches:
        told = {"pid": [os.getpid()], "loads": [_extractor.cache_info().misses]}
        yield pd.DataFrame(told)


def main() -> None:
    """Run the job: SOURCE OUT FOLDER."""
    from pyspark.sql import SparkSession

    from pipeline.cluster.spark import extract_frame

    source, out, folder = sys.argv[1:]
    spark = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "3")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    frame = spark.read.parquet(source).repartition(4)
    harmed = frame.mapInPandas(partial(failing, folder=folder), frame.schema)
    found = extract_frame(harmed, model="default")
    found.figures.write.parquet(out)
    faults = [row.fault_source for row in found.faults.collect()]
    counted = spark.range(0, 8, 1, 8).mapInPandas(loads, "pid BIGINT, loads BIGINT")
    rows = {row.pid: row.loads for row in counted.collect()}
    pids = json.loads((Path(folder) / "pids").read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps({"pids": pids, "faults": faults, "loads": rows}))
    spark.stop()


if __name__ == "__main__":
    main()
