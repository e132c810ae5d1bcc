"""What a worker of a cluster does, without a cluster."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import pipeline
from pipeline.cluster.partition import (
    CORRUPT,
    FAULT,
    Task,
    _extractor,
    column_types,
    extract_batches,
    task_of,
)
from pipeline.errors import ModelError
from pipeline.io.cells import to_observation
from pipeline.io.reading import Limits, Reading
from pipeline.models import CURRENT_MODEL
from pipeline.schema import COLUMNS, Article

if TYPE_CHECKING:
    from pipeline.extract import Extractor

EXPORT = "Năm 2023, xuất khẩu của tỉnh Gia Lai đạt 680 triệu USD, tăng 3,03%."
CROPS = "Diện tích cà phê của tỉnh Đắk Lắk đạt 213.336 ha."
TASK = task_of("default")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return pipeline.load()


def given(*records: dict[str, object]) -> pd.DataFrame:
    names = ["id", "text", "published"]
    names += sorted({name for record in records for name in record} - set(names))
    return pd.DataFrame([{n: r.get(n) for n in names} for r in records], dtype=object)


def cells(*frames: pd.DataFrame, task: Task = TASK) -> list[dict[Any, Any]]:
    found = list(extract_batches(frames, task))
    assert [list(frame.columns) for frame in found] == [
        [*COLUMNS, *FAULT] for _ in frames
    ]
    return [row for frame in found for row in frame.to_dict("records")]


def told(*frames: pd.DataFrame, task: Task = TASK) -> list[tuple[str, str]]:
    """The faults, where no record gave a figure."""
    rows = cells(*frames, task=task)
    assert all(row[name] is None for row in rows for name in COLUMNS)
    return [(row["fault_source"], row["fault_message"]) for row in rows]


def test_rows_are_those_of_the_extractor_in_order(extractor: Extractor) -> None:
    first = given({"id": "a", "text": EXPORT}, {"id": "b", "text": "Không có số."})
    second = given({"id": "c", "text": CROPS, "published": "2024-05-06", "url": "u"})
    rows = cells(first, second)
    assert all(row[name] is None for row in rows for name in FAULT)
    articles = [
        Article(id="a", text=EXPORT),
        Article(id="c", text=CROPS, published="2024-05-06", url="u"),
    ]
    assert [to_observation(row, "here") for row in rows] == [
        *extractor.stream(articles)
    ]
    assert isinstance(rows[0]["evidence"], str)
    assert json.loads(rows[0]["evidence"])["amount"] == [41, 44]


def test_an_article_without_a_date_gets_the_one_that_is_said() -> None:
    dated = task_of("default", published="2024-05-06")
    rows = cells(
        given(
            {"id": "a", "text": CROPS, "published": None},
            {"id": "b", "text": CROPS, "published": "2019-01-01"},
        ),
        task=dated,
    )
    assert [row["published"] for row in rows] == ["2024-05-06", "2019-01-01"]
    assert [row["period_last"].year for row in rows] == [2024, 2019]


MISSING = {
    "None": None,
    "not a number": float("nan"),
    "not a time": pd.NaT,
    "pandas' own": pd.NA,
}


@pytest.mark.parametrize("nothing", MISSING.values(), ids=MISSING)
def test_every_kind_of_missing_value_is_none(nothing: object) -> None:
    record = {"id": "a", "text": EXPORT, "published": nothing, "url": nothing}
    rows = cells(given(record))
    assert [row["url"] for row in rows] == [None, None]


class BrokenText(str):
    """A text that cannot even be asked whether it is empty."""

    __slots__ = ()

    def strip(self, chars: str | None = None) -> str:
        raise RuntimeError(chars)


FAULTS: dict[str, tuple[dict[str, object], str, str]] = {
    "an empty text": ({"text": " "}, "article a", "expected the article in 'text'"),
    "no text": ({"text": None}, "article a", "expected 'text' to be a string, got"),
    "no date": ({"published": "mới đây"}, "article a", "expected a publication date"),
    "a broken line": ({CORRUPT: "{'id'"}, "article a", "expected a record, got"),
    "too long": ({"text": "a" * 101}, "article a", "expected a text of at most 100"),
    "what breaks us": (
        {"text": BrokenText(EXPORT)},
        "article a",
        "expected to read the article, got our mistake: RuntimeError: None",
    ),
}


@pytest.mark.parametrize(("change", "source", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_a_row_and_the_next_article_is_read(
    change: dict[str, object], source: str, said: str
) -> None:
    task = task_of("default", reading=Reading(limits=Limits(text_bytes=100)))
    wrong: dict[str, object] = {"id": "a", "text": EXPORT, **change}
    rows = cells(given(wrong, {"id": "b", "text": CROPS}), task=task)
    fault, figure = rows
    assert fault["fault_source"] == source
    assert fault["fault_message"].startswith(said)
    assert fault["observation_id"] is None
    assert (figure["article_id"], figure["fault_message"]) == ("b", None)


def test_a_figure_that_the_table_cannot_hold_is_a_fault_beside_the_others() -> None:
    wrong = "Năm 2023, xuất khẩu đạt 999.999.999.999.999.999 tỷ tỷ USD, tăng 3%."
    figure, fault = cells(given({"id": "a", "text": wrong}))
    assert (figure["amount_text"], figure["fault_message"]) == ("3", None)
    assert fault["fault_source"] == f"a:{wrong.index('999')}"
    assert fault["fault_message"].startswith("expected 'quantity' of '999.999.999")
    assert fault["observation_id"] is None


def test_a_record_without_an_id_is_kept_under_the_hash_of_its_content() -> None:
    frame = given({"id": None, "text": CROPS}, {"id": "", "text": EXPORT})
    rows = cells(frame)
    assert rows == cells(frame)
    names = [row["article_id"] for row in rows if row["article_id"]]
    assert len(set(names)) == 2
    assert all(name.startswith("record-") for name in names)
    faults = [row["fault_message"] for row in rows if row["fault_message"]]
    assert faults == [
        f"expected a key 'id', got none; kept as {names[0]!r}",
        f"expected a key 'id', got none; kept as {names[1]!r}",
    ]


def test_columns_may_have_other_names() -> None:
    reading = Reading(columns=(("text", "words"),))
    task = task_of("default", reading=reading)
    frame = pd.DataFrame([{"words": CROPS, "id": 7, "mood": "good"}])
    assert [row["article_id"] for row in cells(frame, task=task)] == ["7"]
    assert told(frame) == [("article 7", "expected a key 'text', got: id, mood, words")]


def test_no_record_is_a_frame_with_the_columns() -> None:
    assert cells(given()) == []
    assert column_types()["quantity"] == "DECIMAL(38,9)"
    assert column_types()["fault_hint"] == column_types()["unit"] == "STRING"


def test_a_worker_loads_a_model_once() -> None:
    assert _extractor(task_of("default")) is _extractor(task_of("default"))


OTHERS = {
    "another solieu": replace(TASK, version="0.0.1"),
    "another model": replace(TASK, files=(("indicators.tsv", "0" * 64),)),
}


@pytest.mark.parametrize("task", OTHERS.values(), ids=OTHERS)
def test_a_worker_with_other_parts_refuses(task: Task) -> None:
    with pytest.raises(ModelError, match="install the same on every worker"):
        cells(given({"id": "a", "text": EXPORT}), task=task)


def test_the_promoted_model_is_told_by_its_name() -> None:
    assert task_of(CURRENT_MODEL) == TASK
    with pytest.raises(ModelError):
        task_of("no such model")
