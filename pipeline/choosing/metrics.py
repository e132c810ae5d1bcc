"""What words may name a figure: phrases before and behind it, names told before."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.choosing.phrases import HEADS, ORIGINS, RUNS
from pipeline.choosing.scorer import ALWAYS, SLOT, Option, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.choosing.scene import Scene
    from pipeline.choosing.scorer import Said, Traits
    from pipeline.linking.figure import Figure, Stretch

TABLE: Final = "choose_metric.tsv"
_RANKED: Final = 3
_REACH: Final = 40
"""Figures that are looked back at for names."""
_SIGNS: Final = ",;:("
_OF: Final = " của "

_EARLIER, _BEFORE, _BEHIND = 0, 1, 2
_PLACES: Final = ("earlier", "before", "behind")
"""Where an option stands: in a sentence before the figure's, or in its own."""

_SAME, _INSIDE, _AROUND, _CROSSES, _OTHER = 0, 1, 4, 7, 8
_RELATIONS: Final = (
    *("same", "inside", "insideL", "insideR"),
    *("around", "aroundL", "aroundR", "crosses", "other"),
)
"""How an option lies to what the rules chose, and where both begin or end."""
_BEGINS: Final = f"begins {SLOT}"
_ENDS: Final = f"ends {SLOT}"
_BEGINS_BY: Final = tuple(f"{_BEGINS} {relation[:3]}" for relation in _RELATIONS)
_ENDS_BY: Final = tuple(f"{_ENDS} {relation[:3]}" for relation in _RELATIONS)

_LESS: Final = f"-{SLOT}"
_LESS_AHEAD: Final = f"-^{SLOT}"
_MORE: Final = f"+{SLOT}"
_MORE_AHEAD: Final = f"+^{SLOT}"

_SIZES: Final = "01249"
_STEPS: Final = (0, 1, 2, 3, 3, 4)
"""The size, as its place in ``_SIZES``, of so many words."""
_USES: Final = 3
"""Other figures of the same name are told up to two."""

_RUNS: Final = tuple(
    {origin: f"run{back}{origin}" for origin in ORIGINS} for back in range(RUNS)
)
_SAID: Final = tuple(f"said{rank}" for rank in range(_RANKED + 1))
_PATHS: Final = tuple(
    (f"path {figures} {''.join(signs)}",)
    for figures in range(_RANKED + 1)
    for signs in itertools.product(*(("", sign) for sign in _SIGNS))
)


def _shapes() -> Iterator[Traits]:
    """Give the traits of every place, relation, size, first word and use."""
    for place, relation in itertools.product(_PLACES, _RELATIONS):
        for size, head, used in itertools.product(_SIZES, HEADS, range(_USES)):
            yield (
                place,
                relation,
                f"{relation} n={size}",
                f"{relation} h={head}",
                f"{place} h={head}",
                f"{place} u={used}",
                f"{relation} u={used}",
            )


_SHAPES: Final = tuple(_shapes())


@dataclass(slots=True, eq=False)
class _Offer:
    """A stretch that may be the name, and the names of where it comes from."""

    span: Stretch
    sources: list[str]


def ask_metric(scene: Scene, at: int) -> Question[Stretch] | None:
    """Give the options for the metric of a figure; None where rules found no words."""
    figure = scene.figures[at]
    if figure.metric is None:
        return None
    options = [_option(scene, at, figure.metric, one) for one in _offers(scene, at)]
    rule = figure.rules.get("metric", "")
    told = _circumstances(figure.amount.kind, figure.measure, rule)
    return Question(options, told)


def _offers(scene: Scene, at: int) -> list[_Offer]:
    """Give every option with the names of where it comes from, the rules' first.

    What is in ``hints`` alone is hardly ever right and makes no option of its own.
    """
    figure = scene.figures[at]
    amount, row = figure.amount, scene.row(figure)
    found: list[_Offer] = []
    hints: list[_Offer] = []
    _add(found, figure.metric, "rule")
    for back, parts in enumerate(row.before(amount.start)):
        for part in parts:
            if not _says_whose(scene, figure, part.span):
                _add(found, part.span, _RUNS[back][part.origin])
    _add(hints, amount.noun, "noun")
    _add(found, figure.noun_alone, "noun_alone")
    for part in row.after(amount.unit_end):
        _add(found, part.span, part.origin)
    _add_names(found, hints, scene, at)
    _add(found, figure.parent, "parent")
    _add(found, figure.lead, "lead")
    for hint in hints:
        offer = _find(found, hint.span)
        if offer is not None:
            offer.sources += hint.sources
    return found


def _says_whose(scene: Scene, figure: Figure, span: Stretch) -> bool:
    """Tell "lợi nhuận | của doanh nghiệp gỗ": the rules' name, and whose it is."""
    name = figure.metric
    if name is None or span[0] != name[0] or span[1] <= name[1]:
        return False
    return scene.folded.startswith(_OF, name[1])


def _add(found: list[_Offer], span: Stretch | None, source: str) -> None:
    if span is None or span[1] <= span[0]:
        return
    offer = _find(found, span)
    if offer is None:
        found.append(_Offer(span, [source]))
    else:
        offer.sources.append(source)


def _find(offers: list[_Offer], span: Stretch) -> _Offer | None:
    for offer in offers:
        if offer.span == span:
            return offer
    return None


def _add_names(found: list[_Offer], hints: list[_Offer], scene: Scene, at: int) -> None:
    """Add the names of the figures before, of other sentences the last alone."""
    figures, number = scene.figures, scene.figures[at].sentence
    seen: list[_Offer] = []
    for back in range(at - 1, max(at - _REACH, 0) - 1, -1):
        name = figures[back].metric
        if name is None or _find(seen, name) is not None:
            continue
        seen.append(_Offer(name, []))
        if figures[back].sentence != number:
            _add(hints, name, "earlier_name")
            break
        if len(seen) < _RANKED:
            _add(found, name, _SAID[len(seen)])
        else:
            _add(hints, name, _SAID[_RANKED])
    first = scene.openings[at]
    if first < at:
        _add(found, figures[first].metric, "first")
    if at:
        _add(hints, figures[at - 1].parent, "whole_before")


def _option(scene: Scene, at: int, rule: Stretch, offer: _Offer) -> Option[Stretch]:
    figure, span = scene.figures[at], offer.span
    phrase = scene.phrase(span)
    relation = _relation(rule, span)
    place = _place(scene, figure, span)
    # The words of the rules' own name are those of this figure.
    used = scene.uses.get(phrase.name, 0) - (scene.names[at] == phrase.name)
    shape = (place * len(_RELATIONS) + relation) * len(_SIZES)
    shape += _STEPS[min(phrase.size, len(_STEPS) - 1)]
    shape = shape * len(HEADS) + scene.row(figure).head(span[0])
    groups = [_SHAPES[shape * _USES + min(used, _USES - 1)]]
    names = [
        (_BEGINS, phrase.first),
        (_BEGINS_BY[relation], phrase.first),
        (_BEGINS, phrase.opening),
        (_ENDS_BY[relation], phrase.last),
        (_ENDS, phrase.ending),
    ]
    if place == _BEFORE:
        groups.append(_path(scene, at, span))
    if place != _EARLIER and _INSIDE <= relation < _CROSSES:
        _add_difference(names, scene.folded, rule, span)
    return Option(span, offer.sources, (), names, groups)


def _place(scene: Scene, figure: Figure, span: Stretch) -> int:
    if span[0] < scene.sentences[figure.sentence].start:
        return _EARLIER
    return _BEFORE if span[1] <= figure.amount.start else _BEHIND


def _relation(rule: Stretch, span: Stretch) -> int:
    """Tell how a stretch lies to that of the rules."""
    if rule == span:
        return _SAME
    edge = 1 if rule[0] == span[0] else 2 if rule[1] == span[1] else 0
    if rule[0] <= span[0] and span[1] <= rule[1]:
        return _INSIDE + edge
    if span[0] <= rule[0] and rule[1] <= span[1]:
        return _AROUND + edge
    return _CROSSES if span[0] < rule[1] and rule[0] < span[1] else _OTHER


def _path(scene: Scene, at: int, span: Stretch) -> Traits:
    """Tell how many figures and which signs stand between a name and its figure."""
    figures, start, end = scene.figures, scene.figures[at].amount.start, span[1]
    between = 0
    while between < min(at, _RANKED):
        if figures[at - 1 - between].amount.start < end:
            break
        between += 1
    path = between
    for sign in _SIGNS:
        path = 2 * path + (scene.folded.find(sign, end, start) >= 0)
    return _PATHS[path]


def _add_difference(
    names: list[Said], folded: str, rule: Stretch, span: Stretch
) -> None:
    """Tell what a longer stretch adds, or a shorter one leaves out."""
    less = span[0] >= rule[0] and span[1] <= rule[1]
    low, high = min(rule[1], span[1]), max(rule[1], span[1])
    if low < high:
        more = folded[low:high].split(None, 2)
        if more:
            kind = _LESS if less else _MORE
            names.append((kind, more[0]))
            names.append((kind, " ".join(more[:2])))
    low, high = min(rule[0], span[0]), max(rule[0], span[0])
    if low < high:
        front = folded[low:high].split(None, 1)
        if front:
            names.append((_LESS_AHEAD if less else _MORE_AHEAD, front[0]))


@lru_cache(maxsize=1 << 10)
def _circumstances(kind: str, measure: str, rule: str) -> Traits:
    kind, rule = f"k={kind} m={measure}", f"r={rule}"
    return (ALWAYS, kind, rule, f"{rule} {kind}")
