"""spaCy components: one for each kind of mention, and one that fills ``doc.ents``.

A component looks (``match``), then writes its one span group and nothing else. The
group is named after the kind: ``doc.spans["amount"]``. Calling it twice changes
nothing. Values stay out of the Doc: they would not survive its serialisation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import filter_spans

from pipeline.matching.finders import FINDERS
from pipeline.text.folding import fold
from pipeline.text.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from pipeline.matching.finders import Finder
    from pipeline.text.normal import NormalText

KINDS: Final = tuple(FINDERS)
ENTITY_LABELS: Final = {"organisation": "ORG", "area": "LOC"}
ENTITIES: Final = "solieu_entities"


def factory_name(kind: str) -> str:
    """Give the name under which spaCy knows the component of a kind of mention."""
    return f"solieu_{kind}"


@lru_cache(maxsize=1)
def _readable(text: str) -> tuple[NormalText, str]:
    """Compose and fold a text once for all components that look at it in turn."""
    normal = normalise(text)
    return normal, fold(normal.text)


class MentionComponent:
    """Marks one kind of mention.

    Args:
        kind: names the span group that is written.
        find: the pure finder; ``fill`` sets another.
    """

    def __init__(self, kind: str, find: Finder) -> None:
        """Keep kind and finder."""
        self.kind = kind
        self._find = find

    def fill(self, find: Finder) -> None:
        """Use another finder: spaCy's config cannot carry one."""
        self._find = find

    def match(self, doc: Doc) -> list[Span]:
        """Look for mentions; the Doc stays as it is.

        The finder is given the text in NFC, whatever the normal form of the Doc; a
        mention that ends inside a token is widened to the whole token.
        """
        normal, folded = _readable(doc.text)
        found = (
            doc.char_span(
                *normal.to_given(stretch.start, stretch.end),
                label=stretch.label,
                kb_id=stretch.id,
                alignment_mode="expand",
            )
            for stretch in self._find(normal.text, folded)
        )
        return [span for span in found if span is not None]

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc.spans[kind]``."""
        doc.spans[self.kind] = self.match(doc)
        return doc


class EntityComponent:
    """Copies organisations and areas into ``doc.ents`` (ORG and LOC).

    Of two that overlap the longer is kept: "Sở Công Thương Gia Lai" is one ORG.
    """

    def match(self, doc: Doc) -> list[Span]:
        """Collect the spans that do not overlap; the Doc stays as it is."""
        spans = [
            Span(doc, span.start, span.end, label=label, kb_id=span.kb_id)
            for kind, label in ENTITY_LABELS.items()
            for span in doc.spans.get(kind, ())
        ]
        return filter_spans(spans)

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc.ents``."""
        doc.ents = tuple(self.match(doc))
        return doc


def _factory(kind: str) -> Callable[[Language, str], MentionComponent]:
    """Register the factory of a kind with spaCy."""

    def create(nlp: Language, name: str) -> MentionComponent:
        del nlp, name
        return MentionComponent(kind, FINDERS[kind])

    Language.factory(factory_name(kind), assigns=["doc.spans"], func=create)
    return create


# One name each: what the package's entry points for spaCy refer to.
create_time = _factory("time")
create_amount = _factory("amount")
create_unit = _factory("unit")
create_cue = _factory("cue")
create_organisation = _factory("organisation")
create_area = _factory("area")
create_metric = _factory("metric")


@Language.factory(ENTITIES, assigns=["doc.ents"])
def create_entities(nlp: Language, name: str) -> EntityComponent:
    """Make the component for spaCy."""
    del nlp, name
    return EntityComponent()
