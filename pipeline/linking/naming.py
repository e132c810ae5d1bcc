"""Names each figure: the words that say what is measured."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.lexicon.tables import read_table
from pipeline.linking.clause import Clause, has_share_cue, stretch
from pipeline.linking.parents import is_partner, set_parent, share_back, whole_behind
from pipeline.linking.phrases import (
    Phrase,
    can_own,
    counted_phrase,
    find_phrase,
    following_phrase,
    names_actor,
    names_entity,
)
from pipeline.linking.tokens import PLACE, SIGN, TIME, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Topic
    from pipeline.linking.figure import Figure, Stretch

_ABOUT_REACH: Final = 9
_STATING: Final = c.TO | c.REACH | c.ABOUT | c.OVER | c.UNDER
_POPULATION_WORDS: Final = 10
_PARALLEL: Final = ("change", "ratio")


def name_figures(
    figures: Sequence[Figure], row: Sequence[Token], topic: Topic
) -> None:
    """Fill metric and parent of the figures of one sentence, in order."""
    clause = Clause(trade=topic.trade)
    if _opens_part(row[:5]):
        clause.whole = topic.metric
        clause.whole_counts = topic.counts
        if row[0].ref in ("cụ thể", "cụ thể là") and _named_fully(figures[0]):
            clause.whole = None
    depth = 0
    words: list[Sequence[Token]] = []
    for i, figure in enumerate(figures):
        clause.enter(figure.depth, depth)
        depth = figure.depth
        before = figures[i - 1] if i else None
        found = _name(figure, before, clause, topic, row)
        words.append(found.subject if _generic(found.words) else found.words)
    _deal_out(figures, words)
    _name_ranks(figures, words)
    share_back(figures)
    if figures[0].metric and figures[0].rules["metric"] == "counted" and _inside(figures[0]):
        topic.metric, topic.counts = figures[0].lead or figures[0].metric, False
    elif figures[0].metric:
        topic.metric = figures[0].metric
        topic.counts = figures[0].amount.kind == "count"
    for figure in figures:
        if figure.rules.get("trade"):
            topic.trade = figure.metric


def note_subject(row: Sequence[Token], topic: Topic) -> None:
    """Take the metric that a sentence without figures is about as the topic."""
    stops = (t for t in row if t.bits & _PREDICATE and not t.bits & c.HEAD)
    stop = next(stops, None)
    opening = row[: row.index(stop)] if stop else row
    words = find_phrase(opening).words
    if words and words[0].bits & c.NOUN and not is_partner(words):
        topic.metric, topic.counts = stretch(words), False


_PREDICATE: Final = c.REACH | c.TO | c.UP | c.DOWN | c.SHARE | c.SAY | c.ESTIMATE


def _named_fully(figure: Figure) -> bool:
    return any(t.bits & c.NOUN for t in figure.head)


def _opens_part(tokens: Sequence[Token]) -> bool:
    """Tell "trong đó" from "tính riêng 6 tháng", which only narrows the time."""
    for i, token in enumerate(tokens):
        if token.bits & c.PART:
            return i + 1 == len(tokens) or tokens[i + 1].type != TIME
    return False


def _name(
    figure: Figure,
    before: Figure | None,
    clause: Clause,
    topic: Topic,
    row: Sequence[Token],
) -> Phrase:
    """Name one figure and give the words that stand before it."""
    head = figure.head
    if any(t.ref == ";" for t in head[:3]):
        clause.subject = clause.first = None
    if _opens_part(head) and clause.current is not None:
        clause.open_part(counts=figure.amount.kind == "count")
        clause.first = None
    found = find_phrase(head, look_back=clause.current is None)
    metric, rule = _choose(figure, before, found, clause, row)
    if _is_area(figure) and _names_zone(found.words) and rule == "phrase":
        metric, rule = topic.extent or metric, "extent_of"
    _keep_subject(figure, found, metric, clause)
    if metric is None:
        metric, rule = _inherit(figure, clause, topic)
        figure.infer("metric", rule)
    else:
        figure.own_metric = True
        inner = figure.lead if rule == "counted" and _inside(figure) else None
        clause.first = clause.first or inner or metric
        if not rule.startswith("about"):
            clause.current = inner or metric
            words = " ".join(str(t.ref) for t in found.words)
            clause.words = tuple(words.split())
        if figure.amount.kind == "count" and rule == "counted":
            clause.counted = metric
        clause.partners = is_partner(found.words)
        if any(t.bits & c.HEAD for t in found.words) and not is_partner(found.words):
            clause.trade = metric
            figure.rules["trade"] = "headed"
    figure.rules["metric"] = rule
    figure.metric = metric
    if rule == "phrase" and _is_area(figure):
        topic.extent = metric
    if metric is not None:
        figure.evidence["metric"] = metric
    set_parent(figure, before, found, clause, topic)
    return found


def _deal_out(figures: Sequence[Figure], words: Sequence[Sequence[Token]]) -> None:
    """Read "doanh thu và lợi nhuận lần lượt đạt 5 và 2 tỷ": each part its figure."""
    for i, figure in enumerate(figures):
        if not any(_deals(t) for t in figure.head):
            continue
        alike = [figure]
        for other in figures[i + 1 :]:
            named = other.own_metric and "behind" not in other.rules["metric"]
            if named or other.measure != figure.measure:
                break
            alike.append(other)
        parts = _coordinated(words[i])
        if len(alike) > 1 and len(parts) == len(alike):
            for one, part in zip(alike, parts, strict=True):
                one.metric = one.evidence["metric"] = part
                one.rules["metric"] = "respectively"
                one.inferred.pop("metric", None)
                if figure.rules.get("parent") in ("subject", "share_of"):
                    one.measure, one.parent = "share", None


def _name_ranks(figures: Sequence[Figure], words: Sequence[Sequence[Token]]) -> None:
    """Read "X đứng thứ 2 với tổng vốn 5 tỷ": the place is in what follows."""
    for i, (rank, after) in enumerate(pairwise(figures)):
        if rank.measure != "rank" or any(t.bits & c.NOUN for t in words[i]):
            continue
        told = any(t.bits & c.NOUN for t in words[i + 1])
        if after.own_metric and told and any(t.ref == "với" for t in after.head[:4]):
            rank.parent, rank.metric = rank.metric, after.metric
            rank.rules["metric"] = rank.rules["parent"] = "rank_with"
            rank.infer("metric", "rank_with")


def _deals(token: Token) -> bool:
    return bool(token.bits & c.RESPECTIVELY) or "lần lượt" in str(token.ref)


def _coordinated(words: Sequence[Token]) -> list[Stretch]:
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.ref in _JOINTS:
            parts.append([])
        else:
            parts[-1].append(token)
    return [(p[0].start, p[-1].end) for p in parts if p]


_JOINTS: Final = frozenset(("và", ",", "-", "–", ";"))


def _is_area(figure: Figure) -> bool:
    unit = figure.amount.unit
    return unit is not None and unit.kind == "area" and figure.measure == "level"


def _names_zone(words: Sequence[Token]) -> bool:
    """Tell a zone or project by name: "Khu công nghiệp Hòa Tâm 67 ha"."""
    if not words or not any(t.bits & c.CAPITAL or t.type == PLACE for t in words[1:]):
        return False
    name = " ".join(str(t.ref) for t in words[:4]).split()
    return any(" ".join(name[:n]) in _zones() for n in (1, 2, 3, 4))


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("zone_heads"))


def _inherit(
    figure: Figure, clause: Clause, topic: Topic
) -> tuple[Stretch | None, str]:
    if figure.measure == "share" and clause.subject:
        return clause.subject, "subject"
    if figure.measure == "share" and _equals(figure) and clause.current:
        return clause.current, "same_clause"
    if figure.measure == "share" and clause.first and not figure.depth:
        return clause.first, "clause_opening"
    if clause.current is not None:
        return clause.current, "same_clause"
    return topic.metric, "sentence_before"


def _equals(figure: Figure) -> bool:
    """Tell "tương đương 6,5% …", which says the figure before in other terms."""
    return any(str(t.ref).startswith("tương") for t in figure.head[:3])


def _choose(
    figure: Figure,
    before: Figure | None,
    found: Phrase,
    clause: Clause,
    row: Sequence[Token],
) -> tuple[Stretch | None, str]:
    """Give the words that name the figure and the rule; None lets it inherit."""
    phrase = found.words
    if names_entity(phrase) and figure.measure != "share" and not clause.partners:
        phrase = ()
    if names_actor(phrase) and figure.measure in ("level", "change"):
        phrase = ()
    moves = [t.ref for t in phrase] == ["tăng trưởng"]
    if moves and clause.current and figure.measure == "change":
        phrase = ()
    if phrase and all(str(t.ref) in _bare_verbs() for t in phrase):
        phrase = ()
    if figure.amount.kind == "count":
        return _counted(figure, before, row, phrase, clause)
    if about := _about(figure):
        return _same_head(about, clause) or stretch(about), "about"
    if population := _population(figure):
        return stretch(population), "population"
    if behind := _named_behind(figure, phrase, clause):
        return stretch(behind), "about_behind" if clause.current else "behind"
    if inner := _around_count(figure, before, phrase):
        return inner, "around_count"
    if figure.measure in ("share", "change") and _generic(phrase):
        return None, ""
    if figure.measure == "share" and names_entity(phrase) and not clause.partners:
        whole = whole_behind(figure)
        if whole and len(whole) > 1:
            return stretch(whole[str(whole[0].ref).startswith("tổng") :]), "entity_share"
    if figure.measure == "share" and found.subject and has_share_cue(figure.head):
        return stretch(found.subject), "share_subject"
    return stretch(phrase), "phrase"


def _same_head(about: Sequence[Token], clause: Clause) -> Stretch | None:
    """Read "tăng 56% về vốn" behind "vốn đăng ký": the metric told just now."""
    current = clause.words
    if len(about) == 1 and about[0].ref in current and len(current) > 1:
        return clause.current
    return None


def _generic(phrase: Sequence[Token]) -> bool:
    return len(phrase) == 1 and phrase[0].ref in ("tỷ lệ", "tỷ trọng", "giá trị", "lượng", "mức tăng", "ngưỡng", "khoản")


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


def _population(figure: Figure) -> Sequence[Token]:
    """Read "95% số hộ dùng nước sạch": those of a population that do something."""
    if figure.measure != "share" or has_share_cue(figure.head):
        return ()
    near = find_phrase(figure.head).words
    behind = following_phrase(figure.tail)
    apart = near and any(t.type == SIGN and t.start >= near[-1].end for t in figure.head)
    if not behind or (near and not apart and not names_actor(near)):
        return ()
    if str(behind[0].ref).startswith("tổng"):
        return ()
    said = list(figure.tail[: _POPULATION_WORDS])
    end = next((i for i, t in enumerate(said) if t.type in (SIGN, TIME)), len(said))
    return said[:end] if end > len(behind) + 1 else behind if apart else ()


def _named_behind(
    figure: Figure, phrase: Sequence[Token], clause: Clause
) -> Sequence[Token]:
    """Read "1.028 tỷ đồng doanh thu", "58,21% vốn đầu tư", "61% kế hoạch doanh thu"."""
    tail = figure.tail
    if tail and tail[0].bits & c.PLAN:
        tail = tail[1:]
    behind = following_phrase(tail)
    if behind and figure.measure == "share":
        headed = any(t.bits & c.HEAD for t in phrase)
        total = str(behind[0].ref).startswith("tổng")
        owned = behind[0].bits & c.HEAD or not phrase
        return behind if owned and not (has_share_cue(figure.head) or headed or total) else ()
    if not behind or not behind[0].bits & (c.NOUN if phrase or clause.current else c.NOUN | c.HEAD):
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
    prepositional = last is not None and (last.bits & c.END or _inside(before))
    return before.lead if prepositional else None


@lru_cache(maxsize=1)
def _bare_verbs() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("bare_verbs"))


@lru_cache(maxsize=1)
def _classifiers() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("classifiers"))


def _counted(
    figure: Figure,
    before: Figure | None,
    row: Sequence[Token],
    phrase: Sequence[Token],
    clause: Clause,
) -> tuple[Stretch | None, str]:
    """Choose between the counted noun behind and the indicator before a count."""
    after = next(i for i, t in enumerate(row) if t.start == figure.amount.start) + 1
    right = counted_phrase(row, after, noun=figure.amount.noun)
    noun = " ".join(t.ref for t in right if isinstance(t.ref, str))
    for at, token in enumerate(right):
        if token.ref in _SAID_OF and at:
            figure.noun_alone = stretch(right[:at])
            break
    else:
        figure.noun_alone = stretch(right)
    headed = any(t.bits & c.NOUN for t in phrase) or _counts(phrase)
    figure.lead = stretch(phrase) if headed else None
    if headed and _states(figure, phrase):
        return stretch(phrase), "phrase"
    if not phrase and _comes_to(figure) and noun in " ".join(map(str, clause.words)):
        return None, ""
    if inner := _around_count(figure, before, phrase):
        return inner, "around_count"
    bare = noun in _classifiers()
    shrinks = figure.measure == "change" and "thêm" not in _heard(figure)
    if bare or shrinks:
        left = stretch(phrase)
        return (left, "phrase") if left or clause.current else (stretch(right), "counted")
    return stretch(right), "counted"


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
    if _inside(figure):
        return False
    between = [t for t in figure.head if t.start >= phrase[-1].end]
    if _counts(phrase) and any(t.bits & _STATING and t.ref not in ("có", "gồm", "với") for t in figure.head[-2:]):
        return True
    numbered = _counts(phrase) or str(phrase[0].ref).startswith("tổng số")
    if any(t.ref in _HAVING for t in between) and not numbered:
        return False
    if not between and not numbered:
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
    figure: Figure, found: Phrase, metric: Stretch | None, clause: Clause
) -> None:
    """Remember who has the figures: "khu vực X có 24 doanh nghiệp, vốn đạt 5 tỷ"."""
    subject = stretch(found.subject)
    if figure.amount.kind == "count" and metric is not None:
        subject = stretch(found.words) if _has_counts(figure, found.words) else None
    if subject is not None and subject != metric:
        clause.subject = subject
    elif figure.own_metric and metric is not None and found.words:
        clause.subject = None


def _has_counts(figure: Figure, words: Sequence[Token]) -> bool:
    """Tell a subject of counted things: "xây dựng 538 doanh nghiệp", "ngành X có 9"."""
    listed = any(t.ref == ";" for t in figure.head[:3])
    having = any(t.ref in _HAVING for t in figure.head[-3:])
    places = names_entity(words) or any(t.type == PLACE for t in words)
    if listed and having and words and not places and not words[0].bits & c.NOUN:
        return True
    if not can_own(words) or words[0].bits & c.NOUN or _around(figure):
        return False
    if listed or words[0].ref in _sectors():
        return True
    pair = " ".join(str(t.ref) for t in words[:2])
    having = any(t.ref in _HAVING for t in figure.head[-3:])
    return having and (pair in _sectors() or len(words) > 1 and not words[0].bits & c.HEAD)


@lru_cache(maxsize=1)
def _sectors() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("sector_heads"))


def _inside(figure: Figure) -> bool:
    """Tell a count that only narrows a name: "số xe nhập khẩu từ 3 thị trường"."""
    return bool(figure.head) and figure.head[-1].ref in _place_leads()


@lru_cache(maxsize=1)
def _place_leads() -> frozenset[str]:
    return frozenset(r["surface"] for r in read_table("place_leads"))


def _around(figure: Figure) -> bool:
    """Tell a count inside a name: "diện tích ở 3 khu"."""
    last = figure.head[-1] if figure.head else None
    return last is not None and bool(last.bits & c.END)


