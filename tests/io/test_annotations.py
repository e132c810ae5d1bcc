from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.io.annotations import (
    Label,
    LabelledArticle,
    json_number,
    read_annotations,
    text_hash,
    to_annotation,
    to_label,
)
from tests.builders import ARTICLE, TEXT, place, three_figures, write

SHA = text_hash(TEXT)


def test_an_article_is_told_by_the_contract() -> None:
    level, change, target = three_figures()
    told: dict[str, Any] = to_annotation(
        ARTICLE, (level, change, target), with_text=False
    )
    first, second, third = told.pop("observations")
    assert told == {
        "id": "a1",
        "url": "https://example.vn/a1",
        "published": "2021-09-27",
        "sha256": SHA,
    }
    start, end = place(TEXT, "1.250,5")
    assert first == {
        "start": start,
        "end": end,
        "value": 1250.5,
        "value_max": None,
        "unit": "nghìn m3",
        "bound": "exact",
        "measure": "level",
        "direction": None,
        "metric": "sản lượng gỗ dán",
        "parent": None,
        "period": "2021-01/2021-09",
        "base": None,
        "status": "estimate",
        "area": "Bình An",
        "evidence": {
            "amount": [start, end],
            "metric": list(place(TEXT, "sản lượng gỗ dán")),
            "area": list(place(TEXT, "Bình An")),
        },
    }
    assert (second["base"], second["direction"]) == ("2020-01/2020-09", "up")
    assert (third["value"], third["value_max"], third["base"]) == (5, 7, "plan")
    assert "NaN" not in json.dumps(told, allow_nan=False)


def test_an_article_may_carry_its_text_and_no_figure() -> None:
    assert to_annotation(ARTICLE, (), with_text=True) == {
        "id": "a1",
        "url": "https://example.vn/a1",
        "published": "2021-09-27",
        "text": TEXT,
        "observations": [],
    }


NUMBERS = {
    "16789.62": "16789.62",
    "67.70": "67.7",
    "131": "131",
    "5.0": "5",
    "1E+3": "1000",
    "0.333333": "0.333333",
    "-2.3": "-2.3",
    "12345678901234567890": "12345678901234567890",
    "0.1": "0.1",
}


@pytest.mark.parametrize(("value", "written"), NUMBERS.items(), ids=NUMBERS)
def test_numbers_keep_their_digits(value: str, written: str) -> None:
    assert json.dumps(json_number(Decimal(value))) == written


@pytest.mark.parametrize("with_text", [True, False])
def test_what_is_written_is_read_back(tmp_path: Path, *, with_text: bool) -> None:
    figures = three_figures()
    told = to_annotation(ARTICLE, figures, with_text=with_text)
    name = write(tmp_path / "p.jsonl", json.dumps(told, ensure_ascii=False))
    assert list(read_annotations(name)) == [
        LabelledArticle(
            id="a1",
            labels=tuple(to_label(figure) for figure in figures),
            text=TEXT if with_text else None,
            sha256=None if with_text else SHA,
            published="2021-09-27",
            url="https://example.vn/a1",
        )
    ]


def test_a_label_needs_little_and_unknown_keys_pass(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "complete": False,
        "split": "tune",
        "by": "me",
        "observations": [
            {"start": 1, "end": 3, "value": 10, "verdict": "rejected", "x": 1},
            {"start": 4, "end": 7, "value": 0.1, "direction": "", "unit": ""},
        ],
    }
    name = write(tmp_path / "g.jsonl", json.dumps(line))
    assert list(read_annotations(name)) == [
        LabelledArticle(
            id="a",
            complete=False,
            split="tune",
            labels=(
                Label(start=1, end=3, value=Decimal(10), verdict="rejected"),
                Label(start=4, end=7, value=Decimal("0.1")),
            ),
        )
    ]


START, END = place(TEXT, "7,25")
GOOD: dict[str, Any] = {"start": START, "end": END, "value": 7.25, "amount": "7,25"}
BAD_LABELS = {
    "no value": ({"value": None}, "expected 'value' to be a number, got null"),
    "value in words": (
        {"value": "7,25"},
        "expected 'value' to be a number or null, got a string '7,25'",
    ),
    "true": (
        {"value_max": True},
        "expected 'value_max' to be a number or null, got true or false True",
    ),
    "no start": (
        {"start": None},
        "expected 'start' to be an offset of 0 or more, got null",
    ),
    "negative start": (
        {"start": -1},
        "expected 'start' to be an offset of 0 or more, got a number -1",
    ),
    "end before start": (
        {"end": START},
        f"expected 'end' to be greater than the start {START}, got a number {START}",
    ),
    "end behind the text": (
        {"end": 9999},
        (
            f"expected 'end' to be within the text's {len(TEXT)} characters,"
            " got a number 9999"
        ),
    ),
    "other words there": (
        {"start": START + 1},
        "expected 'amount' to be the words at its place, ',25', got a string '7,25'",
    ),
    "unknown measure": (
        {"measure": "growth"},
        (
            "expected 'measure' to be one of level, change, ratio, share, rank,"
            " got a string 'growth'"
        ),
    ),
    "unknown status": (
        {"status": 1},
        (
            "expected 'status' to be one of actual, estimate, target, forecast,"
            " got a number 1"
        ),
    ),
    "unknown bound": (
        {"bound": "most"},
        "expected 'bound' to be one of exact, about, over, under, got a string 'most'",
    ),
    "no period": (
        {"period": "quý III"},
        (
            "'period': expected a period such as 2021, 2021-Q3, 2021-09, 2021-09-27 or"
            " 2021-01/2021-09, got 'quý III'"
        ),
    ),
    "a plan is no period": (
        {"period": "plan"},
        (
            "'period': expected a period such as 2021, 2021-Q3, 2021-09, 2021-09-27 or"
            " 2021-01/2021-09, got 'plan'"
        ),
    ),
    "no base": (
        {"base": "2021-13"},
        (
            "'base': expected a period such as 2021, 2021-Q3, 2021-09, 2021-09-27 or"
            " 2021-01/2021-09, got '2021-13'"
        ),
    ),
    "metric of another kind": (
        {"metric": ["a"]},
        "expected 'metric' to be a string or null, got a list",
    ),
    "evidence of another kind": (
        {"evidence": [1, 2]},
        "expected 'evidence' to be an object of [start, end], got a list",
    ),
}


@pytest.mark.parametrize(("change", "message"), BAD_LABELS.values(), ids=BAD_LABELS)
def test_a_bad_label_is_told_with_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, Any],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    bad = {"id": "b", "text": TEXT, "observations": [GOOD, {**GOOD, **change}]}
    good = {"id": "g", "text": TEXT, "observations": [GOOD]}
    write(Path("g.jsonl"), f"{json.dumps(bad)}\n{json.dumps(good)}\n")
    faults: list[InputError] = []
    articles = list(read_annotations("g.jsonl", on_fault=faults.append))
    place = "g.jsonl:1, observation 2"
    assert [str(f) for f in faults] == [f"{place}: {message} (mend the line)"]
    assert [one.id for one in articles] == ["g"]


BAD_LINES = {
    "no id": (
        '{"observations": []}',
        "g.jsonl:1: expected 'id' to be a string, got none",
    ),
    "no observations": (
        '{"id": "a"}',
        "g.jsonl:1: expected 'observations' to be a list, got none",
    ),
    "no objects": (
        '{"id": "a", "observations": [1]}',
        "g.jsonl:1, observation 1: expected an object, got a number",
    ),
    "bad evidence": (
        (
            '{"id": "a", "observations": [{"start": 0, "end": 1, "value": 1,'
            ' "evidence": {"unit": [1]}}]}'
        ),
        (
            "g.jsonl:1, observation 1, evidence: expected 'unit' to be [start, end],"
            " got a list"
        ),
    ),
    "id twice": (
        '{"id": "a", "observations": []}\n{"id": "a", "observations": []}',
        "g.jsonl:2: expected each id once, got 'a' again, as at g.jsonl:1",
    ),
    "not json": ("{'id'}", "g.jsonl:1: expected JSON, got a mistake in it: Expecting"),
}


@pytest.mark.parametrize(("content", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_without_a_handler_the_first_fault_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("g.jsonl"), content)
    with pytest.raises(InputError) as raised:
        list(read_annotations("g.jsonl"))
    assert str(raised.value).startswith(message)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(InputError) as raised:
        list(read_annotations("no.jsonl"))
    assert str(raised.value) == (
        "no.jsonl: expected a file that can be read, got: no such file or directory"
        " (check the path and its rights)"
    )


def test_a_label_made_from_an_observation_is_that_of_the_file(tmp_path: Path) -> None:
    seen = replace(three_figures()[1], value=Decimal("7.250"))
    told = to_annotation(ARTICLE, [seen], with_text=True)
    name = write(tmp_path / "p.jsonl", json.dumps(told))
    (article,) = read_annotations(name)
    assert article.labels == (to_label(seen),)
