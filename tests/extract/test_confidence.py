from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.extract.confidence import ANY_RULE, NONE, STATED, rate
from pipeline.lexicon.tables import read_table

EXTRACTOR = Extractor()
ROWS = read_table("confidence")
FIELDS = ("metric", "unit", "measure", "period", "base", "status", "parent", "area")


def test_every_field_has_a_rate_for_words_and_for_any_rule() -> None:
    told = {(row["field"], row["rule"]) for row in ROWS}
    assert {field for field, _ in told} == set(FIELDS)
    needed = {(field, rule) for field in FIELDS for rule in (STATED, ANY_RULE)}
    assert needed - told == set()


def test_no_rule_counts_for_more_than_words() -> None:
    over = [r for r in ROWS if rate(r["field"], r["rule"]) > rate(r["field"], STATED)]
    assert over == []


def test_a_rate_is_that_of_the_table_up_to_that_of_words() -> None:
    table = {(r["field"], r["rule"]): float(r["rate"]) for r in ROWS}
    wanted = {
        (field, rule): min(value, table[field, STATED])
        for (field, rule), value in table.items()
    }
    assert {key: rate(*key) for key in wanted} == wanted


@pytest.mark.parametrize("field", FIELDS)
def test_an_unknown_rule_has_the_rate_of_any(field: str) -> None:
    assert rate(field, "a rule of tomorrow") == rate(field, ANY_RULE)
    assert 0 < rate(field, NONE) < 1


def test_what_is_carried_on_is_less_sure_than_what_is_told() -> None:
    told, carried = EXTRACTOR.extract(
        "Năm 2020, tỉnh Gia Lai có doanh thu 584 tỷ đồng. Chi phí đạt 90 tỷ đồng."
    )
    assert "period" not in told.inferred
    assert carried.inferred["period"] == "carried_on"
    assert carried.confidence < told.confidence
