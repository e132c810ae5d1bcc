"""What words may name a figure: phrases before and behind it, names told before."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.choosing.phrases import phrases_after, phrases_before
from pipeline.choosing.scorer import ALWAYS, Option, Question
from pipeline.lexicon import cues as c

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.choosing.scene import Scene
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

TABLE: Final = "choose_metric.tsv"
_RANKED: Final = 3
_REACH: Final = 40
"""Figures that are looked back at for names."""
_SIGNS: Final = ",;:("
_SIZES: Final = "01244999"
"""The step that a number of words is told in."""
_LONGEST: Final = len(_SIZES) - 1

_Sources = dict["Stretch", list[str]]


def ask_metric(scene: Scene, at: int) -> Question[Stretch] | None:
    """Give the options for the metric of a figure; None where rules found no words."""
    figure = scene.figures[at]
    if figure.metric is None:
        return None
    found = _sources(scene, at)
    options = [_option(scene, at, span, told) for span, told in found.items()]
    return Question(options, _circumstances(figure))


def _sources(scene: Scene, at: int) -> _Sources:
    """Give every option with the names of where it comes from, the rules' first.

    What is in ``hints`` alone is hardly ever right and makes no option of its own.
    """
    figure, found, hints = scene.figures[at], _Sources(), _Sources()
    _add(found, figure.metric, "rule")
    for source, span in phrases_before(figure):
        _add(found, span, source)
    _add(hints, figure.amount.noun, "noun")
    _add(found, figure.noun_alone, "noun_alone")
    for source, span in phrases_after(figure):
        _add(found, span, source)
    _add_names(found, hints, scene, at)
    _add(found, figure.parent, "parent")
    _add(found, figure.lead, "lead")
    for span in hints.keys() & found.keys():
        found[span] += hints[span]
    return found


def _add(found: _Sources, span: Stretch | None, source: str) -> None:
    if span is not None and span[1] > span[0]:
        found.setdefault(span, []).append(source)


def _add_names(found: _Sources, hints: _Sources, scene: Scene, at: int) -> None:
    """Add the names of the figures before, of other sentences the last alone."""
    figures, number = scene.figures, scene.figures[at].sentence
    seen: list[Stretch] = []
    for back in range(at - 1, max(at - _REACH, 0) - 1, -1):
        name = figures[back].metric
        if name is None or name in seen:
            continue
        seen.append(name)
        if figures[back].sentence != number:
            _add(hints, name, "earlier_name")
            break
        into = found if len(seen) < _RANKED else hints
        _add(into, name, f"said{min(len(seen), _RANKED)}")
    first = scene.openings[at]
    if first < at:
        _add(found, figures[first].metric, "first")
    if at:
        _add(hints, figures[at - 1].parent, "whole_before")


def _option(
    scene: Scene, at: int, span: Stretch, sources: list[str]
) -> Option[Stretch]:
    figure = scene.figures[at]
    words = scene.words(span)
    place, relation = _place(scene, figure, span), _relation(figure, span)
    size = _SIZES[min(len(words), _LONGEST)]
    head = _head(figure, span)
    used = min(2, _uses(scene, at, words))
    traits = [*sources, *_traits(place, relation, size, head, used)]
    first, second = words[0], words[1] if len(words) > 1 else ""
    before_last = words[-2] if second else ""
    names = [*_names(first, second, before_last, words[-1], relation[:3])]
    if place == "before":
        traits.append(_path(scene, at, span))
    if place != "earlier":
        names += _difference(scene, figure, span, relation)
    return Option(span, traits, (), names)


@lru_cache(maxsize=1 << 12)
def _traits(
    place: str, relation: str, size: str, head: str, used: int
) -> tuple[str, ...]:
    return (
        place,
        relation,
        f"{relation} n={size}",
        f"{relation} h={head}",
        f"{place} h={head}",
        f"{place} u={used}",
        f"{relation} u={used}",
    )


@lru_cache(maxsize=1 << 12)
def _names(
    first: str, second: str, before_last: str, last: str, side: str
) -> tuple[str, ...]:
    return (
        f"begins {first}",
        f"begins {first} {side}",
        f"begins {first} {second}".rstrip(),
        f"ends {last} {side}",
        f"ends {before_last} {last}" if before_last else f"ends {last}",
    )


def _place(scene: Scene, figure: Figure, span: Stretch) -> str:
    if span[0] < scene.sentences[figure.sentence].start:
        return "earlier"
    return "before" if span[1] <= figure.amount.start else "behind"


def _relation(figure: Figure, span: Stretch) -> str:
    """Tell how a stretch lies to that of the rules."""
    rule = figure.metric
    if rule is None or rule == span:
        return "same"
    if rule[0] <= span[0] and span[1] <= rule[1]:
        edge = "L" if rule[0] == span[0] else "R" if rule[1] == span[1] else ""
        return f"inside{edge}"
    if span[0] <= rule[0] and rule[1] <= span[1]:
        edge = "L" if rule[0] == span[0] else "R" if rule[1] == span[1] else ""
        return f"around{edge}"
    return "crosses" if span[0] < rule[1] and rule[0] < span[1] else "other"


def _head(figure: Figure, span: Stretch) -> str:
    """Tell what word a stretch begins with: a noun, a head, a capital, a cue."""
    bits = _bits_at(figure.row, span[0])
    for kind, letter in ((c.NOUN, "n"), (c.HEAD, "h"), (c.CAPITAL, "c")):
        if bits & kind:
            return letter
    return "v" if bits else "-"


def _bits_at(row: list[Token], start: int) -> int:
    for token in row:
        if token.start >= start:
            return token.bits if token.start == start else 0
    return 0


def _uses(scene: Scene, at: int, words: Sequence[str]) -> int:
    """Count other figures of these very words."""
    name = " ".join(words)
    return scene.uses[name] - (scene.names[at] == name)


def _path(scene: Scene, at: int, span: Stretch) -> str:
    """Tell how many figures and which signs stand between a name and its figure."""
    figures, start = 0, scene.figures[at].amount.start
    while figures < min(at, _RANKED):
        if scene.figures[at - 1 - figures].amount.start < span[1]:
            break
        figures += 1
    gap = scene.folded[span[1] : start]
    signs = "".join(sign for sign in _SIGNS if sign in gap)
    return f"path {figures} {signs}"


def _difference(
    scene: Scene, figure: Figure, span: Stretch, relation: str
) -> Iterator[str]:
    """Tell what a longer stretch adds, or a shorter one leaves out."""
    rule = figure.metric
    if rule is None or relation[:6] not in ("inside", "around"):
        return
    sign = "+" if relation[0] == "a" else "-"
    low, high = sorted((rule[1], span[1]))
    more = scene.folded[low:high].split()
    if more:
        yield f"{sign}{more[0]}"
        yield f"{sign}{' '.join(more[:2])}"
    low, high = sorted((rule[0], span[0]))
    front = scene.folded[low:high].split()
    if front:
        yield f"{sign}^{front[0]}"


def _circumstances(figure: Figure) -> tuple[str, ...]:
    kind = f"k={figure.amount.kind} m={figure.measure}"
    rule = f"r={figure.rules.get('metric', '')}"
    return (ALWAYS, kind, rule, f"{rule} {kind}")
