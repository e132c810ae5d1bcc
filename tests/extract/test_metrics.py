from __future__ import annotations

import pickle
import unicodedata

import pytest

import pipeline
from pipeline.errors import ModelError
from pipeline.extract.metrics import LABEL, MetricFinder
from pipeline.matching.components import KINDS
from pipeline.matching.finders import Stretch
from pipeline.text.folding import fold

TEXT = (
    "Năm 2020, kim ngạch xuất khẩu ước đạt 1.250 triệu USD, tăng 7% so với năm 2019;"
    " sản lượng tơ tằm thô đạt 35 tấn."
)


def found(text: str) -> list[tuple[str, str]]:
    stretches = MetricFinder()(text, fold(text))
    return [(text[s.start : s.end], s.id) for s in stretches]


def test_a_metric_stands_once_with_its_indicator() -> None:
    assert found(TEXT) == [
        ("kim ngạch xuất khẩu", "vn.trade.export"),
        ("sản lượng tơ tằm thô", ""),
    ]


@pytest.mark.parametrize("text", ["", "Hôm nay trời đẹp."], ids=["empty", "no-figure"])
def test_a_text_without_figures_has_no_metric(text: str) -> None:
    assert found(text) == []


def test_the_finder_can_be_sent_to_another_process() -> None:
    again: MetricFinder = pickle.loads(pickle.dumps(MetricFinder()))  # noqa: S301
    first = Stretch(10, 29, LABEL, "vn.trade.export")
    assert next(iter(again(TEXT, fold(TEXT)))) == first


def test_the_packages_pipeline_fills_every_group() -> None:
    doc = pipeline.load_nlp()("Tại Gia Lai, Sở Công Thương cho biết: " + TEXT)
    assert [kind for kind in KINDS if not doc.spans[kind]] == []
    assert {e.label_ for e in doc.ents} == {"LOC", "ORG"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_metric_is_marked_in_the_doc_as_it_stands(form: str) -> None:
    text = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]
    doc = pipeline.load_nlp()(text)
    span = doc.spans["metric"][0]
    assert unicodedata.normalize("NFC", span.text) == "kim ngạch xuất khẩu"
    assert (span.label_, span.kb_id_) == (LABEL, "vn.trade.export")


def test_a_pipeline_of_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="no model 'nowhere'"):
        pipeline.load_nlp("nowhere")
