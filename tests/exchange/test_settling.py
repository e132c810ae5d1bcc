from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import InputError, Notice
from pipeline.exchange.marks import Figure, Mark, Marked
from pipeline.exchange.settling import settled
from pipeline.io.annotations import Label, LabelledArticle, text_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = "Gỗ dán đạt 5 tỷ đồng,\r\ntăng 7,5%."
FIVE = Figure(
    place="f1",
    mark=Mark(11, 12, "5"),
    told={"value": Decimal(5), "unit": "tỷ đồng"},
    evidence={"metric": Mark(0, 6, "Gỗ dán")},
)
GROWTH = Figure(
    place="f2",
    mark=Mark(28, 31, "7,5"),
    told={"value": Decimal("7.5"), "unit": "%", "measure": "change"},
)
ONE = Marked(id="a1", place="t.json, task 1", text=TEXT, figures=(FIVE, GROWTH))
LABELS = (
    Label(
        start=11,
        end=12,
        value=Decimal(5),
        unit="tỷ đồng",
        evidence={"metric": (0, 6)},
    ),
    Label(start=28, end=31, value=Decimal("7.5"), unit="%", measure="change"),
)


def settle(
    *articles: Marked, exported: Mapping[str, LabelledArticle] | None = None
) -> tuple[list[LabelledArticle], list[InputError]]:
    told: list[InputError] = []
    found = list(settled(articles, exported=exported or {}, on_fault=told.append))
    return found, told


def test_places_that_hold_are_taken() -> None:
    (found,), told = settle(ONE)
    assert found == LabelledArticle(id="a1", text=TEXT, labels=LABELS)
    assert told == []


def test_a_mark_that_was_moved_is_told_and_no_fault() -> None:
    growth = replace(GROWTH, mark=Mark(27, 30, "7,5"))  # as if "\r\n" were one
    (found,), (notice,) = settle(replace(ONE, figures=(FIVE, growth)))
    assert (found.labels, found.complete) == (LABELS, True)
    assert isinstance(notice, Notice)
    assert str(notice) == (
        "t.json, task 1: 1 mark moved to the words: they were counted with line feeds"
    )


WRONG = {
    "nowhere": (
        replace(GROWTH, mark=Mark(28, 31, "8,5")),
        "f2: expected '8,5' at 28 to 31, or at one place near; left out",
    ),
    "no value": (
        replace(GROWTH, told={"unit": "%"}),
        "f2: expected 'value' to be a number, got none (mend the line)",
    ),
    "no number": (
        replace(GROWTH, told={"value": "7,5"}),
        "f2: expected 'value' to be a number or null, got a string '7,5'",
    ),
    "no measure of ours": (
        replace(GROWTH, told={**GROWTH.told, "measure": "size"}),
        "f2: expected 'measure' to be one of level, change",
    ),
    "no period": (
        replace(GROWTH, told={**GROWTH.told, "period": "mai"}),
        "f2: 'period': ",
    ),
}


@pytest.mark.parametrize(("figure", "said"), WRONG.values(), ids=WRONG)
def test_a_figure_at_fault_is_left_out_and_its_article_incomplete(
    figure: Figure, said: str
) -> None:
    (found,), (fault,) = settle(replace(ONE, figures=(FIVE, figure)))
    assert (found.labels, found.complete) == (LABELS[:1], False)
    assert not isinstance(fault, Notice)
    assert str(fault).startswith(said)


def test_evidence_at_fault_is_left_out_alone() -> None:
    figure = replace(FIVE, evidence={"metric": Mark(0, 6, "Gỗ tấm")})
    (found,), (fault,) = settle(replace(ONE, figures=(figure, GROWTH)))
    assert found.labels == (replace(LABELS[0], evidence={}), LABELS[1])
    assert fault.source == "f1, metric"


def test_what_was_exported_gives_what_the_format_lost() -> None:
    before = LabelledArticle(
        id="a1",
        labels=(),
        text=f"\ufeff{TEXT}\r\n",
        published="2021-01-02",
        split="dev",
        source="báo mẫu",
        complete=False,
    )
    bare = replace(ONE, text=TEXT.replace("\r\n", "\n"), figures=(FIVE,))
    (found,), told = settle(bare, exported={"a1": before})
    (label,) = found.labels
    moved = replace(LABELS[0], start=12, end=13, evidence={"metric": (1, 7)})
    assert (label, told) == (moved, [])
    assert found == replace(before, labels=(moved,))


def test_what_the_tool_tells_counts_before_what_was_exported() -> None:
    before = LabelledArticle(id="a1", labels=(), text=TEXT, url="u", complete=False)
    told = {"url": "v", "complete": True}
    (found,), _ = settle(replace(ONE, told=told), exported={"a1": before})
    assert (found.url, found.complete) == ("v", True)


def test_another_text_than_the_exported_one_is_refused() -> None:
    before = LabelledArticle(id="a1", labels=(), text="Một bài khác.")
    found, (fault,) = settle(ONE, exported={"a1": before})
    assert found == []
    assert "expected the text that was exported, got another" in fault.message


@pytest.mark.parametrize("by", ["tool", "exported"])
def test_a_changed_text_is_told_where_only_its_hash_is_known(by: str) -> None:
    known = text_hash("Gỗ dán.")
    before = LabelledArticle(id="a1", labels=(), sha256=known)
    one = replace(ONE, told={"sha256": known}) if by == "tool" else ONE
    exported = {} if by == "tool" else {"a1": before}
    (found,), (notice,) = settle(one, exported=exported)
    assert found.labels == LABELS
    assert "not the one that was exported" in notice.message


def test_an_id_that_comes_again_is_told() -> None:
    again = replace(ONE, place="t.json, task 2")
    found, (fault,) = settle(ONE, again)
    assert [one.id for one in found] == ["a1"]
    assert fault.source == "t.json, task 2"
