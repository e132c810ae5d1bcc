"""What a worker of a cluster does: frames of records in, frames of rows out.

It knows pandas and no engine, so that it is tested without one. Every record gives the
rows of its figures or one row that tells its fault: a record never fails the task.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pipeline
from pipeline.errors import InputError, ModelError
from pipeline.io.reading import Reading
from pipeline.io.records import Records
from pipeline.io.tables import KINDS, Row, arrow_cells, to_row
from pipeline.models import CURRENT_MODEL, open_model
from pipeline.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from pipeline.extract import Extractor


FAULT: Final = ("fault_source", "fault_message", "fault_hint")
"""The columns behind those of C3; null in the row of a figure."""

CORRUPT: Final = "_corrupt_record"
"""Where an engine keeps a line that it could not read."""

_SHOWN: Final = 60
_REPORT: Final = "report it with the article, please"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every worker is told; plain values, for it crosses processes.

    ``model`` is a name or folder that each machine can find; ``files`` are the hashes
    of its tables and ``version`` that of solieu, on the machine that gives the task.
    ``published`` dates the articles that have no date.
    """

    model: str
    files: tuple[tuple[str, str], ...]
    version: str
    reading: Reading = field(default_factory=Reading)
    published: str | None = None


def task_of(
    model: str, *, reading: Reading | None = None, published: str | None = None
) -> Task:
    """Make the task for a model, which is opened and checked here once.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    opened = open_model(model)
    return Task(
        # The model promoted last is another one on another machine.
        model=opened.name if model == CURRENT_MODEL else model,
        files=tuple(sorted(opened.manifest["files"].items())),
        version=pipeline.__version__,
        reading=reading or Reading(),
        published=published,
    )


def column_types() -> dict[str, str]:
    """Give the SQL type of each column that ``extract_batches`` gives, in order."""
    sql = {"decimal": "DECIMAL(38,9)", "date": "DATE", "int": "BIGINT"}
    sql["float"] = "DOUBLE"
    of = {name: sql[kind] for kind, names in KINDS.items() for name in names}
    return {name: of.get(name, "STRING") for name in (*COLUMNS, *FAULT)}


def extract_batches(
    batches: Iterable[pd.DataFrame], task: Task
) -> Iterator[pd.DataFrame]:
    """Give a frame of rows for each frame of records, in order.

    The records have the columns of a dump, as ``Records`` takes them; a record
    without an id gets one that is made of its text, which is told as a fault too.
    The rows have the columns of ``column_types``; their cells are what the Arrow
    schema takes.

    Raises:
        ModelError: the model or solieu here is another than where the task was made.
    """
    import pandas as pd

    reader = _Reader(task, _extractor(task))
    for batch in batches:
        rows = [row for record in _records(batch) for row in reader.rows(record)]
        yield pd.DataFrame(rows, columns=list(column_types()), dtype=object)


@lru_cache(maxsize=1)  # once for a worker, which takes many partitions
def _extractor(task: Task) -> Extractor:
    from pipeline.extract import Extractor

    opened = open_model(task.model)
    here = (pipeline.__version__, tuple(sorted(opened.manifest["files"].items())))
    if here != (task.version, task.files):
        raise ModelError(
            f"{opened.place}: expected the model and the solieu ({task.version}) of the"
            " machine that began the job, got others; install the same on every worker"
        )
    return Extractor(model=opened)


def _records(batch: pd.DataFrame) -> Iterator[Mapping[str, object]]:
    """Give the records of a frame, with None for every kind of missing value."""
    plain = batch.astype(object).where(batch.notna(), None)
    names = [str(name) for name in plain.columns]
    for values in plain.itertuples(index=False, name=None):
        yield dict(zip(names, values, strict=True))


class _Reader:
    """Makes rows of records, one at a time."""

    def __init__(self, task: Task, extractor: Extractor) -> None:
        self._task = task
        self._extractor = extractor
        self._faults: list[InputError] = []
        self._articles = Records(task.reading, self._faults.append)

    def rows(self, record: Mapping[str, object]) -> Iterator[Row]:
        """Give the rows of a record's figures, then one for each fault."""
        place = self._place(record)
        try:
            yield from self._figures(record, place)
        except InputError as fault:
            source = fault.source or place
            told = InputError(fault.message, source=source, hint=fault.hint)
            self._faults.append(told)
        except MemoryError:
            raise  # what it left behind is not to be trusted: the task is tried again
        except Exception as error:  # noqa: BLE001 - one article must not end a night
            what = f"{type(error).__name__}: {error}"
            message = f"expected to read the article, got our mistake: {what:.200}"
            self._faults.append(InputError(message, source=place, hint=_REPORT))
        for one in self._faults:
            parts = (one.source, one.message, one.hint)
            yield {**_NO_FIGURE, **dict(zip(FAULT, parts, strict=True))}
        self._faults.clear()

    def _figures(self, record: Mapping[str, object], place: str) -> list[Row]:
        """Give the rows of an article that can be held; the others are faults."""
        if record.get(CORRUPT) is not None:
            message = f"expected a record, got {str(record[CORRUPT])!r:.{_SHOWN}}"
            hint = "write one JSON object per line"
            raise InputError(message, source=place, hint=hint)
        article = self._articles.article(record, place)
        if article is None:
            return []
        longest = self._task.reading.limits.text_bytes
        if len(article.text) > longest:
            message = f"expected a text of at most {longest:,} characters, got more"
            raise InputError(message, source=place, hint="give one article per record")
        found = self._extractor.extract(article, self._task.published)
        rows = (self._fitting(to_row(seen)) for seen in found)
        return [{**row, **_NO_FAULT} for row in rows if row is not None]

    def _fitting(self, row: Row) -> Row | None:
        try:
            return arrow_cells(row)
        except InputError as fault:
            self._faults.append(fault)
            return None

    def _place(self, record: Mapping[str, object]) -> str:
        """Name a record for messages: there are no files and lines here any more.

        One without an id is called by the hash of its content, the same in every run.
        """
        column = self._articles.columns.of(record).get("id")
        given = record[column] if column is not None else None
        if given is not None and given != "":
            return f"article {given}"
        content = repr(sorted(record.items())).encode("utf-8", "surrogatepass")
        return f"record-{hashlib.sha256(content).hexdigest()[:16]}"


_NO_FIGURE: Final[Row] = dict.fromkeys(COLUMNS)
_NO_FAULT: Final[Row] = dict.fromkeys(FAULT)
