"""What words may name a figure: phrases before and behind it, names told before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.choosing.phrases import phrases_after, phrases_before
from pipeline.choosing.scorer import Option, Question
from pipeline.lexicon import cues as c

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.choosing.scene import Scene
    from pipeline.linking.figure import Figure, Stretch

TABLE: Final = "choose_metric.tsv"
_NAMES: Final = 4
"""Different names told before that are options."""
_RANKED: Final = 3
_GAP: Final = 4
"""Words between a name and its figure that are looked at one by one."""
_STEPS: Final = (1, 2, 4, 8)

_Sources = dict["Stretch", list[str]]


def ask_metric(scene: Scene, at: int) -> Question[Stretch] | None:
    """Give the options for the metric of a figure; None where rules found no words."""
    figure = scene.figures[at]
    if figure.metric is None:
        return None
    found = _sources(scene, at)
    options = [_option(scene, at, span, told) for span, told in found.items()]
    return Question(options, _circumstances(scene, figure), ("*",))


def _sources(scene: Scene, at: int) -> _Sources:
    """Give every option with the names of where it comes from, the rules' first."""
    figure, found = scene.figures[at], _Sources()
    _add(found, figure.metric, "rule")
    for source, span in phrases_before(figure):
        _add(found, span, source)
    _add(found, figure.amount.noun, "noun")
    _add(found, figure.noun_alone, "noun_alone")
    for source, span in phrases_after(figure):
        _add(found, span, source)
    _add_names(found, scene, at)
    _add(found, figure.parent, "parent")
    _add(found, figure.lead, "lead")
    return found


def _add(found: _Sources, span: Stretch | None, source: str) -> None:
    if span is not None and span[1] > span[0]:
        found.setdefault(span, []).append(source)


def _add_names(found: _Sources, scene: Scene, at: int) -> None:
    """Add the names of the figures before."""
    figures, number = scene.figures, scene.figures[at].sentence
    seen: list[Stretch] = []
    for back in range(at - 1, -1, -1):
        name = figures[back].metric
        if name is None or name in seen:
            continue
        seen.append(name)
        where = "said" if figures[back].sentence == number else "before"
        _add(found, name, f"{where}{min(len(seen), _RANKED)}")
        if len(seen) >= _NAMES:
            break
    first = scene.openings[at]
    if first < at:
        _add(found, figures[first].metric, "first")
    if at:
        _add(found, figures[at - 1].parent, "whole_before")


def _option(
    scene: Scene, at: int, span: Stretch, sources: list[str]
) -> Option[Stretch]:
    figure = scene.figures[at]
    words = scene.words(span)
    place, relation = _place(scene, figure, span), _relation(figure, span)
    size = next((str(n) for n in _STEPS if len(words) <= n), "+")
    head = _head(figure, span)
    used = min(2, _uses(scene, at, words))
    traits = [
        *sources,
        f"={','.join(sources)}",
        place,
        relation,
        f"{relation} n={size}",
        f"{relation} h={head}",
        f"{place} h={head}",
        f"{place} u={used}",
        f"{relation} u={used}",
        *_between(scene, figure, span, place),
    ]
    side = relation[:3]
    kinds = [
        f"begins {words[0]}",
        f"begins {words[0]} {side}",
        f"begins {' '.join(words[:2])}",
        f"ends {words[-1]}",
        f"ends {words[-1]} {side}",
        f"ends {' '.join(words[-2:])}",
        *_borders(scene, figure, span, side),
        *_difference(scene, figure, span, relation),
    ]
    return Option(span, traits, kinds)


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
    bits = next((t.bits for t in figure.row if t.start == span[0]), 0)
    for kind, letter in ((c.NOUN, "n"), (c.HEAD, "h"), (c.CAPITAL, "c")):
        if bits & kind:
            return letter
    return "v" if bits else "-"


def _uses(scene: Scene, at: int, words: Sequence[str]) -> int:
    """Count other figures of these very words."""
    name = " ".join(words)
    return scene.names.count(name) - (scene.names[at] == name)


def _between(scene: Scene, figure: Figure, span: Stretch, place: str) -> Iterator[str]:
    """Tell what stands between a name and its figure."""
    if place == "earlier":
        return
    start = figure.amount.start
    if place == "behind":
        gap = scene.folded[figure.amount.unit_end : span[0]].strip()
        yield f"gap>{gap[:20]}"
        return
    gap = scene.folded[span[1] : start]
    words = gap.split()
    yield f"gap {' '.join(words) if len(words) <= _GAP else '… ' + words[0]}"
    figures = sum(1 for f in scene.figures if span[1] <= f.amount.start < start)
    signs = "".join(sign for sign in gap if sign in ",;:()")[:_RANKED]
    yield f"figures {min(figures, _RANKED)}"
    yield f"signs {signs} {min(figures, 1)}"


def _borders(scene: Scene, figure: Figure, span: Stretch, side: str) -> Iterator[str]:
    """Tell the words right before and behind a stretch of the sentence."""
    sentence = scene.sentences[figure.sentence]
    if span[0] < sentence.start:
        return
    folded = scene.folded
    before = folded[max(sentence.start, span[0] - 16) : span[0]].split()[-1:]
    after = folded[span[1] : min(sentence.end, span[1] + 16)].split()[:1]
    for name, words in (("after", before), ("then", after)):
        yield f"{name} {''.join(words)}"
        yield f"{name} {''.join(words)} {side}"


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


def _circumstances(scene: Scene, figure: Figure) -> list[str]:
    start = figure.amount.start
    begin = max(scene.sentences[figure.sentence].start, start - 30)
    lead = scene.folded[begin:start].split()
    tail = scene.folded[figure.amount.unit_end : figure.amount.unit_end + 24].split()
    kind = f"k={figure.amount.kind} m={figure.measure}"
    return [
        "*",
        kind,
        f"r={figure.rules.get('metric', '')}",
        f"r={figure.rules.get('metric', '')} {kind}",
        f"lead {' '.join(lead[-1:])}",
        f"lead {' '.join(lead[-2:])}",
        f"tail {' '.join(tail[:1])}",
    ]
