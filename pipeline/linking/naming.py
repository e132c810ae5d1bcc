"""Names each figure: its metric, the subject of its clause, and the whole it is of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.phrases import (
    Phrase,
    can_own,
    counted_phrase,
    find_phrase,
    following_phrase,
    names_entity,
)
from pipeline.linking.tokens import PLACE, SIGN, TIME, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.figure import Figure, Stretch

_ABOUT_REACH: Final = 9
_PARALLEL: Final = ("change", "ratio")


@dataclass(slots=True)
class Topic:
    """What the article is talking about, as it is read from front to back."""

    metric: Stretch | None = None
    counts: bool = False
    trade: Stretch | None = None


@dataclass(slots=True)
class _Clause:
    """What the figures of one clause share.

    ``current`` is the metric last named, ``first`` the one the clause opened with,
    ``subject`` who or what the clause is about where that is not the metric.
    """

    current: Stretch | None = None
    first: Stretch | None = None
    subject: Stretch | None = None
    whole: Stretch | None = None
    whole_counts: bool = False
    trade: Stretch | None = None
    counted: Stretch | None = None
    partners: bool = False
    current_words: tuple[object, ...] = ()
    outer: list[Stretch | None] = field(default_factory=list)


def name_figures(
    figures: Sequence[Figure], row: Sequence[Token], topic: Topic
) -> None:
    """Fill metric and parent of the figures of one sentence, in order."""
    clause = _Clause()
    clause.trade = topic.trade
    if _opens_part(row[:5]):
        clause.whole = topic.metric
        clause.whole_counts = topic.counts
        if row[0].ref in ("cụ thể", "cụ thể là") and _named_fully(figures[0]):
            clause.whole = None
    depth = 0
    for i, figure in enumerate(figures):
        depth = _follow_brackets(figure, clause, depth)
        before = figures[i - 1] if i else None
        _name(figure, before, clause, topic, row)
    if figures[0].metric:
        topic.metric = figures[0].metric
        topic.counts = figures[0].amount.kind == "count"
    for figure in figures:
        if figure.rules.get("trade"):
            topic.trade = figure.metric


def _named_fully(figure: Figure) -> bool:
    return any(t.bits & c.NOUN for t in figure.head)


def _opens_part(tokens: Sequence[Token]) -> bool:
    """Tell "trong đó" from "tính riêng 6 tháng", which only narrows the time."""
    for i, token in enumerate(tokens):
        if token.bits & c.PART:
            return i + 1 == len(tokens) or tokens[i + 1].type != TIME
    return False


def _follow_brackets(figure: Figure, clause: _Clause, depth: int) -> int:
    """Remember what a bracket interrupts, and come back to it behind."""
    while depth < figure.depth:
        clause.outer.append(clause.current)
        depth += 1
    while depth > figure.depth:
        clause.current = clause.outer.pop() if clause.outer else clause.current
        depth -= 1
    return depth


def _name(
    figure: Figure,
    before: Figure | None,
    clause: _Clause,
    topic: Topic,
    row: Sequence[Token],
) -> None:
    head = figure.head
    if any(t.ref == ";" for t in head[:1]):
        clause.subject = clause.first = None
    if _opens_part(head) and clause.current is not None:
        clause.whole = clause.current
        clause.whole_counts = False
        if figure.amount.kind == "count":
            clause.whole = clause.counted
            clause.whole_counts = clause.counted is not None
        clause.subject = None
    found = find_phrase(head, look_back=clause.current is None)
    metric, rule = _choose(figure, before, found, clause, row)
    _keep_subject(figure, found, metric, clause)
    if metric is None:
        metric, rule = _inherit(figure, clause, topic)
        figure.infer("metric", rule)
    else:
        figure.own_metric = True
        clause.first = clause.first or metric
        if not rule.startswith("about"):
            clause.current = metric
            words = " ".join(str(t.ref) for t in found.words)
            clause.current_words = tuple(words.split())
        if figure.amount.kind == "count" and rule == "counted":
            clause.counted = metric
        clause.partners = _is_partner(found.words)
        if any(t.bits & c.HEAD for t in found.words) and not _is_partner(found.words):
            clause.trade = metric
            figure.rules["trade"] = "headed"
    figure.rules["metric"] = rule
    figure.metric = metric
    if metric is not None:
        figure.evidence["metric"] = metric
    _set_parent(figure, before, found, clause)


def _inherit(
    figure: Figure, clause: _Clause, topic: Topic
) -> tuple[Stretch | None, str]:
    if figure.measure == "share" and clause.subject:
        return clause.subject, "subject"
    if figure.measure == "share" and clause.first and not figure.depth:
        return clause.first, "clause_opening"
    if clause.current is not None:
        return clause.current, "same_clause"
    return topic.metric, "sentence_before"


def _stretch(tokens: Sequence[Token]) -> Stretch | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _choose(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: _Clause,
    row: Sequence[Token],
) -> tuple[Stretch | None, str]:
    """Give the words that name the figure and the rule; None lets it inherit."""
    phrase = found.words
    if names_entity(phrase) and figure.measure != "share" and not clause.partners:
        phrase = ()
    if phrase and all(str(t.ref) in _bare_verbs() for t in phrase):
        phrase = ()
    if figure.amount.kind == "count":
        return _counted(figure, row, phrase, clause)
    if about := _about(figure):
        return _same_head(about, clause) or _stretch(about), "about"
    if behind := _named_behind(figure, phrase):
        return _stretch(behind), "about_behind" if clause.current else "behind"
    if inner := _around_count(figure, before, phrase):
        return inner, "around_count"
    if figure.measure in ("share", "change") and _generic(phrase):
        return None, ""
    if figure.measure == "share" and found.subject and _has_share_cue(figure):
        return _stretch(found.subject), "share_subject"
    return _stretch(phrase), "phrase"


def _same_head(about: Sequence[Token], clause: _Clause) -> Stretch | None:
    """Read "tăng 56% về vốn" behind "vốn đăng ký": the metric told just now."""
    current = clause.current_words
    if len(about) == 1 and about[0].ref in current and len(current) > 1:
        return clause.current
    return None


def _has_share_cue(figure: Figure) -> bool:
    return any(t.bits & c.SHARE for t in figure.head)


def _generic(phrase: Sequence[Token]) -> bool:
    return len(phrase) == 1 and phrase[0].ref in ("tỷ lệ", "tỷ trọng", "giá trị", "lượng")


def _about(figure: Figure) -> Sequence[Token]:
    """Read "tăng 59,9% về số lượng": what the change is of stands behind it."""
    if figure.measure not in _PARALLEL:
        return ()
    for i, token in enumerate(figure.tail[:_ABOUT_REACH]):
        if token.ref == "về" and i + 1 < len(figure.tail):
            return following_phrase(figure.tail[i + 1 :])
        if token.type == SIGN:
            break
    return ()


def _named_behind(figure: Figure, phrase: Sequence[Token]) -> Sequence[Token]:
    """Read "1.028 tỷ đồng doanh thu", "58,21% vốn đầu tư", "61% kế hoạch doanh thu"."""
    tail = figure.tail
    if tail and tail[0].bits & c.PLAN:
        tail = tail[1:]
    behind = following_phrase(tail)
    if behind and figure.measure == "share":
        headed = any(t.bits & c.HEAD for t in phrase)
        total = str(behind[0].ref).startswith("tổng")
        owned = behind[0].bits & c.HEAD or not phrase
        return behind if owned and not (_has_share_cue(figure) or headed or total) else ()
    if not behind or not behind[0].bits & c.NOUN:
        return ()
    if figure.measure in _PARALLEL:
        return behind
    return () if any(t.bits & c.NOUN for t in phrase) else behind


def _around_count(
    figure: Figure, before: Figure | None, phrase: Sequence[Token]
) -> Stretch | None:
    """Read "tổng diện tích ở 3 khu công nghiệp là 132 ha": the count is inside."""
    if before is None or before.amount.kind != "count" or before.lead is None:
        return None
    gap = [*before.tail, *figure.head]
    gap_plain = not any(t.type == SIGN and t.ref in ",;:()" for t in gap)
    if not gap_plain or any(t.bits & c.NOUN for t in phrase):
        return None
    last = before.head[-1] if before.head else None
    prepositional = last is not None and (last.bits & c.END or last.ref in ("từ", "cho"))
    return before.lead if prepositional else None


@lru_cache(maxsize=1)
def _bare_verbs() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("bare_verbs"))


@lru_cache(maxsize=1)
def _classifiers() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("classifiers"))


def _counted(
    figure: Figure, row: Sequence[Token], phrase: Sequence[Token], clause: _Clause
) -> tuple[Stretch | None, str]:
    """Choose between the counted noun behind and the indicator before a count."""
    after = next(i for i, t in enumerate(row) if t.start == figure.amount.start) + 1
    right = counted_phrase(row, after, noun=figure.amount.noun)
    noun = " ".join(t.ref for t in right if isinstance(t.ref, str))
    for at, token in enumerate(right):
        if token.ref in _SAID_OF and at:
            figure.noun_alone = _stretch(right[:at])
            break
    else:
        figure.noun_alone = _stretch(right)
    headed = any(t.bits & c.NOUN for t in phrase) or _counts(phrase)
    figure.lead = _stretch(phrase) if headed else None
    if headed and _states(figure, phrase):
        return _stretch(phrase), "phrase"
    if not phrase and _comes_to(figure) and noun in " ".join(map(str, clause.current_words)):
        return None, ""
    bare = noun in _classifiers()
    shrinks = figure.measure == "change" and "thêm" not in _heard(figure)
    if bare or shrinks:
        left = _stretch(phrase)
        return (left, "phrase") if left or clause.current else (_stretch(right), "counted")
    return _stretch(right), "counted"


def _heard(figure: Figure) -> str:
    return " ".join(t.ref for t in figure.head[-3:] if isinstance(t.ref, str))


def _counts(phrase: Sequence[Token]) -> bool:
    """Tell a name that begins with a word for a number: "số biên chế"."""
    return len(phrase) > 1 and phrase[0].ref in ("số", "lượng", "tổng số", "số lượng")


_BETWEEN: Final = (
    c.REACH | c.TO | c.ESTIMATE | c.ABOUT | c.OVER | c.UNDER | c.ADVERB | c.FORECAST
    | c.TARGET | c.ACTUAL
)


def _states(figure: Figure, phrase: Sequence[Token]) -> bool:
    """Tell "số doanh nghiệp đạt 117" from "tỉnh có 117 doanh nghiệp"."""
    if len(phrase) == 1 and phrase[0].ref in ("tổng số", "số", "tổng"):
        return False
    between = [t for t in figure.head if t.start >= phrase[-1].end]
    numbered = _counts(phrase) or str(phrase[0].ref).startswith("tổng số")
    if any(t.ref in _HAVING for t in between) and not numbered:
        return False
    return all(
        t.bits & _BETWEEN or t.type == TIME or t.bits & c.END or t.ref in _HAVING
        for t in between
    )


def _comes_to(figure: Figure) -> bool:
    return any(t.bits & c.TO for t in figure.head[-3:])


_SAID_OF: Final = frozenset(("đang", "được", "mới", "đã", "có"))
_HAVING: Final = frozenset(("có", "với", "gồm", "bao gồm", "đã có", "hiện có", "từ"))


def _keep_subject(
    figure: Figure, found: Phrase, metric: Stretch | None, clause: _Clause
) -> None:
    """Remember who has the figures: "khu vực X có 24 doanh nghiệp, vốn đạt 5 tỷ"."""
    subject = _stretch(found.subject)
    if figure.amount.kind == "count" and metric is not None:
        words = found.words
        left = _stretch(words)
        if left != metric and can_own(words) and not _around(figure):
            subject = left
    if subject is not None and subject != metric:
        clause.subject = subject
    elif figure.own_metric and metric is not None and found.words:
        clause.subject = None


def _around(figure: Figure) -> bool:
    """Tell a count inside a name: "diện tích ở 3 khu"."""
    last = figure.head[-1] if figure.head else None
    return last is not None and bool(last.bits & c.END)


def _set_parent(
    figure: Figure, before: Figure | None, found: Phrase, clause: _Clause
) -> None:
    parent, rule = _parent(figure, before, found, clause)
    if parent is not None and parent != figure.metric:
        figure.parent = parent
        figure.rules["parent"] = rule
        figure.evidence["parent"] = parent


def _parent(
    figure: Figure, before: Figure | None, found: Phrase, clause: _Clause
) -> tuple[Stretch | None, str]:
    rule = figure.rules.get("metric", "")
    if figure.measure == "share":
        whole = _stretch(_whole_behind(figure))
        if whole is not None:
            return whole, "whole_behind"
        if rule == "share_subject":
            return _stretch(found.words), "share_of"
    if rule in ("about", "about_behind") and clause.current:
        return clause.subject or clause.first or clause.current, "about"
    if not figure.own_metric and before is not None and before.metric == figure.metric:
        return before.parent, "same_clause"
    if clause.subject is not None and clause.subject != figure.metric:
        return clause.subject, "subject"
    if _describes_count(figure, before) and before is not None:
        return _short(before), "of_counted"
    if _is_value(found.words) and clause.first and clause.first != figure.metric:
        return clause.first, "value_of"
    if figure.amount.kind == "count":
        return (clause.whole, "part_of") if clause.whole_counts else (None, "")
    if _is_partner(found.words):
        return clause.whole or clause.trade, "partner_of"
    return clause.whole, "part_of"


def _short(counted: Figure) -> Stretch | None:
    """Give a counted noun without what is said of it: "cụm công nghiệp"."""
    return counted.noun_alone or counted.metric


_VALUES: Final = frozenset(
    ("trị giá", "giá trị", "tổng giá trị", "tổng trị giá", "kim ngạch", "tổng kim ngạch")
)


def _is_value(words: Sequence[Token]) -> bool:
    return len(words) == 1 and words[0].ref in _VALUES


def _is_partner(words: Sequence[Token]) -> bool:
    """Tell a trading partner that stands for the trade with it."""
    rest = [t for t in words if t.ref not in ("thị trường", "và", ",", "các")]
    return bool(rest) and all(t.type == PLACE for t in rest)


def _whole_behind(figure: Figure) -> Sequence[Token]:
    tail = list(figure.tail)
    while tail and tail[0].ref in ("trong", "của", "trên", "về", "vào", "trong tổng số"):
        tail.pop(0)
    return following_phrase(tail)


def _describes_count(figure: Figure, before: Figure | None) -> bool:
    """Tell "13 cụm công nghiệp với tổng diện tích 416 ha": the area is of those."""
    if before is None or before.amount.kind != "count":
        return False
    if not figure.own_metric or before.measure != "level":
        return False
    leads = ("với",) if figure.amount.kind == "count" else ("với", "có")
    return any(t.ref in leads for t in figure.head[:3])
