from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corrections.edits import FIELD_OF, Edit, Judging, read_edits
from pipeline.corrections.gathering import gathered, merged
from pipeline.corrections.overlay import Overlay
from pipeline.io.annotations import LabelledArticle, text_hash, to_label
from pipeline.io.sheets import Sheet, SheetRow
from pipeline.io.tables import csv_cells, json_row, to_row
from pipeline.schema import COLUMNS
from tests.builders import ARTICLE, TEXT, three_figures

if TYPE_CHECKING:
    from pipeline.errors import InputError

FOUND = three_figures()
LEVEL = FOUND[0]
ROWS = [csv_cells(to_row(row)) for row in FOUND]
BEFORE = tuple(SheetRow(f"t: row {n}", dict(row)) for n, row in enumerate(ROWS, 2))
SENTENCE = "Cả năm phấn đấu 5-7 dự án."


def edited(
    *rows: dict[str, str], judging: Judging | None = None, comma: bool = False
) -> tuple[list[Edit], list[str]]:
    faults: list[InputError] = []
    columns = tuple(rows[0]) if rows else COLUMNS
    numbered = (SheetRow(f"e: row {n}", row) for n, row in enumerate(rows, 2))
    sheet = Sheet("e", columns, tuple(numbered), decimal_comma=comma)
    edits = list(
        read_edits(sheet, BEFORE, {"a1": ARTICLE}, judging or Judging(), faults.append)
    )
    return edits, [str(fault) for fault in faults]


def verdicts(edits: list[Edit]) -> list[tuple[int, str | None]]:
    return [(edit.label.start, edit.label.verdict) for edit in edits]


def test_a_table_as_it_was_says_nothing() -> None:
    assert edited(*ROWS) == ([], [])


def test_a_changed_cell_is_a_correction_of_its_row() -> None:
    row = {**ROWS[0], "status": "actual", "value": "1250"}
    (edit,), faults = edited(row, *ROWS[1:], judging=Judging(by="Lan", at="2024-01-02"))
    was = to_label(LEVEL)
    assert faults == []
    assert edit == Edit(
        "a1",
        text_hash(TEXT),
        replace(
            was,
            status="actual",
            value=Decimal(1250),
            verdict="corrected",
            by="Lan",
            at="2024-01-02",
        ),
        {"status": ("estimate", "actual"), "value": ("1250.5", "1250")},
    )


SAME = {
    "zeros": ("1250.50", False),
    "decimal comma": ("1250,5", True),
}


@pytest.mark.parametrize(("cell", "comma"), SAME.values(), ids=SAME)
def test_a_number_written_otherwise_is_no_change(cell: str, *, comma: bool) -> None:
    row = {**ROWS[0], "value": cell}
    if comma:
        row |= {"quantity": row["quantity"].replace(".", ",")}
        row |= {"confidence": row["confidence"].replace(".", ",")}
    assert edited(row, comma=comma) == ([], [])


def test_a_verdict_column_accepts_and_rejects() -> None:
    said = ("Accepted", "rejected", "")
    rows = [{**row, "verdict": v} for row, v in zip(ROWS, said, strict=True)]
    edits, faults = edited(*rows)
    starts = [row.amount_start for row in FOUND]
    assert verdicts(edits) == [(starts[0], "accepted"), (starts[1], "rejected")]
    assert faults == []


def test_a_row_that_is_gone_says_nothing_unless_told_to() -> None:
    starts = [row.amount_start for row in FOUND]
    assert edited(ROWS[1]) == ([], [])
    edits, _ = edited(ROWS[1], judging=Judging(reject_missing=True))
    assert verdicts(edits) == [(starts[0], "rejected"), (starts[2], "rejected")]
    edits, _ = edited(ROWS[1], judging=Judging(complete=True))
    assert verdicts(edits) == [
        (starts[1], "accepted"),
        (starts[0], "rejected"),
        (starts[2], "rejected"),
    ]


ADDED: dict[str, tuple[dict[str, str], str]] = {
    "its sentence": ({"amount_text": "5", "sentence_text": SENTENCE}, "5"),
    "an amount that stands once": ({"amount_text": "7,25"}, "7,25"),
    "its place": ({"amount_start": "6", "amount_end": "7"}, "9"),
}


@pytest.mark.parametrize(("cells", "amount"), ADDED.values(), ids=ADDED)
def test_a_row_without_an_id_is_a_figure_that_was_missed(
    cells: dict[str, str], amount: str
) -> None:
    row = {"observation_id": "", "article_id": "a1", "value": "5", "unit_text": "bậc"}
    (edit,), faults = edited({**row, "measure": "rank", **cells})
    assert faults == []
    label = edit.label
    assert (label.verdict, label.measure, label.unit) == ("added", "rank", "bậc")
    assert TEXT[label.start : label.end] == amount
    assert edit.sha256 == text_hash(TEXT)


NEW = {"observation_id": "", "article_id": "a1", "value": "5"}
FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "no number": ({**ROWS[0], "value": "năm"}, "expected 'value' to be a number"),
    "no figure": ({**ROWS[0], "value": "1e9999"}, "expected 'value' to be a number"),
    "no period": ({**ROWS[0], "period": "Sep-21"}, "expected a period such as 2021"),
    "open period": ({**ROWS[0], "period": "2021/.."}, "with both ends"),
    "no measure": ({**ROWS[0], "measure": "stock"}, "expected 'measure' to be one of"),
    "unknown id": (
        {**ROWS[0], "observation_id": "1.2E+14"},
        "expected the observation_id",
    ),
    "verdict": ({**ROWS[0], "verdict": "maybe"}, "to be accepted or rejected"),
    "no place": ({**NEW, "amount_text": "2024"}, "got it 0 times"),
    "many places": ({**NEW, "amount_text": "5"}, "stand once in the article, got it 4"),
    "no amount": (NEW, "expected amount_text to stand once"),
    "outside": ({**NEW, "amount_start": "9", "amount_end": "999"}, "within the text's"),
    "no article": ({**NEW, "article_id": "a9"}, "expected the text of article 'a9'"),
    "no id column": ({"value": "5"}, "e: expected a column 'observation_id'"),
    "another column": ({**ROWS[0], "quantity": "7"}, "expected 'quantity' as it was"),
}


@pytest.mark.parametrize(("row", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_taken_is_told_and_left_out(
    row: dict[str, str], fault: str
) -> None:
    edits, faults = edited(row)
    assert edits == []
    assert len(faults) == 1
    assert fault in faults[0]
    assert faults[0].startswith("e: ")


def test_a_row_told_twice_counts_once() -> None:
    row = {**ROWS[0], "status": "actual"}
    edits, faults = edited(row, {**row, "status": "target"})
    assert [edit.label.status for edit in edits] == ["actual"]
    assert "e: row 3: expected the observation_id" in faults[0]


def test_evidence_that_excel_cut_off_is_left_out() -> None:
    before = replace(BEFORE[0], cells={**ROWS[0], "evidence": '{"metric": [1'})
    row = {**before.cells, "status": "actual"}
    sheet = Sheet("e", COLUMNS, (SheetRow("e: row 2", row),))
    faults: list[InputError] = []
    (edit,) = read_edits(sheet, [before], {}, Judging(), faults.append)
    assert faults == []
    assert edit.label.evidence == {"amount": LEVEL.evidence["amount"]}


def article(sha256: str = "aa", **more: Any) -> LabelledArticle:  # noqa: ANN401
    labels = (replace(to_label(LEVEL), verdict="rejected"),)
    return LabelledArticle(**{"id": "a1", "sha256": sha256, "labels": labels, **more})


def test_verdicts_are_gathered_by_article_in_the_order_of_the_text() -> None:
    edits, _ = edited(*({**row, "verdict": "rejected"} for row in reversed(ROWS)))
    (one,) = gathered(edits, {"a1": ARTICLE}, complete=True)
    assert [label.start for label in one.labels] == [r.amount_start for r in FOUND]
    assert (one.sha256, one.complete, one.url) == (text_hash(TEXT), True, ARTICLE.url)
    (unknown,) = gathered(edits, {}, complete=False)
    assert (unknown.published, unknown.complete) == (None, False)


def test_a_later_verdict_on_a_figure_replaces_the_earlier() -> None:
    accepted = replace(to_label(LEVEL), verdict="accepted")
    other = replace(accepted, start=0, end=1)
    new = article(labels=(accepted, other), complete=False)
    assert merged([article()], [new]) == ([article(labels=(other, accepted))], [])


def test_verdicts_on_an_older_text_go() -> None:
    new = article("bb")
    assert merged([article("aa"), article("cc", id="a2")], [new]) == (
        [new, article("cc", id="a2")],
        [article("aa")],
    )


CELLS = st.sampled_from(
    [
        *("", " ", "5", "-5", "5,5", "1e9", "1e9999", "NaN", "Infinity", "năm", "0"),
        *("2021", "2021-Q3", "2021-13", "2021/..", "plan", "whole", "up", "share"),
        *(
            "tỷ đồng",
            "nghìn",
            "%",
            "/năm",
            "target",
            "rejected",
            "a1",
            "7,25",
            "9" * 400,
        ),
    ]
) | st.text(max_size=9)
COLUMN = st.sampled_from(
    [
        *(*FIELD_OF, "verdict", "observation_id", "article_id", "amount_text"),
        *("amount_start", "amount_end", "sentence_text", "evidence", "quantity"),
    ]
)


@pytest.mark.no_cover
@settings(max_examples=150)
@given(cells=st.dictionaries(COLUMN, CELLS, max_size=6), comma=st.booleans())
def test_any_cells_give_verdicts_that_can_be_applied_or_faults(
    cells: dict[str, str], *, comma: bool
) -> None:
    edits, faults = edited({**ROWS[0], **cells}, comma=comma)
    assert all(faults)
    overlay = Overlay(gathered(edits, {"a1": ARTICLE}, complete=False), model="default")
    stale: list[InputError] = []
    for row in overlay.apply(ARTICLE, FOUND, on_stale=stale.append):
        assert json_row(to_row(row))
