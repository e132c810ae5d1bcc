from __future__ import annotations

import math

import pytest

from pipeline.errors import ModelError
from pipeline.extract import Extractor
from pipeline.extract.confidence import Confidence
from pipeline.extract.features import FIELDS
from pipeline.models import Model, open_model
from pipeline.schema import Article

EXTRACTOR = Extractor()
HEADER = "feature\tweight\tfigures\tsource\n"
WEIGHTS = HEADER + "*\t-1.0\t9\tx\na\t2.0\t9\tx\nb\t-0.5\t9\tx\n"
RATES = "field\trule\trate\tsource\nmetric\tstated\t0.9\tx\nmetric\t*\t0.7\tx\n"


def confidence(weights: str = WEIGHTS, rates: str = RATES) -> Confidence:
    return Confidence(Model("m", {"confidence.tsv": weights, "rates.tsv": rates}))


@pytest.mark.parametrize(
    ("features", "score"),
    [((), -1), (("a",), 1), (("a", "b"), 0.5), (("b", "of tomorrow"), -1.5)],
    ids=["none", "one", "two", "an unknown one changes nothing"],
)
def test_it_is_the_logistic_function_of_the_weights(
    features: tuple[str, ...], score: float
) -> None:
    assert confidence().of(features) == round(1 / (1 + math.exp(-score)), 4)


@pytest.mark.parametrize(
    ("weight", "chance"), [("1e300", 0.999), ("-1e300", 0.001)], ids=["up", "down"]
)
def test_it_is_never_certain(weight: str, chance: float) -> None:
    assert confidence(HEADER + f"*\t{weight}\t9\tx\n").of(()) == chance


def test_a_model_that_knows_nothing_says_so() -> None:
    nothing = Confidence(Model("m"))
    assert (nothing.of(("a",)), nothing.rate("metric", "stated")) == (0.5, None)


@pytest.mark.parametrize(
    ("field", "rule", "rate"),
    [
        ("metric", "stated", 0.9),
        ("metric", "of tomorrow", 0.7),
        ("area", "stated", None),
    ],
)
def test_a_rule_has_its_rate_else_that_of_the_field(
    field: str, rule: str, rate: float | None
) -> None:
    assert confidence().rate(field, rule) == rate


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("feature\tsource\na\tx\n", "the header needs a column 'weight'"),
        (HEADER + "a\tmuch\t9\tx\n", "expected a number, got 'much'"),
        (HEADER + "a\tnan\t9\tx\n", "expected a number, got 'nan'"),
        (HEADER + "a\n", "expected 4 cells"),
    ],
    ids=["no column", "no number", "not a number", "short row"],
)
def test_a_faulty_table_is_refused(weights: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        confidence(weights)
    assert "m/confidence.tsv" in str(caught.value)


def test_the_shipped_model_rates_every_field() -> None:
    shipped = Confidence(open_model())
    assert [field for field in FIELDS if shipped.rate(field, "*") is None] == []


def test_what_is_carried_on_is_less_sure_than_what_is_told() -> None:
    told, carried = EXTRACTOR.extract(
        "Năm 2020, tỉnh Gia Lai có doanh thu 584 tỷ đồng. Chi phí đạt 90 tỷ đồng."
    )
    assert "period" not in told.inferred
    assert carried.inferred["period"] == "carried_on"
    assert carried.confidence < told.confidence


def test_what_is_judged_is_what_is_extracted() -> None:
    text = "Năm 2020, xuất khẩu của Gia Lai đạt 5 tỷ đồng, tăng 3%. Có 16 dự án."
    judged = list(EXTRACTOR.judged(Article(id="a", text=text)))
    assert tuple(one.row for one in judged) == EXTRACTOR.extract(
        Article(id="a", text=text)
    )
    assert [len(set(one.features)) for one in judged] == [
        len(one.features) for one in judged
    ]
    assert [sorted(set(FIELDS) - one.rules.keys()) for one in judged] == [
        ["base"],
        [],
        ["base"],
    ]
