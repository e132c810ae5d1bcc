"""Builds the spaCy pipeline out of the tokenizer and the components."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import spacy

# Importing registers the tokenizer and the factories with spaCy.
from pipeline.matching.components import ENTITIES, KINDS, factory_name
from pipeline.matching.tokenizer import TOKENIZER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language

    from pipeline.matching.components import MentionComponent
    from pipeline.matching.finders import Finder


def build_language(finders: Mapping[str, Finder] | None = None) -> Language:
    """Give a Language for Vietnamese with a span group for every kind of mention.

    Groups: time, amount, unit, cue, organisation, area, metric; ``doc.ents`` holds the
    organisations and areas. Without a finder of its own the group "metric" is empty.

    Args:
        finders: other finders for some of the kinds.

    Raises:
        KeyError: a finder is given for a kind that does not exist.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    given = dict(finders or {})
    for kind in KINDS:
        component = cast("MentionComponent", nlp.add_pipe(factory_name(kind)))
        if kind in given:
            component.fill(given.pop(kind))
    if given:
        raise KeyError(
            f"no such kind of mention: {', '.join(given)}; there are {KINDS}"
        )
    nlp.add_pipe(ENTITIES)
    return nlp
