"""Decides whether digits that may be a time are one, by what stands around them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.time_forms import piece, role_words
from pipeline.values.time_mention import TimeMention

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = re.compile(r" {1,2}(\w{1,20})(?: (\w{1,20}))?(?: (\w{1,20}))?")
_WINDOW: Final = 48
"""Characters before a mention that its leading words may take."""
_SHORT: Final = 24
NEAR: Final = 12
"""Furthest that a list item ("29/6 và 30/6") begins behind the one before."""
_LONGEST: Final = 100
"""Years that a span may have at most."""
_MONTHS: Final = range(2, 12)
"""Bare "n tháng" outside these is a duration ("12 tháng", "24 tháng")."""
_USUAL: Final = frozenset(range(1990, 2050)) - {2000}
"""Four digits more likely a year than a number written without its separator."""

_LED: Final = frozenset(
    ("date", "month", "months", "quarter", "quarters", "half", "year", "week", "season")
)
ENDS: Final = frozenset(("date", "month", "quarter", "year", "week", "since_start"))
"""Kinds that an interval may begin and end with."""
_YEARLY: Final = frozenset(("year", "span", "month", "quarter", "months", "quarters"))
_BIRTHS: Final = (", sinh ", "(sinh ", "(sn ", " sn ", ", sn: ", "(sn: ")
"""What leads to the year of a person's birth, of which nothing is told."""
_BOUNDS: Final = frozenset(("from", "until", "end", "start", "middle"))


def accept(
    folded: str, mention: TimeMention, before: TimeMention | None
) -> TimeMention | None:
    """Give the mention with the words that lead to it, or None if it is no time.

    ``before`` is the mention accepted last.
    """
    if folded.endswith(_BIRTHS, max(0, mention.start - _SHORT), mention.start):
        return _as_duration(mention)
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


def _with_lead(folded: str, mention: TimeMention, floor: int) -> TimeMention:
    begin = _lead_begin(folded, max(floor, mention.start - _WINDOW), mention.start)
    if begin == mention.start:
        return mention
    match = piece("lead_in").search(folded, begin, mention.start)
    if match is None or match.start() == mention.start:
        return mention
    named = {name for name, text in match.groupdict().items() if text}
    flags = {name.removeprefix("f_") for name in named}
    if "over" in flags:
        flags = flags - {"over"} | {"end", "until"}
    if "begun" in flags:
        flags = flags - {"begun"} | ({"from"} if mention.kind in ENDS else set())
    return replace(mention, start=match.start(), flags=mention.flags | flags)


def _lead_begin(folded: str, low: int, start: int) -> int:
    """Give where what leads to a time may begin; ``start`` if nothing does.

    It is one word of "tính đến hết" after the other, so the rest need not be searched.
    """
    known, at = role_words("lead_last"), start
    while at > low and folded[at - 1] == " ":
        end = at - 1
        while end > low and folded[end - 1] == " ":
            end -= 1
        begin = max(folded.rfind(" ", low, end) + 1, low)
        word = folded[begin:end]
        if word not in known:
            # "(đến năm 2020": a sign may stand ahead of a leading word.
            return at if word.isalpha() else begin
        at, known = begin, _lead_words()
    return at


@lru_cache(maxsize=1)
def _lead_words() -> frozenset[str]:
    """Give all words of what leads to a time, and a few letters of its pattern."""
    pattern = piece("lead_in").pattern
    return frozenset(_LETTERS.findall(pattern))


def _before(name: str, folded: str, at: int) -> bool:
    """Tell whether the piece ends right before ``at``."""
    found = piece(name).search(folded, max(0, at - _SHORT), at)
    return found is not None


def _counts_next(folded: str, at: int) -> bool:
    """Tell whether a unit or a counted noun follows: "7/10 dự án", "2020 hộ"."""
    following = _WORDS.match(folded, at)
    words = [word for word in following.groups() if word] if following else []
    nouns = role_words("counted")
    if " ".join(words[:2]) in role_words("in_turn"):  # "2021 và 2022 lần lượt đạt"
        return False
    if any(" ".join(words[:n]) in nouns for n in range(1, len(words) + 1)):
        return True
    return piece("unit_next").match(folded, at) is not None


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


def _accept_number(
    folded: str, mention: TimeMention, led: TimeMention
) -> TimeMention | None:
    """Drop what only looks like a month or a span: "số 12/2018", "2019-2018"."""
    if "slash" in mention.flags and _before("document", folded, mention.start):
        return None
    if "iso" in mention.flags and mention.month == ((mention.year or 0) + 1) % 100:
        return _as_season(mention)
    if mention.unit == "days" and not _are_days(folded, mention, led):
        return None
    if mention.kind == "quarter" and "weakq" in mention.flags:
        known = led.flags & _BOUNDS or _before("against", folded, mention.start)
        return _without(led, "weakq") if known else None
    return led


def _as_season(mention: TimeMention) -> TimeMention:
    """Read "2010-11" as the season that began in 2010, not as November."""
    last = (mention.year or 0) + 1
    until = TimeMention(mention.start, mention.end, "year", year=last)
    return replace(mention, kind="span", month=None, until=until)


def _are_days(folded: str, mention: TimeMention, led: TimeMention) -> bool:
    """Tell "5-7/10", 5 to 7 October, from a fraction or a slip."""
    last = mention.until.day if mention.until else None
    if last is not None and (mention.day or 0) >= last:
        return False
    if mention.year is not None or not folded[mention.start].isdecimal():
        return True
    names = ("date_word", "day_word")
    named = led.flags & _BOUNDS or any(_before(n, folded, mention.start) for n in names)
    return bool(named) and not _counts_next(folded, mention.end)


def _is_date(
    folded: str, mention: TimeMention, led: TimeMention, before: TimeMention | None
) -> bool:
    """Tell a day such as "30/6" from a fraction, a score or a range."""
    if _counts_next(folded, mention.end):
        return False
    if "strong" in led.flags or _tells_year(mention):
        return True
    if _listed(folded, mention, before, {"date"}):
        return True
    if _before("day_word", folded, mention.start):
        return True
    dashed = "-" in folded[mention.start : mention.end] and mention.until is None
    if dashed or (mention.day or 0) < (mention.month or 0):
        return _is_date_still(folded, mention, led, before, dashed=dashed)
    named = _before("date_word", folded, mention.start) or led.flags & _BOUNDS
    marked = _before("date_mark", folded, mention.start)
    return bool(named) or (marked and _ends_phrase(folded, mention))


def _tells_year(mention: TimeMention) -> bool:
    """Tell a day, or an interval of days, whose year stands with it."""
    last = mention.until
    return mention.year is not None or (last is not None and last.year is not None)


def _is_date_still(
    folded: str,
    mention: TimeMention,
    led: TimeMention,
    before: TimeMention | None,
    *,
    dashed: bool,
) -> bool:
    """Tell a day from what could be a fraction ("2/9") or a range ("5-7") too."""
    if not dashed and _before("date_word", folded, mention.start):
        return _ends_phrase(folded, mention)
    if before is not None and before.kind == "date" and "until" in led.flags:
        return True
    ahead = folded[mention.end : mention.end + NEAR]
    opens = piece("interval_next").match(ahead) is not None
    return bool(led.flags & _BOUNDS) and opens


def _ends_phrase(folded: str, mention: TimeMention) -> bool:
    return piece("follow").match(folded, mention.end) is not None


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
    usual = mention.year in _USUAL or _ends_phrase(folded, mention)
    return mention if usual else None


def _listed(
    folded: str, mention: TimeMention, before: TimeMention | None, kinds: Iterable[str]
) -> bool:
    if before is None or before.kind not in kinds:
        return False
    if mention.start - before.end > NEAR:
        return False
    return piece("and_gap").match(folded, before.end, mention.start) is not None


def _is_duration(folded: str, mention: TimeMention) -> bool:
    if mention.count not in _MONTHS:
        return True
    if not folded[mention.start].isdecimal() and not _before(
        "months_before", folded, mention.start
    ):
        return True
    if _before("duration_before", folded, mention.start):
        return not _told_after(folded, mention)
    return piece("duration_after").match(folded, mention.end) is not None


def _told_after(folded: str, mention: TimeMention) -> bool:
    """Tell "Sau 9 tháng, thu đạt …", the year so far, from "sau 9 tháng vận hành".

    The words open a clause or stand behind a plan, and nothing says what took so long;
    or they stand in "doanh thu sau 9 tháng đạt", which only a flow can do.
    """
    if _before("months_told", folded, mention.start):
        return _ends_phrase(folded, mention)
    if piece("months_reached").match(folded, mention.end) is None:
        return False
    begin = max(0, mention.start - _WINDOW)
    return piece("months_of_flow").search(folded, begin, mention.start) is not None


def _up_to(led: TimeMention) -> bool:
    """Tell "phạt tù đến 6 tháng" from "lũy kế đến hết 6 tháng"."""
    return "until" in led.flags and not led.flags & {"end", "cumulative"}


def _as_duration(mention: TimeMention) -> TimeMention:
    return replace(mention, kind="duration", flags=frozenset(), unit="month")


def _without(mention: TimeMention, flag: str) -> TimeMention:
    return replace(mention, flags=mention.flags - {flag})
