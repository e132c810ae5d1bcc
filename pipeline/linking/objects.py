"""Tells what object or counted set a bare attribute is of: "công suất", "số vốn"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.behind import is_extent
from pipeline.linking.cases import Case, Parent
from pipeline.linking.clause import stretch
from pipeline.linking.counts import before_all
from pipeline.linking.measures import RELATIVE
from pipeline.linking.phrases import following_phrase
from pipeline.linking.tokens import CUE, PLACE, WORD, start_of
from pipeline.linking.words import begins_with, opening, role_words, says, table_words

if TYPE_CHECKING:
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_SET_REACH: Final = 1
"""Sentences behind a counted set in which its attributes are still told."""
_NAMING: Final = (WORD, PLACE)
_WHOLE_YEAR: Final = "cả"
_OBJECT_TOKENS: Final = 14
_NESTED: Final = 6
"""Tokens before an object in which what it is a part of the name of begins."""
_STOPS: Final = c.END | c.REACH | c.SAY | c.PART | c.PLACE | c.UP | c.DOWN | c.ESTIMATE
_VERB_REACH: Final = 4
_SPACE: Final = 2
_CLAUSE_TOKENS: Final = 60
_HEAD_SYLLABLES: Final = 4
_OBJECT_RULES: Final = frozenset(
    (
        "beside",
        "of_counted",
        "of_object",
        "owner",
        "owner_before",
        "subject",
        "zone_before",
    )
)


def is_bare_attribute(words: list[Token]) -> bool:
    """Tell "số vốn đăng ký bình quân" from "vốn đầu tư công", a metric of its own."""
    syllables = opening(words, len(words)).split()
    heads, tails = table_words("attribute_heads"), role_words("attribute_tail")
    for length in range(min(_HEAD_SYLLABLES, len(syllables)), 0, -1):
        if " ".join(syllables[:length]) in heads:
            return tails.issuperset(syllables[length:])
    return False


def narrows(figure: Figure) -> bool:
    """Tell "đến từ 20 quốc gia", "thuộc 14 xã": where the things counted are."""
    return says(figure.head[-1:], role_words("narrowing"))


def is_where(figure: Figure) -> bool:
    """Tell "4 huyện", "2 giai đoạn": where or when things are, which have nothing."""
    return says(figure.tail[:1], role_words("where_counted"))


def note_object(case: Case) -> None:
    """Keep what attributes to come are of: a counted set, or what has the last one."""
    figure, clause, topic = case.figure, case.clause, case.topic
    if figure.own_metric and clause.first == figure.metric:
        clause.first_bare = is_bare_attribute(case.found.words)
    if is_extent(figure) and (crop := _crop(_named(figure))):
        topic.crop, topic.crop_at = crop, figure.sentence
    has = figure.rules.get("parent") in _OBJECT_RULES
    if case.counts and case.named_by == "counted":
        moves = figure.measure not in ("level", "change")
        if has or moves or narrows(figure) or is_where(figure):
            return
        clause.thing = clause.things = figure.metric
        if not says(figure.head[-1:], role_words("with")):
            topic.things, topic.things_at = figure.metric, figure.sentence
    elif has and figure.own_metric:
        clause.thing = figure.parent
        if figure.rules["parent"] == "of_object" and clause.subject is not None:
            clause.subject = figure.parent
        topic.things, topic.things_at = figure.parent, figure.sentence


def _named(figure: Figure) -> list[Token]:
    """Give the words of the metric, before or behind the figure."""
    if figure.metric is None:
        return []
    start, end = figure.metric
    return [t for t in (*figure.head, *figure.tail) if start <= t.start < end]


def _crop(words: list[Token]) -> Stretch | None:
    """Give what grows on an area: "lúa" of "diện tích gieo cấy lúa cả năm"."""
    acts, kept = role_words("growing"), list[int]()
    for token in words:
        at = token.start
        for syllable in token.word.split():
            end = at + len(syllable)
            if syllable == _WHOLE_YEAR:
                return (kept[0], kept[-1]) if kept else None
            if kept or syllable not in acts:
                kept += (at, end)
            at = end + 1
    return (kept[0], kept[-1]) if kept else None


def of_crop(case: Case) -> Parent | None:
    """Read "5.000 ha lúa, năng suất 60 tạ/ha": the yield is that of the rice."""
    topic, words = case.topic, case.found.words
    if topic.crop is None or not case.figure.own_metric or not words:
        return None
    if case.figure.sentence - topic.crop_at > _SET_REACH:
        return None
    bare = opening(words, len(words)).removesuffix(" bình quân")
    return Parent(topic.crop, "of_crop") if bare in role_words("yield") else None


def of_goods_behind(case: Case) -> Parent | None:
    """Read "giải ngân 9 tỷ đồng | vốn đầu tư công": what the act alone is done with."""
    words, figure = case.found.words, case.figure
    if case.named_by != "phrase" or len(words) != 1 or case.counts:
        return None
    if words[0].word not in table_words("flow_verbs") or figure.measure != "level":
        return None
    if figure.amount.kind in RELATIVE:
        return None
    goods = following_phrase(figure.tail)
    return Parent(stretch(goods), "goods_behind") if goods else None


def of_counted_inside(case: Case) -> Parent | None:
    """Read "tổng lợi nhuận của 64 doanh nghiệp đạt 9 tỷ": the profit is theirs."""
    before = case.before
    if case.named_by != "around_count" or before is None or not before.head:
        return None
    whose = _says_whose(before_all(before.head), case.figure.metric)
    return Parent(before.noun_alone or before.metric, "of_inside") if whose else None


def _says_whose(head: list[Token], metric: Stretch | None) -> bool:
    """Tell "lợi nhuận |của|", "giá khởi điểm |cho|" from "vốn phân bổ |cho|"."""
    if says(head[-1:], role_words("of")):
        return True
    at_once = metric is not None and head[-2:-1] and head[-2].end == metric[1]
    return bool(at_once) and says(head[-1:], role_words("owned_inside"))


def object_of_maker(case: Case) -> Parent | None:
    """Read "Dự án A do công ty B làm chủ đầu tư có tổng vốn …": of the project."""
    subject, head = case.clause.subject, case.figure.head
    if case.counts or subject is None or not head or subject[0] <= head[0].start:
        return None
    if not is_bare_attribute(case.found.words):
        return None
    behind = [t for t in head if t.start >= subject[0]]
    if begins_with(behind, "object_heads", _HEAD_SYLLABLES):
        return None
    found = stretch(object_in([t for t in head if t.end <= subject[0]]))
    return Parent(found, "of_object") if found else None


def of_provided(case: Case) -> Parent | None:
    """Read "97 doanh nghiệp, sử dụng 2.000 lao động": the workers are theirs."""
    clause, figure = case.clause, case.figure
    if not case.counts or clause.thing is None or figure.measure == "share":
        return None
    heard = f" {opening(figure.head[-_VERB_REACH:], _VERB_REACH)} "
    gives = [verb for verb in role_words("provides") if f" {verb} " in heard]
    return Parent(clause.thing, "of_provided") if gives else None


def of_object(case: Case) -> Parent | None:
    """Read "138 doanh nghiệp mới, tăng 2%; số vốn đạt 9 tỷ": the capital is theirs."""
    clause, topic = case.clause, case.topic
    if case.counts or not case.figure.own_metric:
        return None
    if clause.whole is not None and not clause.whole_counts:
        return None
    if not is_bare_attribute(case.found.words):
        return None
    head = [t for t in case.figure.head if t.end <= case.found.words[0].start]
    if found := stretch(object_in(head)):
        return Parent(found, "of_object")
    if clause.thing is not None:
        return Parent(clause.thing, "of_object")
    near = case.figure.sentence - topic.things_at <= _SET_REACH
    latest = near and topic.things_at > topic.owner_at
    if topic.things is not None and latest and _opens(case):
        return Parent(topic.things, "of_object")
    return None


def clause_before(row: list[Token], start: int) -> list[Token]:
    """Give the tokens from the last semicolon to ``start``, no more than some."""
    behind = bisect_left(row, start, key=start_of)
    first = max(0, behind - _CLAUSE_TOKENS)
    at = next((i for i in range(behind, first, -1) if row[i - 1].ref == ";"), first)
    return row[at:behind]


def of_opener(case: Case) -> Parent | None:
    """Read "Gói thầu A đã chi 9 tỷ, và nâng quy mô lên 12 tỷ": of it."""
    words = case.found.words
    if case.counts or not case.figure.own_metric or not is_bare_attribute(words):
        return None
    row = clause_before(case.figure.row, words[0].start)
    found = stretch(object_in(row))
    return Parent(found, "of_opener") if found else None


def object_in(row: list[Token]) -> list[Token]:
    """Give the last object told: "khu tái định cư" of "khu tái định cư tại xã A".

    A stretch of a road is none of its own behind the road: "dự án đường A | đoạn B".
    """
    for i in range(len(row) - 1, -1, -1):
        if not begins_with(row[i:], "object_heads", _HEAD_SYLLABLES):
            continue
        if i and _is_stretch(row[i:]) and row[i - 1].type in _NAMING:
            continue
        where = i and row[i - 1].word in role_words("narrowing")
        run = [] if where else _object_run(row[i:])
        if len(run) > 1:
            return _outermost(row, i, run)
    return []


def _is_stretch(row: list[Token]) -> bool:
    """Tell "đoạn B", "giai đoạn 2": of what stands right before."""
    stretches = role_words("stretch")
    return row[0].word in stretches or opening(row, 2) in stretches


def _outermost(row: list[Token], at: int, run: list[Token]) -> list[Token]:
    """Give "dự án đường ven biển" for the "đường ven biển" inside its name."""
    papers = role_words("paper")
    for i in range(max(0, at - _NESTED), at):
        if begins_with(row[i:], "object_heads", _HEAD_SYLLABLES):
            outer = [] if opening(row[i:], 2) in papers else _object_run(row[i:])
            if outer and outer[-1].end >= run[-1].end:
                return outer
    return run


def _object_run(row: list[Token]) -> list[Token]:
    run: list[Token] = []
    named = len(row) > 1 and bool(row[1].bits & c.CAPITAL)
    stops = role_words("object_stop")
    for token in row[:_OBJECT_TOKENS]:
        if token.type not in (WORD, CUE, PLACE) or (token.type == PLACE and not named):
            break
        if run and (token.bits & _STOPS and not token.bits & c.HEAD):
            break
        if token.word in stops or (run and token.start > run[-1].end + _SPACE):
            break  # a bracket that was left out parts what it stands between
        run.append(token)
    return run


def _opens(case: Case) -> bool:
    """Tell "Tổng vốn đạt 5 tỷ", which goes on, from "Tổng vốn của tỉnh đạt 5 tỷ"."""
    if case.before is not None:
        return False
    words = case.found.words
    start, end = words[0].start, words[-1].end
    for token in case.figure.head:
        if token.start < start and token.type in _NAMING:
            return False
        if token.start >= end and (token.type == PLACE or token.bits & c.PLACE):
            return False
        if token.start >= end and token.word in role_words("of"):
            return False
    return True
