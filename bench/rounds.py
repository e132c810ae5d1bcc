"""Trains and judges models of the package that it runs in; ``phrasing`` runs it.

It is told by a line of JSON what to do and answers with one: for each model the
counts of each judged sentence and article.
"""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.cutting import PHRASING, pattern_of, read_removed
from pipeline.choosing import periods
from pipeline.evaluation.alignment import align
from pipeline.evaluation.score import score_article
from pipeline.extract import Extractor
from pipeline.io.annotations import to_label
from pipeline.models import open_model
from pipeline.text.folding import fold
from pipeline.training.examples import gather
from pipeline.training.folds import folds_of
from pipeline.training.learners import LEARNERS, curated, taught
from pipeline.training.sources import given_source, project_sources

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.errors import SolieuError
    from pipeline.io.annotations import Label
    from pipeline.models import Model
    from pipeline.training.examples import Example

SEED: Final = 4
_FOLDS: Final = 2
_CORE: Final = tuple(one for one in LEARNERS if one.tables != (periods.TABLE,))
"""Periods are no part of core, so they are not learnt here."""
_KEPT_OUT: Final = "../shared/annotations/train.jsonl"
"""Half of it is for a last judgement; here none of it judges."""
_STOPS: Final = (". ", "\n", "\r")


@dataclass(frozen=True, slots=True)
class Material:
    """The sentences that hold the phrases, and the articles that teach and judge."""

    sentences: tuple[Example, ...]
    base: tuple[Example, ...]
    others: tuple[Example, ...]

    @staticmethod
    def holds(text: str, start: int) -> bool:
        """Tell whether the sentence around a character holds one of the phrases."""
        low = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
        ends = [text.find(stop, start) for stop in _STOPS]
        high = min((end for end in ends if end >= 0), default=len(text))
        return bool(phrases_in(text[low:high]))

    def without_phrases(self, example: Example) -> Example:
        """Forget the labels of all sentences that hold one of the phrases."""
        text = example.article.text
        kept = tuple(one for one in example.labels if not self.holds(text, one.start))
        whole = len(kept) == len(example.labels)
        return replace(example, labels=kept, complete=example.complete and whole)


def main() -> None:
    """Do what the line of JSON at the door says, and print the answer."""
    told = json.loads(sys.stdin.read())
    material = _material(Path(told["root"]), told["articles"])
    print(json.dumps(list(_rounds(material, told))))


def _rounds(material: Material, told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    model = curated(open_model("default"), [t for one in LEARNERS for t in one.tables])
    base = list(material.base)
    if told["cut"]:
        base = [material.without_phrases(one) for one in base]
    learnt = taught(model, base, SEED, _CORE)
    every = range(len(material.sentences))
    yield {"draw": None, "taught": 0, **_counts(learnt, material, every)}
    held = [phrases_in(one.article.text) for one in material.sentences]
    for draw in range(told["draws"]):
        order = drawn(held, draw, evenly=told["evenly"])
        judged = order[max(told["sizes"], default=0) :]
        for size in told["sizes"]:
            more = [material.sentences[at] for at in sorted(order[:size])]
            learnt = taught(model, [*base, *more], SEED, _CORE)
            print(f"draw {draw + 1}, {size} sentences", file=sys.stderr, flush=True)
            counts = _counts(learnt, material, judged)
            yield {"draw": draw, "taught": size, **counts}


def drawn(held: Sequence[frozenset[str]], draw: int, *, evenly: bool) -> Sequence[int]:
    """Give the order of the sentences in a draw; the first ones teach.

    Args:
        held: the phrases that each sentence holds.
        draw: its number.
        evenly: take each time a sentence with the phrase that was told least, as
            someone does who picks what to label; else take them as they come.
    """
    order = list(range(len(held)))
    random.Random(f"{SEED}:{draw}").shuffle(order)  # noqa: S311 - a sample, no secret
    if not evenly:
        return order
    told = Counter(dict.fromkeys(sorted(frozenset().union(*held)), 0))
    taken: list[int] = []
    while order:
        rarest = sorted(told, key=lambda one: (told[one], one))
        at = next(
            n for one in (*rarest, "") for n in order if not one or one in held[n]
        )
        order.remove(at)
        taken.append(at)
        told.update(held[at])
    return taken


def phrases_in(text: str) -> frozenset[str]:
    """Give the names of the phrases that a text holds."""
    said = fold(unicodedata.normalize("NFC", text))
    return frozenset(name for name, one in _patterns() if one.search(said))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one.name, pattern_of([one])) for one in read_removed())


def _material(root: Path, articles: int) -> Material:
    phrasing = root / PHRASING / "sentences.jsonl"
    sentences = gather([given_source(str(phrasing))], on_fault=_raise).examples
    sources = [one for one in project_sources(root) if one.name != _KEPT_OUT]
    found = gather(sources, on_fault=_pass_over).examples
    known = [one for one in found if one.complete]
    parts = folds_of(known, SEED, _FOLDS)
    halves = [
        tuple(one for one, part in zip(known, parts, strict=True) if part == half)
        for half in range(_FOLDS)
    ]
    size = articles or len(known)
    return Material(sentences, halves[0][:size], halves[1][:size])


def _raise(fault: SolieuError) -> None:
    raise fault


def _pass_over(fault: SolieuError) -> None:
    """A text that is not at hand is no fault here."""
    del fault


def _counts(model: Model, material: Material, judged: Iterable[int]) -> dict[str, Any]:
    """Count right, predicted and labelled figures: of each sentence, of each article.

    Of articles those in sentences with the phrases are counted apart from the others.
    """
    extractor = Extractor(model=model)
    own = {
        at: _core(*_labels(extractor, material.sentences[at])) for at in sorted(judged)
    }
    real, others = [], []
    for example in material.others:
        text = example.article.text
        parts: list[list[list[Label]]] = [[[], []], [[], []]]
        for side, labels in enumerate(_labels(extractor, example)):
            for label in labels:
                parts[material.holds(text, label.start)][side].append(label)
        others.append(_core(*parts[0]))
        real.append(_core(*parts[1]))
    return {"own": own, "real": real, "others": others}


def _labels(
    extractor: Extractor, example: Example
) -> tuple[Sequence[Label], Sequence[Label]]:
    found = [to_label(row) for row in extractor.extract(example.article)]
    return example.standing, found


def _core(gold: Sequence[Label], found: Sequence[Label]) -> tuple[int, int]:
    """Give twice the right figures, and all that were labelled or found."""
    right = score_article(align(gold, found)).ladder["core"].tp
    return 2 * right, len(gold) + len(found)


if __name__ == "__main__":
    main()
