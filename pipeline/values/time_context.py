"""What stands around a time form: words before, doubtful digits, lists, intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.values.time_forms import piece, role_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.values.time_mention import TimeMention

_WINDOW: Final = 48
_LONGEST: Final = 100
"""Years that a span may have at most."""
_NOUN_WORDS: Final = 3
_SHORT: Final = 24
_NEAR: Final = 12
"""Furthest a list item ("29/6 và 30/6") or the end of an interval begins behind."""
_MONTHS: Final = range(2, 12)
"""Bare "n tháng" outside these is a duration ("12 tháng", "24 tháng")."""

_USUAL: Final = frozenset(range(1990, 2050)) - {2000}
"""Four digits more likely a year than a number written without its separator."""

_LED: Final = frozenset(
    ("date", "month", "months", "quarter", "quarters", "half", "year", "week", "season")
)
_ENDS: Final = frozenset(("date", "month", "quarter", "year", "week", "since_start"))
_LISTED: Final = frozenset(("date", "month", "quarter"))
_YEARLY: Final = frozenset(("year", "span", "month", "quarter", "months", "quarters"))
_RELATIVE: Final = frozenset(("this", "previous", "next"))
_BOUNDS: Final = frozenset(("from", "until", "end", "start", "middle"))


def join(folded: str, found: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """Add the words before each mention, drop doubtful ones, make intervals."""
    kept: list[TimeMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        accepted = _accept(folded, mention, before)
        if accepted is None:
            continue
        if before is not None and _closes(folded, before, mention):
            kept[-1] = _interval(before, accepted)
            continue
        kept.append(_from_january(accepted))
        _share_year(folded, kept)
    return tuple(kept)


def _accept(
    folded: str, mention: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    if mention.kind == "span":
        return _accept_span(folded, mention)
    if mention.kind not in _LED:
        return mention
    led = _with_lead(folded, mention, before.end if before else 0)
    flags = mention.flags
    if "weak" in flags:
        good = _is_date(folded, mention, led, before)
        return _without(led, "weak") if good else None
    if "bare" in flags:
        return _accept_bare(folded, mention, led, before)
    if "plain" in flags:
        long = _is_duration(folded, mention) or _up_to(led)
        return _as_duration(mention) if long else _without(led, "plain")
    return _accept_number(folded, mention, led)


def _accept_span(folded: str, mention: TimeMention) -> TimeMention | None:
    """Drop "2000-2020 hộ"; read "năm 2020/2019" as its first year."""
    bare = folded[mention.start].isdecimal() and mention.unit is None
    if bare and (
        _counts_next(folded, mention.end)
        or _before("loose_number", folded, mention.start)
    ):
        return None
    first, last = mention.year, mention.until.year if mention.until else None
    if first is None or last is None or 0 < last - first < _LONGEST:
        return mention
    return replace(mention, kind="year", until=None, flags=frozenset())


def _with_lead(folded: str, mention: TimeMention, floor: int) -> TimeMention:
    window = max(floor, mention.start - _WINDOW)
    words = folded[max(window, mention.start - _NEAR) : mention.start].split()
    if not words or words[-1] not in role_words("lead_last"):
        return mention
    match = piece("lead_in").search(folded, window, mention.start)
    if match is None or match.start() == mention.start:
        return mention
    named = {name for name, text in match.groupdict().items() if text}
    flags = {name.removeprefix("f_") for name in named}
    if "over" in flags:
        flags = flags - {"over"} | {"end", "until"}
    if "begun" in flags:
        flags = flags - {"begun"} | ({"from"} if mention.kind in _ENDS else set())
    return replace(mention, start=match.start(), flags=mention.flags | flags)


def _before(name: str, folded: str, at: int) -> bool:
    """Tell whether the piece ends right before ``at``."""
    found = piece(name).search(folded, max(0, at - _SHORT), at)
    return found is not None


def _counts_next(folded: str, at: int) -> bool:
    """Tell whether a unit or a counted noun follows: "7/10 dự án", "2020 hộ"."""
    words = folded[at : at + _SHORT].split()[:_NOUN_WORDS]
    nouns = role_words("counted")
    if any(" ".join(words[:n]) in nouns for n in range(1, len(words) + 1)):
        return True
    return piece("unit_next").match(folded, at) is not None


def _accept_number(
    folded: str, mention: TimeMention, led: TimeMention
) -> TimeMention | None:
    """Drop what only looks like a month or a span: "số 12/2018", "2019-2018"."""
    if "slash" in mention.flags and _before("document", folded, mention.start):
        return None
    if mention.unit == "days" and not _are_days(folded, mention, led):
        return None
    if mention.kind == "quarter" and "weakq" in mention.flags:
        known = led.flags & _BOUNDS or _before("against", folded, mention.start)
        return _without(led, "weakq") if known else None
    return led


def _are_days(folded: str, mention: TimeMention, led: TimeMention) -> bool:
    """Tell "5-7/10", 5 to 7 October, from a fraction or a slip."""
    last = mention.until.day if mention.until else None
    if last is not None and (mention.day or 0) >= last:
        return False
    if mention.year is not None or not folded[mention.start].isdecimal():
        return True
    named = led.flags & _BOUNDS or _before("date_word", folded, mention.start)
    return bool(named) and not _counts_next(folded, mention.end)


def _is_date(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> bool:
    """Tell a day such as "30/6" from a fraction, a score or a range."""
    if _counts_next(folded, mention.end):
        return False
    if "strong" in led.flags or _listed(folded, mention, before, {"date"}):
        return True
    if mention.year is not None:
        return True
    dashed = "-" in folded[mention.start : mention.end] and mention.until is None
    fraction = (mention.day or 0) < (mention.month or 0) or dashed
    if _before("day_word" if dashed else "date_word", folded, mention.start):
        follows = piece("follow").match(folded, mention.end) is not None
        return not fraction or follows
    if not led.flags & _BOUNDS:
        return False
    if before is not None and before.kind == "date" and "until" in led.flags:
        return True
    ahead = folded[mention.end : mention.end + _NEAR]
    return not fraction or piece("interval_next").match(ahead) is not None


def _accept_bare(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    if _counts_next(folded, mention.end):
        return None
    known = led.flags & _BOUNDS or _before("against", folded, mention.start)
    if known or _listed(folded, mention, before, _YEARLY):
        return _without(led, "bare")
    if _before("loose_number", folded, mention.start):
        return None
    usual = mention.year in _USUAL or piece("follow").match(folded, mention.end)
    return mention if usual else None


def _listed(
    folded: str, mention: TimeMention, before: TimeMention | None, kinds: Iterable[str]
) -> bool:
    if before is None or before.kind not in kinds:
        return False
    if mention.start - before.end > _NEAR:
        return False
    return piece("and_gap").match(folded, before.end, mention.start) is not None


def _is_duration(folded: str, mention: TimeMention) -> bool:
    if mention.count not in _MONTHS:
        return True
    if not folded[mention.start].isdecimal() and not _before(
        "months_before", folded, mention.start
    ):
        return True
    before = _before("duration_before", folded, mention.start)
    return before or piece("duration_after").match(folded, mention.end) is not None


def _up_to(led: TimeMention) -> bool:
    """Tell "phạt tù đến 6 tháng" from "lũy kế đến hết 6 tháng"."""
    return "until" in led.flags and not led.flags & {"end", "cumulative"}


def _as_duration(mention: TimeMention) -> TimeMention:
    return replace(mention, kind="duration", flags=frozenset(), unit="month")


def _without(mention: TimeMention, flag: str) -> TimeMention:
    return replace(mention, flags=mention.flags - {flag})


def _closes(folded: str, before: TimeMention, mention: TimeMention) -> bool:
    """Tell whether ``mention`` ends the interval that ``before`` begins."""
    if before.until is not None or before.kind not in _ENDS:
        return False
    begun = bool({"from", "since"} & before.flags)
    gap = folded[before.end : mention.start]
    if mention.kind == "now":
        return begun and gap.strip(" ,") == ""
    if mention.kind not in _ENDS or len(gap) > _WINDOW:
        return False
    if not piece("gap").match(gap):
        return False
    return begun or before.kind == mention.kind


def _interval(first: TimeMention, last: TimeMention) -> TimeMention:
    kind = first.kind
    if (first.kind, first.day, first.month) == ("date", 1, 1):
        kind = "since_start"
    elif first.kind == last.kind == "year":
        kind = "span"
    return replace(first, kind=kind, end=last.end, until=last)


def _share_year(folded: str, kept: list[TimeMention]) -> None:
    """Give the year behind the last of a rising list to those before it.

    "tháng 8, tháng 9 và tháng 10/2021" are all of 2021; "tháng 9 và tháng 8/2020" not.
    """
    at = len(kept) - 1
    while at and kept[at].year is not None and kept[at].kind in _LISTED:
        first, second = kept[at - 1], kept[at]
        if first.kind != second.kind or first.year is not None or _placed(first):
            return
        if second.start - first.end > _NEAR or _rank(first) >= _rank(second):
            return
        if not piece("and_gap").match(folded, first.end, second.start):
            return
        at -= 1
        kept[at] = replace(first, year=second.year)


def _placed(mention: TimeMention) -> bool:
    return mention.until is not None or bool(mention.flags & _RELATIVE)


def _rank(mention: TimeMention) -> tuple[int, int, int]:
    return mention.quarter or 0, mention.month or 0, mention.day or 0


def _from_january(mention: TimeMention) -> TimeMention:
    """Read "lũy kế đến 15/9" as an interval that began on 1 January."""
    if not {"cumulative", "until"} <= mention.flags or mention.until is not None:
        return mention
    if mention.kind not in _ENDS - {"since_start"}:
        return mention
    end = replace(mention, flags=mention.flags - {"cumulative"})
    return replace(
        mention,
        kind="since_start",
        year=None,
        month=None,
        day=None,
        quarter=None,
        count=None,
        until=end,
    )
