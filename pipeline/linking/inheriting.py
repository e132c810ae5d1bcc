"""Tells names that say nothing of their own, and gives what is inherited then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.behind import whole_behind
from pipeline.linking.clause import has_share_cue, kind_of
from pipeline.linking.counts import Choice
from pipeline.linking.phrases import find_phrase
from pipeline.linking.referents import is_nominal, names_actor, names_entity
from pipeline.linking.series import says_same
from pipeline.linking.tokens import PLACE, TIME
from pipeline.linking.words import has_bits, role_words, says, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.linking.clause import Clause, Topic
    from pipeline.linking.figure import Figure, Stretch
    from pipeline.linking.tokens import Token

_NAMED_BEHIND: Final = frozenset(("behind", "about_behind", "population", "fellows"))
_RATED: Final = frozenset(("percent", "point", "rank", "step"))
_HEDGED: Final = c.ABOUT | c.OVER | c.UNDER | c.ESTIMATE


def inherit(figure: Figure, clause: Clause, topic: Topic) -> Choice:
    """Give the metric told before that a figure without a name of its own has."""
    if figure.measure == "share":
        if says_same(figure) and clause.current:
            return Choice(clause.current, "same_clause")
        if clause.subject:
            return Choice(clause.subject, "subject")
        if clause.first and not figure.depth:
            return Choice(clause.first, "clause_opening")
    if clause.ranked_by and figure.depth:
        return Choice(clause.ranked_by, "ranked_by")
    if clause.current is not None:
        return Choice(clause.current, "same_clause")
    return Choice(_told_before(figure, topic), "sentence_before")


def _told_before(figure: Figure, topic: Topic) -> Stretch | None:
    """Give what the sentence before told of: behind things counted, sums of sums.

    "Con số này tăng 9%" is of the figure told last.
    """
    if says(figure.head, role_words("this_figure")):
        return topic.last or topic.metric
    alike = topic.alike.get(kind_of(figure)) if topic.counts else None
    return alike or topic.metric


def whole_again(first: Figure, row: list[Token], topic: Topic) -> Stretch | None:
    """Read "Trong đó, tôm 19 tấn. Lũy kế đạt 580 tấn, trong đó tôm 222": all again."""
    if not topic.parted or first.measure != "level" or is_nominal(first.head):
        return None
    timed = any(t.type == TIME for t in first.head)
    parts = any(t.bits & c.PART and t.start > first.amount.end for t in row)
    return topic.parent if timed and parts else None


def budget(figure: Figure, before: Figure | None) -> list[Token]:
    """Read "ngân sách trung ương 600 tỷ đồng, địa phương 300 tỷ": whose budget."""
    if before is None or figure.amount.kind != "money" or before.parent is None:
        return []
    joins = role_words("and") | {","}
    told = [t for t in figure.head if t.word not in joins and not t.bits & _HEDGED]
    if len(told) != 1 or len(told) == len(figure.head):
        return []
    return told if told[0].word in role_words("budget") else []


def names_nothing(figure: Figure, phrase: list[Token], clause: Clause) -> bool:
    """Tell words that say who, or a bare verb: the metric is inherited."""
    if names_entity(phrase) and figure.measure != "share" and not clause.partners:
        return True
    if names_actor(phrase) and figure.measure in ("level", "change"):
        return True
    where = _only_where(figure, phrase) or _only_region(figure, phrase)
    if where and not clause.partners:
        return True
    if _only_of_number(figure, phrase) or _says_again(figure, phrase, clause):
        return True
    grows = len(phrase) == 1 and phrase[0].word in role_words("growth_alone")
    if grows and clause.current and figure.measure == "change":
        return True
    return table_words("bare_verbs").issuperset([t.word for t in phrase])


def _says_again(figure: Figure, phrase: list[Token], clause: Clause) -> bool:
    """Tell "lãi sau thuế 9 tỷ đồng (cùng kỳ | lãi 5 tỷ)": the same quantity then."""
    if not figure.depth or len(phrase) != 1 or clause.current is None:
        return False
    begun = " ".join(clause.words).startswith(f"{phrase[0].word} ")
    return begun and any(t.type == TIME for t in figure.head)


def _only_of_number(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "113 ha trong số | 133 ha", the whole of the same."""
    if len(phrase) != 1 or phrase[0].word not in role_words("number_alone"):
        return False
    before = [t for t in figure.head if t.end <= phrase[0].start]
    return says(before[-1:], role_words("inside"))


def _only_region(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "tiếp theo là vùng Đông Nam Bộ, đạt 9%": where what was told is so high."""
    if figure.measure == "share" or not phrase:
        return False
    levels = [getattr(t.ref, "level", "") for t in phrase if t.type == PLACE]
    if len(levels) != 1 or levels[0] != "region":
        return False
    told = [t for t in figure.head if t.end <= phrase[0].start]
    is_so = bool(told) and told[-1].word.endswith(tuple(role_words("is")))
    if not is_so and figure.amount.kind not in _RATED:
        return False
    return all(t.type == PLACE or t.word in role_words("region_kind") for t in phrase)


def _only_where(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "tại Malaysia đạt 24%": where, not a partner that is measured."""
    if len(phrase) != 1 or phrase[0].type != PLACE or figure.measure == "share":
        return False
    before = [t for t in figure.head if t.end <= phrase[0].start]
    return says(before[-1:], role_words("locating"))


def defers(
    figure: Figure, before: Figure | None, phrase: list[Token], clause: Clause
) -> bool:
    """Tell a figure that says again, cut short or in other terms, what was told."""
    if before is not None and not is_nominal(phrase) and _lands_from(before, figure):
        return True
    if before is not None and not phrase and _holds_on(before, figure):
        return True
    if _points_back(figure, phrase, clause.words):
        return True
    if _cut_short(phrase, clause.words):
        return True
    same = figure.measure == "share" and says_same(figure)
    return same and clause.current is not None


def _is_pronoun(figure: Figure, token: Token) -> bool:
    """Tell "số (này)", "chỉ số (này)"; "chỉ số này có 11 phiên" counts something."""
    counts = figure.amount.kind == "count"
    alone = not counts and token.word in role_words("indicator_alone")
    return alone or token.word in role_words("stands_for")


def stands_for(figure: Figure, phrase: list[Token]) -> list[Token]:
    """Read "bào mòn vốn chủ sở hữu, kéo chỉ số này": the indicator named just now."""
    if len(phrase) != 1 or not _is_pronoun(figure, phrase[0]):
        return []
    head = figure.head
    at = next((i for i, t in enumerate(head) if t.start == phrase[0].start), 0)
    if at == 0 or not says(head[at + 1 : at + 2], role_words("this")):
        return []
    named = find_phrase(head[:at], look_back=True).words
    return named if is_nominal(named) else []


def _lands_from(before: Figure, figure: Figure) -> bool:
    """Tell "từ 4,5% khi nhận bàn giao xuống còn 0,25%": where the same comes to."""
    if not before.head or not figure.head:
        return False
    begins = before.head[-1].word.endswith(tuple(role_words("begins")))
    return begins and bool(figure.head[-1].bits & c.TO)


def _holds_on(before: Figure, figure: Figure) -> bool:
    """Tell "X góp 30% GDP, | 86% việc làm và hơn 40% kim ngạch": X has these too."""
    if figure.measure != "share" or before.measure != "share":
        return False
    if before.rules.get("parent") != "whole_behind" or not figure.tail:
        return False
    rule = before.rules.get("metric")
    told = has_share_cue(before) and rule not in _NAMED_BEHIND
    if not told and rule != "clause_opening":
        return False
    joins = role_words("and") | {","}
    alone = all(t.word in joins or t.bits & _HEDGED for t in figure.head)
    return alone and bool(whole_behind(figure))


def _points_back(figure: Figure, phrase: list[Token], told: Sequence[str]) -> bool:
    """Tell "số thu này", "so với số thu năm 2021": the metric told before, cut short.

    ``told`` are the folded words of that metric.
    """
    if len(phrase) != 1 or not is_nominal(phrase):
        return False
    at = next(i for i, t in enumerate(figure.head) if t.start == phrase[0].start)
    behind = figure.head[at + 1 : at + 2]
    if behind and behind[0].word in role_words("this"):
        if _is_pronoun(figure, phrase[0]):
            return True
    elif not has_bits(figure.head[max(0, at - 1) : at], c.VERSUS | c.COMPARED):
        return False
    words = phrase[0].word.split()
    return len(told) > len(words) and list(told[: len(words)]) == words


def _cut_short(phrase: list[Token], told: Sequence[str]) -> bool:
    """Tell "giải ngân" behind "giải ngân vốn đầu tư công": the verb of that alone."""
    if len(phrase) != 1 or phrase[0].word not in table_words("flow_verbs"):
        return False
    words = phrase[0].word.split()
    return len(told) > len(words) and list(told[: len(words)]) == words


def is_generic(phrase: list[Token]) -> bool:
    """Tell a word that names no metric by itself: "tỷ lệ", "mức tăng"."""
    return len(phrase) == 1 and phrase[0].word in role_words("generic")
