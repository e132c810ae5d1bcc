"""Arrow in a worker process: small, and as good as ever at writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ALONE = """
import sys
from pipeline.io.lean import load_arrow_alone
from pipeline.io.writers import writing
from tests.builders import ARTICLE, three_figures
load_arrow_alone()
with writing("parquet", sys.argv[1]) as writer:
    writer.write(ARTICLE, three_figures())
assert "pandas" not in sys.modules
import pandas, pyarrow as pa
print(pa.default_memory_pool().backend_name, len(pandas.DataFrame({"a": [1, 2]})))
"""
FRAMES = """
import pandas as pd, pyarrow as pa
from pipeline.io.lean import load_arrow_alone
load_arrow_alone()
print(pa.Table.from_pandas(pd.DataFrame({"a": [1, 2]})).num_rows)
"""


def run(code: str, *args: object) -> str:
    """Run code in a process of its own, since what it does is for good."""
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_parquet_is_written_without_pandas(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    assert run(ALONE, path) == "system 2\n"
    assert path.read_bytes().startswith(b"PAR1")


def test_where_pandas_is_loaded_arrow_goes_on_knowing_it() -> None:
    assert run(FRAMES) == "2\n"
