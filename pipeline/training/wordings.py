"""Proposes vocabulary from labels: what stands around figures that were read wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.lexicon import cues as c
from pipeline.linking.words import table_words
from pipeline.text.folding import fold
from pipeline.training.trials import RIGHT, outcome, standing_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.io.annotations import Label
    from pipeline.lexicon.additions import PhraseKind
    from pipeline.linking.figure import Figure
    from pipeline.linking.linker import SentenceInput
    from pipeline.training.trials import Page
    from pipeline.values.amount import Amount

FEWEST: Final = 2
"""Articles that must have a figure which a phrase may mend."""
MOSTLY: Final = 0.7
"""Of the labelled figures that a cue leads to, the part that must be of its kind."""
IN_ROLE: Final = 0.4
"""Of all its places in sentences with figures, the part where it has its role."""
_CUE_WORDS: Final = 4
_GAP_WORDS: Final = 8
_NAME_WORDS: Final = 6
_HEAD_WORDS: Final = 3
_HEDGES: Final = c.ABOUT | c.OVER | c.UNDER
_SIGN: Final = re.compile(r"[,;:()\[\]–.!?]")
_ABBREVIATION: Final = re.compile(r"[b-df-hj-np-tv-xz][b-df-hj-np-tv-xz0-9]{1,7}")


class Phrase(NamedTuple):
    """A folded phrase and what it would be added as."""

    words: str
    kind: PhraseKind
    target: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase with the number of articles that have figures it may mend."""

    phrase: Phrase
    support: int

    @property
    def rank(self) -> tuple[int, int, Phrase]:
        """The most supported first, of these the longest, then by the alphabet."""
        return -self.support, -len(self.phrase.words), self.phrase


class _Seen(NamedTuple):
    """A labelled amount with its sentence."""

    page: Page
    sentence: SentenceInput
    amount: Amount
    label: Label
    figure: Figure | None

    @property
    def wrong(self) -> bool:
        """The core is wrong."""
        return outcome(self.page, self.amount.start, self.figure) < RIGHT

    def swallows(self, words: str) -> bool:
        """Tell words before the amount that were taken for a part of the name."""
        span = self.figure.metric if self.figure else None
        if span is None or span[1] > self.amount.start:
            return False
        said, meant = self.page.folded[slice(*span)], fold(self.label.metric or "")
        return f" {words} " in f" {said} " and f" {words} " not in f" {meant} "


def propose(pages: Sequence[Page], known: Mapping[str, int]) -> list[Proposal]:
    """Give the phrases that may mend figures which were read wrong, the best first.

    Args:
        pages: labelled articles as they are read now.
        known: cues and heads by folded phrase, with their kinds as bits.
    """
    wrong: defaultdict[Phrase, set[int]] = defaultdict(set)
    role: Counter[Phrase] = Counter()
    leading: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for seen in _labelled(pages):
        wrongly = seen.wrong
        for phrase in set(_phrases(seen)):
            role[phrase] += 1
            if wrongly or (phrase.kind == "cue" and seen.swallows(phrase.words)):
                wrong[phrase].add(id(seen.page))
            if phrase.kind == "cue":
                leading[phrase.words][phrase.target] += 1
    fit = [
        Proposal(phrase, len(articles))
        for phrase, articles in wrong.items()
        if len(articles) >= FEWEST
        and not _is_known(phrase, known)
        and not _is_cut_wrongly(phrase, known)
        and _is_pure(phrase, leading[phrase.words])
    ]
    held = _places(pages, {one.phrase.words for one in fit})
    kept = [p for p in fit if role[p.phrase] >= IN_ROLE * held[p.phrase.words]]
    return sorted(kept, key=lambda one: one.rank)


def _labelled(pages: Sequence[Page]) -> Iterator[_Seen]:
    for page in pages:
        figures = {one.amount.start: one for one in page.scene.figures}
        for sentence in page.scene.sentences:
            for amount in sentence.mentions.amounts:
                label = page.labels.get(amount.start)
                if label is not None:
                    figure = figures.get(amount.start)
                    yield _Seen(page, sentence, amount, label, figure)


def _is_known(phrase: Phrase, known: Mapping[str, int]) -> bool:
    bits = known.get(phrase.words, 0)
    if phrase.kind == "cue":
        return bool(bits & c.HEAD) or bool(bits & c.BITS[phrase.target])
    # What is a cue is never made a name or a noun.
    return bool(bits)


def _is_cut_wrongly(phrase: Phrase, known: Mapping[str, int]) -> bool:
    """Tell a cue with a place or an owner in it, a name that has cues at its ends."""
    kinds = [known.get(word, 0) for word in phrase.words.split(" ")]
    if phrase.kind == "cue":
        return bool(kinds[0] & c.END) or any(kind & c.PLACE for kind in kinds)
    return any(kind and not kind & c.HEAD for kind in (kinds[0], kinds[-1]))


def _is_pure(phrase: Phrase, leading: Counter[str]) -> bool:
    if phrase.kind != "cue":
        return True
    return leading[phrase.target] >= MOSTLY * leading.total()


def _places(pages: Sequence[Page], phrases: set[str]) -> Counter[str]:
    """Count where phrases stand in sentences that have labelled figures."""
    texts = [
        page.folded[sentence.start : sentence.end]
        for page in pages
        for sentence in page.scene.sentences
        if any(one.start in page.labels for one in sentence.mentions.amounts)
    ]
    whole = "\n".join(texts)
    return Counter(
        {one: len(standing_alone(one).findall(whole)) for one in sorted(phrases)}
    )


def _phrases(seen: _Seen) -> Iterator[Phrase]:
    """Give all that the words around a labelled amount could be added as."""
    target = _target(seen.label)
    if target is not None:
        for words in _grams(_gap(seen)):
            yield Phrase(words, "cue", target)
    for words in _names(seen):
        yield Phrase(words, "alias", "")
    yield from _unit(seen)


def _target(label: Label) -> str | None:
    """Give the kind of cue that leads to such a figure."""
    if label.measure == "change":
        return label.direction
    return {"level": "reach", "share": "share", "ratio": "ratio"}.get(label.measure)


def _gap(seen: _Seen) -> list[str]:
    """Give the words between a metric, or the last sign, and its amount."""
    folded, mentions = seen.page.folded, seen.sentence.mentions
    start, end = seen.sentence.start, seen.amount.full_start
    for cue in reversed(mentions.cues):
        if cue[1] <= end and cue[2] & _HEDGES and not folded[cue[1] : end].strip():
            end = cue[0]
    before = [one.full_end for one in mentions.amounts if one.full_end <= end]
    before += [one.end for one in mentions.times if one.end <= end]
    start = max((start, *before))
    metric = fold(seen.label.metric or "")
    at = folded.rfind(metric, start, end) if metric else -1
    if at >= 0:
        start = at + len(metric)
    signs = [match.end() for match in _SIGN.finditer(folded, start, end)]
    return folded[signs[-1] if signs else start : end].split()[-_GAP_WORDS:]


def _grams(words: Sequence[str]) -> Iterator[str]:
    for low in range(len(words)):
        for high in range(low + 1, min(len(words), low + _CUE_WORDS) + 1):
            gram = words[low:high]
            if all(word.isalpha() for word in gram):
                yield " ".join(gram)


def _names(seen: _Seen) -> Iterator[str]:
    """Give a metric that stands in the sentence, and what it begins with."""
    metric = fold(seen.label.metric or "")
    words = metric.split()
    sentence = seen.page.folded[seen.sentence.start : seen.sentence.end]
    if not seen.wrong or not all(word.isalpha() for word in words):
        return
    if metric not in sentence:
        return
    sizes = {*range(1, _HEAD_WORDS + 1), len(words)}
    for size in sorted(sizes):
        if size <= min(len(words), _NAME_WORDS) and len(" ".join(words[:size])) > 1:
            yield " ".join(words[:size])


def _unit(seen: _Seen) -> Iterator[Phrase]:
    """Give the unit of a label, where it stands behind a number without one."""
    amount, folded = seen.amount, seen.page.folded
    if amount.unit is not None and amount.unit.code is not None:
        return
    words = [
        w for w in fold(seen.label.unit or "").split() if w not in table_words("scales")
    ]
    phrase = " ".join(words)
    behind = folded[amount.unit_end : amount.unit_end + len(phrase) + 3].strip()
    if not words or not all(map(str.isalnum, words)) or not behind.startswith(phrase):
        return
    if len(words) == 1 and _ABBREVIATION.fullmatch(phrase):
        yield Phrase(phrase, "unit", phrase.upper())
    else:
        yield Phrase(phrase, "classifier", "")
