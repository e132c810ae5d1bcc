"""A choice by weights changes the field, what goes along with it, and says so."""

from __future__ import annotations

from pipeline.extract import Extractor
from pipeline.models import Model, open_model
from pipeline.schema import Article

HEADER = "trait\tcircumstance\tweight\tsource\n"
TEXT = (
    "Năm 2023, doanh thu đạt 5 tỷ đồng, tăng 7% so với năm 2022.\n"
    "Công ty còn nợ 40 tỷ đồng tiền thuế đất, tăng 2% so với cùng kỳ."
)
ARTICLE = Article(id="a", text=TEXT, published="2024-05-06")


def extractor(**tables: str) -> Extractor:
    kept = {"indicators.tsv": open_model().tables["indicators.tsv"]}
    weights = {f"choose_{name}.tsv": HEADER + text for name, text in tables.items()}
    return Extractor(model=Model("m", {**kept, **weights}))


def test_without_weights_nothing_is_chosen() -> None:
    rows = extractor().extract(ARTICLE)
    assert all("chosen" not in row.inferred.values() for row in rows)
    assert rows == extractor(period="", metric="").extract(ARTICLE)


def test_a_chosen_period_takes_its_base_along() -> None:
    rows = extractor(period="now\t*\t9.0\ttraining\n").extract(ARTICLE)
    assert {row.period.iso for row in rows if row.period} == {"2024-05-06"}
    assert {row.inferred["period"] for row in rows} == {"chosen"}
    assert not any("period" in row.evidence for row in rows)
    base = rows[1].base
    assert base is not None
    assert base.iso == "2023-05-06"


def test_a_chosen_metric_is_that_of_the_growth_behind_it() -> None:
    rows = extractor(metric="after\t*\t9.0\ttraining\n").extract(ARTICLE)
    named = {row.amount_text: row.metric_text for row in rows}
    assert named["40"] == "tiền thuế đất"
    assert named["2"] == named["40"]
    for row in rows:
        start, end = row.evidence["metric"]
        assert TEXT[start:end] == row.metric_text


def test_the_figures_of_a_list_have_one_period() -> None:
    text = "Năm 2023, tỉnh có 12 gói thầu tư vấn, 1 trạm bơm và 3 hồ chứa."
    article = Article(id="a", text=text, published="2024-05-06")
    for weight, told in (("2.5", "2023"), ("9.0", "2024-05-06")):
        table = f"now\t*\t-0.1\tt\nk:now\tname trạm\t{weight}\tt\n"
        rows = extractor(period=table).extract(article)
        assert [row.period and row.period.iso for row in rows] == [told] * 3
