"""Input that is broken, or made to take all memory, disk or time."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.io.readers import read_articles
from pipeline.io.reading import Limits, Reading
from pipeline.io.sources import list_sources, read_source
from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.errors import InputError
    from pipeline.schema import Article

MIB = 2**20
SMALL = Limits(
    text_bytes=4 * MIB,
    line_bytes=MIB,
    page_bytes=MIB,
    unpacked_bytes=32 * MIB,
    spooled_bytes=4 * MIB,
    ratio_from=2 * MIB,
    members=20,
)
ROWS = [{"id": f"a{n}", "text": f"Giá gạo tăng {n}%." + " " * n} for n in range(2000)]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
ARRAY = json.dumps(ROWS).encode()
CSV = pd.DataFrame(ROWS).to_csv(index=False).encode()


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("zz_after.txt"), "Giá gạo tăng 2%.")


def read(*inputs: str, limits: Limits = SMALL) -> tuple[list[Article], list[str]]:
    """The articles and faults; the run must go on to the file that comes after."""
    faults: list[InputError] = []
    said = Reading(limits=limits)
    inputs = (*inputs, "zz_after.txt")
    *articles, after = read_articles(inputs, on_fault=faults.append, reading=said)
    assert after.id == "zz_after"
    return articles, [str(fault) for fault in faults]


def in_frames(raw: bytes) -> bytes:
    """Zstd in small frames: a frame of what is packed already is one block."""
    starts = range(0, len(raw), 500)
    return b"".join(zstandard.compress(raw[start : start + 500]) for start in starts)


CUT: dict[str, tuple[str, bytes, Callable[[bytes], bytes]]] = {
    "jsonl.gz": ("d.jsonl.gz", LINES, gzip.compress),
    "json.gz": ("d.json.gz", ARRAY, gzip.compress),
    "csv.gz": ("d.csv.gz", CSV, gzip.compress),
    "jsonl.zst": ("d.jsonl.zst", LINES, zstandard.compress),
    "csv.zst": ("d.csv.zst", CSV, zstandard.compress),
    "jsonl.gz.zst": (
        "d.jsonl.gz.zst",
        LINES,
        lambda raw: in_frames(gzip.compress(raw)),
    ),
    "json": ("d.json", ARRAY, bytes),
}


@pytest.mark.parametrize(("name", "raw", "pack"), CUT.values(), ids=CUT)
@pytest.mark.parametrize("part", [0.5, 0.9, 0.999])
def test_of_a_file_that_was_cut_off_what_is_whole_is_kept_and_the_rest_told(
    name: str, raw: bytes, pack: Callable[[bytes], bytes], part: float
) -> None:
    packed = pack(raw)
    Path(name).write_bytes(packed[: int(len(packed) * part)])
    articles, faults = read(name)
    kept = [{"id": one.id, "text": one.text} for one in articles]
    assert kept == ROWS[: len(kept)]
    assert len(kept) < len(ROWS)
    assert len(kept) > len(ROWS) * (part - 0.5) / 2
    assert any(fault.startswith(f"{name}: expected") for fault in faults)
    assert len(faults) <= 2


def test_a_text_that_was_cut_off_is_not_taken_for_a_whole_one() -> None:
    Path("a.txt.gz").write_bytes(gzip.compress(LINES)[:-20])
    articles, (fault,) = read("a.txt.gz")
    assert articles == []
    assert fault.startswith("a.txt.gz: expected a whole .gz file, got a broken one")


def zip_bytes(members: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


ZEROS = bytes(64 * MIB)
BLANK = b'{"id": "a", "text": "x"}\n' + b" " * 64 * MIB
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip": ("b.jsonl.gz", lambda: gzip.compress(BLANK)),
    "zstd": ("b.jsonl.zst", lambda: zstandard.compress(BLANK)),
    "gzip of a text": ("b.txt.gz", lambda: gzip.compress(ZEROS)),
    "gzip of a table": ("b.csv.gz", lambda: gzip.compress(b"id,text\n" + ZEROS)),
    "gzip of a list": ("b.json.gz", lambda: gzip.compress(b'["' + b" " * 64 * MIB)),
    "gzip of parquet": ("b.parquet.gz", lambda: gzip.compress(ZEROS)),
    "gzip of gzip": ("b.txt.gz.gz", lambda: gzip.compress(gzip.compress(ZEROS))),
    "zip": ("b.zip", lambda: zip_bytes({"a.txt": ZEROS})),
    "zip in gzip": (
        "b.zip.gz",
        lambda: gzip.compress(zip_bytes({}) + ZEROS),
    ),
    "zip in zip": ("b.zip", lambda: zip_bytes({"i.zip": zip_bytes({"a.txt": ZEROS})})),
}


@pytest.mark.parametrize(("name", "make"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_told_before_it_goes_off(
    name: str, make: Callable[[], bytes]
) -> None:
    Path(name).write_bytes(make())
    articles, faults = read(name)
    assert [article.id for article in articles] in ([], ["a"])
    assert ["at most" in fault for fault in faults] == [True]


def test_a_small_file_may_pack_well() -> None:
    Path("a.txt.gz").write_bytes(gzip.compress(b"a" + b" " * MIB))
    assert len(read("a.txt.gz")[0]) == 1


NAMES = {
    "up": "../a.txt",
    "up within": "x/../../a.txt",
    "absolute": "/etc/a.txt",
    "drive": "C:/a.txt",
    "backslash": "..\\a.txt",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_outside_is_told_and_the_others_read(name: str) -> None:
    Path("e.zip").write_bytes(zip_bytes({name: b"evil", "b.txt": b"good"}))
    articles, (fault,) = read("e.zip")
    assert [article.text for article in articles] == ["good"]
    assert "got one that leads outside" in fault


def test_links_passwords_and_doubles_in_an_archive_are_told() -> None:
    link = zipfile.ZipInfo("l.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile("l.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "two")
    raw = bytearray(zip_bytes({"s.txt": b"secret"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    Path("p.zip").write_bytes(raw)
    articles, faults = read("l.zip", "p.zip")
    assert [article.text for article in articles] == ["two"]
    assert [fault.partition(" (")[0] for fault in faults] == [
        "l.zip!l.txt: expected a file, got a link",
        "l.zip!a.txt: expected each name once in an archive, got it again",
        "p.zip!s.txt: expected an archive that can be read, got one with a password",
    ]


def test_archives_in_archives_have_an_end() -> None:
    raw = zip_bytes({"a.txt": b"deep"})
    for _ in range(9):
        raw = zip_bytes({"i.zip": raw, "b.txt": b"beside"})
    Path("n.zip").write_bytes(raw)
    articles, faults = read("n.zip")
    assert [article.text for article in articles] == ["beside"] * 4
    assert sorted(article.id for article in articles)[:2] == ["b", "i/b"]
    told = ["expected at most 4 layers of packing, got more" in one for one in faults]
    assert told == [True, True]


def test_an_archive_of_too_many_files_is_told() -> None:
    Path("m.zip").write_bytes(zip_bytes({f"{n}.txt": b"x" for n in range(30)}))
    articles, (fault,) = read("m.zip")
    assert len(articles) == 20
    assert fault.startswith("m.zip: expected at most 20 files in an archive")


def test_a_damaged_member_leaves_the_others() -> None:
    raw = bytearray(zip_bytes({"a.txt": os.urandom(999).hex().encode(), "b.txt": b"b"}))
    raw[60:70] = b"\xff" * 10
    Path("d.zip").write_bytes(raw)
    articles, (fault,) = read("d.zip")
    assert [article.id for article in articles] == ["b"]
    assert fault.startswith("d.zip!a.txt: expected a whole .txt file, got a broken one")


def parquet() -> bytes:
    raw = io.BytesIO()
    pd.DataFrame(ROWS).to_parquet(raw)
    return raw.getvalue()


NO_SUCH = {
    "no zip": ("x.zip", lambda: b"PK\x03\x04 and so on"),
    "half a zip": ("x.zip", lambda: zip_bytes({"a.txt": LINES})[:-30]),
    "no gzip": ("x.jsonl.gz", lambda: LINES),
    "no zstd": ("x.jsonl.zst", lambda: LINES),
    "no parquet": ("x.parquet", lambda: b"PAR1" + LINES),
    "half a parquet": ("x.parquet", lambda: parquet()[:-9]),
    "empty parquet": ("x.parquet", lambda: b""),
    "empty csv": ("x.csv", lambda: b"\n"),
    "empty json": ("x.json", lambda: b" \n"),
    "empty list": ("x.json", lambda: b"[]"),
    "empty zip": ("x.zip", lambda: b""),
    "jpeg as csv": ("x.csv", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50),
    "jpeg as json": ("x.json", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50),
    "jpeg as page": ("x.html", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50),
    "jpeg as text": ("x.txt", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50),
}


@pytest.mark.parametrize(("name", "make"), NO_SUCH.values(), ids=NO_SUCH)
def test_what_is_not_what_its_name_says_is_one_fault(
    name: str, make: Callable[[], bytes]
) -> None:
    Path(name).write_bytes(make())
    articles, (fault,) = read(name)
    assert articles == []
    assert fault.startswith(name)
    assert fault.endswith(")")


def test_a_line_without_end_in_a_table_is_told_and_the_next_read() -> None:
    Path("a.csv").write_bytes(b"id,text\n" + b"x" * 5 * MIB + b"\nb,good\n")
    articles, (fault,) = read("a.csv")
    assert [article.id for article in articles] == ["b"]
    assert fault.startswith("a.csv:2: expected a line of at most 1,048,576 bytes")


def test_a_quotation_mark_that_is_not_closed_does_not_take_the_whole_table() -> None:
    rows = b"".join(b"r%d,%s\n" % (n, b"w" * 1000) for n in range(3000))
    Path("a.csv").write_bytes(b'id,text\na,"open\n' + rows)
    articles, faults = read("a.csv")
    assert len(articles) > 900
    assert "a quotation mark that is not closed" in faults[0]


def test_a_cell_that_the_end_of_the_file_cuts_off_is_no_article() -> None:
    Path("a.csv").write_bytes(b'id,text\na,good\nb,"open\nc,other\n')
    articles, (fault,) = read("a.csv")
    assert [article.id for article in articles] == ["a"]
    assert fault.startswith("a.csv:3: expected a row of a table, got a mistake in it:")


def test_a_quoted_cell_may_end_the_file() -> None:
    Path("a.csv").write_bytes(b'id,text\na,"good\nand whole"')
    articles, faults = read("a.csv")
    assert [article.text for article in articles] == ["good\nand whole"]
    assert not faults


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes are of Linux")
def test_names_that_are_no_utf8_are_told_apart_and_written() -> None:
    Path("d").mkdir()
    for name in (b"d/b\xfe.txt", b"d/b\xff.txt"):
        Path(os.fsdecode(name)).write_bytes(b"5 ha.")
    articles, faults = read("d")
    assert [article.id for article in articles] == ["b\\xfe", "b\\xff"]
    assert not faults


def test_a_value_without_end_ends_its_file_and_what_was_read_is_kept() -> None:
    raw = b'[{"id": "a", "text": "x"}, {"id": "b", "text": "' + b"y" * 5 * MIB
    Path("a.json").write_bytes(raw)
    articles, (fault,) = read("a.json")
    assert [article.id for article in articles] == ["a"]
    assert fault.startswith("a.json: expected values of at most 1,048,576 bytes")


DEEP = 200_000
NESTED = {
    "list in a list": ("a.json", b"[" * DEEP),
    "closed": ("a.json", b"[" * DEEP + b"]" * DEEP),
    "in an object": ("a.json", b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "in a line": ("a.jsonl", b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "in a page": ("a.html", b"<div>" * DEEP),
    "in a page, closed": ("a.html", b"<b><i>" * 20_000 + b"</i></b>" * 20_000),
}


@pytest.mark.parametrize(("name", "raw"), NESTED.values(), ids=NESTED)
def test_nesting_without_end_is_told(name: str, raw: bytes) -> None:
    Path(name).write_bytes(raw)
    articles, faults = read(name)
    assert articles == []
    assert len(faults) == 1


def test_a_page_of_too_many_tags_is_told() -> None:
    Path("a.html").write_bytes(b"<p>" + b"<span>a</span>" * 30_000)
    articles, (fault,) = read("a.html")
    assert articles == []
    assert fault.startswith("a.html: expected at most 30,000 tags in a page, got more")


def test_a_size_that_an_archive_lies_about_does_no_harm() -> None:
    raw = bytearray(zip_bytes({"a.txt": LINES, "b.txt": b"b"}))
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 10)
    Path("l.zip").write_bytes(raw)
    articles, faults = read("l.zip")
    assert [article.id for article in articles] == ["b"]
    assert len(faults) == 1


FORMS = [".txt", ".jsonl", ".json", ".csv", ".parquet", ".html", ".zip", ".gz", ".zst"]


@given(st.binary(max_size=300), st.sampled_from(FORMS))
def test_any_bytes_under_any_name_are_read_or_told(raw: bytes, form: str) -> None:
    Path(f"any{form}").write_bytes(raw)
    faults: list[InputError] = []
    sources = list_sources([f"any{form}"], on_fault=faults.append)
    for source in sources:
        found = list(read_source(source, on_fault=faults.append))
        assert found or faults


PACKED = {
    "any.zip": zip_bytes({"a.jsonl": LINES}),
    "any.jsonl.gz": gzip.compress(LINES, mtime=0),
    "any.jsonl.zst": zstandard.compress(LINES),
    "any.parquet": parquet(),
}


@settings(max_examples=30)
@given(st.integers(0, 2000), st.integers(0, 255), st.sampled_from(sorted(PACKED)))
def test_one_wrong_byte_is_read_or_told(place: int, byte: int, name: str) -> None:
    raw = bytearray(PACKED[name])
    raw[place % len(raw)] = byte
    Path(name).write_bytes(raw)
    faults: list[InputError] = []
    found = list(read_articles([name], on_fault=faults.append))
    assert len(found) == len(ROWS) or faults
