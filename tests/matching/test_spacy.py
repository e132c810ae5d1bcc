from __future__ import annotations

import pickle
import unicodedata
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.matching.assemble import build_language
from pipeline.matching.components import (
    ENTITIES,
    KINDS,
    EntityComponent,
    MentionComponent,
    factory_name,
)
from pipeline.matching.finders import FINDERS, Stretch
from pipeline.matching.tokenizer import TOKENIZER, SyllableTokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language

TEXT = (
    "Năm 2020, Sở Công Thương Gia Lai cho biết kim ngạch xuất khẩu ước đạt"
    " 1.250,5 triệu USD, tăng 7% so với huyện Chư Prông."
)
VOCAB = Vocab()
TEXTS = {
    "empty": "",
    "one-token": "Gia",
    "space": " \n ",
    "emoji": "Gia Lai 😀 tăng 5%",
    "decomposed": "Gia Lai ta\u0306ng 5%",
    "no-break-space": "5\xa0tỷ\xa0đồng",
    "long": "Gia Lai đạt 5 tỷ đồng. " * 200,
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_language()


def spans(doc: Doc, kind: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans[kind]]


def test_the_pipeline_holds_every_kind_of_mention(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert spans(doc, "time") == [("Năm 2020", "year", "")]
    assert spans(doc, "amount") == [("1.250,5", "money", ""), ("7", "percent", "")]
    assert spans(doc, "unit") == [
        ("triệu USD", "money", "USD"),
        ("%", "percent", "PERCENT"),
    ]
    assert spans(doc, "organisation") == [("Sở Công Thương Gia Lai", "office", "")]
    assert spans(doc, "area") == [
        ("Gia Lai", "province", "64"),
        ("Chư Prông", "district", ""),
    ]
    assert "estimate" in {label for _, label, _ in spans(doc, "cue")}
    assert spans(doc, "metric") == []


def test_the_normal_form_changes_no_mention(nlp: Language) -> None:
    doc = nlp(unicodedata.normalize("NFD", TEXT))
    composed = {
        kind: [
            (unicodedata.normalize("NFC", text), label, number)
            for text, label, number in spans(doc, kind)
        ]
        for kind in KINDS
    }
    assert composed == {kind: spans(nlp(TEXT), kind) for kind in KINDS}


def test_entities_are_organisations_and_areas_without_overlap(nlp: Language) -> None:
    assert [(e.text, e.label_) for e in nlp(TEXT).ents] == [
        ("Sở Công Thương Gia Lai", "ORG"),
        ("Chư Prông", "LOC"),
    ]


def test_the_language_is_vietnamese_with_our_tokenizer(nlp: Language) -> None:
    assert nlp.lang == "vi"
    assert isinstance(nlp.tokenizer, SyllableTokenizer)
    assert nlp.config["nlp"]["tokenizer"] == {"@tokenizers": TOKENIZER}
    assert nlp.pipe_names == [*map(factory_name, KINDS), ENTITIES]


def test_a_finder_for_metrics_can_be_given() -> None:
    def find(text: str, folded: str) -> Iterator[Stretch]:
        start = folded.find("kim ngạch xuất khẩu")
        if text and start >= 0:
            yield Stretch(start, start + len("kim ngạch xuất khẩu"), "metric")

    doc = build_language({"metric": find})(TEXT)
    assert spans(doc, "metric") == [("kim ngạch xuất khẩu", "metric", "")]


def test_a_finder_for_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="no such kind of mention: prices"):
        build_language({"prices": FINDERS["area"]})


def test_a_saved_pipeline_finds_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    doc, other = nlp(TEXT), again(TEXT)
    assert {k: spans(doc, k) for k in KINDS} == {k: spans(other, k) for k in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_component_writes_its_group_and_nothing_else(
    nlp: Language, kind: str, text: str
) -> None:
    component = MentionComponent(kind, FINDERS[kind])
    doc = component(nlp.make_doc(text))
    first = spans(doc, kind)
    assert list(doc.spans) == [kind]
    assert (doc.ents, doc.text) == ((), text)
    assert spans(component(doc), kind) == first


def test_a_component_looks_without_writing(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    assert MentionComponent("area", FINDERS["area"]).match(doc) != []
    assert EntityComponent().match(doc) == []
    assert list(doc.spans) == []


def test_components_can_be_sent_to_another_process(nlp: Language) -> None:
    component = MentionComponent("area", FINDERS["area"])
    again: MentionComponent = pickle.loads(pickle.dumps(component))  # noqa: S301
    doc = again(nlp.make_doc(TEXT))
    assert spans(doc, "area") == spans(nlp(TEXT), "area")


def test_a_mention_inside_a_token_takes_the_whole_token(nlp: Language) -> None:
    component = MentionComponent("x", lambda _text, _folded: [Stretch(0, 2, "l")])
    doc = component(nlp.make_doc("abc def"))
    assert spans(doc, "x") == [("abc", "l", "")]


def test_a_docs_spans_survive_its_serialisation(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert {k: spans(again, k) for k in KINDS} == {k: spans(doc, k) for k in KINDS}


def test_the_tokenizer_is_registered() -> None:
    assert callable(registry.get("tokenizers", TOKENIZER)())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_doc_has_the_text_of_the_article(text: str) -> None:
    assert SyllableTokenizer(VOCAB)(text).text == text


def test_lone_surrogates_become_replacement_characters(nlp: Language) -> None:
    assert nlp("Gia Lai \ud800 đạt 5%").text == "Gia Lai \ufffd đạt 5%"
