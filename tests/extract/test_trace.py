from __future__ import annotations

import unicodedata
from dataclasses import FrozenInstanceError

import pytest

from pipeline.extract import Extractor, Trace
from pipeline.schema import Article

EXTRACTOR = Extractor()
TEXT = (
    "Xuất khẩu tăng\n"
    "Năm 2020, xuất khẩu của tỉnh Gia Lai ước đạt 580 triệu USD, tăng 5,5% so với năm"
    " 2019."
)
ARTICLE = Article(id="a", text=TEXT, published="2021-01-05")


def traced() -> Trace:
    return EXTRACTOR.explain(ARTICLE)


def test_a_trace_holds_the_rows_that_extraction_gives() -> None:
    assert tuple(f.row for f in traced().figures) == EXTRACTOR.extract(ARTICLE)


def test_a_trace_tells_the_date_and_what_told_it() -> None:
    trace = traced()
    told = (trace.article_id, trace.date, trace.date_from)
    assert told == ("a", "2021-01-05", "published")


def test_a_trace_holds_every_sentence_also_those_without_a_figure() -> None:
    sentences = traced().sentences
    assert [s.kind for s in sentences] == ["headline", "body"]
    assert [TEXT[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert [f.sentence for f in traced().figures] == [1, 1]


def test_an_article_without_figures_has_a_trace() -> None:
    trace = EXTRACTOR.explain("Hội nghị diễn ra sôi nổi.")
    assert (len(trace.sentences), trace.figures) == (1, ())


def test_mentions_are_told_with_their_kind() -> None:
    body = traced().sentences[1]
    assert [(m.kind, m.text, m.label) for m in body.mentions] == [
        ("time", "Năm 2020", "year"),
        ("area", "Gia Lai", "province Gia Lai"),
        ("amount", "580", "money"),
        ("unit", "triệu USD", "USD"),
        ("amount", "5,5", "percent"),
        ("unit", "%", "PERCENT"),
        ("time", "năm 2019", "year"),
    ]


def test_tokens_cover_the_sentence_and_know_their_roles() -> None:
    tokens = traced().sentences[1].tokens
    assert all(TEXT[t.start : t.end] == t.text for t in tokens)
    kinds = {t.text: t.kind for t in tokens}
    assert kinds["580 triệu USD"] == "figure"
    assert kinds["Năm 2020"] == "time"
    assert kinds["Gia Lai"] == "area"
    roles = {t.text: set(t.roles) for t in tokens}
    assert "estimate" in roles["ước đạt"]
    assert {"up"} <= roles["tăng"]


def test_candidates_tell_which_was_chosen() -> None:
    change = traced().figures[1]
    told = [(c.field, c.text, c.chosen) for c in change.candidates]
    assert told == [
        ("period", "Năm 2020", True),
        ("period", "năm 2019", False),
        ("base", "Năm 2020", False),
        ("base", "năm 2019", True),
        ("area", "Gia Lai", True),
    ]


def test_a_figure_tells_what_led_to_it() -> None:
    level, change = traced().figures
    assert level.head == "Năm 2020, xuất khẩu của tỉnh Gia Lai ước đạt"
    assert change.tail == "so với năm 2019."
    assert dict(level.rules)["metric"] == "phrase"


def test_offsets_of_a_trace_count_in_the_text_as_given() -> None:
    apart = unicodedata.normalize("NFD", TEXT)
    trace = EXTRACTOR.explain(apart)
    parts = [(s.start, s.end, s.text) for s in trace.sentences]
    parts += [(t.start, t.end, t.text) for s in trace.sentences for t in s.tokens]
    parts += [(m.start, m.end, m.text) for s in trace.sentences for m in s.mentions]
    assert all(apart[start:end] == text for start, end, text in parts)


def test_a_trace_is_frozen() -> None:
    trace = traced()
    with pytest.raises(FrozenInstanceError):
        trace.date = None  # type: ignore[misc]
