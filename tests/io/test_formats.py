"""Every format is read from files that other tools wrote."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from pipeline.errors import InputError, Notice, UsageError
from pipeline.io.readers import read_articles
from pipeline.io.reading import FIELDS, Reading, parse_columns
from pipeline.schema import Article
from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(
    *inputs: str, columns: str = "", encoding: str | None = None
) -> tuple[list[Article], list[InputError]]:
    faults: list[InputError] = []
    said = Reading(columns=parse_columns(columns) if columns else (), encoding=encoding)
    return list(read_articles(inputs, on_fault=faults.append, reading=said)), faults


TEXTS = (
    'Sản lượng gỗ dán đạt 1.250,5 nghìn m3, "tăng 7,25%"; cả năm 5-7 dự án.',
    "Dòng một.\nDòng hai, có dấu | và tab\t.\n\n=1+1",
    " Đầu và cuối có khoảng trắng. ",
)
ARTICLES = [
    Article(
        id=f"a{number}",
        text=text,
        title=f"Bài {number}",
        published=f"2021-09-{number:02}",
        url=f"https://example.vn/{number}",
        source="báo mẫu",
        author="Lan, Hoa",
    )
    for number, text in enumerate(TEXTS, 1)
]
ROWS = [{field: getattr(article, field) for field in FIELDS} for article in ARTICLES]
FRAME = pd.DataFrame(ROWS)


def with_csv(name: str, **options: Any) -> None:  # noqa: ANN401
    with Path(name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, **options)
        writer.writeheader()
        writer.writerows(ROWS)


def with_parquet(name: str, **options: Any) -> None:  # noqa: ANN401
    pq.write_table(pa.Table.from_pylist(ROWS), name, **options)


def dumped(value: object, **options: Any) -> bytes:  # noqa: ANN401
    return json.dumps(value, **options).encode()


WRITERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "csv of pandas": ("d.csv", lambda n: FRAME.to_csv(n, index=False)),
    "csv of python": ("d.csv", with_csv),
    "csv with semicolons, all quoted": (
        "d.CSV",
        lambda n: with_csv(n, delimiter=";", quoting=csv.QUOTE_ALL),
    ),
    "csv with bars": ("d.csv", lambda n: with_csv(n, delimiter="|")),
    "csv of Excel": (
        "d.csv",
        lambda n: FRAME.to_csv(n, index=False, sep=";", encoding="utf-8-sig"),
    ),
    "tsv": ("d.tsv", lambda n: FRAME.to_csv(n, index=False, sep="\t")),
    "jsonl of pandas": (
        "d.jsonl",
        lambda n: FRAME.to_json(n, orient="records", lines=True),
    ),
    "ndjson": ("d.ndjson", lambda n: FRAME.to_json(n, orient="records", lines=True)),
    "json of pandas": ("d.json", lambda n: FRAME.to_json(n, orient="records")),
    "json with indents": (
        "d.json",
        lambda n: Path(n).write_bytes(dumped(ROWS, indent=2, ensure_ascii=False)),
    ),
    "json with a list in an object": (
        "d.json",
        lambda n: Path(n).write_bytes(dumped({"total": 3, "Data": ROWS, "next": None})),
    ),
    "json that is json lines": (
        "d.json",
        lambda n: FRAME.to_json(n, orient="records", lines=True),
    ),
    "json of objects one after another": (
        "d.json",
        lambda n: Path(n).write_bytes(b"\n".join(dumped(r, indent=1) for r in ROWS)),
    ),
    "parquet of pandas": ("d.parquet", FRAME.to_parquet),
    "parquet in small groups": (
        "d.parquet",
        lambda n: with_parquet(n, row_group_size=2),
    ),
    "parquet of old": (
        "d.parquet",
        lambda n: with_parquet(n, version="1.0", compression="gzip"),
    ),
    "parquet with dictionaries": (
        "d.parquet",
        lambda n: FRAME.astype("category").to_parquet(n),
    ),
}


@pytest.mark.parametrize(("name", "make"), WRITERS.values(), ids=WRITERS)
def test_a_dump_of_another_tool_is_read_whole(
    name: str, make: Callable[[str], object]
) -> None:
    make(name)
    assert read(name) == (ARTICLES, [])


def by_command(*command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"no {command[0]} here")
    subprocess.run([program, *command[1:]], check=True, capture_output=True)


def zip_of(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(name)
    return packed.getvalue()


PACKERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "gzip": (".gz", lambda n: by_command("gzip", "-k", n)),
    "gzip in two members": (
        ".gz",
        lambda n: Path(f"{n}.gz").write_bytes(
            gzip.compress(Path(n).read_bytes()[:50])
            + gzip.compress(Path(n).read_bytes()[50:])
        ),
    ),
    "zstd": (".zst", lambda n: by_command("zstd", "-q", n)),
    "zstd of its library in two frames": (
        ".zst",
        lambda n: Path(f"{n}.zst").write_bytes(
            zstandard.compress(Path(n).read_bytes()[:50])
            + zstandard.compress(Path(n).read_bytes()[50:])
        ),
    ),
    "zip": (".zip", lambda n: by_command("zip", "-q", f"{n}.zip", n)),
    "zip of python": (".zip", lambda n: Path(f"{n}.zip").write_bytes(zip_of(n))),
    "gzip in zstd": (
        ".gz.zst",
        lambda n: Path(f"{n}.gz.zst").write_bytes(
            zstandard.compress(gzip.compress(Path(n).read_bytes()))
        ),
    ),
    "zip in gzip": (
        ".zip.gz",
        lambda n: Path(f"{n}.zip.gz").write_bytes(gzip.compress(zip_of(n))),
    ),
}


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "parquet"])
@pytest.mark.parametrize(("ending", "pack"), PACKERS.values(), ids=PACKERS)
def test_any_format_may_be_packed(
    form: str, ending: str, pack: Callable[[str], object]
) -> None:
    makers = {name.rpartition(".")[2]: (name, make) for name, make in WRITERS.values()}
    name, make = makers[form]
    make(name)
    pack(name)
    assert read(name + ending) == (ARTICLES, [])


UNNAMED = [one for one in WRITERS if "tsv" not in one]


@pytest.mark.parametrize("which", UNNAMED)
def test_a_packed_file_whose_name_does_not_tell_is_looked_into(which: str) -> None:
    name, make = WRITERS[which]
    make(name)
    Path("dump.gz").write_bytes(gzip.compress(Path(name).read_bytes()))
    assert read("dump.gz") == (ARTICLES, [])


def test_a_packing_nobody_reads_is_told() -> None:
    Path("a.jsonl.bz2").write_bytes(bz2.compress(b"{}"))
    articles, faults = read("a.jsonl.bz2")
    assert articles == []
    assert [str(fault).partition(",")[0] for fault in faults] == [
        "a.jsonl.bz2: expected one of .txt"
    ]


NAMES = {
    "crawler": {"content": "text", "date": "published", "headline": "title"},
    "vietnamese": {
        "Mã bài": "id",
        "Nội dung": "text",
        "Ngày đăng": "published",
        "Tiêu đề": "title",
        "Đường dẫn": "url",
        "Nguồn": "source",
        "Tác giả": "author",
    },
    "signs": {"noi_dung": "text", "ngay-dang": "published", "TieuDe": "title"},
    "schema.org": {
        "articleBody": "text",
        "datePublished": "published",
        "headline": "title",
        "publisher": "source",
    },
    "feed": {"guid": "id", "body": "text", "pubDate": "published", "link": "url"},
}


FRAME_WRITERS: dict[str, Callable[[pd.DataFrame, str], object]] = {
    "d.csv": lambda frame, name: frame.to_csv(name, index=False),
    "d.parquet": lambda frame, name: frame.to_parquet(name),
    "d.jsonl": lambda frame, name: frame.to_json(name, orient="records", lines=True),
    "d.json": lambda frame, name: frame.to_json(name, orient="records"),
}


@pytest.mark.parametrize("name", FRAME_WRITERS)
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_common_names_of_columns_are_known(names: dict[str, str], name: str) -> None:
    back = {field: column for column, field in names.items()}
    FRAME_WRITERS[name](FRAME.rename(columns=back), name)
    assert read(name) == (ARTICLES, [])


@pytest.mark.parametrize("name", FRAME_WRITERS)
def test_a_named_column_goes_before_the_exact_name_and_that_before_a_common_one(
    name: str,
) -> None:
    row = {"id": "x", "Text": "1", "text": "2", "content": "3", "when": "2021-05"}
    FRAME_WRITERS[name](pd.DataFrame([row]), name)
    assert read(name)[0] == [Article(id="x", text="2")]
    named = read(name, columns="text=content, published=when")
    assert named == ([Article(id="x", text="3", published="2021-05")], [])


WRONG_MAPS = {
    "no pair": ("text", "got 'text'"),
    "no field": ("body=x", "got 'body=x'"),
    "no column": ("text=", "got 'text='"),
    "twice": ("text=a,text=b", "expected text once"),
}


@pytest.mark.parametrize(("words", "message"), WRONG_MAPS.values(), ids=WRONG_MAPS)
def test_a_map_that_is_none_is_wrong_usage(words: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_columns(words)


def test_days_and_numbers_of_parquet_are_taken_as_written() -> None:
    rows = {
        "id": [7, None],
        "text": [b"Gi\xc3\xa1", b"\xff"],
        "date": [date(2021, 5, 6), None],
    }
    pq.write_table(pa.table(rows), "d.parquet")
    articles, faults = read("d.parquet")
    assert articles == [Article(id="7", text="Giá", published="2021-05-06")]
    assert ["bytes that are no UTF-8" in str(fault) for fault in faults] == [True]
    when = datetime(2021, 5, 6, 7, 8, tzinfo=UTC)
    pq.write_table(pa.table({"id": ["x"], "text": ["y"], "date": [when]}), "t.parquet")
    assert read("t.parquet")[0][0].published == "2021-05-06T07:08:00+00:00"


def test_a_text_that_is_no_utf_8_is_the_fault_of_its_row_alone() -> None:
    raw = pa.array([b"a", b"\xff", b"c"])
    texts = raw.cast(pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["x", "y", "z"], "text": texts}), "d.parquet")
    articles, faults = read("d.parquet")
    assert [article.id for article in articles] == ["x", "z"]
    assert [
        str(f).startswith("d.parquet#2: expected 'text' to be") for f in faults
    ] == [True]


TABLE_FAULTS = {
    "parquet without a text": (
        "d.parquet",
        {"id": ["a"], "words": ["x"]},
        "",
        (
            "d.parquet: expected a column for the text, got the columns: id, words"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "parquet with a wrong name": (
        "d.parquet",
        {"id": ["a"], "words": ["x"]},
        "text=word",
        (
            "d.parquet: expected a column 'word', got the columns: id, words"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "parquet with numbers for the text": (
        "d.parquet",
        {"id": ["a"], "text": [1], "words": ["x"]},
        "",
        (
            "d.parquet: expected text in the column 'text', got int64; the columns are:"
            " id, text, words (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "csv without a text": (
        "d.csv",
        {f"c{n}": ["x"] for n in range(14)},
        "",
        (
            "d.csv: expected a column for the text, got the columns: c0, c1, c2, c3,"
            " c4, c5, c6, c7, c8, c9, c10, c11 and 2 more"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
}


@pytest.mark.parametrize(
    ("name", "rows", "columns", "message"), TABLE_FAULTS.values(), ids=TABLE_FAULTS
)
def test_a_wrong_column_is_one_fault_that_lists_the_columns(
    name: str, rows: dict[str, list[object]], columns: str, message: str
) -> None:
    frame = pd.DataFrame(rows)
    if name.endswith("csv"):
        frame.to_csv(name, index=False)
    else:
        frame.to_parquet(name)
    write(Path("after.txt"), "text")
    articles, faults = read(name, "after.txt", columns=columns)
    assert ([str(f) for f in faults], [a.id for a in articles]) == (
        [message],
        ["after"],
    )


def test_a_table_without_ids_says_so_once_and_that_is_no_fault() -> None:
    frame = FRAME.drop(columns="id")
    frame.to_csv("d.csv", index=False)
    frame.to_parquet("e.parquet")
    articles, faults = read("d.csv", "e.parquet")
    assert [a.id for a in articles] == [
        *("d.csv:2", "d.csv:3", "d.csv:7"),
        *("e.parquet#1", "e.parquet#2", "e.parquet#3"),
    ]
    assert [type(fault) for fault in faults] == [Notice, Notice]


def test_a_bad_row_is_told_and_the_next_read() -> None:
    write(
        Path("d.csv"),
        "id,text\na,x\n\nb\nc,y,z\nd,\ne,w\n",
    )
    articles, faults = read("d.csv")
    assert [a.id for a in articles] == ["a", "e"]
    assert [str(fault) for fault in faults] == [
        (
            "d.csv:4: expected 2 cells, as the header has, got 1"
            " (mend the row, or its quotes)"
        ),
        (
            "d.csv:5: expected 2 cells, as the header has, got 3"
            " (mend the row, or its quotes)"
        ),
        (
            "d.csv:6: expected the article in 'text', got an empty string"
            " (remove the line or fill it)"
        ),
    ]


def test_elements_at_fault_are_told_and_the_next_read() -> None:
    good = '{"id": "a", "text": "x"}'
    write(Path("d.json"), f'[1, {good}, {{"id": "b"}}, {"[" * 99}{"]" * 99}, null]')
    articles, faults = read("d.json")
    assert articles == [Article(id="a", text="x")]
    assert [str(fault).partition(" (")[0] for fault in faults] == [
        "d.json#1: expected an article as a JSON object, got a number",
        "d.json#3: expected a key 'text', got: id",
        "d.json#4: expected an article as a JSON object, got one nested without end",
        "d.json#5: expected an article as a JSON object, got null",
    ]


PAGE = """<!DOCTYPE html><html><head><title>Gỗ dán tăng | Báo Mẫu</title>
<meta property="og:title" content="Gỗ dán tăng">
<meta property="og:site_name" content="Báo Mẫu">
<meta property="article:published_time" content="2021-09-27T07:08:00+07:00">
<meta name="author" content="Trần Thị Mẫu">
<link rel="canonical" href="https://example.vn/go-dan.html"></head><body>
<nav><a href="/">Trang chủ</a> <a href="/kinh-te">Kinh tế</a></nav>
<article><h1>Gỗ dán tăng</h1>
<p>Trong 9 tháng, sản lượng gỗ dán của tỉnh Bình An ước đạt 1.250,5 nghìn m3.</p>
<p>Cả năm, toàn tỉnh phấn đấu thu hút thêm từ 5 đến 7 dự án chế biến gỗ.</p></article>
<footer>Bản quyền thuộc về Báo Mẫu. Điện thoại: 0123 456 789.</footer></body></html>"""


@pytest.mark.parametrize("name", ["p.html", "p.htm", "p.HTML.gz", "p.xml"])
def test_a_page_gives_its_article_and_what_it_says_of_it(name: str) -> None:
    raw = PAGE.encode()
    Path(name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    (article,), faults = read(name)
    assert faults == []
    assert "1.250,5 nghìn m3" in article.text
    assert "phấn đấu thu hút" in article.text
    assert "Trang chủ" not in article.text
    assert "0123" not in article.text
    assert article == Article(
        id="p",
        text=article.text,
        title="Gỗ dán tăng",
        published="2021-09-27",
        url="https://example.vn/go-dan.html",
        source="Báo Mẫu",
        author="Trần Thị Mẫu",
    )


def test_pages_of_a_zip_keep_their_folders_in_their_ids() -> None:
    with zipfile.ZipFile("pages.zip", "w") as archive:
        for day in ("01", "02"):
            archive.writestr(f"2021/{day}/index.html", PAGE)
        archive.writestr("__MACOSX/2021/._index.html", b"\0")
        archive.writestr("readme.md", "no article")
    articles, faults = read("pages.zip")
    assert ([a.id for a in articles], faults) == (
        ["2021/01/index", "2021/02/index"],
        [],
    )


PAGES_AT_FAULT = {
    "no article": (b"<html><body></body></html>", "found no text of one"),
    "no page": (b"just a word", "found no text of one"),
    "empty": (b"", "got an empty file"),
    "binary": (b"\x89PNG\r\n\0\0\0", "got binary data"),
}


@pytest.mark.parametrize(
    ("raw", "message"), PAGES_AT_FAULT.values(), ids=PAGES_AT_FAULT
)
def test_a_page_without_an_article_is_told(raw: bytes, message: str) -> None:
    Path("p.html").write_bytes(raw)
    articles, faults = read("p.html")
    assert articles == []
    assert [message in str(fault) for fault in faults] == [True]
