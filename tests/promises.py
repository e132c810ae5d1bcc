"""What every row promises about its text, whatever the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.schema import Observation

TOLD: Final = (
    *("unit", "measure", "direction", "metric", "parent", "entity", "price_basis"),
    *("period", "base", "base_text", "plan_period", "plan_by", "status", "area"),
)
NAMES: Final = {"metric": "metric_text", "parent": "parent_text"}


def check(text: str, rows: Sequence[Observation]) -> None:
    """Check what every row promises about its text."""
    for row in rows:
        assert text[row.amount_start : row.amount_end] == row.amount_text
        assert text[row.sentence_start : row.sentence_end] == row.sentence_text
        assert row.sentence_start <= row.amount_start < row.amount_end
        assert row.amount_end <= row.sentence_end
        assert all(0 <= at < to <= len(text) for at, to in row.evidence.values())
        assert 0 < row.confidence < 1
        assert row.quantity == row.value.scaleb(row.unit_mult)
        told = {n for n in TOLD if getattr(row, NAMES.get(n, n)) is not None}
        told |= {"unit"} if row.unit_text is not None else set()  # "triệu" alone
        assert told - row.evidence.keys() - row.inferred.keys() == set()
        assert row.inferred.keys() <= told | {"metric", "period", "base", "parent"}
    ids = [row.observation_id for row in rows]
    assert len(set(ids)) == len(ids)
    assert {row.repeat_of for row in rows} - {None, *ids} == set()
    starts = [row.amount_start for row in rows]
    assert starts == sorted(starts)
