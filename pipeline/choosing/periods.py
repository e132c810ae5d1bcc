"""What a figure's period may be: times told near it, the article's date, none."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.choosing.scorer import ALWAYS, SLOT, Option, Question
from pipeline.linking.stocks import is_stock

if TYPE_CHECKING:
    from pipeline.choosing.scene import Scene
    from pipeline.choosing.scorer import Said, Traits
    from pipeline.choosing.told import Seen
    from pipeline.linking.figure import Figure
    from pipeline.linking.linker import SentenceInput
    from pipeline.schema import Period

TABLE: Final = "choose_period.tsv"
_LEAD: Final = 60
"""Characters before a figure whose words count."""
_FAR: Final = 3
_MOVING: Final = frozenset(("change", "ratio"))
_TOLD: Final = "012"
"""How many times stand before a figure; two may be more."""
_LAST: Final = {source: f"{source}_last" for source in ("rule", "before0", "after0")}
_TO_DATE: Final = {source: f"{source}_ytd" for source in _LAST}
_NOTHING: Final = (0, 0)
_NAME: Final = f"name {SLOT}"
_END: Final = f"end {SLOT}"
_LEADS: Final = f"lead {SLOT}"
_NOW_OF_RULES: Final = ("k:now", "k:Rnow")
_NOW: Final = ("k:now", "k:xnow")


@dataclass(slots=True, eq=False)
class _Offer:
    """A period, and the names of where it comes from."""

    seen: Seen
    sources: list[str]


def ask_period(scene: Scene, at: int) -> Question[Period | None] | None:
    """Give the options for the period of a figure; None where words tell it.

    Growth and ratios whose own sentence tells their time are hardly ever misread.
    """
    figure = scene.figures[at]
    if figure.measure in _MOVING and "period" not in figure.inferred:
        return None
    offers = _offers(scene, at)
    _add_tells(offers, scene, figure)
    options = [_option(scene, offer, of_rules=offer is offers[0]) for offer in offers]
    return Question(options, _circumstances(scene, figure), _words(scene, figure))


def _offers(scene: Scene, at: int) -> list[_Offer]:
    """Give every period with the names of where it comes from, the rules' first.

    What is in ``hints`` alone is hardly ever right and makes no option of its own.
    """
    calendar, figure = scene.calendar, scene.figures[at]
    rule = calendar.see(figure.period)
    found, hints = [_Offer(rule, ["rule"])], [_Offer(calendar.none, ["null"])]
    if rule is not calendar.none:
        _add_kin(found, hints, scene, rule, "rule")
    now = calendar.now
    if now is not None:
        _add(found, now, "now")
        hints.append(_Offer(calendar.to_date(now), ["now_ytd"]))
        hints.append(_Offer(calendar.year, ["now_year"]))
        hints.append(_Offer(calendar.last_year, ["last_year"]))
    _add_told(found, hints, scene, figure)
    _add_neighbours(found, scene, at)
    for hint in hints:
        for offer in found:
            if offer.seen is hint.seen:
                offer.sources += hint.sources
    return found


def _add(found: list[_Offer], seen: Seen, source: str) -> None:
    for offer in found:
        if offer.seen is seen:
            offer.sources.append(source)
            return
    found.append(_Offer(seen, [source]))


def _add_kin(
    found: list[_Offer], hints: list[_Offer], scene: Scene, seen: Seen, source: str
) -> None:
    """Add the last day of a period, and the year up to it."""
    hints.append(_Offer(scene.calendar.last_of(seen), [_LAST[source]]))
    _add(found, scene.calendar.to_date(seen), _TO_DATE[source])


def _add_told(
    found: list[_Offer], hints: list[_Offer], scene: Scene, figure: Figure
) -> None:
    start, end = figure.amount.start, figure.amount.end
    back = 0
    times = scene.times(figure.sentence)
    for told in reversed(times):
        if told.end > start:
            continue
        source = "before1" if back else "before0"
        _add(found, told.seen, source)
        if not back:
            _add_kin(found, hints, scene, told.seen, source)
        back += 1
        if back == _FAR:
            break
    for told in times:
        if told.start >= end and not told.against:
            _add(found, told.seen, "after0")
            _add_kin(found, hints, scene, told.seen, "after0")
            break


def _add_neighbours(found: list[_Offer], scene: Scene, at: int) -> None:
    figures, calendar = scene.figures, scene.calendar
    sentence = figures[at].sentence
    if at:
        before = figures[at - 1]
        source = "prev" if before.sentence == sentence else "prev_sentence"
        _add(found, calendar.see(before.period), source)
    first = scene.openings[at]
    if first < at:
        _add(found, calendar.see(figures[first].period), "first")
    times = scene.times(sentence - 1)
    if times:
        _add(found, times[-1].seen, "back")
        _add(found, times[0].seen, "back")


def _add_tells(offers: list[_Offer], scene: Scene, figure: Figure) -> None:
    """Add how the times of the sentence tell periods: as they are, as ends."""
    start = figure.amount.start
    for told in scene.times(figure.sentence):
        for tell in told.behind if told.end <= start else told.before:
            for offer in offers:
                if offer.seen is tell.seen:
                    offer.sources += tell.traits


def _option(scene: Scene, offer: _Offer, *, of_rules: bool) -> Option[Period | None]:
    seen, calendar = offer.seen, scene.calendar
    look = calendar.look_of(seen)
    if of_rules:
        groups, kinds = look.of_rules, look.kinds_of_rules
    else:
        groups, kinds = look.other, look.kinds
    if seen is calendar.now:
        kinds = _NOW_OF_RULES if of_rules else _NOW
    return Option(seen.period, offer.sources, kinds, (), groups)


def _circumstances(scene: Scene, figure: Figure) -> Traits:
    start, told = figure.amount.start, 0
    for time in scene.times(figure.sentence):
        if time.end <= start:
            told += 1
    return _circumstances_of(
        (
            figure.inferred.get("period", "told"),
            _distance(scene, figure),
            figure.amount.kind,
            figure.measure,
            figure.status,
            "stock" if is_stock(figure, scene.folded) else "flow",
            _TOLD[min(told, len(_TOLD) - 1)],
            "1" if figure.own_metric else "0",
        )
    )


@lru_cache(maxsize=1 << 12)
def _circumstances_of(told: Traits) -> Traits:
    rule, distance, kind, measure, status, stock, times, own = told
    way = f"{rule} {distance}"
    return (
        ALWAYS,
        f"m={measure}",
        f"s={status}",
        f"f={stock}",
        f"t={times}",
        f"w={way}",
        f"w={way} m={measure}",
        f"w={way} f={stock}",
        f"w={way} k={kind} m={measure}",
        f"k={kind} m={measure} f={stock}",
        f"w={way} s={status}",
        f"w={way} o={own}",
    )


def _distance(scene: Scene, figure: Figure) -> str:
    """Tell how far before the figure the words of its period stand."""
    told = figure.evidence.get("period")
    if told is None:
        return "none"
    sentence = scene.sentences[figure.sentence]
    if told[0] >= sentence.start:
        return "here"
    number = bisect_right(scene.sentences, told[0], key=_start) - 1
    same = scene.sentences[number].paragraph == sentence.paragraph
    return f"{'near' if same else 'far'}{min(_FAR, figure.sentence - number)}"


def _start(sentence: SentenceInput) -> int:
    return sentence.start


def _words(scene: Scene, figure: Figure) -> list[Said]:
    """Give what its name begins and ends with, and the two words before a figure."""
    name = scene.phrase(figure.metric or _NOTHING)
    begin = max(scene.sentences[figure.sentence].start, figure.amount.start - _LEAD)
    lead = scene.folded[begin : figure.amount.start].replace(",", " , ")
    words = lead.rsplit(None, 2)[-2:]
    return [
        (_NAME, name.first),
        (_NAME, name.opening),
        (_END, name.last),
        (_END, name.ending),
        (_LEADS, words[-1] if words else ""),
        (_LEADS, " ".join(words)),
    ]
