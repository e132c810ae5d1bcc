from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.corrections.overlay import Overlay, read_overlay
from pipeline.extract.observe import observation_id
from pipeline.io.annotations import Label, LabelledArticle, text_hash, to_label
from pipeline.models import DEFAULT_MODEL
from pipeline.schema import Base, Observation, Period
from tests.builders import ARTICLE, TEXT, place, three_figures, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.errors import InputError

SHA = text_hash(TEXT)


def identified(row: Observation) -> Observation:
    key = observation_id(ARTICLE.id, SHA, row.amount_start, row.amount_end)
    return replace(row, observation_id=key)


FOUND = tuple(identified(row) for row in three_figures())
LEVEL, CHANGE, TARGET = FOUND


def judged(row: Observation, verdict: str = "corrected", **more: Any) -> Label:  # noqa: ANN401
    """Give a row's label as ``solieu correct`` would tell it, with other values."""
    kept = {name: span for name, span in row.evidence.items() if name not in more}
    return replace(to_label(row), verdict=verdict, **{"evidence": kept, **more})


def refuse(fault: InputError) -> None:
    raise AssertionError(str(fault))


def applied(
    *labels: Label, found: tuple[Observation, ...] = FOUND, sha256: str = SHA
) -> tuple[Observation, ...]:
    faults: list[InputError] = []
    article = LabelledArticle(id=ARTICLE.id, sha256=sha256, labels=labels)
    overlay = Overlay([article], model=DEFAULT_MODEL)
    rows = overlay.apply(ARTICLE, found, on_stale=faults.append)
    assert faults == []
    return rows


def changed(before: Observation, after: Observation) -> dict[str, object]:
    """The columns in which two rows differ."""
    return {
        one.name: getattr(after, one.name)
        for one in fields(Observation)
        if getattr(before, one.name) != getattr(after, one.name)
    }


def without(row: Observation, name: str) -> dict[str, tuple[int, int]]:
    return {key: span for key, span in row.evidence.items() if key != name}


CORRECTED: dict[str, tuple[Observation, dict[str, Any], dict[str, object]]] = {
    "value": (
        LEVEL,
        {"value": Decimal(1250)},
        {"value": Decimal(1250), "quantity": Decimal("1250E3")},
    ),
    "unit": (
        LEVEL,
        {"unit": "tỷ đồng"},
        {
            "unit_text": "tỷ đồng",
            "unit": "VND",
            "unit_mult": 9,
            "quantity": Decimal("1250.5E9"),
        },
    ),
    "metric": (
        LEVEL,
        {"metric": "sản lượng gỗ khai thác"},
        {
            "metric_text": "sản lượng gỗ khai thác",
            "indicator": "vn.agriculture.forest.timber",
            "evidence": without(LEVEL, "metric"),
        },
    ),
    "area": (
        LEVEL,
        {"area": "Gia Lai"},
        {"area": "Gia Lai", "area_code": "64", "evidence": without(LEVEL, "area")},
    ),
    "no area": (
        LEVEL,
        {"area": None},
        {"area": None, "evidence": without(LEVEL, "area")},
    ),
    "period": (LEVEL, {"period": "2020"}, {"period": Period.of_year(2020)}),
    "plan": (CHANGE, {"base": "plan"}, {"base": Base("plan"), "base_text": None}),
    "base": (
        CHANGE,
        {"base": "2019"},
        {"base": Base("period", Period.of_year(2019)), "base_text": None},
    ),
    "status": (LEVEL, {"status": "actual"}, {"status": "actual"}),
    "measure": (
        LEVEL,
        {"measure": "change", "direction": "down"},
        {"measure": "change", "direction": "down"},
    ),
    "parent": (LEVEL, {"parent": "gỗ"}, {"parent_text": "gỗ"}),
    "range": (LEVEL, {"value_max": Decimal(7)}, {"value_max": Decimal(7)}),
    "bound": (LEVEL, {"bound": "over"}, {"bound": "over"}),
}


@pytest.mark.parametrize(
    ("row", "change", "columns"), CORRECTED.values(), ids=CORRECTED
)
def test_a_correction_changes_its_columns_and_what_follows_from_them(
    row: Observation, change: dict[str, Any], columns: dict[str, object]
) -> None:
    rows = applied(judged(row, **change))
    number = FOUND.index(row)
    told = changed(row, rows[number])
    rules = {k: v for k, v in row.inferred.items() if k not in change}
    rules |= {k: "correction" for k, v in change.items() if v is not None}
    new = {"inferred": rules} if rules != row.inferred else {}
    assert told == {**columns, **new, "confidence": 1.0}
    others = [one for one in rows if one.observation_id != row.observation_id]
    assert others == [one for one in FOUND if one is not row]


def test_words_that_a_person_pointed_at_are_evidence() -> None:
    span = place(TEXT, "gỗ dán")
    (row, *_) = applied(judged(LEVEL, metric="gỗ dán", evidence={"metric": span}))
    assert (row.evidence["metric"], "metric" in row.inferred) == (span, False)


def test_an_accepted_row_is_certain_and_else_as_it_was() -> None:
    (row, *_) = applied(judged(LEVEL, "accepted"))
    assert changed(LEVEL, row) == {"confidence": 1.0}


def test_a_rejected_row_goes_and_nothing_repeats_it() -> None:
    again = replace(CHANGE, repeat_of=LEVEL.observation_id)
    rows = applied(judged(LEVEL, "rejected"), found=(LEVEL, again, TARGET))
    assert rows == (CHANGE, TARGET)


ADDED = Label(
    start=TEXT.index("9 tháng"),
    end=TEXT.index("9 tháng") + 1,
    value=Decimal(9),
    unit="nghìn dự án",
    metric="dự án",
    verdict="added",
)


def test_an_added_figure_becomes_a_row_in_its_place() -> None:
    rows = applied(ADDED)
    row = rows[0]
    assert rows[1:] == FOUND
    assert (row.amount_text, row.unit, row.quantity) == ("9", "COUNT", Decimal(9000))
    assert row.sentence_text == LEVEL.sentence_text
    assert (row.article_id, row.published, row.model) == ("a1", "2021-09-27", "default")
    assert row.inferred["metric"] == "correction"
    key = observation_id(ARTICLE.id, SHA, ADDED.start, ADDED.end)
    assert row.observation_id == key


def test_a_verdict_outlives_a_model_that_no_longer_finds_the_figure() -> None:
    label = judged(LEVEL, status="actual")
    (row, *others) = applied(label, found=(CHANGE, TARGET))
    assert others == [CHANGE, TARGET]
    assert to_label(row) == replace(label, verdict=None)


def test_a_verdict_outlives_a_model_that_reads_another_amount_there() -> None:
    shorter = identified(replace(LEVEL, amount_end=LEVEL.amount_end - 2))
    rows = applied(judged(LEVEL, status="actual"), found=(shorter, CHANGE, TARGET))
    assert [row.amount_text for row in rows] == ["1.250,5", "7,25", "5-7"]


def test_nothing_is_done_to_other_articles() -> None:
    other = LabelledArticle(id="a2", sha256=SHA, labels=(judged(LEVEL, "rejected"),))
    overlay = Overlay([other], model=DEFAULT_MODEL)
    assert overlay.apply(ARTICLE, FOUND, on_stale=refuse) == FOUND


def test_stale_verdicts_are_told_and_not_applied() -> None:
    faults: list[str] = []
    labels = (judged(LEVEL, "rejected"), judged(CHANGE, "rejected"))
    old = LabelledArticle(id=ARTICLE.id, sha256="0" * 64, labels=labels)
    overlay = Overlay([old], model=DEFAULT_MODEL)
    rows = overlay.apply(
        ARTICLE, FOUND, on_stale=lambda fault: faults.append(str(fault))
    )
    assert rows == FOUND
    (told,) = faults
    assert told.startswith(
        "a1: expected the text that was corrected (sha256 000000000000"
    )
    assert "2 stale corrections not applied" in told


def test_half_a_character_in_a_text_is_no_obstacle() -> None:
    article = replace(ARTICLE, text="\ud800 9 dự án.")
    overlay = Overlay([LabelledArticle(id="a1", labels=())], model=DEFAULT_MODEL)
    faults: list[InputError] = []
    assert overlay.apply(article, (), on_stale=faults.append) == ()
    assert len(faults) == 1


def test_an_overlay_is_a_file_of_annotations(tmp_path: Path) -> None:
    label = {"start": 0, "end": 1, "value": 1, "verdict": "rejected"}
    good = {"id": "a", "sha256": SHA, "observations": [label]}
    open_end = {"id": "b", "observations": [{**label, "period": "2021/.."}]}
    lines = "\n".join(map(json.dumps, [good, open_end, []]))
    path = write(tmp_path / "overlay.jsonl", lines)
    faults: list[str] = []
    overlay = read_overlay(
        path, model=DEFAULT_MODEL, on_fault=lambda fault: faults.append(str(fault))
    )
    assert overlay.apply(replace(ARTICLE, id="b"), FOUND, on_stale=refuse) == FOUND
    expected = [
        f"{path}:3: expected a JSON object",
        f"{path}: b:0: 'period': expected a period with both ends, got '2021/..'",
    ]
    assert sorted(
        fault[: len(e)] for fault, e in zip(faults, reversed(expected), strict=True)
    ) == sorted(expected)
