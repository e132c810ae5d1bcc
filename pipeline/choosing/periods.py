"""What a figure's period may be: times told near it, the article's date, none."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.choosing.scorer import ALWAYS, Option, Question
from pipeline.lexicon.tables import read_table
from pipeline.linking.stocks import is_stock
from pipeline.schema import Period
from pipeline.values.periods import cumulative, standing

if TYPE_CHECKING:
    from pipeline.choosing.scene import Scene
    from pipeline.linking.figure import Figure
    from pipeline.values.times import TimeMention

TABLE: Final = "choose_period.tsv"
_LEAD: Final = 60
"""Characters before a figure whose words count."""
_LEAD_WORDS: Final = 6
_FAR: Final = 3
_MOVING: Final = frozenset(("change", "ratio"))
_NEAR_TIMES: Final = 2

_Sources = dict["Period | None", list[str]]


def ask_period(scene: Scene, at: int) -> Question[Period | None] | None:
    """Give the options for the period of a figure; None where words tell it.

    Growth and ratios whose own sentence tells their time are hardly ever misread.
    """
    figure = scene.figures[at]
    if figure.measure in _MOVING and "period" not in figure.inferred:
        return None
    found = _sources(scene, at)
    tells = _tells(scene, figure)
    options = [_option(scene, *one, tells) for one in found.items()]
    return Question(options, _circumstances(scene, figure), _words(scene, figure))


def _sources(scene: Scene, at: int) -> _Sources:
    """Give every option with the names of where it comes from, the rules' first.

    What is in ``hints`` alone is hardly ever right and makes no option of its own.
    """
    figure, found, hints = scene.figures[at], _Sources(), _Sources()
    _add(found, figure.period, "rule")
    _add(hints, None, "null")
    if figure.period is not None:
        _add_kin(found, hints, figure.period, "rule")
    if scene.anchor is not None:
        now, year = scene.anchor.period, scene.anchor.year
        _add(found, now, "now")
        _add(hints, cumulative(now), "now_ytd")
        _add(hints, Period.of_year(year), "now_year")
        _add(hints, Period.of_year(year - 1), "last_year")
    _add_told(found, hints, scene, figure)
    _add_neighbours(found, scene, at)
    for period in hints.keys() & found.keys():
        found[period] += hints[period]
    return found


def _add(found: _Sources, period: Period | None, source: str) -> None:
    found.setdefault(period, []).append(source)


def _add_kin(found: _Sources, hints: _Sources, period: Period, source: str) -> None:
    """Add the last day of a period, and the year up to it."""
    _add(hints, standing(period), f"{source}_last")
    _add(found, cumulative(period), f"{source}_ytd")


def _add_told(found: _Sources, hints: _Sources, scene: Scene, figure: Figure) -> None:
    start, end = figure.amount.start, figure.amount.end
    told = scene.times(figure.sentence)
    before = [period for time, period in told if time.end <= start]
    for back, period in enumerate(reversed(before[-_FAR:])):
        source = f"before{min(back, 1)}"
        _add(found, period, source)
        if not back:
            _add_kin(found, hints, period, source)
    behind = (one for one in told if one[0].start >= end)
    after = next((period for time, period in behind if not _against(scene, time)), None)
    if after is not None:
        _add(found, after, "after0")
        _add_kin(found, hints, after, "after0")


def _against(scene: Scene, time: TimeMention) -> bool:
    """Tell "so với | năm 2022": what is compared with is no figure's time."""
    before = scene.folded[max(0, time.start - _LEAD) : time.start]
    return before.rstrip().endswith(_comparing())


@lru_cache(maxsize=1)
def _comparing() -> tuple[str, ...]:
    rows = read_table("cues")
    return tuple(f" {r['surface']}" for r in rows if r["kind"] == "versus")


def _add_neighbours(found: _Sources, scene: Scene, at: int) -> None:
    figures, figure = scene.figures, scene.figures[at]
    if at:
        same = figures[at - 1].sentence == figure.sentence
        _add(found, figures[at - 1].period, "prev" if same else "prev_sentence")
    first = scene.openings[at]
    if first < at:
        _add(found, figures[first].period, "first")
    told = scene.times(figure.sentence - 1)
    if told:
        _add(found, told[-1][1], "back")
        _add(found, told[0][1], "back")


def _option(
    scene: Scene, period: Period | None, sources: list[str], tells: _Sources
) -> Option[Period | None]:
    shape = "null" if period is None else period.frequency
    sign = "R" if "rule" in sources else "x"
    traits = [*sources, _standing(scene, period, shape), sign + shape]
    if period in tells:
        traits += tells[period]
    kind = "now" if "now" in sources else shape
    return Option(period, traits, (f"k:{kind}", f"k:{sign}{kind}"))


def _standing(scene: Scene, period: Period | None, shape: str) -> str:
    """Tell the shape of a period and how it lies to the article's date."""
    if period is None:
        return "-"
    anchor = scene.anchor
    if anchor is None:
        return f"{shape}/?"
    if period == anchor.period:
        return f"{shape}/now"
    if period.first > anchor.last:
        return f"{shape}/ahead"
    if period.last >= anchor.first:
        return f"{shape}/around"
    return f"{shape}/-{min(2, anchor.year - period.last.year)}"


def _tells(scene: Scene, figure: Figure) -> _Sources:
    """Give how the times of the sentence tell periods: as they are, as ends."""
    tells = _Sources()
    for time, read in scene.times(figure.sentence):
        side = "<" if time.end <= figure.amount.start else ">"
        flags = ",".join(sorted(time.flags))
        before = scene.folded[max(0, time.start - 14) : time.start].split()
        ways = {standing(read): "last", cumulative(read): "ytd"}
        for period, way in {**ways, read: "is"}.items():
            how = way + side
            told = (f"{how}{time.kind}", f"{how}{time.kind} {flags}")
            tells.setdefault(period, []).extend(told)
            tells[period].append(f"{how}{''.join(before[-1:])}")
    return tells


def _circumstances(scene: Scene, figure: Figure) -> tuple[str, ...]:
    rule = figure.inferred.get("period", "told")
    way = f"{rule} {_distance(scene, figure)}"
    stock = "stock" if is_stock(figure, scene.folded) else "flow"
    kind, measure = figure.amount.kind, figure.measure
    start = figure.amount.start
    before = sum(1 for time, _ in scene.times(figure.sentence) if time.end <= start)
    return (
        ALWAYS,
        f"m={measure}",
        f"s={figure.status}",
        f"f={stock}",
        f"t={min(before, _NEAR_TIMES)}",
        f"w={way}",
        f"w={way} m={measure}",
        f"w={way} f={stock}",
        f"w={way} k={kind} m={measure}",
        f"k={kind} m={measure} f={stock}",
        f"w={way} s={figure.status}",
        f"w={way} o={figure.own_metric:d}",
    )


def _distance(scene: Scene, figure: Figure) -> str:
    """Tell how far before the figure the words of its period stand."""
    told = figure.evidence.get("period")
    if told is None:
        return "none"
    sentence = scene.sentences[figure.sentence]
    if told[0] >= sentence.start:
        return "here"
    number = bisect_right(scene.sentences, told[0], key=lambda s: s.start) - 1
    same = scene.sentences[number].paragraph == sentence.paragraph
    return f"{'near' if same else 'far'}{min(_FAR, figure.sentence - number)}"


def _words(scene: Scene, figure: Figure) -> list[str]:
    metric, parent = scene.words(figure.metric), scene.words(figure.parent)
    begin = max(scene.sentences[figure.sentence].start, figure.amount.start - _LEAD)
    lead = scene.folded[begin : figure.amount.start].replace(",", " , ").split()
    told = [
        f"name {' '.join(metric[:1])}",
        f"name {' '.join(metric[:2])}",
        f"end {' '.join(metric[-1:])}",
        f"end {' '.join(metric[-2:])}",
        f"lead {' '.join(lead[-1:])}",
        f"lead {' '.join(lead[-2:])}",
        *(
            f"near {word}"
            for word in sorted(set(lead[-_LEAD_WORDS:]))
            if word.isalpha()
        ),
    ]
    return [*told, f"of {' '.join(parent[:2])}"] if parent else told


def _spoken(words: list[str]) -> list[str]:
    """Give the words of letters, each once and always in the same order."""
    return sorted({word for word in words if word.isalpha()})
