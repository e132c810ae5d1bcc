"""A spaCy tokenizer that cuts Vietnamese into syllables, numbers and signs.

spaCy's own Vietnamese tokenizer wants pyvi and joins syllables to words; here a token
is never longer than what a mention can begin or end with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.vocab import Vocab

TOKENIZER: Final = "solieu.vi_syllables.v1"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class SyllableTokenizer(DummyTokenizer):
    """Make a Doc of a text, with ``doc.text == text``.

    A single space belongs to the token before it; any other white space is a token.
    Lone surrogates, which spaCy cannot hold, become U+FFFD, one for one.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary that the Docs share."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize one text."""
        words, spaces = words_and_spaces(_SURROGATE.sub("\ufffd", text))
        return Doc(self.vocab, words=words, spaces=spaces)


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Cut a text into words, each with or without a space behind it."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in (*tokenize(text), (len(text), len(text))):
        gap = text[at:start]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
        at = end
    return words, spaces


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator] # spaCy's own
def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """Give what spaCy calls to make the tokenizer of a pipeline."""

    def make(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return make
