"""spaCy's DocBin: articles as Docs, for training and for tools that read them.

Figures are spans of ``doc.spans["figure"]``, the words a field comes from spans of
``doc.spans[<field>]`` with the id of their figure. All else stands in
``doc.user_data["solieu"]``: spans have no values that would survive being stored.
Tokens are those of our tokenizer, cut where a mark begins or ends, so that every mark
fits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import InputError
from pipeline.exchange.marks import (
    FIGURE,
    Figure,
    Mark,
    Marked,
    fitting,
    portable,
    told_of,
    told_of_article,
    with_numbers,
)
from pipeline.io.fields import Fields
from pipeline.io.files import replacing
from pipeline.io.inputs import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from pipeline.exchange.anchoring import Place
    from pipeline.io.annotations import LabelledArticle
    from pipeline.io.faults import FaultHandler

DATA: Final = "solieu"
"""The key of ``doc.user_data`` that holds what spans cannot."""


def write_docbin(
    path: str, articles: Iterable[LabelledArticle], *, on_fault: FaultHandler
) -> int:
    """Write articles to one file, which appears whole; count them.

    All of them are held in memory, as spaCy's format demands.

    Args:
        path: the file.
        articles: with their texts.
        on_fault: told of each article or label that cannot be carried.

    Raises:
        UsageError: the file cannot be written.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    bin_, vocab, written = DocBin(store_user_data=True), Vocab(), 0
    for one in articles:
        try:
            doc = _doc(one, vocab, on_fault)
        except InputError as fault:
            on_fault(fault)
        else:
            bin_.add(doc)
            written += 1
    with replacing(path) as part:
        part.write_bytes(bin_.to_bytes())
    return written


def _doc(one: LabelledArticle, vocab: Vocab, on_fault: FaultHandler) -> Doc:
    place = f"article {one.id}"
    text = portable(one, place)
    labels = list(fitting(one, place, on_fault))
    marks = [(label.start, label.end) for label, _ in labels]
    marks += [where for _, evidence in labels for where in evidence.values()]
    doc = _tokenized(text, marks, vocab)
    figures: dict[str, object] = {}
    _mark(doc, FIGURE, [])
    for number, (label, evidence) in enumerate(labels, 1):
        key = f"f{number}"
        where = label.start, label.end
        _mark(doc, FIGURE, [(key, where)])
        for name, span in evidence.items():
            _mark(doc, name, [(key, span)])
        figures[key] = {"amount": text[slice(*where)], **told_of(label)}
    told = {"id": one.id, **told_of_article(one), "figures": figures}
    doc.user_data[DATA] = told
    return doc


def _mark(doc: Doc, kind: str, marks: list[tuple[str, Place]]) -> None:
    if kind not in doc.spans:
        doc.spans[kind] = []
    for key, (start, end) in marks:
        span = doc.char_span(start, end, label=kind, span_id=key)
        if span is None:  # tokens were cut for it
            raise AssertionError(doc.text[start:end])
        doc.spans[kind].append(span)


def _tokenized(text: str, marks: list[Place], vocab: Vocab) -> Doc:
    """Cut a text into tokens so that every mark is made of whole ones."""
    from spacy.tokens import Doc

    from pipeline.matching.tokenizer import words_and_spaces

    cuts = sorted({offset for mark in marks for offset in mark})
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for cut in (*cuts, len(text)):
        more, behind = words_and_spaces(text[at:cut])
        if behind and behind[-1]:  # the mark ends after the space: it is a token
            more, behind = [*more, " "], [*behind[:-1], False, False]
        words += more
        spaces += behind
        at = cut
    return Doc(vocab, words=words, spaces=spaces)


def read_docbin(path: str, *, on_fault: FaultHandler) -> Iterator[Marked]:
    """Read the articles of a DocBin file, in their order.

    Args:
        path: the file.
        on_fault: told of each fault; a Doc at fault is left out.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        on_fault(unreadable(error, path))
        return
    try:
        docs = list(DocBin().from_bytes(content).get_docs(Vocab()))
    except Exception as error:  # noqa: BLE001 - zlib, msgpack and spaCy have their own
        message = f"expected a DocBin of spaCy, got a mistake in it: {error!s:.80}"
        on_fault(InputError(message, source=path, hint="write it anew"))
        return
    for number, doc in enumerate(docs, 1):
        try:
            yield _marked(doc, f"{path}, doc {number}")
        except InputError as fault:
            on_fault(fault)


def _marked(doc: Doc, place: str) -> Marked:
    if DATA not in doc.user_data:
        message = f"expected doc.user_data[{DATA!r}], got none"
        hint = "write the DocBin with store_user_data=True"
        raise InputError(message, source=place, hint=hint)
    data = Fields(doc.user_data[DATA], place)
    key = data.text("id")
    if key is None:
        raise data.fault("id", "the article's id")
    told = Fields(data.value.get("figures"), f"{place} ({key}), figures")
    return Marked(
        id=key,
        place=f"{place} ({key})",
        text=doc.text,
        figures=tuple(_figures(doc, told)),
        told=data.value,
    )


def _figures(doc: Doc, told: Fields) -> Iterator[Figure]:
    evidence: dict[str, dict[str, Mark]] = {}
    for kind, spans in doc.spans.items():
        for span in spans if kind != FIGURE else ():
            mark = Mark(span.start_char, span.end_char, span.text)
            evidence.setdefault(span.id_, {}).setdefault(kind, mark)
    for span in doc.spans.get(FIGURE, ()):
        said = Fields(told.value.get(span.id_, {}), f"{told.place}, {span.id_}")
        mark = Mark(span.start_char, span.end_char, said.text("amount"))
        yield Figure(
            place=f"{told.place}, {span.id_ or span.start_char}",
            mark=mark,
            told=with_numbers(said.value),
            evidence=evidence.get(span.id_, {}),
        )
