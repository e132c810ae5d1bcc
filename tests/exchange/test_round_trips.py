from __future__ import annotations

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from pipeline.exchange.brat.reading import read_folder
from pipeline.exchange.brat.writing import fragments, write_folder
from pipeline.exchange.docbin import read_docbin, write_docbin
from pipeline.exchange.labelstudio.reading import read_tasks
from pipeline.exchange.labelstudio.writing import write_tasks
from pipeline.exchange.settling import settled
from pipeline.io.annotations import Label, LabelledArticle
from pipeline.io.faults import raise_fault
from tests.builders import ARTICLE, TEXT, place
from tests.exchange.generated import CORPORA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.errors import InputError

LABEL = Label(
    start=place(TEXT, "1.250,5")[0],
    end=place(TEXT, "1.250,5")[1],
    value=Decimal("1250.5"),
    unit="nghìn m3",
    bound="about",
    metric="sản lượng gỗ dán",
    period="2021-01/2021-09",
    status="estimate",
    area="Bình An",
    evidence={
        "metric": place(TEXT, "sản lượng gỗ dán"),
        "area": place(TEXT, "Bình An"),
    },
    verdict="corrected",
    by="Lan",
    at="2026-02-01",
)
CHANGE = Label(
    start=place(TEXT, "7,25")[0],
    end=place(TEXT, "7,25")[1],
    value=Decimal("7.25"),
    unit="%",
    measure="change",
    direction="up",
    metric="sản lượng gỗ dán",
    base="2020-01/2020-09",
    evidence={"metric": place(TEXT, "sản lượng gỗ dán")},
)
ONE = LabelledArticle(
    id="báo/1: a",
    text=TEXT,
    labels=(LABEL, CHANGE),
    published="2021-09-27",
    url=ARTICLE.url,
    complete=False,
    split="dev",
    source="báo mẫu",
)


def through_tasks(
    many: Sequence[LabelledArticle], folder: Path
) -> list[LabelledArticle]:
    path = str(folder / "tasks.json")
    write_tasks(path, many, on_fault=raise_fault)
    read = read_tasks(path, on_fault=raise_fault)
    return list(settled(read, on_fault=raise_fault))


def through_docbin(
    many: Sequence[LabelledArticle], folder: Path
) -> list[LabelledArticle]:
    path = str(folder / "docs.spacy")
    write_docbin(path, many, on_fault=raise_fault)
    read = read_docbin(path, on_fault=raise_fault)
    return list(settled(read, on_fault=raise_fault))


def through_brat(
    many: Sequence[LabelledArticle], folder: Path
) -> list[LabelledArticle]:
    path = str(folder / "brat")
    write_folder(path, many, on_fault=raise_fault)
    exported = {one.id: one for one in many}
    read = read_folder(path, on_fault=raise_fault)
    found = settled(read, exported=exported, on_fault=raise_fault)
    return sorted(found, key=lambda one: list(exported).index(one.id))


def in_lines(one: LabelledArticle) -> LabelledArticle:
    """Leave what brat can mark: nothing that begins or ends at a line's end."""
    text = one.text or ""
    kept = [
        replace(
            label,
            evidence={
                name: span
                for name, span in label.evidence.items()
                if fragments(text, *span)
            },
        )
        for label in one.labels
        if fragments(text, label.start, label.end)
    ]
    return replace(one, labels=tuple(kept))


@pytest.mark.parametrize("through", [through_tasks, through_docbin, through_brat])
def test_every_field_comes_back(through: object, tmp_path: Path) -> None:
    assert callable(through)
    assert through([ONE], tmp_path) == [ONE]


@pytest.mark.no_cover
@given(CORPORA)
def test_label_studio_carries_everything(many: list[LabelledArticle]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert through_tasks(many, Path(folder)) == many


@pytest.mark.no_cover
@given(CORPORA)
def test_docbin_carries_everything(many: list[LabelledArticle]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert through_docbin(many, Path(folder)) == many


@pytest.mark.no_cover
@given(CORPORA)
def test_brat_carries_all_that_is_marked_within_lines(
    many: list[LabelledArticle],
) -> None:
    fitting = [in_lines(one) for one in many]
    with tempfile.TemporaryDirectory() as folder:
        assert through_brat(fitting, Path(folder)) == fitting


def test_brat_alone_gives_the_article_without_its_data(tmp_path: Path) -> None:
    write_folder(str(tmp_path / "b"), [ONE], on_fault=raise_fault)
    read = read_folder(str(tmp_path / "b"), on_fault=raise_fault)
    (found,) = settled(read, on_fault=raise_fault)
    bare = LabelledArticle(id=ONE.id, text=TEXT, labels=ONE.labels, complete=True)
    assert found == bare


def test_what_brat_cannot_mark_is_told(tmp_path: Path) -> None:
    end = place(TEXT, "7,25")[1]
    lines = place(TEXT, "\r\nCả")
    label = replace(CHANGE, evidence={"metric": lines})
    bad = replace(CHANGE, start=lines[0], end=lines[1], evidence={})
    told: list[InputError] = []
    one = replace(ONE, labels=(label, bad))
    write_folder(str(tmp_path / "b"), [one], on_fault=told.append)
    assert [fault.source for fault in told] == [
        f"article báo/1: a:{lines[0]}",
        f"article báo/1: a:{lines[0]}",
    ]
    assert "evidence of metric" in told[0].message
    assert "a line's end" in told[1].message
    ann = (tmp_path / "b" / "báo%2F1%3A a.ann").read_text(encoding="utf-8")
    assert f"figure {label.start} {end}\t7,25" in ann
    assert ann.count("\tfigure ") == 1


def test_a_mark_over_two_lines_is_cut_for_brat() -> None:
    assert fragments("ab\r\ncd", 0, 6) == [(0, 2), (4, 6)]
    assert fragments("ab\r\ncd", 0, 3) is None
    assert fragments("abcd", 1, 3) == [(1, 3)]


UNFIT = {
    "no text": (replace(ONE, text=None, sha256="0" * 64), "expected the text"),
    "half a character": (replace(ONE, text="a\ud800b"), "half a character at 1"),
}


@pytest.mark.parametrize(("one", "said"), UNFIT.values(), ids=UNFIT)
def test_an_article_that_cannot_be_carried_is_told_and_the_next_one_written(
    one: LabelledArticle, said: str, tmp_path: Path
) -> None:
    told: list[InputError] = []
    other = replace(ONE, id="a2")
    many = [one, other]
    assert write_tasks(str(tmp_path / "t.json"), many, on_fault=told.append) == 1
    assert write_docbin(str(tmp_path / "t.spacy"), many, on_fault=told.append) == 1
    assert write_folder(str(tmp_path / "b"), many, on_fault=told.append) == 1
    assert [said in fault.message for fault in told] == [True] * 3


def test_labels_and_evidence_outside_the_text_are_told(tmp_path: Path) -> None:
    told: list[InputError] = []
    far = replace(LABEL, start=500, end=501)
    odd = replace(CHANGE, evidence={"Metric!": (0, 1), "area": (9, 9)})
    one = replace(ONE, labels=(far, odd))
    assert write_tasks(str(tmp_path / "t.json"), [one], on_fault=told.append) == 1
    assert "500 to 501" in told[0].message
    assert "Metric!" in told[1].message
    assert "area" in told[1].message
    (found,) = settled(
        read_tasks(str(tmp_path / "t.json"), on_fault=raise_fault),
        on_fault=raise_fault,
    )
    assert found.labels == (replace(CHANGE, evidence={}),)
