from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.io.jsonlines import MAX_LINE_BYTES
from pipeline.io.readers import read_articles
from pipeline.io.reading import Limits
from pipeline.schema import Article
from tests.builders import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.errors import InputError


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the folder of the test's files, so that messages hold short names."""
    monkeypatch.chdir(tmp_path)


def read(*inputs: str) -> tuple[list[Article], list[str]]:
    """The articles, and the faults as a user sees them."""
    faults: list[InputError] = []
    articles = list(read_articles(inputs, on_fault=faults.append))
    return articles, [str(fault) for fault in faults]


def jsonl(*objects: object) -> str:
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


TEXTS = {
    "plain": ("Giá gạo tăng 2%.", "Giá gạo tăng 2%."),
    "line ends and blanks stay": (" a\r\nb\r\rc\n\n", " a\r\nb\r\rc\n\n"),
    "no-break space and NFD stay": (
        "62\u00a0tỷ; a\u0302\u0301",
        "62\u00a0tỷ; a\u0302\u0301",
    ),
    "byte order mark goes": ("\ufeffGiá gạo", "Giá gạo"),
    "only the first mark goes": ("\ufeff\ufeffa", "\ufeffa"),
    "emoji": ("📈 tăng 5%", "📈 tăng 5%"),
}


@pytest.mark.parametrize(("content", "text"), TEXTS.values(), ids=TEXTS)
def test_txt_is_one_article_kept_as_it_stands(content: str, text: str) -> None:
    name = write(Path("bài báo 1.v2.txt"), content)
    assert read(name) == ([Article(id="bài báo 1.v2", text=text)], [])


def test_jsonl_keeps_every_key_and_passes_unknown_ones_over() -> None:
    given = {
        "id": "x",
        "text": "Năm 2023 đạt 5 tấn.\u2028Hết.",
        "title": "T",
        "published": "2024-01-02",
        "url": "https://example.vn/x",
        "source": "S",
    }
    lines = jsonl(
        {**given, "observations": []}, {"id": 7, "text": "b", "published": 2021}
    )
    name = write(Path("a.jsonl"), "\ufeff\r\n" + lines.replace("\n", "\r\n"))
    second = Article(id="7", text="b", published="2021")
    assert read(name) == ([Article(**given), second], [])


def test_folders_are_walked_in_order_without_hidden_and_foreign_files() -> None:
    for path in ("b.txt", "a/z.TXT", "a/y.jsonl", ".c.txt", ".git/d.txt", "e.md"):
        text = jsonl({"id": "y", "text": "y"}) if path.endswith("jsonl") else "z"
        write(Path("press") / path, text)
    articles, faults = read("press")
    assert ([a.id for a in articles], faults) == (["b", "y", "z"], [])


def test_globs_are_sorted_and_take_folders_in() -> None:
    for path in ("p1/b.txt", "p2/a.txt", "p2/c.png", "p3.txt"):
        write(Path(path), "text")
    assert [a.id for a in read("p*")[0]] == ["b", "a", "p3"]
    assert [a.id for a in read("**/*.txt")[0]] == ["b", "a", "p3"]
    assert [a.id for a in read(f"{Path.cwd()}/p[2]/*")[0]] == ["a"]


def test_a_name_with_magic_signs_that_exists_is_that_file() -> None:
    name = write(Path("a[1].txt"), "text")
    assert [a.id for a in read(name)[0]] == ["a[1]"]


READABLE = ".txt, .jsonl, .json, .csv, .parquet, .html, .zip (.gz, .zst)"
OBJECT = '{"id": "g", "text": "good"}\n'
GOOD = Article(id="g", text="good")
FAULTS = {
    "not there": (
        {},
        ["no.txt"],
        (
            "no.txt: expected a file, a folder or a pattern, got a name of nothing"
            " (check the path)"
        ),
    ),
    "no match": (
        {},
        ["no*.txt"],
        f"no*.txt: expected {READABLE} files, got no match (check the path)",
    ),
    "folder with none": (
        {"d/a.md": b"x"},
        ["d"],
        f"d: expected {READABLE} files, got a folder with none (check the path)",
    ),
    "wrong ending": (
        {"a.pdf": b"x"},
        ["a.pdf"],
        f"a.pdf: expected one of {READABLE}, got .pdf (convert or rename it)",
    ),
    "no ending": (
        {"a": b"x"},
        ["a"],
        f"a: expected one of {READABLE}, got no ending (convert or rename it)",
    ),
    "named twice": (
        {"d/a.txt": b"x"},
        ["d", "d/a.txt"],
        "d/a.txt: expected each file once, got it again; read once (name it once)",
    ),
    "empty text": (
        {"a.txt": b""},
        ["a.txt"],
        (
            "a.txt: expected the text of an article, got an empty file"
            " (remove the file or fill it)"
        ),
    ),
    "blank text": (
        {"a.txt": b"\xef\xbb\xbf \r\n\xc2\xa0"},
        ["a.txt"],
        (
            "a.txt: expected the text of an article, got an empty file"
            " (remove the file or fill it)"
        ),
    ),
    "binary text": (
        {"a.txt": b"PK\x03\x04\x00\x00"},
        ["a.txt"],
        (
            "a.txt: expected text, got binary data (a NUL byte at offset 4)"
            " (give the article as UTF-8 text)"
        ),
    ),
    "undecodable text": (
        {"a.txt": b"Gi\xe1 g?o"},
        ["a.txt"],
        (
            "a.txt: expected UTF-8 text, got another encoding: nothing that reads as"
            " Vietnamese (name it by --encoding (utf-16, windows-1258, tcvn3, vni), or"
            " save it as UTF-8)"
        ),
    ),
    "text with a bad byte": (
        {"a.txt": "Giá gạo tăng".encode() + b"\xff"},
        ["a.txt"],
        "a.txt: expected UTF-8 text, got byte 0xff at offset 16 (save it as UTF-8)",
    ),
    "empty jsonl": (
        {"a.jsonl": b"\n \n"},
        ["a.jsonl"],
        "a.jsonl: expected JSON, got an empty file (remove the file or fill it)",
    ),
    "binary jsonl": (
        {"a.jsonl": b"PAR1\x15\x00\n{}\n{}\n"},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected text, got binary data (a NUL byte at offset 5)"
            " (give the article as UTF-8 text)"
        ),
    ),
    "malformed": (
        {"a.jsonl": OBJECT.replace("g", "h", 1).encode() + b"\n{'id': 1}\n"},
        ["a.jsonl"],
        (
            "a.jsonl:3: expected JSON, got a mistake in it: Expecting property name"
            " enclosed in double quotes at column 2 (write one JSON object per line)"
        ),
    ),
    "a line without its end": (
        {"a.jsonl": b'{"id": "a"\n{"id": "b", "text": "c"}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected JSON, got a mistake in it: Expecting ',' delimiter"
            " at column 11 (write one JSON object per line)"
        ),
    ),
    "name too long": (
        {},
        ["a" * 300 + ".txt"],
        (
            "a" * 300 + ".txt: expected a file, a folder or a pattern, got a name of"
            " nothing (check the path)"
        ),
    ),
    "undecodable line": (
        {"a.jsonl": b'{"id": "\xff"}\n'},
        ["a.jsonl"],
        "a.jsonl:1: expected UTF-8 text, got byte 0xff at offset 8 (save it as UTF-8)",
    ),
    "number out of reach": (
        {"a.jsonl": b'{"id": "a", "text": "b", "n": 1e999}'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected JSON, got a mistake in it: 1e999 is too large or too"
            " small a number (write one JSON object per line)"
        ),
    ),
    "number beyond all reach": (
        {"a.jsonl": b'{"id": "a", "text": "b", "n": 1e9999999999999999999}'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected JSON, got a mistake in it: 1e9999999999999999999"
            " is too large or too small a number (write one JSON object per line)"
        ),
    ),
    "no number": (
        {"a.jsonl": b'{"id": "a", "text": "b", "n": NaN}'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected JSON, got a mistake in it: NaN is no JSON number"
            " (write one JSON object per line)"
        ),
    ),
    "endless nesting": (
        {"a.jsonl": b"[" * 200_000},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected an article, got JSON nested without end"
            " (write one JSON object per line)"
        ),
    ),
    "document over lines": (
        {"a.jsonl": b'[\n  {"id": "a",\n   "text": "b"}\n]\n'},
        ["a.jsonl"],
        (
            "a.jsonl: expected JSON Lines, got one document over many lines ('[')"
            " (write one JSON object per line)"
        ),
    ),
    "no object": (
        {"a.jsonl": b'["a", "b"]\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected a JSON object, got a list"
            " (write one JSON object per line)"
        ),
    ),
    "no text": (
        {"a.jsonl": b'{"id": "a", "words": "b"}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected a key 'text', got: id, words"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "no key": (
        {"a.jsonl": b"{}\n"},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected a key 'text', got: none"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "null text": (
        {"a.jsonl": b'{"id": "a", "text": null}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected 'text' to be a string, got null"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "text of another kind": (
        {"a.jsonl": b'{"id": "a", "text": 12.5}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected 'text' to be a string, got a number"
            " (name the one that holds the article: --map text=NAME)"
        ),
    ),
    "blank text in json": (
        {"a.jsonl": b'{"id": "a", "text": " "}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected the article in 'text', got an empty string"
            " (remove the line or fill it)"
        ),
    ),
    "half a character": (
        {"a.jsonl": b'{"id": "a", "text": "ab\\ud83d"}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected whole characters in 'text', got the half of one:"
            " \\ud83d at character 2 (mend the escape)"
        ),
    ),
    "id of another kind": (
        {"a.jsonl": b'{"id": ["a"], "text": "b"}\n'},
        ["a.jsonl"],
        "a.jsonl:1: expected 'id' to be a string or null, got a list (mend the line)",
    ),
    "date of another kind": (
        {"a.jsonl": b'{"id": "a", "text": "b", "published": true}\n'},
        ["a.jsonl"],
        (
            "a.jsonl:1: expected 'published' to be a string or null, got true or false"
            " (mend the line)"
        ),
    ),
}


@pytest.mark.parametrize(("files", "inputs", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_and_the_rest_is_read(
    files: dict[str, bytes], inputs: list[str], message: str
) -> None:
    for name, content in files.items():
        write(Path(name), content)
    after = write(Path("after.jsonl"), OBJECT)
    articles, faults = read(*inputs, after)
    assert faults == [message]
    assert articles[-1] == GOOD


def test_a_bad_line_does_not_stop_its_file() -> None:
    name = write(Path("a.jsonl"), "{\n}\n" + OBJECT + "[]\n" + jsonl({"text": "t"}))
    # "{" alone is a document over many lines only where the file begins.
    write(Path("b.jsonl"), OBJECT.replace("g", "b", 1) + "{\n" + OBJECT)
    assert [a.id for a in read(name)[0]] == []
    articles, faults = read("b.jsonl")
    assert [a.id for a in articles] == ["b", "g"]
    assert [fault.split(":")[1] for fault in faults] == ["2"]


@pytest.mark.parametrize("given", ["{}", '{"id": null}', '{"id": ""}'])
def test_a_missing_id_is_invented_and_told(given: str) -> None:
    line = json.dumps({**json.loads(given), "text": "t"})
    name = write(Path("d/a.jsonl"), OBJECT + line)
    articles, faults = read(name)
    assert articles == [GOOD, Article(id="a.jsonl:2", text="t")]
    assert faults == [
        (
            "d/a.jsonl:2: expected a key 'id', got none; kept as 'a.jsonl:2'"
            " (give each article an id)"
        )
    ]


def test_of_two_articles_with_one_id_the_first_is_kept() -> None:
    write(Path("x/g.txt"), "first")
    name = write(Path("y/a.jsonl"), OBJECT * 2)
    articles, faults = read("x", name)
    assert articles == [Article(id="g", text="first")]
    assert faults == [
        f"y/a.jsonl:{line}: expected each id once, got 'g' again, as at x/g.txt"
        " (rename one; the first was kept)"
        for line in (1, 2)
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_told() -> None:
    Path(write(Path("a.txt"), "x")).chmod(0)
    assert read("a.txt")[1] == [
        (
            "a.txt: expected a file that can be read, got: permission denied"
            " (check the path and its rights)"
        )
    ]


def test_a_line_over_the_limit_is_told_and_the_next_read() -> None:
    long = json.dumps({"id": "l", "text": "x" * MAX_LINE_BYTES})
    name = write(Path("a.jsonl"), f"{long}\n{OBJECT}")
    articles, faults = read(name)
    assert articles == [GOOD]
    assert faults == [
        (
            "a.jsonl:1: expected a line of at most 16,777,216 bytes, got more"
            " (write one JSON object per line)"
        )
    ]


def test_a_text_over_the_limit_is_told() -> None:
    with Path("a.txt").open("wb") as stream:
        stream.truncate(Limits().text_bytes + 1)
    assert read("a.txt") == (
        [],
        [
            (
                "a.txt: expected at most 67,108,864 bytes, got more"
                " (give one article per file)"
            )
        ],
    )


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.BytesIO]:
    """Bytes to be read as stdin: write, and seek to 0."""
    stream = io.BytesIO()
    with io.TextIOWrapper(stream, encoding="utf-8") as wrapper:
        monkeypatch.setattr(sys, "stdin", wrapper)
        yield stream


STDIN = {
    "a text": ("\n Giá {gạo}\r\n", [Article(id="stdin", text="\n Giá {gạo}\r\n")], []),
    "a text with a mark": ("\ufeffGiá", [Article(id="stdin", text="Giá")], []),
    "json lines": ("\n" + OBJECT + jsonl({"id": "h", "text": "t"}), ["g", "h"], []),
    "json lines with a mark": ("\ufeff " + OBJECT, ["g"], []),
    "nothing": (
        "",
        [],
        [
            (
                "stdin: expected the text of an article, got an empty file"
                " (remove the file or fill it)"
            )
        ],
    ),
    "a bad line": (
        "\n{}\n" + OBJECT,
        ["g"],
        [
            (
                "stdin:2: expected a key 'text', got: none"
                " (name the one that holds the article: --map text=NAME)"
            )
        ],
    ),
}


@pytest.mark.parametrize(("content", "articles", "faults"), STDIN.values(), ids=STDIN)
def test_stdin_is_json_lines_or_one_text(
    stdin: io.BytesIO, content: str, articles: list[Article | str], faults: list[str]
) -> None:
    stdin.write(content.encode("utf-8"))
    stdin.seek(0)
    found, told = read("-")
    assert told == faults
    whole = [isinstance(one, str) for one in articles]
    assert [a.id if w else a for a, w in zip(found, whole, strict=True)] == articles


def test_reading_is_lazy(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", OBJECT)
    seen: list[InputError] = []
    articles = read_articles([first, "no.txt"], on_fault=seen.append)
    assert (next(articles), seen) == (GOOD, [])
