from __future__ import annotations

import gzip
import json
import pickle
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.io.archives import Archives
from pipeline.io.reading import Limits
from pipeline.io.sources import (
    Source,
    count_records,
    list_sources,
    read_records,
    read_source,
)
from tests.builders import write

if TYPE_CHECKING:
    from pipeline.errors import InputError

LINES = '\n{"id": "a", "text": "x"}\n{oops\n\n{"id": "c", "text": "z"}\n[]\n'


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def dump() -> list[str]:
    """A folder, an archive with an archive in it, and packed lines."""
    write(Path("press/b.txt"), "b")
    write(Path("press/a.jsonl"), LINES)
    Path("d.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    with zipfile.ZipFile("inner.zip", "w") as inner:
        inner.writestr("deep/x.txt", "x")
    with zipfile.ZipFile("z.zip", "w") as outer:
        outer.writestr("2021/b.txt", "bb")
        outer.writestr("notes.md", "no article")
        outer.write("inner.zip")
    return ["press", "z.zip", "d.jsonl.gz"]


def test_sources_are_listed_once_in_a_stable_order_with_their_sizes() -> None:
    inputs = dump()
    faults: list[InputError] = []
    found = list_sources([*inputs, "press/b.txt"], on_fault=faults.append)
    assert [source.name for source in found] == [
        "press/a.jsonl",
        "press/b.txt",
        "z.zip!2021/b.txt",
        "z.zip!inner.zip!deep/x.txt",
        "d.jsonl.gz",
    ]
    packed = Path("d.jsonl.gz").stat().st_size
    assert [source.size for source in found] == [len(LINES), 1, 2, 1, packed]
    assert [source.stem for source in found][1:4] == ["b", "2021/b", "inner/deep/x"]
    assert len(faults) == 1
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own


def test_records_count_whether_they_can_be_read_or_not() -> None:
    write(Path("a.jsonl"), LINES)
    source = Source("a.jsonl")
    assert count_records(source) == 4
    faults: list[InputError] = []
    records = list(read_records(source, first=1, on_fault=faults.append))
    ids = [article.id if article else None for _, article in records]
    assert (ids, len(faults)) == ([None, "c", None], 2)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pieces_give_every_article_and_fault_once(size: int) -> None:
    faults: list[InputError] = []
    for source in list_sources(dump(), on_fault=faults.append):
        whole: list[InputError] = []
        pieces: list[InputError] = []
        expected = list(read_source(source, on_fault=whole.append))
        found = [
            article
            for first in range(0, count_records(source) + 1, size)
            for article in read_source(
                source, first=first, count=size, on_fault=pieces.append
            )
        ]
        assert found == expected
        assert list(map(str, pieces)) == list(map(str, whole))
    assert faults == []


def test_archives_stay_open_between_members() -> None:
    dump()
    sources = list_sources(["z.zip"], on_fault=lambda _: None)
    with Archives(Limits()) as archives:
        read = [
            article.text
            for source in (*sources, *reversed(sources))
            for article in read_source(
                source, on_fault=lambda _: None, archives=archives
            )
        ]
    assert read == ["bb", "x", "x", "bb"]


def test_a_source_that_is_gone_is_told() -> None:
    faults: list[InputError] = []
    assert list(read_source(Source("no.txt"), on_fault=faults.append)) == []
    assert json.dumps([fault.source for fault in faults]) == '["no.txt"]'
