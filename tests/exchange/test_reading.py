from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from pipeline.errors import InputError, Notice, UsageError
from pipeline.exchange.brat.reading import read_folder
from pipeline.exchange.brat.writing import CONFIGURATION, file_name, write_folder
from pipeline.exchange.docbin import read_docbin, write_docbin
from pipeline.exchange.labelstudio.configuration import configuration
from pipeline.exchange.labelstudio.reading import read_tasks
from pipeline.exchange.labelstudio.writing import task
from pipeline.exchange.marks import CHOICES, EVIDENCE, FIGURE, NUMBERS, WORDS
from pipeline.exchange.settling import settled
from pipeline.io.faults import raise_fault
from tests.builders import write
from tests.exchange.test_round_trips import CHANGE, LABEL, ONE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.exchange.labelstudio.writing import Part
    from pipeline.exchange.marks import Marked
    from pipeline.io.annotations import LabelledArticle

TASK: dict[str, Any] = task(ONE, "annotations", raise_fault) or {}
RESULT = TASK["annotations"][0]["result"]
DATA = TASK["data"]


def by(who: object, *, cancelled: bool = False) -> dict[str, object]:
    return {"completed_by": who, "was_cancelled": cancelled, "result": RESULT}


def tasks(
    path: Path, *given: object, part: Part = "annotations", who: str | None = None
) -> tuple[list[Marked], list[InputError]]:
    told: list[InputError] = []
    name = write(path / "t.json", json.dumps(list(given), ensure_ascii=False))
    found = list(read_tasks(name, part=part, by=who, on_fault=told.append))
    return found, told


def gold(found: list[Marked]) -> list[LabelledArticle]:
    return list(settled(found, on_fault=raise_fault))


LAN, MINH = by({"id": 1, "email": "lan@example.vn"}), by(2)


@pytest.mark.parametrize("who", ["lan@example.vn", "1"])
def test_one_of_two_people_is_named(who: str, tmp_path: Path) -> None:
    found, told = tasks(tmp_path, {"data": DATA, "annotations": [LAN, MINH]}, who=who)
    assert (gold(found), told) == ([ONE], [])


def test_two_people_unnamed_are_refused(tmp_path: Path) -> None:
    found, (fault,) = tasks(tmp_path, {"data": DATA, "annotations": [LAN, MINH]})
    assert found == []
    assert "expected one of annotations, got 2 (by 2, lan@example.vn)" in str(fault)


def test_what_was_cancelled_does_not_count(tmp_path: Path) -> None:
    many = [by(1, cancelled=True), MINH]
    found, told = tasks(tmp_path, {"data": DATA, "annotations": many})
    assert (gold(found), told) == ([ONE], [])


@pytest.mark.parametrize("annotations", [{}, {"annotations": []}])
def test_a_task_that_nobody_labelled_is_told_and_not_taken(
    annotations: dict[str, object], tmp_path: Path
) -> None:
    proposed = {"data": DATA, "predictions": [{"result": RESULT}], **annotations}
    found, (notice,) = tasks(tmp_path, proposed)
    assert (found, isinstance(notice, Notice)) == ([], True)
    found, told = tasks(tmp_path, proposed, part="predictions")
    assert (gold(found), told) == ([ONE], [])


def with_result(*items: object) -> dict[str, object]:
    return {"data": DATA, "annotations": [{"result": [*RESULT, *items]}]}


FAULTY = {
    "no data": ({"annotations": []}, "expected an object, got null"),
    "no text": ({"data": {"id": "a"}}, "expected 'text' to be the article's text"),
    "no id": ({"data": {"text": "a"}}, "expected 'id' to be the article's id"),
    "no list": ({"data": DATA, "annotations": {}}, "'annotations' to be a list"),
    "numbers": ({"data": DATA, "annotations": [7]}, "in full, got their numbers"),
    "no result": ({"data": DATA, "annotations": [{}]}, "'result' to be a list"),
    "no task": (5, "expected an object, got a number"),
    "two labels": (
        with_result(
            {"type": "labels", "value": {"start": 0, "end": 1, "labels": ["a", "b"]}}
        ),
        "expected 'labels' to be one label",
    ),
    "two values": (
        with_result(
            {"type": "textarea", "from_name": "unit", "value": {"text": [1, 2]}}
        ),
        "expected 'text' to be one value for 'unit'",
    ),
    "no offset": (
        with_result({"type": "labels", "value": {"start": "p[1]", "labels": ["a"]}}),
        "expected 'start' to be an offset",
    ),
}


@pytest.mark.parametrize(("given", "said"), FAULTY.values(), ids=FAULTY)
def test_a_task_at_fault_is_told_and_the_next_one_read(
    given: object, said: str, tmp_path: Path
) -> None:
    found, (fault,) = tasks(tmp_path, given, TASK)
    assert gold(found) == [ONE]
    assert said in str(fault)
    assert "t.json, task 1" in fault.source


def test_marks_that_belong_to_no_figure_are_told(tmp_path: Path) -> None:
    alone = {
        "id": "x",
        "type": "labels",
        "value": {"start": 0, "end": 1, "labels": ["area"]},
    }
    odd = {"id": "y", "type": "rectangle", "value": {}}
    empty = {
        "id": "f1",
        "type": "textarea",
        "from_name": "parent",
        "value": {"text": []},
    }
    found, told = tasks(tmp_path, with_result(alone, odd, empty))
    assert gold(found) == [ONE]
    assert [notice.message for notice in told] == [
        "1 results that are no regions of ours, left out",
        "1 marks that no relation joins to a figure, left out",
    ]


def test_offsets_of_hypertext_are_the_global_ones(tmp_path: Path) -> None:
    text = "Xuất khẩu 5%"
    value = {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[1]",
        "text": "5",
        "globalOffsets": {"start": 10, "end": 11},
        "hypertextlabels": [FIGURE],
    }
    number = {"id": "a", "type": "number", "from_name": "value", "value": {"number": 5}}
    region = {"id": "a", "type": "hypertextlabels", "value": value}
    annotation = {"result": [region, {**number, "value": {"text": ["5"]}}]}
    given = {"data": {"id": "a1", "text": text}, "annotations": [annotation]}
    found, told = tasks(tmp_path, given)
    assert [(one.start, one.end) for one in gold(found)[0].labels] == [(10, 11)]
    assert told == []


def test_a_broken_or_missing_file_is_a_fault(tmp_path: Path) -> None:
    told: list[InputError] = []
    name = write(tmp_path / "t.json", json.dumps([TASK])[:-5])
    assert list(read_tasks(name, on_fault=told.append)) == []
    assert list(read_tasks(str(tmp_path / "no.json"), on_fault=told.append)) == []
    assert ["mistake in it" in told[0].message, "no such file" in told[1].message] == [
        True,
        True,
    ]


def test_the_configuration_knows_all_that_tasks_hold() -> None:
    root = ET.fromstring(configuration(["so_field"]))  # noqa: S314 - our own
    kinds = [one.get("value") for one in root.findall("Labels/Label")]
    assert kinds == [FIGURE, *EVIDENCE, "so_field"]
    assert [one.get("value") for one in root.findall("Relations/Relation")] == kinds[1:]
    fields = {one.get("name") for one in root.iter() if one.get("perRegion")}
    assert fields == {*NUMBERS, *WORDS, *CHOICES}
    used = {item["from_name"] for item in RESULT if "from_name" in item}
    assert used <= {*fields, "kind"}


ANN = "T1\tfigure {place}\t7,25\n#1\tAnnotatorNotes T1\t{note}\n"
TEXT = "tăng 7,25%\n"

BRAT = {
    "as it is": (ANN.format(place="5 9", note='{"value": "7.25"}'), [(5, 9)], []),
    "shifted": (
        ANN.format(place="6 10", note='{"value": "7.25"}'),
        [(5, 9)],
        ["1 mark moved to the words"],
    ),
    "a remark": (
        ANN.format(place="5 9", note='{"value": "7.25"}')
        + "#2\tAnnotatorNotes T1\tsao lại thế?\nE1\tx:T1\n",
        [(5, 9)],
        ["2 marks that are joined to no figure, left out"],
    ),
    "a broken note": (
        ANN.format(place="5 9", note='{"value": 7,25}'),
        [],
        ["expected the fields of a figure as JSON", "expected 'value' to be a number"],
    ),
    "a broken line": (
        ANN.format(place="5 9", note='{"value": "7.25"}') + "T2\tarea\n",
        [(5, 9)],
        ["expected a mark as brat writes it, got 'T2\\tarea'"],
    ),
    "pieces": (
        'T1\tfigure 0 4;5 9\ttăng 7,25\n#1\tAnnotatorNotes T1\t{"value": "1"}\n',
        [(0, 9)],
        [],
    ),
    "pieces with other words": (
        'T1\tfigure 0 4;5 9\ttăng 7,26\n#1\tAnnotatorNotes T1\t{"value": "1"}\n',
        [],
        ["expected 'tăng 7,26' at 0 to 9"],
    ),
}


@pytest.mark.parametrize(("ann", "places", "said"), BRAT.values(), ids=BRAT)
def test_a_brat_file_is_read_line_by_line(
    ann: str, places: list[tuple[int, int]], said: list[str], tmp_path: Path
) -> None:
    write(tmp_path / "a1.ann", ann)
    write(tmp_path / "a1.txt", TEXT)
    told: list[InputError] = []
    read = read_folder(str(tmp_path), on_fault=told.append)
    (found,) = settled(read, on_fault=told.append)
    assert [(one.start, one.end) for one in found.labels] == places
    starts = [fault.message[: len(one)] for fault, one in zip(told, said, strict=True)]
    assert starts == said


def test_a_brat_text_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    told: list[InputError] = []
    write(tmp_path / "a.ann", "")
    write(tmp_path / "b.ann", "")
    write(tmp_path / "b.txt", b"\xff\xfe")
    assert list(read_folder(str(tmp_path), on_fault=told.append)) == []
    assert ["a.txt" in told[0].source, "UTF-16" in told[1].message] == [True, True]
    assert list(read_folder(str(tmp_path / "no"), on_fault=told.append)) == []
    assert "expected a folder with .ann files" in told[2].message


def test_a_folder_in_use_is_not_written_to(tmp_path: Path) -> None:
    write(tmp_path / "b" / "mine.txt", "x")
    with pytest.raises(UsageError, match="new or empty folder"):
        write_folder(str(tmp_path / "b"), [ONE], on_fault=raise_fault)
    with pytest.raises(UsageError, match="no such file"):
        write_folder(str(tmp_path / "no" / "b"), [ONE], on_fault=raise_fault)
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "mine.txt"]


def test_the_configuration_of_brat_names_every_type(tmp_path: Path) -> None:
    odd = replace(LABEL, evidence={"so_field": (0, 4)})
    write_folder(
        str(tmp_path / "b"), [replace(ONE, labels=(odd,))], on_fault=raise_fault
    )
    told = (tmp_path / "b" / CONFIGURATION).read_text(encoding="utf-8").splitlines()
    heads = ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert [line for line in told if line.startswith("[")] == heads
    assert {FIGURE, "metric", "so_field"} <= set(told)
    assert "so_field\tArg1:figure, Arg2:so_field" in told
    assert "direction\tArg:figure, Value:up|down" in told


NAMES = {
    "plain": ("01_quang-tri (2)", "01_quang-tri (2)"),
    "letters": ("báo Đắk Lắk", "báo Đắk Lắk"),
    "a path": ("../x/y", "%2E./x/y".replace("/", "%2F")),
    "an address": ("https://a.vn/b?c=1", "https%3A%2F%2Fa.vn%2Fb%3Fc=1"),
    "a percent": ("5%", "5%25"),
    "a space behind": ("a ", "a%20"),
}


@pytest.mark.parametrize(("key", "name"), NAMES.values(), ids=NAMES)
def test_an_id_becomes_a_safe_file_name(key: str, name: str) -> None:
    assert file_name(key) == name


def test_an_id_too_long_for_a_file_is_told() -> None:
    with pytest.raises(InputError, match="at most 200 bytes"):
        file_name("đ" * 101)


def test_a_docbin_of_others_is_told(tmp_path: Path) -> None:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    told: list[InputError] = []
    foreign, broken, empty = (Doc(Vocab(), words=["a"]) for _ in range(3))
    broken.user_data["solieu"] = {"figures": {}}
    empty.user_data["solieu"] = ["a"]
    path = tmp_path / "d.spacy"
    DocBin(store_user_data=True, docs=[foreign, broken, empty]).to_disk(path)
    assert list(read_docbin(str(path), on_fault=told.append)) == []
    assert ["store_user_data=True" in told[0].hint, "'id'" in told[1].message] == [
        True,
        True,
    ]
    assert "expected an object" in told[2].message


def test_a_docbin_that_is_none_is_told(tmp_path: Path) -> None:
    told: list[InputError] = []
    name = write(tmp_path / "d.spacy", "không phải")
    assert list(read_docbin(name, on_fault=told.append)) == []
    assert list(read_docbin(str(tmp_path / "no"), on_fault=told.append)) == []
    assert "expected a DocBin" in told[0].message
    assert "no such file" in told[1].message


def test_the_spans_of_a_docbin_can_be_trained_on(tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    name = str(tmp_path / "d.spacy")
    write_docbin(name, [ONE], on_fault=raise_fault)
    (doc,) = DocBin().from_disk(name).get_docs(Vocab())
    assert doc.text == ONE.text
    assert [span.text for span in doc.spans[FIGURE]] == ["1.250,5", "7,25"]
    names = [(span.text, span.id_) for span in doc.spans["metric"]]
    assert names == [("sản lượng gỗ dán", "f1"), ("sản lượng gỗ dán", "f2")]
    assert CHANGE in ONE.labels
