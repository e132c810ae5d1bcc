"""Reads more of what a figure is against: whose plan, for what time, in what words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.tokens import PLACE, SIGN, TIME, WORD
from pipeline.schema import Period
from pipeline.values.periods import resolve
from pipeline.values.vocabulary import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token
    from pipeline.schema import PlanGiver
    from pipeline.values.periods import ArticleDate
    from pipeline.values.time_mention import TimeMention

_REACH: Final = 90
"""Characters behind the word for a plan in which its giver and time stand."""

_STOP: Final = re.compile(r"[;:()\n!?]|[,.](?!\d)")
_TIMED: Final = frozenset(("year", "half", "months", "month", "quarter", "quarters"))
_OF_YEAR: Final = frozenset(("A", "YTD", "S"))
_VERSUS_REACH: Final = 6
_BASE_WORDS: Final = 8
_LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class _Window:
    """Where the giver and the time of a plan may stand: behind the word for it."""

    figure: Figure
    plan: Stretch
    end: int


def read_plans(
    figures: Sequence[Figure],
    folded: str,
    date: ArticleDate | None,
    *,
    company_report: bool = False,
) -> None:
    """Fill ``plan_by``, ``plan_period`` and ``base_text`` of linked figures.

    Args:
        figures: in order, with their entities.
        folded: the folded text.
        date: the date that the article speaks from.
        company_report: a plan that nobody is said to have given is the company's own.
    """
    for i, figure in enumerate(figures):
        following = figures[i + 1].amount.start if i + 1 < len(figures) else None
        plan = _plan_words(figure)
        if plan is not None:
            window = _Window(figure, plan, _end(folded, plan[1], figure, following))
            _read_plan(window, folded, date)
            if company_report and figure.base and figure.entity and not figure.plan_by:
                figure.plan_by = "own"
                figure.infer("plan_by", "company_report")
        elif figure.base is None:
            figure.base_text = _other_base(figure)
        else:
            at = "parent" if figure.base.kind == "whole" else "base"
            figure.base_text = figure.evidence.get(at)


def _plan_words(figure: Figure) -> Stretch | None:
    """Give the word for the plan that a figure is against, or is the target of."""
    if figure.base is not None:
        return figure.evidence.get("base") if figure.base.kind == "plan" else None
    if figure.status != "target" or "status" in figure.inferred:
        return None
    stated = figure.evidence.get("status")
    cue = next((t for t in figure.head if stated == (t.start, t.end)), None)
    return stated if cue is not None and cue.bits & c.PLAN else None


def _end(folded: str, start: int, figure: Figure, following: int | None) -> int:
    """Give where the words about a plan end: a sign, the next figure, or far enough."""
    own = figure.amount.start if figure.amount.start >= start else following
    limit = min(start + _REACH, len(folded) if own is None else own)
    stop = _STOP.search(folded, start, limit)
    return stop.start() if stop else limit


def _read_plan(window: _Window, folded: str, date: ArticleDate | None) -> None:
    figure, (start, end) = window.figure, window.plan
    giver = _givers()[0].match(folded, end, window.end)
    if giver is not None and _names_giver(giver, figure):
        figure.plan_by = cast("PlanGiver", _row(giver)["by"])
        figure.evidence["plan_by"] = giver.span("giver")
        end = max(end, giver.end())
    if figure.base is None:
        return
    time = _plan_time(window, folded, date)
    if time is not None:
        figure.plan_period, span = time
        figure.evidence["plan_period"] = span
        end = max(end, span[1])
    elif figure.period is not None:
        _infer_plan_period(figure, figure.period)
    figure.base_text = (start, end)


def _names_giver(found: re.Match[str], figure: Figure) -> bool:
    """A target is only given where a word says so; a plan also by its owner's name."""
    strict = figure.base is None or _row(found)["form"] == "gives"
    return found["verb"] is not None or not strict


def _row(found: re.Match[str]) -> Mapping[str, str]:
    return _givers()[1][" ".join(found["giver"].split())]


def _infer_plan_period(figure: Figure, period: Period) -> None:
    """Take the plan for the year that months from January are of, or for whole years.

    Of a single month or quarter nothing tells whether it is set against its own plan.
    """
    years = Period.of_years(period.first.year, period.last.year)
    if period == years or period.frequency in _OF_YEAR:
        figure.plan_period = years
        figure.infer("plan_period", "year_of_period")


@lru_cache(maxsize=1)
def _givers() -> tuple[re.Pattern[str], Mapping[str, Mapping[str, str]]]:
    """Build what may stand behind the word for a plan: a few words, who gives it."""
    rows = {r["surface"]: r for r in read_table("plan_givers")}
    verbs = alternatives(r["surface"] for r in read_table("plan_verbs"))
    word = rf"\s{{1,2}}(?:{_LETTER}{{1,7}}|năm\s\d{{4}}|\d{{4}})(?!\w)"
    return re.compile(
        rf"""(?:{word}){{0,4}}?\s{{1,2}}(?P<giver>{alternatives(rows)})(?!{_LETTER})
        (?P<verb>(?:{word}){{0,4}}?\s{{1,2}}(?:{verbs})(?!{_LETTER}))?
        """,
        re.VERBOSE,
    ), rows


def _plan_time(
    window: _Window, folded: str, date: ArticleDate | None
) -> tuple[Period, Stretch] | None:
    """Give the time that a plan is made for, where words tell it."""
    about = window.figure.period
    year = about.last.year if about else None
    for token in (*window.figure.head, *window.figure.tail):
        if token.type != TIME or not window.plan[1] <= token.start < window.end:
            continue
        mention = cast("TimeMention", token.ref)
        if mention.kind in _TIMED and "past" not in mention.flags:
            period = resolve(mention, anchor=date, year=year)
            return (period, (token.start, token.end)) if period else None
    found = _spans()[0].match(folded, window.plan[1], window.end)
    day = about.last if about else date.last if date else None
    if found is None or day is None:
        return None
    span = _spans()[1][" ".join(found["span"].split())]
    period = {
        "year": Period.of_year(day.year),
        "quarter": Period.of_quarter(day.year, (day.month + 2) // 3),
        "month": Period.of_months(day.year, day.month, day.month),
    }[span]
    return period, found.span("span")


@lru_cache(maxsize=1)
def _spans() -> tuple[re.Pattern[str], Mapping[str, str]]:
    spans = {r["surface"]: r["span"] for r in read_table("plan_spans")}
    words = alternatives(spans)
    return re.compile(rf"\s{{1,2}}(?P<span>{words})(?!{_LETTER}|\s\d)"), spans


def _other_base(figure: Figure) -> Stretch | None:
    """Give the words of a base that is neither plan nor time: "bình quân cả nước"."""
    if figure.measure not in ("change", "ratio"):
        return None
    for i, token in enumerate(figure.tail[:_VERSUS_REACH]):
        if token.type == SIGN:
            break
        if token.bits & c.VERSUS:
            return _run(figure.tail[i + 1 : i + 1 + _BASE_WORDS])
    multiple = figure.measure == "ratio" and figure.amount.kind == "times"
    return _run(figure.tail[:_BASE_WORDS]) if multiple else None


def _run(tokens: list[Token]) -> Stretch | None:
    kept: list[Token] = []
    for token in tokens:
        verb = token.bits & (c.UP | c.DOWN | c.REACH) and not token.bits & c.ADVERB
        if token.type in (SIGN, TIME) or verb:
            break
        kept.append(token)
    named = any(t.type in (WORD, PLACE) or t.bits & (c.HEAD | c.PLACE) for t in kept)
    return (kept[0].start, kept[-1].end) if named else None
