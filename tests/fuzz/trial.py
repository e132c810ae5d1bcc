"""One input through every layer: nothing may come out but rows and told faults."""

from __future__ import annotations

import io
import json
import random
import re
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.extract import Extractor
from pipeline.io.annotations import json_number, label_line, read_annotations, to_label
from pipeline.io.readers import read_articles
from pipeline.io.sheets import read_sheet
from pipeline.io.tables import arrow_cells, csv_cells, json_row, to_row
from pipeline.schema import COLUMNS, Article
from tests.fuzz.inputs import text_of
from tests.promises import check

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.schema import Observation

READERS: Final = 7
"""One input of so many goes through the readers, too."""

SURROGATE: Final = re.compile("[\ud800-\udfff]")
MENTIONS: Final = 11
"""One input of so many goes through the spaCy pipeline, too."""


def try_input(number: int) -> None:
    """Try the input of that number.

    Raises:
        Exception: anything that comes out is a fault of ours.
    """
    text = text_of(number)
    try_text(text)
    if number % READERS == 0:
        try_readers(number, text)
    if number % MENTIONS == 0:
        try_mentions(text)


def try_text(text: str) -> None:
    """Extract a text, hold its rows to what they promise, and write them."""
    extractor = _extractor()
    rows = extractor.extract(text)
    check(text, rows)
    for row in rows:
        _write(row)
    half = text[: len(text) // 2]
    article = Article(id=half[:9], text=text, title=half, published=text[:12])
    with suppress(InputError):  # a date of publication that is none is told so
        check(text, extractor.extract(article))


def _write(row: Observation) -> None:
    cells = to_row(row)
    assert set(csv_cells(cells)) == set(COLUMNS)
    json.loads(json_row(cells))
    label = label_line(to_label(row))
    assert label["value"] == json_number(row.value)
    with suppress(InputError):  # more digits than the table keeps are told so
        arrow_cells(cells)


def try_readers(number: int, text: str) -> None:
    """Read what looks like a file and is none; faults are told, never raised."""
    chance = random.Random(number)  # noqa: S311 - repeatable, not secret
    faults: list[InputError] = []
    for ending, content in _files(chance, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"input{ending}"
            path.write_bytes(content)
            list(read_articles([str(path)], on_fault=faults.append))
            list(read_annotations(str(path), on_fault=faults.append))
            try:
                read_sheet(str(path))
            except InputError as fault:
                faults.append(fault)
    assert [fault for fault in faults if not (fault.message and fault.source)] == []


def _files(chance: random.Random, text: str) -> list[tuple[str, bytes]]:
    raw = text.encode("utf-8", "surrogatepass")
    label: dict[str, object] = {
        "start": 0,
        "end": chance.randrange(-1, 9),
        "value": len(text),
    }
    wild: object = chance.choice(
        (None, text, 5, [], {}, 1e400, True, "2021-Q5", "2021-13")
    )
    label |= {chance.choice(("value", "period", "unit", "base", "evidence")): wild}
    line = {"id": text[:5], "text": text, "observations": [label], "published": wild}
    told = json.dumps(line, ensure_ascii=chance.random() < 0.5)
    lines = _broken(chance, told.encode("utf-8", "surrogatepass"))
    return [
        (".txt", _broken(chance, raw)),
        (".jsonl", lines + b"\n" + lines),
        (".csv", raw),
        (".xlsx", _broken(chance, _workbook())),
    ]


def _broken(chance: random.Random, content: bytes) -> bytes:
    for _ in range(chance.randrange(3)):
        at = chance.randrange(len(content) + 1)
        new = chance.randbytes(chance.randrange(3))
        content = content[:at] + new + content[at + chance.randrange(3) :]
    return content


@lru_cache(maxsize=1)
def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, "x"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def try_mentions(text: str) -> None:
    """Mark the mentions of a text; every span lies in it and spells what it covers."""
    held = SURROGATE.sub("\ufffd", text)  # which spaCy cannot hold
    doc = _language()(text)
    assert doc.text == held
    for spans in doc.spans.values():
        for span in spans:
            assert held[span.start_char : span.end_char] == span.text


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor()


@lru_cache(maxsize=1)
def _language() -> Language:
    import pipeline

    return pipeline.load_nlp()
