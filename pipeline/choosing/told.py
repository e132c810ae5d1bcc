"""The periods that an article tells, as a choice among them looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.tables import read_table
from pipeline.schema import Period
from pipeline.values.periods import cumulative, resolve, standing

if TYPE_CHECKING:
    from pipeline.choosing.scorer import Traits
    from pipeline.values.periods import ArticleDate
    from pipeline.values.times import TimeMention

_LEAD: Final = 60
"""Characters before a time that may say that it is compared with."""
_WORD: Final = 14
"""Characters before a time that its last word is looked for in."""
_YEARS_BACK: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The traits and kinds of a period: as that of the rules, and as another."""

    of_rules: tuple[Traits]
    other: tuple[Traits]
    kinds_of_rules: Traits
    kinds: Traits


@dataclass(slots=True, eq=False)
class Seen:
    """A period that an article may speak of, or none; equal ones are one."""

    period: Period | None
    look: Look | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tell:
    """How a time tells a period: as it is, as its end, as the year up to it."""

    seen: Seen
    traits: Traits


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A time that is told, and how it tells periods to figures behind and before it.

    ``against`` tells "so với | năm 2022": what is compared with is no figure's time.
    """

    start: int
    end: int
    seen: Seen
    against: bool
    behind: list[Tell]
    before: list[Tell]


class Calendar:
    """The periods of an article, as its date sees them.

    Attributes:
        none: no period.
        now: the article's date, where it is known.
        year: the year that it speaks from.
        last_year: the year before.
    """

    def __init__(self, folded: str, anchor: ArticleDate | None) -> None:
        self._folded = folded
        self._anchor = anchor
        self._seen: dict[Period | None, Seen] = {}
        self._last: dict[Seen, Seen] = {}
        self._to_date: dict[Seen, Seen] = {}
        self.none = self.see(None)
        self.now: Seen | None = None
        self.year = self.last_year = self.none
        if anchor is not None:
            self.now = self.see(anchor.period)
            self.year = self.see(Period.of_year(anchor.year))
            self.last_year = self.see(Period.of_year(anchor.year - 1))

    def see(self, period: Period | None) -> Seen:
        """Give the one that all equal periods are."""
        seen = self._seen.get(period)
        if seen is None:
            seen = self._seen[period] = Seen(period)
        return seen

    def last_of(self, seen: Seen) -> Seen:
        """Give the last day of a period."""
        last = self._last.get(seen)
        if last is None:
            last = seen if seen.period is None else self.see(standing(seen.period))
            self._last[seen] = last
        return last

    def to_date(self, seen: Seen) -> Seen:
        """Give the year up to the last day of a period."""
        whole = self._to_date.get(seen)
        if whole is None:
            whole = seen if seen.period is None else self.see(cumulative(seen.period))
            self._to_date[seen] = whole
        return whole

    def look_of(self, seen: Seen) -> Look:
        """Tell the shape of a period and how it lies to the article's date."""
        if seen.look is None:
            shape = "null" if seen.period is None else seen.period.frequency
            lies = _standing(seen.period, self._anchor, shape)
            seen.look = Look(
                ((lies, f"R{shape}"),),
                ((lies, f"x{shape}"),),
                (f"k:{shape}", f"k:R{shape}"),
                (f"k:{shape}", f"k:x{shape}"),
            )
        return seen.look

    def told(self, time: TimeMention) -> Told | None:
        """Give a time with what it tells; None where the date does not resolve it."""
        period = resolve(time, anchor=self._anchor)
        if period is None:
            return None
        seen, start = self.see(period), time.start
        lead = self._folded[max(0, start - _LEAD) : start]
        words = lead[-_WORD:].split()
        word = words[-1] if words else ""
        flags = ",".join(sorted(time.flags))
        told = [time.kind, f"{time.kind} {flags}", word]
        return Told(
            start,
            time.end,
            seen,
            lead.rstrip().endswith(_comparing()),
            self._tells(seen, told, "<"),
            self._tells(seen, told, ">"),
        )

    def _tells(self, seen: Seen, told: list[str], side: str) -> list[Tell]:
        last, to_date = self.last_of(seen), self.to_date(seen)
        tells = [_tell(seen, "is", side, told)]
        if to_date is not seen:
            tells.append(_tell(to_date, "ytd", side, told))
        if last is not seen and last is not to_date:
            tells.append(_tell(last, "last", side, told))
        return tells


def _tell(seen: Seen, way: str, side: str, told: list[str]) -> Tell:
    how = way + side
    return Tell(seen, (how + told[0], how + told[1], how + told[2]))


@lru_cache(maxsize=1)
def _comparing() -> tuple[str, ...]:
    rows = read_table("cues")
    return tuple(f" {r['surface']}" for r in rows if r["kind"] == "versus")


def _standing(period: Period | None, anchor: ArticleDate | None, shape: str) -> str:
    if period is None:
        return "-"
    if anchor is None:
        return f"{shape}/?"
    if period == anchor.period:
        return f"{shape}/now"
    if period.first > anchor.last:
        return f"{shape}/ahead"
    if period.last >= anchor.first:
        return f"{shape}/around"
    return f"{shape}/-{min(_YEARS_BACK, anchor.year - period.last.year)}"
