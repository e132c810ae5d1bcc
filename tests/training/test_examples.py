from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.io.annotations import LabelledArticle
from pipeline.training.examples import gather
from pipeline.training.sources import (
    Part,
    annotation_sources,
    given_source,
    project_sources,
)
from tests.builders import write
from tests.training.articles import judges, line, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.errors import InputError
    from pipeline.training.examples import Gathered

    Gathering = Callable[..., tuple[Gathered, list[str]]]


@pytest.fixture
def gathering(tmp_path: Path) -> Gathering:
    """Gather files of annotations given by their content, and what is told of them."""

    def run(*contents: str, folder: str = "") -> tuple[Gathered, list[str]]:
        told: list[InputError] = []
        sources = []
        for number, content in enumerate(contents):
            path = write(tmp_path / "given" / f"{number}.jsonl", content)
            sources.append(given_source(path))
        if folder:
            write(tmp_path / "annotations" / "own.jsonl", folder)
        known = annotation_sources(tmp_path / "annotations")
        found = gather([*known, *sources], on_fault=told.append)
        return found, [str(fault) for fault in told]

    return run


def verdicts(**more: object) -> str:
    """A line of corrections of one figure."""
    given = line(1, **more)
    return lines([{**given, "complete": False}])


def test_articles_come_in_order_with_their_labels(gathering: Gathering) -> None:
    found, told = gathering(lines([line(2), line(1)]))
    assert [one.article.id for one in found.examples] == ["a1", "a2"]
    assert [len(one.labels) for one in found.examples] == [1, 1]
    assert told == []


PARTS = {
    "plain": (None, ["a1"], [False]),
    "rules were chosen on it": ("tune", ["a1"], [True]),
    "kept": ("quiet", [], []),
}


@pytest.mark.parametrize(("split", "ids", "tuned"), PARTS.values(), ids=PARTS)
def test_the_split_tells_the_part(
    gathering: Gathering, split: str | None, ids: list[str], tuned: list[bool]
) -> None:
    found, _ = gathering(lines([{**line(1), "split": split}]))
    assert [one.article.id for one in found.examples] == ids
    assert [one.tuned for one in found.examples] == tuned


def test_a_quarter_of_a_folder_of_annotations_only_judges(gathering: Gathering) -> None:
    found, _ = gathering(folder=lines(line(n) for n in range(20)))
    frozen = sorted(f"a{n}" for n in range(20) if judges(n))
    assert [one.article.id for one in found.frozen] == frozen
    assert len(found.examples) == 20 - len(frozen)


def test_what_judges_does_not_teach_whoever_gives_it(gathering: Gathering) -> None:
    number = next(n for n in range(20) if judges(n))
    again = {**line(number), "id": "under another name"}
    found, _ = gathering(lines([line(number), again]), folder=lines([line(number)]))
    assert (found.examples, found.barred) == ((), 2)


def test_corrections_are_laid_over_what_is_known(gathering: Gathering) -> None:
    found, _ = gathering(
        lines([line(1)]), verdicts(status="estimate", verdict="corrected")
    )
    (example,) = found.examples
    assert [(one.status, one.verdict) for one in example.labels] == [
        ("estimate", "corrected")
    ]
    assert example.complete


def test_a_rejected_figure_is_judged_and_does_not_stand(gathering: Gathering) -> None:
    found, _ = gathering(verdicts(verdict="rejected"))
    (example,) = found.examples
    assert (len(example.labels), example.standing, example.complete) == (1, (), False)


def test_what_nobody_judged_teaches_nothing(gathering: Gathering) -> None:
    found, told = gathering(verdicts(verdict="suggested"))
    assert (found.examples, told) == ((), [])


def test_a_stale_correction_is_told_and_left_out(
    gathering: Gathering, tmp_path: Path
) -> None:
    bare = {**line(1), "sha256": "0" * 64, "complete": False}
    text = bare.pop("text")
    write(tmp_path / "articles" / "0.jsonl", lines([{"id": "a1", "text": text}]))
    found, told = gathering(lines([bare]))
    assert found.examples == ()
    assert [fault.split(";")[1] for fault in told] == [
        " left out (give the text as it was labelled, byte for byte)"
    ]


def test_a_text_that_is_not_found_is_told(gathering: Gathering) -> None:
    bare = line(1)
    del bare["text"]
    found, told = gathering(lines([bare]))
    assert found.examples == ()
    assert "expected the text of this labelled article, found none" in told[0]


def test_the_hash_is_of_what_teaches_and_of_nothing_else(gathering: Gathering) -> None:
    first, _ = gathering(lines([line(1)]))
    other, _ = gathering(lines([line(1, status="target")]))
    assert first.sha256 != other.sha256
    assert replace(first, frozen=(first.examples[0],)).sha256 == first.sha256


def test_half_of_the_real_articles_is_kept(root: Path) -> None:
    sources = {one.name: one for one in project_sources(root)}
    kept = sources.get("../shared/annotations/train.jsonl")
    if kept is None:
        pytest.skip("the real articles do not stand beside this checkout")
    found = gather([kept], on_fault=lambda fault: pytest.fail(str(fault)))
    assert len(found.examples) + found.kept == 52
    assert {kept.part_of(_labelled(e.article.id)) for e in found.examples} == {
        Part.TEACHES
    }


def _labelled(name: str) -> LabelledArticle:
    return LabelledArticle(id=name, labels=())


def test_no_checkout_no_labelled_articles() -> None:
    assert project_sources(Path("nowhere")) == []
