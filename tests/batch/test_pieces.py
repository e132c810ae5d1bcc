"""The pieces of a run by themselves: shards, worker, records, progress."""

from __future__ import annotations

import threading
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.job import Job, open_job, seal_of
from pipeline.batch.manifest import hash_inputs
from pipeline.batch.place import reason_of
from pipeline.batch.position import Position
from pipeline.batch.progress import Progress
from pipeline.batch.records import FOLDER, Fault, Record, Records
from pipeline.batch.shards import Cut, cut_shards
from pipeline.batch.wire import (
    Task,
    from_line,
    receive_report,
    send_task,
    to_line,
)
from pipeline.batch.worker import serve
from pipeline.cli.reporting import duration, progress_line
from pipeline.errors import InputError
from pipeline.models import open_model
from pipeline.schema import Article
from tests.batch.dumps import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.io.faults import FaultHandler

WORDS = st.text(st.characters(codec=None), max_size=30)
ARTICLES = st.builds(Article, id=WORDS, text=WORDS, title=st.none() | WORDS)


@given(WORDS, ARTICLES)
def test_an_article_comes_out_of_its_line_as_it_went_in(
    place: str, article: Article
) -> None:
    line = to_line(place, article)
    assert b"\n" not in line
    assert from_line(line) == (place, article)


@given(st.lists(st.none() | ARTICLES, max_size=30), st.integers(1, 5))
def test_shards_hold_every_article_and_fault_once_and_in_order(
    told: list[Article | None], most: int
) -> None:
    def read(on_fault: FaultHandler) -> Iterator[tuple[str, Article]]:
        for number, one in enumerate(told):
            if one is None:
                on_fault(InputError("broken", source=str(number)))
            else:
                yield str(number), one

    shards = list(cut_shards(read, Cut(articles=most, size=200)))
    lines = [from_line(line) for shard in shards for line in shard.lines]
    faults = [fault.source for shard in shards for _, fault in shard.faults]
    assert lines == [(str(n), one) for n, one in enumerate(told) if one is not None]
    assert faults == [str(n) for n, one in enumerate(told) if one is None]
    assert [shard.number for shard in shards] == list(range(len(shards)))
    assert all(len(shard.lines) <= most for shard in shards)
    assert all(shard.size <= 200 or len(shard.lines) == 1 for shard in shards)
    assert all(
        0 <= at <= len(shard.lines) for shard in shards for at, _ in shard.faults
    )


def job(**options: Any) -> Job:  # noqa: ANN401 - as Job has them
    model = open_model()
    return Job(model=model.place, **{"seal": seal_of(model), **options})


def served(tmp_path: Path, asked: Job, *tasks: Task) -> list[tuple[str, Any]]:
    """Be a worker in this process; give what it reports."""
    ours, theirs = Pipe()
    for task in tasks:
        send_task(ours, task)
    thread = threading.Thread(
        target=serve, args=(theirs, asked, tmp_path, open_job), daemon=True
    )
    thread.start()
    found: list[tuple[str, Any]] = []
    while len([kind for kind, _ in found if kind in {"done", "failed"}]) < len(tasks):
        assert ours.poll(60), f"nothing more came after {found}"
        kind, told = receive_report(ours)
        found.append((kind, told))
    ours.close()
    thread.join(timeout=60)
    theirs.close()
    assert not thread.is_alive()
    return found


LINES = tuple(
    to_line(f"a:{n}", Article(id=str(n), text=text(n), published=day))
    for n, day in enumerate((None, "hôm qua", "2024-05-06"))
)


def test_a_worker_tells_each_article_and_writes_the_part(tmp_path: Path) -> None:
    trial = Task(None, LINES[:1])
    whole = Task("p.parquet", LINES, frozenset({0}))
    found = served(tmp_path, job(), trial, whole)
    assert [kind if kind != "at" else told["index"] for kind, told in found] == [
        *("ready", 0, None, "done"),
        *(1, 2, None, "done"),
    ]
    done = found[-1][1]
    table = pq.read_table(tmp_path / "p.parquet")
    assert set(table["article_id"].to_pylist()) == {"2"}
    assert (done["articles"], done["figures"]) == (1, table.num_rows)
    assert done["bytes"] == (tmp_path / "p.parquet").stat().st_size
    ((index, source, message, _),) = done["faults"]
    assert (index, source) == (1, "a:1")
    assert message.startswith("expected a publication date")
    assert [path.name for path in tmp_path.iterdir()] == ["p.parquet"]


def test_a_worker_leaves_out_what_is_not_sure_enough(tmp_path: Path) -> None:
    ((_, sure),) = served(tmp_path, job(min_confidence=1.0), Task("p", LINES))[-1:]
    ((_, every),) = served(tmp_path, job(), Task("q", LINES))[-1:]
    assert (sure["figures"], sure["left_out"]) == (0, every["figures"])


def test_a_worker_refuses_a_model_that_has_changed(tmp_path: Path) -> None:
    ((kind, told),) = served(tmp_path, job(seal="0" * 64), Task("p", LINES))
    assert kind == "failed"
    assert "expected the model that the run began with" in told["reason"]


def test_a_worker_tells_that_it_cannot_write(tmp_path: Path) -> None:
    found = served(tmp_path / "gone", job(), Task("p", LINES))
    assert found[-1][0] == "failed"
    assert "no such file or directory" in found[-1][1]["reason"]


RECORD = Record(
    number=3,
    digest="d",
    part="p",
    articles=2,
    figures=5,
    left_out=0,
    read=100,
    bytes=4,
    sha256="h",
    faults=(Fault(source="a:1", message="tệp hỏng", hint="xem lại"),),
)


def test_a_shard_is_done_when_its_record_and_its_part_are_whole(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    records = Records(tmp_path)
    records.keep(RECORD)
    assert records.find(3) is None
    (tmp_path / "p").write_bytes(b"part")
    assert records.find(3) == RECORD
    assert records.find(4) is None
    (tmp_path / "p").write_bytes(b"par")
    assert records.find(3) is None


@pytest.mark.parametrize("cut", [0, 1, 40], ids=["empty", "begun", "half"])
def test_a_torn_record_is_no_record(tmp_path: Path, cut: int) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / "p").write_bytes(b"part")
    records = Records(tmp_path)
    records.keep(RECORD)
    path = tmp_path / FOLDER / "000003.json"
    path.write_bytes(path.read_bytes()[:cut])
    assert records.find(3) is None


SEEN = Progress(articles=1500, figures=9, faults=0, speed=1.234, share=0.5, left=75.0)


def test_progress_is_told_in_one_line() -> None:
    assert progress_line(SEEN) == "1,500 articles, 9 figures, 1.23 MB/s, 1 min left"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59, "59 s"), (720, "12 min"), (3900, "1 h 05 min")],
)
def test_time_is_told_as_a_person_would(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "no space left on device"),
        (OSError("Error writing. Detail: [errno 28] x"), "no space left on device"),
        (OSError("Disk gone"), "disk gone"),
    ],
    ids=["system", "arrow", "words"],
)
def test_why_nothing_can_be_written_is_told(error: OSError, said: str) -> None:
    assert reason_of(error) == said


def test_the_place_in_open_files_is_the_share_read(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("a", "b")]
    for name in names:
        with open(name, "wb") as file:  # noqa: PTH123 - a name
            file.write(b"x" * 100)
    position = Position(hash_inputs(names))
    share = position.share()
    if share is None:
        pytest.skip("this system does not tell")
    assert share == 0
    with open(names[1], "rb", buffering=0) as file:  # noqa: PTH123 - a name
        file.read(50)
        assert position.share() == 0.75
    assert position.share() == 0.75
    assert Position(hash_inputs(["-"])).share() is None
