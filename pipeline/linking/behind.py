"""Reads names that stand behind their figure: "58% vốn đầu tư", "tăng 9% về lượng"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.lexicon import cues as c
from pipeline.linking.clause import has_share_cue
from pipeline.linking.phrases import find_phrase, following_phrase
from pipeline.linking.referents import is_nominal, is_partner, names_actor, names_entity
from pipeline.linking.runs import strip_right
from pipeline.linking.tokens import PLACE, SIGN, TIME, WORD, Token
from pipeline.linking.words import has_bits, role_words, says, table_words
from pipeline.values.vocabulary import words_of

if TYPE_CHECKING:
    from pipeline.linking.clause import Clause
    from pipeline.linking.figure import Figure, Stretch

_ABOUT_REACH: Final = 9
_HELD: Final = 4
_POPULATION_WORDS: Final = 10
_SUFFERED_WORDS: Final = 5
_ITEM: Final = 3
_ENDS: Final = (SIGN, TIME)
_NO_VERB: Final = c.VERSUS | c.PLAN | c.COMPARED | c.PART | c.PLACE
_PARALLEL: Final = ("change", "ratio")
_COUNTING: Final = ("percent", "count", "bare")
"""Kinds of amounts whose unit measures no thing behind it."""


def told_about(figure: Figure) -> list[Token]:
    """Read "tăng 59,9% về số lượng": what the change is of stands behind it.

    So does what a province's rank is in: "đứng thứ hai cả nước về tỷ suất nhập cư".
    """
    if figure.measure == "rank":
        if is_partner(find_phrase(figure.head).words):
            return []
    elif figure.measure not in _PARALLEL:
        return []
    for i, token in enumerate(figure.tail[:_ABOUT_REACH]):
        if token.word in role_words("about") and figure.tail[i + 1 :]:
            return following_phrase(figure.tail[i + 1 :])
        if token.type == SIGN:
            break
    return []


def same_head(about: list[Token], clause: Clause) -> Stretch | None:
    """Read "tăng 56% về vốn" behind "vốn đăng ký": the metric told just now."""
    told = len(about) == 1 and about[0].word in clause.words
    return clause.current if told and len(clause.words) > 1 else None


@lru_cache(maxsize=1)
def holding() -> frozenset[str]:
    """Give the verbs of who has a share: "sở hữu", "nắm giữ"."""
    return frozenset(words_of("holding"))


def holder(figure: Figure) -> list[Token]:
    """Read "công ty mẹ | nắm giữ 65% vốn": who holds the share."""
    head = figure.head
    if figure.measure != "share":
        return []
    verbs = holding()
    at = next((i for i in range(len(head) - 1, -1, -1) if head[i].word in verbs), 0)
    moved = at and (head[at - 1].type == SIGN or head[at - 1].bits & (c.UP | c.DOWN))
    if not at or moved or len(head) - at > _HELD:
        return []
    words = find_phrase(head[:at]).words
    near = bool(words) and not any(
        t.type == SIGN for t in head[:at] if t.start >= words[-1].end
    )
    return words if near and not is_nominal(words) else []


def population(figure: Figure) -> list[Token]:
    """Read "95% số hộ dùng nước sạch": those of a population that do something."""
    if figure.measure != "share" or has_share_cue(figure):
        return []
    near = find_phrase(figure.head).words
    behind = following_phrase(figure.tail)
    apart = bool(near) and any(
        t.type == SIGN and t.start >= near[-1].end for t in figure.head
    )
    reported = not is_nominal(near) and _is_reported(figure)
    if not behind or (near and not (apart or reported or names_actor(near))):
        return []
    if is_total(behind):
        return []
    said = _said(figure)
    if len(said) > len(behind) + 1:
        return said
    return behind if apart or (reported and near) else []


def _is_reported(figure: Figure) -> bool:
    """Tell "khảo sát cho thấy 44% …", which is a clause of its own."""
    rough = c.ABOUT | c.OVER | c.UNDER
    last = next((t for t in reversed(figure.head) if not t.bits & rough), None)
    return last is not None and last.word in role_words("reports")


def _said(figure: Figure) -> list[Token]:
    """Give the clause behind a figure, up to a sign or a time.

    It begins with all of a list: "xã, phường, thị trấn có điểm tư vấn".
    """
    listed = _listed(figure.tail)
    said = figure.tail[: listed + _POPULATION_WORDS]
    ends = (i for i, t in enumerate(said) if i >= listed and t.type in _ENDS)
    end = next(ends, len(said))
    while end and said[end - 1].word in role_words("and"):
        end -= 1
    return said[:end]


def people_in(tail: list[Token]) -> list[Token]:
    """Give the population that begins a tail: "xã, phường, thị trấn | có điểm …"."""
    listed = _listed(tail)
    return [*tail[:listed], *following_phrase(tail[listed:])]


def _listed(tail: list[Token]) -> int:
    """Give how many tokens the commas of "xã, phường, thị trấn …" reach over."""
    reach = 0
    for i, token in enumerate(tail[:_POPULATION_WORDS]):
        if token.type not in _ENDS:
            continue
        more = tail[i + 1 : i + 2]
        if token.word != "," or not 0 < i - reach <= _ITEM or not more:
            break
        if more[0].type != WORD and not more[0].bits & c.HEAD:
            break
        reach = i + 1
    return reach


def fellows(figure: Figure) -> list[Token]:
    """Read "60% hộ lo ngại, 30% | thấy ổn định": others of the population told."""
    if figure.measure != "share" or has_share_cue(figure):
        return []
    said = _said(figure)
    if not said or is_nominal(said[:1]) or find_phrase(figure.head).words:
        return []
    return [] if said[0].bits & _NO_VERB else said


def named_behind(figure: Figure, phrase: list[Token], clause: Clause) -> list[Token]:
    """Read "1.028 tỷ đồng doanh thu", "58,21% vốn đầu tư", "61% kế hoạch doanh thu"."""
    if meant := _meant_for(figure, phrase):
        return meant
    tail = figure.tail[1:] if is_total(figure.tail[:1]) else figure.tail
    planned = bool(tail) and bool(tail[0].bits & c.PLAN)
    behind = following_phrase(tail[1:] if planned else figure.tail)
    told = clause.current or is_nominal(phrase)
    if not behind or (planned and told and _is_fund(behind)):
        return []
    if figure.measure == "ratio" and behind[0].word in role_words("output"):
        return []  # "dư nợ bằng 125% GDP" is of the debt
    if figure.measure == "share":
        told = has_share_cue(figure) or has_bits(phrase, c.HEAD)
        owned = behind[0].bits & c.HEAD or not phrase
        return behind if owned and not told and not is_total(behind) else []
    if not has_bits(phrase, c.HEAD) and _is_measured(figure, behind[0]):
        return [*behind, *_suffered(figure.tail[len(behind) :])]
    if phrase and behind[0].bits & c.HEAD and _is_of_other_clause(figure, phrase):
        return behind
    strong = c.NOUN if phrase or clause.current else c.NOUN | c.HEAD
    if not behind[0].bits & strong:
        return []
    return behind if figure.measure in _PARALLEL or not is_nominal(phrase) else []


def _is_of_other_clause(figure: Figure, phrase: list[Token]) -> bool:
    """Tell "giá dầu tăng | giúp hãng thu về 5 tỷ đồng lãi": the price is the cause."""
    between = [t for t in figure.head if t.start >= phrase[-1].end]
    return any(t.word in role_words("causes") for t in between)


def _meant_for(figure: Figure, phrase: list[Token]) -> list[Token]:
    """Read "chi 6 tỷ đồng cho | quỹ học bổng": what a bare amount is for."""
    tail = figure.tail
    if figure.measure != "level" or figure.amount.kind in _COUNTING or not tail:
        return []
    leads = role_words("part_lead") if not phrase else role_words("meant_for")
    if tail[0].word not in leads or is_nominal(phrase):
        return []
    twice = says(tail[1:2], role_words("meant_for"))  # "dành cho"
    behind = following_phrase(tail[2:] if twice else tail[1:])
    if not behind or names_entity(behind) or behind[0].type == PLACE:
        return []
    return behind if _begins_name(behind[0]) else []


def _begins_name(token: Token) -> bool:
    return not (token.bits & c.CAPITAL or token.word in _no_things())


def _is_measured(figure: Figure, thing: Token) -> bool:
    """Tell "7 triệu tấn than", "6 tỷ đồng tiền phạt": the unit measures a thing."""
    if not (thing.type == WORD or thing.bits & c.HEAD):
        return False
    if is_extent(figure):
        return True
    if figure.amount.kind in _COUNTING or figure.measure not in ("level", "change"):
        return False
    return _begins_name(thing)


@lru_cache(maxsize=1)
def _no_things() -> frozenset[str]:
    """Give the words behind an amount that begin no name: "để", "dành cho"."""
    tables = table_words("unit_edges") | table_words("count_stops")
    return tables | role_words("no_thing")


def _suffered(rest: list[Token]) -> list[Token]:
    """Read "912 ha lúa | bị ngập úng": which of them are measured."""
    if not says(rest[:1], role_words("suffers")):
        return []
    end = next((i for i, t in enumerate(rest) if t.type in _ENDS), len(rest))
    return rest[: strip_right(rest[: min(end, _SUFFERED_WORDS)])]


def _is_fund(behind: list[Token]) -> bool:
    """Tell "giải ngân đạt 82% kế hoạch vốn đầu tư công": the plan's, not a name."""
    return behind[0].word.startswith(tuple(role_words("funds")))


def is_extent(figure: Figure) -> bool:
    """Tell "5 ha lúa": an area that is told with what stands on it."""
    unit = figure.amount.unit
    return unit is not None and unit.kind == "area" and figure.measure == "level"


def is_total(words: list[Token]) -> bool:
    """Tell a name that begins with "tổng": a whole."""
    return bool(words) and words[0].word.startswith("tổng")


def whole_behind(figure: Figure) -> list[Token]:
    """Give what a share is a share of: "chiếm 83% trong tổng kim ngạch"."""
    tail = list(figure.tail)
    while tail and tail[0].word in role_words("whole_lead"):
        tail.pop(0)
    whole = following_phrase(tail)
    rest = tail[len(whole) :]
    joined = whole and len(rest) > 1 and rest[0].word in role_words("whole_join")
    if not joined or rest[1].type == PLACE or rest[1].bits & c.PLACE:
        return whole
    more = following_phrase(rest[1:])
    return [*whole, rest[0], *more] if more else whole
