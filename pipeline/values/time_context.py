"""What stands around a time form: words before, doubtful digits, intervals."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.time_forms import expand, load_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.values.time_mention import TimeMention

_WINDOW: Final = 48
_YEARISH: Final = frozenset({"year", "span", "month", "quarter", "months", "date"})
_ENDS: Final = frozenset({"date", "month", "quarter", "year", "now", "week"})
_BOUNDS: Final = frozenset({"from", "until", "end", "start", "middle", "cumulative"})


@lru_cache(maxsize=16)
def _piece(name: str) -> re.Pattern[str]:
    pieces = load_pieces()
    return re.compile(expand(pieces[name], pieces).replace(r"\d", "[0-9]"))


def join(folded: str, found: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """Add the words before each mention, drop doubtful ones, make intervals."""
    kept: list[TimeMention] = []
    for mention in found:
        floor = kept[-1].end if kept else 0
        led = _with_lead(folded, mention, floor)
        accepted = _accept(folded, mention, led, kept[-1] if kept else None)
        if accepted is None:
            continue
        if kept and _continues(folded, kept[-1], mention, led):
            kept[-1] = _interval(kept[-1], accepted)
        else:
            kept.append(accepted)
    return tuple(kept)


def _with_lead(folded: str, mention: TimeMention, floor: int) -> TimeMention:
    if mention.kind in {"clock", "duration", "previous", "now"}:
        return mention
    window = max(floor, mention.start - _WINDOW)
    match = _piece("lead_in").search(folded, window, mention.start)
    if match is None or match.start() == mention.start:
        return mention
    flags = {name.removeprefix("f_") for name, text in match.groupdict().items() if text}
    return replace(mention, start=match.start(), flags=mention.flags | flags)


def _accept(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    if "weak" in mention.flags:
        return _accept_weak(folded, mention, led, before)
    if "bare" in mention.flags:
        return _accept_bare(folded, mention, led, before)
    if mention.kind == "months" and _is_duration(folded, mention):
        return replace(mention, kind="duration", flags=frozenset())
    return led


def _accept_weak(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    if _piece("unit_after").match(folded, mention.end):
        return None
    led = replace(led, flags=led.flags - {"weak"})
    if "strong" in led.flags or _listed(folded, mention, before, {"date"}):
        return led
    fraction = (mention.day or 0) < (mention.month or 0)
    to_come = _piece("gap").match(folded[mention.end : mention.end + 12] + "")
    if led.flags & _BOUNDS and (not fraction or to_come):
        return led
    if before is not None and before.kind == "date" and led.flags & {"until"}:
        return led
    return None


def _accept_bare(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    if _piece("unit_after").match(folded, mention.end):
        return None
    window = max(0, mention.start - _WINDOW)
    against = _piece("against").search(folded, window, mention.start)
    if led.flags & _BOUNDS or against or _listed(folded, mention, before, _YEARISH):
        return replace(led, flags=led.flags - {"bare"})
    return led if _piece("follow").match(folded, mention.end) else None


def _listed(
    folded: str, mention: TimeMention, before: TimeMention | None, kinds: Iterable[str]
) -> bool:
    if before is None or before.kind not in kinds or mention.start - before.end > 8:
        return False
    return bool(_piece("and_gap").match(folded, before.end, mention.start))


def _is_duration(folded: str, mention: TimeMention) -> bool:
    if "plain" not in mention.flags:
        return False
    if not 1 < (mention.count or 0) < 12:
        return True
    window = max(0, mention.start - _WINDOW)
    before = _piece("duration_before").search(folded, window, mention.start)
    return bool(before or _piece("duration_after").match(folded, mention.end))


def _continues(
    folded: str, before: TimeMention, mention: TimeMention, led: TimeMention
) -> bool:
    if before.until is not None or before.kind not in _ENDS or before.kind == "now":
        return False
    if led.kind not in _ENDS or mention.start - before.end > _WINDOW:
        return False
    gap = folded[before.end : mention.start]
    if mention.kind == "now":
        return bool({"from", "since"} & before.flags) and gap.strip(" ,") == ""
    if not _piece("gap").match(gap):
        return False
    return bool({"from", "since"} & before.flags) or before.kind == led.kind


def _interval(first: TimeMention, last: TimeMention) -> TimeMention:
    kind = first.kind
    if "since" in first.flags or (first.kind, first.day, first.month) == ("date", 1, 1):
        kind = "since_start"
    elif first.kind == last.kind == "year":
        kind = "span"
    return replace(first, kind=kind, end=last.end, until=last)
