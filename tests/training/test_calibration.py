from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.extract.confidence import Confidence
from pipeline.extract.extractor import Judged
from pipeline.models import Model
from pipeline.training.calibration import calibrate
from pipeline.training.folds import folds_of
from pipeline.training.logistic import as_matrix, fit, predict
from pipeline.training.reliability import (
    Bin,
    Covered,
    brier,
    coverage,
    expected_error,
    reliability,
)
from pipeline.training.tables import table
from pipeline.training.verdicts import Verdict
from tests.builders import three_figures

if TYPE_CHECKING:
    from pathlib import Path

ROW = three_figures()[0]


def verdict(feature: str, *, right: bool) -> Verdict:
    rules = {"metric": "stated" if right else "guessed"}
    judged = Judged(ROW, (feature,), rules)
    return Verdict("a", judged, right=right, fields={"metric": right})


def some(feature: str, right: int, wrong: int) -> list[Verdict]:
    return [verdict(feature, right=at < right) for at in range(right + wrong)]


def test_what_was_right_more_often_is_surer() -> None:
    rows = some("good", 90, 10) + some("bad", 20, 80)
    found = calibrate(rows, [at % 5 for at in range(len(rows))])
    tables = {name: content.decode() for name, content in found.tables.items()}
    confidence = Confidence(Model("m", tables))
    assert confidence.of(("good",)) == pytest.approx(0.9, abs=0.05)
    assert confidence.of(("bad",)) == pytest.approx(0.2, abs=0.05)
    assert found.told["figures"] == 200
    assert found.told["expected_error"] <= 0.05
    rates = (
        confidence.rate("metric", "stated"),
        confidence.rate("metric", "guessed"),
        confidence.rate("metric", "another"),
    )
    assert rates == (0.9911, 0.0109, 0.5495)


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = some("good", 30, 10) + some("bad", 5, 20)
    folds = [at % 3 for at in range(len(rows))]
    assert calibrate(rows, folds) == calibrate(rows, folds)


@pytest.mark.parametrize("rows", [[], some("good", 5, 5)], ids=["none", "one fold"])
def test_nothing_is_learnt_from_too_little(rows: list[Verdict]) -> None:
    assert calibrate(rows, [0] * len(rows)).tables == {}


def test_a_rare_feature_has_no_weight() -> None:
    rows = some("good", 30, 10) + some("rare", 4, 0)
    found = calibrate(rows, [at % 2 for at in range(len(rows))])
    assert b"rare" not in found.tables["confidence.tsv"]


def test_weights_give_back_how_often_it_was_right() -> None:
    matrix = as_matrix([["a"]] * 4 + [[]] * 4, {"a": 0})
    right = np.array([1.0, 1, 1, 0, 1, 0, 0, 0])
    chances = predict(matrix, fit(matrix, right, 1e-6))
    assert list(np.round(chances, 3)) == [0.75] * 4 + [0.25] * 4


SAID = [0.95, 0.95, 0.65, 0.1, 1.0]
CAME = [True, False, True, False, True]


def test_the_table_tells_what_was_said_and_what_came_true() -> None:
    assert reliability(SAID, CAME) == [
        Bin(0.1, 0.2, 1, 0.1, 0.0),
        Bin(0.6, 0.7, 1, 0.65, 1.0),
        Bin(0.9, 1.0, 3, (0.95 + 0.95 + 1.0) / 3, 2 / 3),
    ]


def test_errors_can_be_checked_by_hand() -> None:
    bins = reliability(SAID, CAME)
    assert expected_error(bins) == pytest.approx((0.1 + 0.35 + 0.9) / 5)
    assert brier([0.5, 1.0], [True, False]) == pytest.approx(1.25 / 2)
    assert (expected_error([]), brier([], [])) == (0.0, 0.0)


def test_the_surest_come_first() -> None:
    assert coverage([0.2, 0.9, 0.5, 0.7], [False, True, False, True], steps=2) == [
        Covered(0.5, 0.7, 2, 0.0),
        Covered(1.0, 0.2, 4, 0.5),
    ]


def test_folds_are_even_and_do_not_change(tmp_path: Path) -> None:
    from pipeline.training.examples import gather
    from pipeline.training.sources import given_source
    from tests.builders import write
    from tests.training.articles import RIGHT, lines

    path = write(tmp_path / "a.jsonl", lines(RIGHT))
    examples = gather([given_source(path)], on_fault=print).examples
    folds = folds_of(examples, 3)
    sizes = {fold: folds.count(fold) for fold in folds}
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert folds == folds_of(examples, 3) != folds_of(examples, 4)


def test_a_table_is_written_the_same_on_every_machine() -> None:
    rows = [("a", 0.123456, 3), ("b", -0.00001, 4)]
    assert table(("name", "x", "n"), rows).decode() == (
        "name\tx\tn\tsource\na\t0.1235\t3\ttraining\nb\t0.0000\t4\ttraining\n"
    )


@pytest.mark.parametrize("cell", ["a\tb", "a\nb", "a\rb"])
def test_a_cell_that_would_break_the_table_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="no tab and no end of line"):
        table(("name",), [(cell,)])
